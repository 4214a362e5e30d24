"""A control and a standard error: the first two exercises of notebook 12, ablations."""

import math
from collections.abc import Callable
from statistics import mean, pstdev, stdev, variance

from ..compared import compared
from ..exercise import Exercise, wrong_letters
from ..reading import letter, number


def standard_error(lower, higher):
    gaps = [b - a for a, b in zip(lower, higher, strict=True)]
    return stdev(gaps) / math.sqrt(len(gaps))


def of_gaps(way: Callable) -> Callable:
    """What ``way`` makes of the gap of each pair and their number."""
    return lambda lower, higher: way(
        [b - a for a, b in zip(lower, higher, strict=True)], len(lower)
    )


def of_variances(way: Callable) -> Callable:
    """What ``way`` makes of both variances and the number of pairs."""
    return lambda lower, higher: way(variance(lower), variance(higher), len(lower))


find_error_mistake = compared(
    standard_error,
    mistakes={
        "That is Welch's, for runs that share nothing. Here both of a pair share a seed: take "
        "the gap of each pair first.": of_variances(lambda a, b, n: math.sqrt((a + b) / n)),
        "That is how far the gaps of two pairs lie apart; their mean is known better, by the "
        "root of their number.": of_gaps(lambda gaps, n: stdev(gaps)),
        "That is the variance of the mean gap; the standard error is its root.": (
            of_gaps(lambda gaps, n: variance(gaps) / n)
        ),
        "That divides by the number of pairs; the mean is known better by its root.": (
            of_gaps(lambda gaps, n: stdev(gaps) / n)
        ),
        "That spread is over n; over n − 1 it is not too small.": (
            of_gaps(lambda gaps, n: pstdev(gaps) / math.sqrt(n))
        ),
        "Spreads do not subtract: take the gap of each pair first, then one spread.": (
            of_variances(lambda a, b, n: math.sqrt(abs(a - b) / n))
        ),
        "That is the gap itself, not how sure it is.": of_gaps(lambda gaps, n: mean(gaps)),
        "The higher ones have no part in it.": of_variances(lambda a, b, n: math.sqrt(a / n)),
        "The lower ones have no part in it.": of_variances(lambda a, b, n: math.sqrt(b / n)),
    },
    tried_on=[([50.0, 53.0, 53.9, 61.0], [52.0, 57.4, 54.1, 66.0])],
    otherwise=lambda came, wanted, lower, higher: (
        f"For {lower} and {higher} it is {wanted:.3f}; yours is {came:.3f}."
    ),
    rtol=1e-6,
    atol=0,
)


NOT_TOLD_APART = {
    "a": "Beside T two things differ: (1 + M)·T has a pattern, and it is larger, about 1.5 "
    "times. If it wins, you cannot say by which.",
    "b": "2M·T has a pattern, too, and the same one. It tells what the 1 does, not what the "
    "pattern does.",
    "d": "That is the pair you began with: M·T has the same pattern, at a third of the size.",
}


def telling_control() -> str:
    return "c"


COMPARING = (
    Exercise(
        key="12.control",
        find_mistake=wrong_letters(NOT_TOLD_APART),
        praise="1.5·T is as large as (1 + M)·T with masks of about one half, and it has no "
        "pattern. What is left between the two is where the mask is high and where it is low.",
        hints=(
            "What shall be the only difference between the two networks?",
            "(1 + M)·T has two properties: how large the output is on average, and where it is "
            "larger. Which of the four shares the first and lacks the second?",
            "A mask of one half everywhere would make 1 + M the same number at every location.",
        ),
        reference=telling_control,
        reads=letter("abcd"),
    ),
    Exercise(
        key="12.paired",
        find_mistake=find_error_mistake,
        praise="What a seed does to both networks alike, easy or hard, has gone from the "
        "gaps: that is what pairs are for.",
        hints=(
            "First a list of gaps, higher - lower, seed by seed. What is the standard error "
            "of the mean of one list?",
            "It is the spread of the gaps, over n − 1, divided by the root of their number.",
            "stdev(gaps) / math.sqrt(len(gaps)).",
        ),
        reference=standard_error,
        reads=number("One number is wanted, in points"),
    ),
)
