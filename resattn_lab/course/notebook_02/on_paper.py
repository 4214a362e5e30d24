"""The exercises of notebook 02 that are answered by thinking: shapes, a control, a depth."""

import math

from ..compared import compared
from .stacks import CONTROLS


def shapes() -> tuple[tuple[int, int, int], ...]:
    return ((64, 15, 15), (64, 8, 8), (256, 8, 8))


def find_shapes_mistake(answer: tuple) -> str | None:
    rows = [row for row in answer if isinstance(row, tuple) and len(row) == 3]
    if len(answer) != 3 or len(rows) != 3:
        return "Three shapes are wanted, each (channels, height, width): ((…), (…), (…))."
    if all(row[0] == row[1] != row[2] for row in rows):
        return "The channels come first: (channels, height, width)."
    first, second, third = rows
    if first[0] == second[0] == 16:
        return (
            "The bottleneck is a quarter of the channels that come out, 256, not of those "
            "that go in."
        )
    if third[0] == 64:
        return "conv3 brings the channels to what the unit puts out: ResidualUnit(64, 256)."
    if first[1:] == (8, 8):
        return "conv1 has no stride: only the 3×3 convolution, conv2, halves the resolution."
    if (7, 7) in (second[1:], third[1:]):
        return "With padding 1, a stride of 2 rounds up: 15 becomes 8, not 7."
    if second[1:] == (15, 15):
        return "conv2 carries the stride of 2, so its output is smaller than its input."
    if third[1:] != second[1:]:
        return "conv3 is a 1×1 convolution of stride 1: it leaves the resolution as it is."
    if tuple(rows) != shapes():
        return "Channels: 64 → a quarter of 256 → the same → 256. Resolution: one stride of 2."
    return None


def control() -> str:
    return "halve"


def find_control_mistake(answer: object) -> str | None:
    choices = ", ".join(f'"{name}"' for name in CONTROLS)
    if not isinstance(answer, str):
        return f"The answer is the name of one experiment, in quotes: {choices}."
    both_predict = {
        "halve": None,
        "deepen": "In a deeper stack both explanations predict an even stronger gradient.",
        "widen": "He's rule gives a wider layer smaller weights, so that each layer keeps its "
        "strength: both explanations predict about the same growth as before.",
        "redraw": "Both predict about the same for any other draw: this shows how much luck "
        "there is, and nothing about the cause.",
    }
    return both_predict.get(answer, f"{answer!r} is none of the four experiments: {choices}.")


def layer_factor(slope):
    mean = (1 - slope) / math.sqrt(2 * math.pi)
    mean_square = (1 + slope**2) / 2
    return math.sqrt(mean_square / (mean_square - mean**2))


def _spread(slope: float) -> float:
    """The variance that a leaky ReLU leaves of a standard normal."""
    return (1 + slope**2) / 2 - (1 - slope) ** 2 / (2 * math.pi)


find_slope_mistake = compared(
    layer_factor,
    mistakes={
        "On the way back a leaky ReLU lets more than half of the mean square through.": (
            lambda slope: 1 / math.sqrt(2 * _spread(slope))
        ),
        "These are mean squares; the strength of a gradient is their root.": (
            lambda slope: layer_factor(slope) ** 2
        ),
        "That is the factor of a unit. Wanted is that of one layer.": (
            lambda slope: layer_factor(slope) ** 3
        ),
        "That is the factor of the signal. The gradient is divided by what the signal is "
        "divided by, so it grows where the spread is small.": (
            lambda slope: 1 / layer_factor(slope)
        ),
        "The mean is not subtracted: with all of the mean square, nothing is enlarged.": (
            lambda slope: 1.0
        ),
        "That is the ReLU's factor, whatever the slope is.": lambda slope: layer_factor(0),
        "The mean is the root of what was subtracted: (1 - slope) / √(2π), to be squared.": (
            lambda slope: math.sqrt(
                (1 + slope**2) / 2 / ((1 + slope**2) / 2 - (1 - slope) / math.sqrt(2 * math.pi))
            )
        ),
    },
    tried_on=[(0.0,), (0.2,), (0.5,), (1.0,)],
    otherwise=lambda came, right, slope: (
        f"At slope {slope:g} it gives {came:.3f}. "
        + (
            "That is close: if you drew a sample, is it large enough? 100,000 numbers will do."
            if abs(came - right) < 0.05 * right
            else "Check slope 0 first: the text derives √(π/(π - 1)); at slope 1 there is no "
            "mean, and so no growth."
        )
    ),
    rtol=0.01,  # a sample of random numbers will do
)
