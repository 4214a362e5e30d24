"""From two handfuls of errors to a verdict, by one rule."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from .intervals import LEAST_SEEDS, paired_interval, welch_interval


class RuleWord(str):
    """A word that the rule gave; one that somebody typed is a plain ``str``."""

    __slots__ = ()


VERDICTS = tuple(map(RuleWord, ("repeated", "not repeated", "not testable at this size")))
REPEATED, NOT_REPEATED, NOT_TESTABLE = VERDICTS
LEARNED = 5.0  # points below the error of guessing that one of the two must reach


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What was found of one claim.

    Args:
        gap: "higher" minus "lower", in points; above 0 where the order is the paper's. Of
            ratios: the mean gap of their natural logarithms.
        low, high: the ends of its 95 % interval; NaN with fewer than three seeds.
        gaps: the gap of each pair, seed by seed; empty where runs are not paired.
        word: one of ``VERDICTS``.
        reason: in a few words, for the table.
        ratio: whether the numbers above are logarithms.
    """

    gap: float
    low: float
    high: float
    gaps: tuple[float, ...]
    word: RuleWord
    reason: str
    ratio: bool = False

    def number(self, value: float) -> str:
        """A gap as it is written: signed points, or a factor."""
        if self.ratio:
            return f"×{math.exp(value):.2g}"
        return f"{round(value, 1) + 0.0:+.1f}"  # + 0.0: no "-0.0"

    def gap_in_words(self) -> str:
        """The gap and, where there is one, its interval: "+1.5 (+1.2 to +1.8)"."""
        gap = self.number(self.gap)
        if not math.isfinite(self.low):
            return gap
        return f"{gap} ({self.number(self.low)} to {self.number(self.high)})"

    def pairs_in_words(self) -> str:
        """The gap of each pair, in the order of the seeds."""
        return ", ".join(self.number(gap) for gap in self.gaps)


def decide(low: float, high: float, paper_gap: float) -> RuleWord:
    """The rule's core: a word for a 95 % interval beside the paper's gap.

    Wholly above 0: repeated. Wholly below the paper's gap: not repeated. Else it holds both,
    0 and the paper's gap: not testable at this size.
    """
    if low > 0:
        return REPEATED
    return NOT_REPEATED if high < paper_gap else NOT_TESTABLE


def judge(
    lower: Sequence[float],
    higher: Sequence[float],
    *,
    paper_gap: float,
    chance: float | None = None,
    paired: bool = True,
    ratio: bool = False,
) -> Verdict:
    """Hold a claim, "``lower`` has the lower number", against its repetitions.

    - Fewer than three seeds, neither network 5 points better than guessing, or numbers that
      do not vary at all: not testable at this size.
    - Else ``decide``, by the 95 % interval of the gap: of the paired differences where runs
      share seeds, Welch's where they do not.

    Args:
        lower, higher: test errors (or another measure) in percent, one for each seed; the
            same seeds in the same order where they are paired.
        paper_gap: the paper's gap, above 0: in points, or as a logarithm with ``ratio``.
        chance: the error of guessing in percent, 100·(1 − 1/classes); None where the numbers
            are no errors.
        ratio: judge the logarithms of the numbers.

    Raises:
        ValueError: no numbers, pairs without a partner, a ratio that is not above 0, or a
            paper's gap that is not above 0.
    """
    if not lower or not higher or not paper_gap > 0:
        raise ValueError(
            "wanted numbers of both networks and a gap above 0, got "
            f"{len(lower)} and {len(higher)} numbers and {paper_gap}"
        )
    if paired and len(lower) != len(higher):
        raise ValueError(
            f"pairs need the same seeds of both, got {len(lower)} and {len(higher)} numbers; "
            "leave out what has no partner, or say paired=False"
        )
    first, second = list(lower), list(higher)
    if ratio:
        if min(first + second) <= 0:
            raise ValueError(
                f"ratios must be above 0 to have a logarithm, got {min(first + second)}"
            )
        first, second = [[math.log(v) for v in values] for values in (first, second)]
    pairs = tuple(b - a for a, b in zip(first, second, strict=True)) if paired else ()

    def verdict(low: float, high: float, word: RuleWord, reason: str) -> Verdict:
        gap = fmean(second) - fmean(first)
        return Verdict(
            gap=gap, low=low, high=high, gaps=pairs, word=word, reason=reason, ratio=ratio
        )

    if min(len(lower), len(higher)) < LEAST_SEEDS:
        return verdict(math.nan, math.nan, NOT_TESTABLE, f"fewer than {LEAST_SEEDS} seeds")
    found = (paired_interval if paired else welch_interval)(first, second)
    ends = found.low, found.high
    if chance is not None and min(fmean(lower), fmean(higher)) > chance - LEARNED:
        return verdict(*ends, NOT_TESTABLE, "neither network learned")
    if math.isnan(found.freedom):
        return verdict(*ends, NOT_TESTABLE, "the gaps are all equal: no spread to judge by")
    word = decide(*ends, paper_gap)
    return verdict(*ends, word, _reason(word, found.high))


def _reason(word: str, high: float) -> str:
    if word == REPEATED:
        return "the interval lies above 0"
    if word == NOT_REPEATED:
        bound = "0" if high < 0 else "the paper's gap"
        return f"the interval lies below {bound}"
    return "the interval holds 0 and the paper's gap"
