"""The exercises of notebook 02 that are answered by thinking: shapes, a control, a depth."""

import math

from .stacks import CONTROLS, GROWTH_PER_LAYER, LAYERS

SHAPES = ((32, 15, 15), (32, 8, 8), (128, 8, 8))


def shapes() -> tuple[tuple[int, int, int], ...]:
    return ((32, 15, 15), (32, 8, 8), (128, 8, 8))


def find_shapes_mistake(answer: tuple) -> str | None:
    rows = [row for row in answer if isinstance(row, tuple) and len(row) == 3]
    if len(answer) != 3 or len(rows) != 3:
        return "Three shapes are wanted, each (channels, height, width): ((…), (…), (…))."
    first, second, third = rows
    if first[0] == second[0] == 16:
        return (
            "The bottleneck is a quarter of the channels that come out, 128, not of those "
            "that go in."
        )
    if third[0] == 64:
        return "conv3 brings the channels to what the unit puts out: ResidualUnit(64, 128)."
    if first[1:] == (8, 8):
        return "conv1 has no stride: only the 3×3 convolution, conv2, halves the resolution."
    if (7, 7) in (second[1:], third[1:]):
        return "With padding 1, a stride of 2 rounds up: 15 becomes 8, not 7."
    if second[1:] == (15, 15):
        return "conv2 carries the stride of 2, so its output is smaller than its input."
    if third[1:] != second[1:]:
        return "conv3 is a 1×1 convolution of stride 1: it leaves the resolution as it is."
    if tuple(rows) != SHAPES:
        return "Channels: 64 → a quarter of 128 → the same → 128. Resolution: one stride of 2."
    return None


def control() -> str:
    return "halve"


def find_control_mistake(answer: object) -> str | None:
    choices = ", ".join(f'"{name}"' for name in CONTROLS)
    if not isinstance(answer, str):
        return f"The answer is the name of one experiment, in quotes: {choices}."
    both_predict = {
        "deepen": "In a deeper stack both explanations predict an even stronger gradient.",
        "widen": "He's rule gives a wider layer smaller weights, so that each layer keeps its "
        "strength: both explanations predict about the same growth as before.",
        "redraw": "Both predict about the same for any other draw: this shows how much luck "
        "there is, and nothing about the cause.",
    }
    if answer in both_predict:
        return both_predict[answer]
    if answer != control():
        return f"{answer!r} is none of the four experiments: {choices}."
    return None


HALF_PRECISION = 65_504  # the largest number of torch.float16


def depth() -> int:
    per_unit = (math.pi / (math.pi - 1)) ** 1.5
    return math.ceil(math.log(65_504) / math.log(per_unit))


def find_depth_mistake(units: float) -> str | None:
    exact = math.log(HALF_PRECISION) / (LAYERS * math.log(GROWTH_PER_LAYER))
    if units != int(units):
        return f"The number of units is whole: after {units:.1f} of them nobody measures."
    mistakes = {
        math.ceil(LAYERS * exact): "That many layers; a unit has three of them.",
        math.ceil(exact / 2): "The factor of a layer is the root of π/(π − 1).",
        int(exact): f"After {int(exact)} units it is still below 65,504.",
        16: "That is what doubling would give; the factor of a unit is smaller than 2.",
        21: "So it may be as measured; the derivation's factor is a little larger.",
    }
    if units in mistakes:
        return mistakes[int(units)]
    if units != math.ceil(exact):
        strength = LAYERS * units * math.log10(GROWTH_PER_LAYER)
        return f"After {units:.0f} units the derivation gives 10 to the power {strength:.1f}."
    return None
