"""The first exercises in the body of notebook 04: shapes, and the way back."""

from typing import Any

import torch
from torch import Tensor

from ..compared import wrong_shape
from ..exercise import Exercise
from ..reading import same, shape, tensor

BOTTOM, FULL = (8, 128, 5, 5), (8, 128, 17, 17)


def module_shapes() -> tuple:
    smallest = (8, 128, 5, 5)  # 17 → 9 → 5: each pooling halves and rounds up
    mask = (8, 128, 17, 17)  # interpolated to the size of the input
    return smallest, mask, mask


def find_shapes_mistake(shapes: tuple) -> str | None:
    if len(shapes) != 3 or not all(isinstance(shape, tuple) for shape in shapes):
        return "Wanted three shapes: (smallest, mask, output), each such as (8, 128, 17, 17)."
    smallest, mask, output = shapes
    if any(len(shape) != 4 for shape in (smallest, mask, output)):
        return "Each shape has four numbers: images, channels, height, width."
    if any(shape[0] != 8 for shape in (smallest, mask, output)):
        return "The number of images, 8, goes through every layer unchanged."
    if mask[1] == 1:
        return "The mask has a value for each channel, too: 128 of them, not 1."
    if any(shape[1] != 128 for shape in (smallest, mask, output)):
        return "All units and poolings here keep the number of channels: 128."
    if output != FULL:
        return "The module puts out what it was given in shape: (1 + M)·T is as large as T."
    if mask != FULL:
        return (
            "The mask has to be as large as the trunk, to multiply it value by value: "
            "step 3 up interpolates back."
        )
    if smallest[2:] == (9, 9):
        return "That is after one pooling; encoder_depth=2 means two, one after the other."
    if smallest[2:] == (4, 4):
        return "Poolings of size 3, stride 2 and padding 1 round up: 17 becomes 9, not 8."
    if smallest != BOTTOM:
        return "Each of the two poolings halves the side and rounds up, starting from 17."
    return None


def trunk_gradient(gradient, mask, attention_residual):
    weight = 1 + mask if attention_residual else mask
    return weight * gradient


def find_gradient_mistake(function: Any) -> str | None:
    generator = torch.Generator().manual_seed(4)
    gradient = torch.randn(2, 3, 4, 4, generator=generator)
    mask = torch.rand(2, 3, 4, 4, generator=generator) * 0.8 + 0.1
    residual = function(gradient, mask, True)
    naive = function(gradient, mask, False)
    for came in (residual, naive):
        if came.shape != gradient.shape:
            return wrong_shape(came, gradient)
    gates = {"M": mask, "1 + M": 1 + mask, "1": torch.ones_like(mask), "1 − M": 1 - mask}
    gates["1 / M"], gates["1 / (1 + M)"] = 1 / mask, 1 / (1 + mask)

    def gate_of(came: Tensor) -> str:
        found = [name for name, g in gates.items() if same(came, g * gradient)]
        return found[0] if found else "something else"

    pair = gate_of(residual), gate_of(naive)
    if pair == ("1 + M", "M"):
        return None
    known = {
        ("M", "M"): "That is Eq. 2, M, in both cases; with attention_residual the way forward "
        "is (1 + M)·T, so the factor is another.",
        ("1 + M", "1 + M"): "That is 1 + M in both cases; without attention_residual it is M.",
        ("M", "1 + M"): "The two cases are swapped: attention_residual=True is (1 + M)·T.",
        ("1", "1"): "That hands the gradient on unchanged: the gate is missing.",
        ("1 / (1 + M)", "1 / M"): "The way back multiplies by the same factor as the way "
        "forward; that one divides.",
        ("1", "M"): "With (1 + M)·T the factor is 1 + M; the 1 alone forgets the mask.",
    }
    if pair in known:
        return known[pair]
    return (
        f"With attention_residual the factor must be 1 + M, without it M; yours are {pair[0]} "
        f"and {pair[1]}."
    )


EXERCISES = (
    Exercise(
        key="04.shapes",
        find_mistake=find_shapes_mistake,
        praise="17, 9, 5 and back to 17: a module keeps its input's shape at any size, so "
        "modules can be stacked.",
        hints=(
            "Each pooling halves the side and rounds up; the mask multiplies the trunk value "
            "by value.",
            "Start with the side: 17 after one pooling, then after two. Which of the three "
            "tensors are multiplied?",
            "17 becomes 9, and then something smaller; the others are as large as the input.",
        ),
        reference=module_shapes,
        reads=shape(
            "Wanted three shapes: (smallest, mask, output), each such as (8, 128, 17, 17)"
        ),
        calls_reference=True,
    ),
    Exercise(
        key="04.gradient",
        find_mistake=find_gradient_mistake,
        praise="The factor of the way forward is the factor of the way back: M for Eq. 1, and "
        "1 + M for Eq. 3, which is never below 1.",
        hints=(
            "The derivative of w·T by T is w. What is w in the two cases?",
            "H = w·T, and w does not depend on T. So how does a gradient for H become one for"
            " T?",
            "weight = 1 + mask if attention_residual else mask; then one multiplication.",
        ),
        reference=trunk_gradient,
        reads=tensor,
    ),
)
