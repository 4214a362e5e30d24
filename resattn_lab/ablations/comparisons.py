"""Pairs of networks that the paper prints no gap for: the controls beside its claims."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from .results import load_results
from .verdict import Verdict, judge


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Two networks of a study whose gap answers a question, and has no figure to repeat.

    Args:
        asks: the question that a gap above 0, ``lower`` errs less, answers with yes.
        study: key into ``STUDIES``; ``lower`` and ``higher`` are two of its variants.
    """

    asks: str
    study: str
    lower: str
    higher: str


COMPARISONS = (
    Comparison(
        asks="is Attention-164 with the 1 + better than no mask?",
        study="depth",
        lower="ARL 164",
        higher="ResNet-164",
    ),
    Comparison(
        asks="is no mask better than naive Attention-164?",
        study="depth",
        lower="ResNet-164",
        higher="NAL 164",
    ),
    Comparison(
        asks="does the mask help, with the 1 +?",
        study="fusion",
        lower="(1 + M)·T",
        higher="no mask",
    ),
    Comparison(
        asks="is it more than a factor?",
        study="fusion",
        lower="(1 + M)·T",
        higher="1.5·T",
    ),
    Comparison(
        asks="does M·T harm?",
        study="fusion",
        lower="no mask",
        higher="M·T",
    ),
    Comparison(
        asks="is it the scale of M·T that harms?",
        study="fusion",
        lower="2M·T",
        higher="M·T",
    ),
    Comparison(
        asks="is the 1 + better than the right scale?",
        study="fusion",
        lower="(1 + M)·T",
        higher="2M·T",
    ),
    # The pair of Table 3; it was added when the trainings of the five above had been read.
    Comparison(
        asks="is the 1 + better than M·T?",
        study="fusion",
        lower="(1 + M)·T",
        higher="M·T",
    ),
)


def comparison_table(
    folder: Path | str,
) -> list[tuple[Comparison, str, list[float], list[float], Verdict]]:
    """Each comparison that ``folder`` has pairs for: itself, images, both errors, its gap.

    There is no paper's gap, so of the verdict only gap, interval and pairs count.

    Raises:
        FileNotFoundError: no results there.
    """
    rows = []
    results = load_results(folder)
    for comparison in COMPARISONS:
        for (study, source), found in results.items():
            if study != comparison.study:
                continue
            lower, higher = found.pairs(comparison.lower, comparison.higher)
            if lower:
                verdict = judge(lower, higher, paper_gap=float("inf"), chance=found.chance)
                rows.append((comparison, source, lower, higher, verdict))
    return rows


def comparison_lines(folder: Path | str) -> list[str]:
    """The comparisons in words, a line for each."""
    return [
        f"{source}: {comparison.asks} {comparison.lower} {fmean(lower):.1f} against "
        f"{comparison.higher} {fmean(higher):.1f} %, gap {verdict.gap_in_words()}; pairs "
        f"{verdict.pairs_in_words()}"
        for comparison, source, lower, higher, verdict in comparison_table(folder)
    ]
