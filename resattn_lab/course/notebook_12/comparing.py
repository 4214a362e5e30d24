"""What is equal and how far apart: the first two exercises of notebook 12, ablations."""

import math
from statistics import mean, pstdev, stdev, variance
from typing import Any

from ..exercise import Exercise


def worked_out() -> tuple[float, float]:
    return 3 * 17, 2 * 17 / 4 + 2 * 16


def find_work_mistake(answer: Any) -> str | None:
    if not isinstance(answer, (tuple, list)) or len(answer) != 2:
        return "Two numbers are wanted, as a tuple: (local, encoder-decoder)."
    if any(isinstance(a, bool) or not isinstance(a, (int, float)) for a in answer):
        return "Each of the two is a plain number, a multiple of w²."
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
    gaps = [b - a for a, b in zip(lower, higher, strict=True)]
    return stdev(gaps) / math.sqrt(len(gaps))


def find_error_mistake(function: Any) -> str | None:
    lower, higher = [50.0, 53.0, 53.9, 61.0], [52.0, 57.4, 54.1, 66.0]
    given = list(lower), list(higher)
    came = function(lower, higher)
    if (lower, higher) != given:
        return "It changes the lists it was given."
    if isinstance(came, (list, tuple, str)) or came is None:
        return "One number is wanted, in points."
    gaps, n = [b - a for a, b in zip(lower, higher, strict=True)], len(lower)
    a, b = variance(lower), variance(higher)
    mistakes = {
        "That is Welch's, for runs that share nothing. Here both of a pair share a seed: take "
        "the gap of each pair first.": math.sqrt((a + b) / n),
        "That is how far the gaps of two pairs lie apart; their mean is known better, by the "
        "root of their number.": stdev(gaps),
        "That is the variance of the mean gap; the standard error is its root.": variance(gaps)
        / n,
        "That divides by the number of pairs; the mean is known better by its root.": stdev(
            gaps
        )
        / n,
        "That spread is over n; over n − 1 it is not too small.": pstdev(gaps) / math.sqrt(n),
        "Spreads do not subtract: take the gap of each pair first, then one spread.": math.sqrt(
            abs(a - b) / n
        ),
        "That is the gap itself, not how sure it is.": mean(gaps),
        "The higher ones have no part in it.": math.sqrt(a / n),
        "The lower ones have no part in it.": math.sqrt(b / n),
    }
    for message, wrong in mistakes.items():
        if math.isclose(float(came), wrong, rel_tol=1e-6):
            return message
    right = standard_error(lower, higher)
    if not math.isclose(float(came), right, rel_tol=1e-6):
        return f"For {lower} and {higher} it is {right:.3f}; yours is {float(came):.3f}."
    return None


COMPARING = (
    Exercise(
        key="12.by_hand",
        find_mistake=find_work_mistake,
        praise="So in stage 3 the local branch does a quarter more work, and in stage 1, where "
        "the poolings go deeper, nearly the same: equal on the whole is not equal everywhere.",
        hints=(
            "Local: three units, all at full size. Encoder-decoder: which parts work below "
            "the pooling, and how many places are left there?",
            "Depth 1: two units at a quarter of the places, 2 · 17 / 4, and the score's two "
            "1×1 convolutions at all of them.",
        ),
        reference=worked_out,
        calls_reference=True,
    ),
    Exercise(
        key="12.paired",
        find_mistake=find_error_mistake,
        praise="What a seed does to both networks alike, easy or hard, has gone from the "
        "gaps: that is what pairs are for.",
        hints=(
            "First a list of gaps, higher - lower, seed by seed. What is the standard error "
            "of the mean of one list?",
            "stdev(gaps) / math.sqrt(len(gaps)), or error_of_mean(gaps) from the cell above.",
        ),
        reference=standard_error,
    ),
)
