"""Exercises of notebook 04 on shapes, and on the way back."""

from collections.abc import Callable
from typing import Any

from torch import Tensor

from ..compared import compared, drawn
from ..exercise import Exercise
from ..reading import Refused, kind, shape, tensor

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


def gradients(g, trunk, mask, strength):
    to_trunk = (1 + strength * mask) * g
    to_mask = strength * trunk * g
    return to_trunk, to_mask


def two_tensors(answer: Any) -> tuple[Tensor, Tensor]:
    """A reader of a gradient for the trunk and one for the mask."""
    if not isinstance(answer, (tuple, list)) or len(answer) != 2:
        raise Refused(f"It must give two tensors, for trunk and mask; {kind(answer)} came.")
    return tensor(answer[0]), tensor(answer[1])


GIVEN = (
    drawn(2, 3, 4, 4, seed=4),
    drawn(2, 3, 4, 4, seed=5),
    drawn(2, 3, 4, 4, seed=6, low=0.1, high=0.9),
)


def gradient_into(name: str, which: int, mistakes: dict[str, Callable]) -> Callable:
    """A check of one of the two gradients; ``mistakes`` by the words that go on from it."""
    return compared(
        lambda *given: gradients(*given)[which],
        mistakes={f"The gradient into the {name} {words}.": m for words, m in mistakes.items()},
        tried_on=[(*GIVEN, strength) for strength in (2.5, -0.5)],
        otherwise=f"The gradient into the {name} is another: what does the product multiply "
        f"the {name} by?",
    )


TO_TRUNK = {
    "is that of the mask: it seems that the two are swapped": lambda g, T, M, s: s * T * g,
    "is M·g, that of M·T, without the 1": lambda g, T, M, s: M * g,
    "is λM·g: the 1 is missing": lambda g, T, M, s: s * M * g,
    "is (1 + M)·g: the λ is missing": lambda g, T, M, s: (1 + M) * g,
    "is g unchanged: the weight is missing": lambda g, T, M, s: g,
    "is λ(1 + M)·g, but λ stands before M alone": lambda g, T, M, s: s * (1 + M) * g,
    "is divided by the weight; the way back multiplies": lambda g, T, M, s: g / (1 + s * M),
    "holds T; that belongs to the mask's": lambda g, T, M, s: (1 + s * M) * T * g,
}
TO_MASK = {
    "is T·g: the λ is missing": lambda g, T, M, s: T * g,
    "is λ·g: the T is missing": lambda g, T, M, s: s * g,
    "is (1 + λT)·g: the 1 is a constant and has no derivative": (
        lambda g, T, M, s: (1 + s * T) * g
    ),
    "is λM·g: the derivative by M leaves T, not M": lambda g, T, M, s: s * M * g,
    "holds M; what the product multiplies M by is λT": lambda g, T, M, s: s * M * T * g,
}
CHECKS = gradient_into("trunk", 0, TO_TRUNK), gradient_into("mask", 1, TO_MASK)


def find_gradient_mistake(function: Callable) -> str | None:
    for which, check in enumerate(CHECKS):
        if said := check(lambda *given, which=which: function(*given)[which]):
            return said
    return None


EXERCISES = (
    Exercise(
        key="04.shapes",
        find_mistake=find_shapes_mistake,
        praise="17, 9, 5 and back to 17: a module keeps its input's shape at any size, so "
        "modules can be stacked.",
        hints=(
            "Which of the three tensors are multiplied, value by value? What does that say "
            "about their shapes?",
            "The mask comes back to the size of its input. On the way down each pooling halves "
            "the side and rounds up; channels and images stay.",
            "17 becomes 9 at the first pooling. Halve once more and round up, and keep 8 and "
            "128.",
        ),
        reference=module_shapes,
        reads=shape(
            "Wanted three shapes: (smallest, mask, output), each such as (8, 128, 17, 17)"
        ),
    ),
    Exercise(
        key="04.gradient",
        find_mistake=find_gradient_mistake,
        praise="Each gets what the other, with λ, multiplies it by. At λ = 0 the trunk gets g "
        "and the mask nothing: a mask that weighs nothing learns nothing.",
        hints=(
            "Hold everything but T fixed: what does H multiply T by? Then do the same for M.",
            "Write H as T + λ·M·T. Which of the two terms depend on T, and which on M?",
            "H = weight · T with weight = 1 + λM gives the first. For the second only λ·M·T "
            "counts: M times what?",
        ),
        reference=gradients,
        reads=two_tensors,
    ),
)
