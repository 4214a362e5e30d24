"""The paper's claims beside what was found: one row for each claim and kind of images."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from .claims import CLAIMS, Claim
from .results import StudyResults, load_results
from .verdict import Verdict, judge


@dataclass(frozen=True, kw_only=True)
class ClaimRow:
    """A claim, the numbers found for it (a pair for each seed), and the verdict."""

    key: str
    claim: Claim
    source: str
    lower: list[float]
    higher: list[float]
    verdict: Verdict


def judge_claim(claim: Claim, found: StudyResults, seeds: int | None = None) -> Verdict:
    """Judge a claim by the pairs of a study's results, or by the first ``seeds`` of them."""
    lower, higher = found.pairs(claim.lower, claim.higher, claim.measure)
    return judge(
        lower[:seeds],
        higher[:seeds],
        paper_gap=claim.paper_gap,
        chance=found.chance if claim.measure == "error" else None,
        ratio=claim.ratio,
    )


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
            if study != claim.study:
                continue
            lower, higher = found.pairs(claim.lower, claim.higher, claim.measure)
            if lower:
                verdict = judge_claim(claim, found)
                fixed = {"key": key, "claim": claim, "source": source, "verdict": verdict}
                rows.append(ClaimRow(lower=lower, higher=higher, **fixed))
    return rows


def verdict_lines(folder: Path | str) -> list[str]:
    """The table in words, a line for each row."""
    return [
        f"{row.claim.source}, {row.source}: {row.claim.says}: {row.verdict.word} "
        f"({fmean(row.lower):.1f} against {fmean(row.higher):.1f} %, gap "
        f"{row.verdict.gap_in_words()}; pairs {row.verdict.pairs_in_words()}; "
        f"{row.verdict.reason})"
        for row in claim_table(folder)
    ]
