"""What is equal and how far apart: the first two exercises of notebook 12, ablations."""

import math
from collections.abc import Callable
from statistics import mean, variance

from ..compared import compared
from ..exercise import Exercise
from ..reading import number, numbers


def worked_out() -> tuple[float, float]:
    return 3 * 17, 2 * 17 / 4 + 2 * 16


def find_work_mistake(answer: tuple[float, ...]) -> str | None:
    local, pooled = answer
    if math.isclose(local, 40.5) and math.isclose(pooled, 51):
        return "The two are swapped: the local branch comes first."
    if local == 17:
        return "17 is one unit; the local branch has three."
    if local == 83:
        return "The local branch has no 1×1 convolutions: its three units stand in for them."
    if not math.isclose(local, 51):
        return f"Three units of 17 w² each, at full resolution, are not {local:g}."
    if math.isclose(pooled, 66):
        return "Its two units work below the pooling, where only a quarter of the places is."
    if math.isclose(pooled, 49):
        return "Half the height and half the width leave a quarter of the places, not a half."
    if math.isclose(pooled, 8.5):
        return "The two 1×1 convolutions of the score are missing: they work at full size."
    if math.isclose(pooled, 24.5):
        return "There are two 1×1 convolutions, and each costs 16 w²."
    if abs(pooled - 48.47) < 0.1:
        return "That is encoder depth 3, as in stage 1; asked for is depth 1."
    if not math.isclose(pooled, 40.5):
        return f"Two units at a quarter of the places, and 2 · 16: that is not {pooled:g}."
    return None


def standard_error(lower, higher):
    return math.sqrt(variance(lower) / len(lower) + variance(higher) / len(higher))


def of_variances(way: Callable) -> Callable:
    """What ``way`` makes of both variances and both counts."""
    return lambda lower, higher: way(variance(lower), variance(higher), len(lower), len(higher))


find_error_mistake = compared(
    standard_error,
    mistakes={
        "That is the variance of the gap; the standard error is its root.": (
            of_variances(lambda a, b, n, m: a / n + b / m)
        ),
        "Standard errors do not add up; their squares do.": (
            of_variances(lambda a, b, n, m: math.sqrt(a / n) + math.sqrt(b / m))
        ),
        "That is how far two single seeds lie apart: each variance is still to be divided by "
        "its number of seeds.": of_variances(lambda a, b, n, m: math.sqrt(a + b)),
        "Those are variances over n; over n − 1 they are not too small.": (
            of_variances(lambda a, b, n, m: math.sqrt(a * (n - 1) / n**2 + b * (m - 1) / m**2))
        ),
        "The two variances are added and then divided; each has a count of its own.": (
            of_variances(lambda a, b, n, m: math.sqrt((a + b) / (n + m)))
        ),
        "The spread of the higher ones has no part in it.": (
            of_variances(lambda a, b, n, m: math.sqrt(a / n))
        ),
        "The spread of the lower ones has no part in it.": (
            of_variances(lambda a, b, n, m: math.sqrt(b / m))
        ),
        "That is the gap itself, not how sure it is.": (
            lambda lower, higher: mean(higher) - mean(lower)
        ),
        "Luck of two networks does not cancel: add what you subtract.": (
            of_variances(lambda a, b, n, m: math.sqrt(abs(a / n - b / m)))
        ),
    },
    tried_on=[([50.0, 53.0, 53.9], [57.0, 57.4, 60.1, 62.0, 55.5])],
    otherwise=lambda came, wanted, lower, higher: (
        f"For {lower} and {higher} it is {wanted:.3f}; yours is {came:.3f}."
    ),
    rtol=1e-6,
    atol=0,
)


COMPARING = (
    Exercise(
        key="12.by_hand",
        find_mistake=find_work_mistake,
        praise="So in stage 3 the local branch does a quarter more work, and in stage 1, where "
        "the poolings go deeper, nearly the same: equal on the whole is not equal everywhere.",
        hints=(
            "Local: three units, all at full size. Encoder-decoder: which parts work below "
            "the pooling, and how many places are left there?",
            "Below one pooling there is a quarter of the places. The two 1×1 convolutions of "
            "16 w² work above it.",
            "Depth 1: two units at a quarter of the places, 2 · 17 / 4, and the score's two "
            "1×1 convolutions at all of them.",
        ),
        reference=worked_out,
        reads=numbers("Two numbers are wanted, as a tuple: (local, encoder-decoder)", 2),
        calls_reference=True,
    ),
    Exercise(
        key="12.welch",
        find_mistake=find_error_mistake,
        praise="Each mean brings its own luck, and luck adds up, also where means are "
        "subtracted.",
        hints=(
            "Square the standard error of each mean, add the two squares, take the root.",
            "Luck adds up as squares. What is the squared standard error of one mean, from "
            "its variance and its count?",
            "The square of a mean's standard error is variance(errors) / len(errors).",
        ),
        reference=standard_error,
        reads=number("One number is wanted, in points"),
    ),
)
