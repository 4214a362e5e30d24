"""The paper's claims beside what was found: one row for each claim and kind of images."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .claims import CLAIMS, Claim
from .results import load_results
from .verdict import Verdict, judge, mean


@dataclass(frozen=True, kw_only=True)
class ClaimRow:
    """A claim, the numbers found for it (one for each seed), and the verdict."""

    key: str
    claim: Claim
    source: str
    lower: list[float]
    higher: list[float]
    verdict: Verdict


def claim_table(folder: Path | str) -> list[ClaimRow]:
    """Judge every claim that the results in ``folder`` have runs for.

    The order is that of ``CLAIMS``, and within a claim that of the images' names.

    Raises:
        FileNotFoundError: no results there.
    """
    rows = []
    results = load_results(folder)
    for key, claim in CLAIMS.items():
        for (study, source), found in results.items():
            lower = found.values(claim.lower, claim.measure) if study == claim.study else []
            higher = found.values(claim.higher, claim.measure) if lower else []
            if not higher:
                continue
            verdict = judge(
                lower,
                higher,
                paper_gap=claim.paper[1] - claim.paper[0],
                chance=90.0 if claim.measure == "error" else None,
            )
            rows.append(
                ClaimRow(
                    key=key,
                    claim=claim,
                    source=source,
                    lower=lower,
                    higher=higher,
                    verdict=verdict,
                )
            )
    return rows


def verdict_lines(folder: Path | str) -> list[str]:
    """The table in words, a line for each row."""
    return [
        f"{row.claim.source}, {row.source}: {row.claim.says}: {row.verdict.word} "
        f"({mean(row.lower):.1f} against {mean(row.higher):.1f} %, "
        f"{len(row.lower)} seeds; {row.verdict.reason})"
        for row in claim_table(folder)
    ]
