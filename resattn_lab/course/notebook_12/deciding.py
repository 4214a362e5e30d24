"""The rule and its price in seeds: two exercises of notebook 12, ablations."""

import math
from typing import Any

from ..exercise import Exercise

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
        return "One of three phrases is wanted, as text; " + type(said[0]).__name__ + " came."
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


def find_needed_mistake(function: Any) -> str | None:
    cases = ((2.25, 1.44, 0.72), (1.0, 9.0, 0.36), (4.0, 1.0, 2.87))
    came = [function(*case) for case in cases]
    if any(isinstance(c, bool) or not isinstance(c, (int, float)) for c in map(_plain, came)):
        return "One number is wanted: how many seeds of each network."
    found = [float(_plain(value)) for value in came]
    right = [needed(*case) for case in cases]

    def all_close(wrong):
        values = [wrong(*case) for case in cases]
        return all(abs(f - v) < 1e-6 for f, v in zip(found, values, strict=True))

    if any(value != int(value) for value in found):
        return "Seeds come whole: round up."
    mistakes = {
        "That is for one standard error; the rule wants two.": lambda a, b, g: math.ceil(
            (a + b) / g**2
        ),
        "Rounded down, two standard errors are still larger than the gap.": lambda a, b, g: (
            math.floor(4 * (a + b) / g**2)
        ),
        "Rounded to the nearest, it is sometimes one too few: round up.": lambda a, b, g: round(
            4 * (a + b) / g**2
        ),
        "Only the first network's variance is in it; the second has luck, too.": (
            lambda a, b, g: math.ceil(4 * a / g**2)
        ),
        "The gap enters squared: half the gap takes four times the seeds.": (
            lambda a, b, g: math.ceil(4 * (a + b) / g)
        ),
        "Variances are squares already: they are not squared again.": lambda a, b, g: math.ceil(
            4 * (a**2 + b**2) / g**2
        ),
        "That is the number for both networks together; wanted is that of each.": (
            lambda a, b, g: 2 * needed(a, b, g)
        ),
    }
    for message, wrong in mistakes.items():
        if all_close(wrong):
            return message
    for case, value, wanted in zip(cases, found, right, strict=True):
        if value != wanted:
            return f"For variances {case[0]} and {case[1]} and a gap of {case[2]}: {wanted}."
    return None


def _plain(value: Any) -> Any:
    """A number of any kind as a Python number."""
    return value.item() if hasattr(value, "item") else value


DECIDING = (
    Exercise(
        key="12.decide",
        find_mistake=find_rule_mistake,
        praise="Written down before the runs, it cannot be bent after them.",
        hints=(
            "First: is the gap clear, in either direction? Then its sign decides. Only "
            "otherwise does the paper's gap matter.",
            "abs(gap) > 2 * error is clear; if not, compare paper_gap with 2 * error.",
        ),
        reference=decide,
    ),
    Exercise(
        key="12.needed",
        find_mistake=find_needed_mistake,
        praise="Half the gap takes four times the seeds. And with just so many, a gap that is "
        "really there is missed every other time: luck may make it look smaller.",
        hints=(
            "With n seeds of each, the standard error is the root of the summed variances "
            "over n. For which n is twice that below the gap?",
            "Count n up from 1 while 2 * math.sqrt((first_variance + second_variance) / n) "
            ">= gap.",
        ),
        reference=needed,
    ),
)
