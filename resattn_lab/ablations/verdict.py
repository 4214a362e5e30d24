"""From two handfuls of errors to a verdict, by one rule that was fixed before the runs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

VERDICTS = ("repeated", "not repeated", "not testable at this size")
REPEATED, NOT_REPEATED, NOT_TESTABLE = VERDICTS
LEAST_SEEDS = 3
CLEAR = 2.0  # standard errors that a gap must have to count
LEARNED = 5.0  # points below the error of guessing that one of the two must reach


@dataclass(frozen=True)
class Verdict:
    """What was found of one claim.

    Args:
        gap: mean of "higher" minus mean of "lower", in points; above 0 where the order is
            the paper's.
        standard_error: of the gap, in points.
        word: one of ``VERDICTS``.
        reason: in a few words, for the table.
    """

    gap: float
    standard_error: float
    word: str
    reason: str


def judge(
    lower: Sequence[float],
    higher: Sequence[float],
    *,
    paper_gap: float,
    chance: float | None = 90.0,
) -> Verdict:
    """Hold a claim, "``lower`` has the lower number", against its repetitions.

    - Fewer than three seeds, or neither network 5 points better than chance: not testable
      at this size.
    - The gap exceeds two of its standard errors: repeated if it has the paper's sign, not
      repeated if it has the other.
    - Within two standard errors: not repeated if a gap of the paper's size would have been
      seen, that is if it exceeds two standard errors; else not testable at this size.

    The standard error is Welch's: the root of the sum of both variances over their counts.

    Args:
        lower, higher: test errors (or another measure) in percent, one for each seed.
        paper_gap: the paper's gap in points, above 0.
        chance: the error of guessing in percent; None where the numbers are no errors.

    Raises:
        ValueError: no numbers, or a paper's gap that is not above 0.
    """
    if not lower or not higher or not paper_gap > 0:
        raise ValueError(
            "wanted numbers of both networks and a gap above 0, got "
            f"{len(lower)} and {len(higher)} numbers and {paper_gap}"
        )
    gap = mean(higher) - mean(lower)
    if min(len(lower), len(higher)) < LEAST_SEEDS:
        return Verdict(gap, math.nan, NOT_TESTABLE, f"fewer than {LEAST_SEEDS} seeds")
    error = math.sqrt(variance(lower) / len(lower) + variance(higher) / len(higher))
    if chance is not None and min(mean(lower), mean(higher)) > chance - LEARNED:
        return Verdict(gap, error, NOT_TESTABLE, "neither network learned")
    if abs(gap) > CLEAR * error:
        if gap > 0:
            return Verdict(gap, error, REPEATED, "the gap is clear")
        return Verdict(gap, error, NOT_REPEATED, "the gap is clear, the other way round")
    if paper_gap > CLEAR * error:
        return Verdict(gap, error, NOT_REPEATED, "a gap of the paper's size would show")
    return Verdict(gap, error, NOT_TESTABLE, "the seeds differ by more than the paper's gap")


def mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def variance(values: Sequence[float]) -> float:
    """Unbiased: over n - 1."""
    centre = mean(values)
    return sum((value - centre) ** 2 for value in values) / (len(values) - 1)
