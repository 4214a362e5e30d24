"""The rule and its price in seeds: two exercises of notebook 12, ablations."""

import math
from collections.abc import Callable
from typing import Any

from ..compared import compared
from ..exercise import Exercise
from ..reading import kind, number, plain

REPEATED, NOT_REPEATED, NOT_TESTABLE = (
    "repeated",
    "not repeated",
    "not testable at this size",
)
# gap, standard error, the paper's gap: every branch of the rule.
CASES = (
    (3.0, 1.0, 0.7),
    (1.5, 0.5, 4.0),
    (-3.0, 1.0, 0.7),
    (-1.5, 0.5, 4.0),
    (1.5, 1.0, 0.7),
    (-1.5, 1.0, 0.7),
    (1.5, 1.0, 3.0),
    (-1.5, 1.0, 3.0),
    (0.1, 0.2, 0.3),
)


def decide(gap, error, paper_gap):
    if abs(gap) > 2 * error:
        return "repeated" if gap > 0 else "not repeated"
    if paper_gap > 2 * error:
        return "not repeated"
    return "not testable at this size"


def find_rule_mistake(function: Any) -> str | None:
    said = [function(*case) for case in CASES]
    if any(isinstance(word, bool) or not isinstance(word, str) for word in said):
        return f"One of three phrases is wanted, as text; {kind(said[0])} came."
    said = [word.strip().lower() for word in said]
    unknown = sorted(set(said) - {REPEATED, NOT_REPEATED, NOT_TESTABLE})
    if unknown:
        return f"There is no verdict {unknown[0]!r}; there are three, to the letter."
    return _where(said)


def _where(said: list[str]) -> str | None:
    """What is amiss with the verdicts on ``CASES``."""
    right = [decide(*case) for case in CASES]
    if said[2] == REPEATED or said[3] == REPEATED:
        return "A clear gap the other way round is called repeated: the sign decides."
    if said[4] == REPEATED:
        return "A gap of one and a half standard errors is called clear; the rule wants two."
    if said[0] == said[2] == NOT_TESTABLE:
        return "A gap of three standard errors is called unclear; the rule wants two."
    if said[0] == NOT_TESTABLE and said[1] == NOT_TESTABLE:
        return "A clear gap above 0 is repeated, whatever else holds."
    if said[1] != REPEATED and said[0] == REPEATED:
        return (
            "Clear, above 0, and smaller than the paper's: still repeated. The rule asks for "
            "the direction, not for the size."
        )
    if said[4] == NOT_REPEATED and said[6] == NOT_REPEATED:
        return (
            "Within two standard errors it is always called not repeated. If even the paper's "
            "gap would be lost in the spread, nothing was tested."
        )
    if said[4] == NOT_TESTABLE and said[6] == NOT_TESTABLE:
        return (
            "Within two standard errors it is never called not repeated. A gap of the paper's "
            "size would have shown in the seventh case (1.5, 1, 3), and did not."
        )
    if said[4] == NOT_REPEATED and said[6] == NOT_TESTABLE:
        return "The last two are swapped: not testable is when the paper's gap would not show."
    for case, word, wanted in zip(CASES, said, right, strict=True):
        if word != wanted:
            return f"gap, error, paper_gap = {case}: {wanted} by the rule, {word} by yours."
    return None


def needed(first_variance, second_variance, gap):
    count = 1
    while 2 * math.sqrt((first_variance + second_variance) / count) >= gap:
        count += 1
    return count


def rounded(by: Callable, way: Callable) -> Callable:
    return lambda first, second, gap: by(way(first, second, gap))


find_needed_mistake = compared(
    needed,
    mistakes={
        "That is for one standard error; the rule wants two.": (
            rounded(math.ceil, lambda a, b, gap: (a + b) / gap**2)
        ),
        "Rounded down, two standard errors are still larger than the gap.": (
            rounded(math.floor, lambda a, b, gap: 4 * (a + b) / gap**2)
        ),
        "Rounded to the nearest, it is sometimes one too few: round up.": (
            rounded(round, lambda a, b, gap: 4 * (a + b) / gap**2)
        ),
        "Only the first network's variance is in it; the second has luck, too.": (
            rounded(math.ceil, lambda a, b, gap: 4 * a / gap**2)
        ),
        "The gap enters squared: half the gap takes four times the seeds.": (
            rounded(math.ceil, lambda a, b, gap: 4 * (a + b) / gap)
        ),
        "Variances are squares already: they are not squared again.": (
            rounded(math.ceil, lambda a, b, gap: 4 * (a**2 + b**2) / gap**2)
        ),
        "That is the number for both networks together; wanted is that of each.": (
            lambda a, b, gap: 2 * needed(a, b, gap)
        ),
    },
    tried_on=[(2.25, 1.44, 0.72), (1.0, 9.0, 0.36), (4.0, 1.0, 2.87)],
    unlike=lambda came, *others: None if came == int(came) else "Seeds come whole: round up.",
    otherwise=lambda came, wanted, first, second, gap: (
        f"For variances {first} and {second} and a gap of {gap}: {wanted}."
    ),
    rtol=0,
)


DECIDING = (
    Exercise(
        key="12.decide",
        find_mistake=find_rule_mistake,
        praise="Written down before the runs, it cannot be bent after them.",
        hints=(
            "First: is the gap clear, in either direction? Then its sign decides. Only "
            "otherwise does the paper's gap matter.",
            "Two questions in order: is |gap| more than two errors? If not, would the paper's"
            " gap have been?",
            "abs(gap) > 2 * error is clear; if not, compare paper_gap with 2 * error.",
        ),
        reference=decide,
        reads=plain,
    ),
    Exercise(
        key="12.needed",
        find_mistake=find_needed_mistake,
        praise="Half the gap takes four times the seeds. And with just so many, a gap that is "
        "really there is missed every other time: luck may make it look smaller.",
        hints=(
            "With n seeds of each, the standard error is the root of the summed variances "
            "over n. For which n is twice that below the gap?",
            "It is the first whole number at which two standard errors are smaller than the "
            "gap; more seeds make the error smaller.",
            "Count n up from 1 while 2 * math.sqrt((first_variance + second_variance) / n) "
            ">= gap.",
        ),
        reference=needed,
        reads=number("One number is wanted: how many seeds of each network"),
    ),
)
