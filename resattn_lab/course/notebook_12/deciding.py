"""The rule and its price in seeds: two exercises of notebook 12, ablations."""

import math
from collections.abc import Callable
from typing import Any

from resattn_lab import ablations
from resattn_lab.ablations import VERDICTS, power

from ..compared import compared
from ..exercise import Exercise
from ..reading import kind, number, plain

REPEATED, NOT_REPEATED, NOT_TESTABLE = VERDICTS
# Ends of the interval, the paper's gap: every branch of the rule.
CASES = (
    (0.5, 3.0, 0.7),
    (0.5, 3.0, 4.0),
    (-3.0, -0.5, 0.7),
    (-1.0, 0.5, 0.7),
    (-1.0, 0.9, 0.7),
    (-1.0, 5.0, 0.7),
    (-0.1, 0.2, 0.3),
)


def decide(low, high, paper_gap):
    if low > 0:
        return "repeated"
    if high < paper_gap:
        return "not repeated"
    return "not testable at this size"


def find_rule_mistake(function: Any) -> str | None:
    words = [function(*case) for case in CASES]
    if any(isinstance(word, bool) or not isinstance(word, str) for word in words):
        return f"One of three phrases is wanted, as text; {kind(words[0])} came."
    words = [word.strip().lower() for word in words]
    unknown = sorted(set(words) - set(VERDICTS))
    if unknown:
        return f"There is no verdict {unknown[0]!r}; there are three, to the letter."
    return _where(words)


def _where(words: list[str]) -> str | None:
    """What is amiss with the verdicts on ``CASES``."""
    above, small, below, without, both, wide, _ = words
    if below == REPEATED:
        return "An interval wholly below 0 is called repeated: the sign decides."
    if REPEATED in (both, wide):
        return "An interval that holds 0 is called repeated; its middle is not its end."
    if above != REPEATED:
        return "An interval wholly above 0 is repeated, whatever else holds."
    if small != REPEATED:
        return (
            "Wholly above 0, and below the paper's gap: still repeated. The rule asks for the "
            "direction, not for the size."
        )
    if without == NOT_TESTABLE and both == NOT_REPEATED:
        return "The last two are swapped: not testable is when both, 0 and the gap, are inside."
    if without == NOT_TESTABLE:
        return (
            "From -1 to 0.5, and the paper's gap is 0.7: that gap is excluded, so the claim "
            "was tested, and not repeated."
        )
    if both == NOT_REPEATED:
        return (
            "From -1 to 0.9, and the paper's gap is 0.7: 0 and that gap are both inside, so "
            "nothing was tested."
        )
    for case, word in zip(CASES, words, strict=True):
        wanted = decide(*case)
        if word != wanted:
            return f"low, high, paper_gap = {case}: {wanted} by the rule, {word} by yours."
    return None


def needed(spread, gap):
    pairs = 3
    while ablations.power(gap, spread, pairs) < 0.9:
        pairs += 1
    return pairs


def with_power(least: float) -> Callable:
    """The fewest pairs, 3 at least, that have this power."""

    def count(spread, gap):
        pairs = 3
        while power(gap, spread, pairs) < least:
            pairs += 1
        return pairs

    return count


find_needed_mistake = compared(
    needed,
    mistakes={
        "With just so many, a gap that is there is missed every other time: that is a power of "
        "one half.": with_power(0.5),
        "That is for a power of 80 %; asked for are 90 %.": with_power(0.8),
        "The first power with which it is below 90 % is one pair too few.": (
            lambda spread, gap: needed(spread, gap) - 1
        ),
        "That is what the bell curve says, where the spread is known. The interval has to "
        "estimate it, which takes more pairs: ask power.": (
            lambda spread, gap: math.ceil(((1.96 + 1.2816) * spread / gap) ** 2)
        ),
        "That is for an interval of four standard errors from end to end, and for a power of "
        "one half.": lambda spread, gap: math.ceil(4 * (spread / gap) ** 2),
        "Gap and spread are exchanged: power takes the gap first.": (
            lambda spread, gap: needed(gap, spread)
        ),
        "That is the number for both networks together; wanted is that of each.": (
            lambda spread, gap: 2 * needed(spread, gap)
        ),
    },
    tried_on=[(1.0, 1.0), (1.3, 0.96), (2.0, 2.87)],
    unlike=lambda came, *others: None if came == int(came) else "Seeds come whole.",
    otherwise=lambda came, wanted, spread, gap: (
        f"For a spread of {spread} and a gap of {gap}: {wanted}."
    ),
    rtol=0,
)


DECIDING = (
    Exercise(
        key="12.decide",
        find_mistake=find_rule_mistake,
        praise="Each word says what was excluded: 0, the paper's gap, or neither.",
        hints=(
            "First: is the whole interval above 0? Only otherwise does the paper's gap matter.",
            "Two questions in order: does the interval exclude 0 from below? If not, does it "
            "exclude the paper's gap?",
            "low > 0 is repeated; if not, high < paper_gap is not repeated.",
        ),
        reference=decide,
        reads=plain,
    ),
    Exercise(
        key="12.needed",
        find_mistake=find_needed_mistake,
        praise="Half the gap takes about four times the seeds, and even so one true gap in ten "
        "is missed.",
        hints=(
            "power(gap, spread, pairs) says how often a true gap is seen. Which is the first "
            "number of pairs where that is 0.9 or more?",
            "Begin with 3 pairs, and add one as long as the power is too small.",
            "Count pairs up from 3 while power(gap, spread, pairs) < 0.9.",
        ),
        reference=needed,
        reads=number("One number is wanted: how many pairs of seeds"),
    ),
)
