"""The three graded changes at the end of notebook 05."""

from typing import Any

import torch
from torch import nn

from resattn_lab import blocks

from ..compared import compared, drawn
from ..exercise import Exercise
from ..reading import number, tensor

MASK, LEFT, CHANNELS = 0.8, 0.01, 16


def modules_to_nothing() -> int:
    """The first count of modules after which less than a hundredth is left."""
    from math import ceil, log  # here, as a solution must run where it is pasted

    return ceil(log(0.01) / log(0.8))


def find_count_mistake(count: float) -> str | None:
    if count != int(count):
        return "Modules come whole: round up to the first count that does it."
    if count < 1:
        return "Without a module everything is left."
    if count == 7:
        return "That is for masks of 0.5. Here every mask is 0.8."
    right = modules_to_nothing()
    if count < right:
        return f"After {int(count)} masks of 0.8 there is still {MASK**count:.2%} left."
    if count > right:
        return "That is enough, but fewer modules do it, too."
    return None


def fuse_level(trunk, mask):
    return (0.5 + mask) * trunk


find_fuse_mistake = compared(
    fuse_level,
    mistakes={
        "That is Eq. 1: the factor is 0 where the mask is closed.": lambda t, m: m * t,
        "That is Eq. 3: with M = 0.5 it multiplies by 1.5, and a chain of it grows.": (
            lambda t, m: (1 + m) * t
        ),
        "2·M·T stays level at M = 0.5, but a closed mask erases the trunk.": (
            lambda t, m: 2 * m * t
        ),
        "(1 + M)/1.5 stays level at M = 0.5, but a closed mask leaves two thirds, not half.": (
            lambda t, m: (1 + m) / 1.5 * t
        ),
        "The brackets are missing: 0.5 + M·T adds 0.5 to every response.": (
            lambda t, m: 0.5 + m * t
        ),
        "That is reversed: an open mask weakens, and a closed one strengthens.": (
            lambda t, m: (1.5 - m) * t
        ),
    },
    tried_on=[(drawn(2, 3, 4, 4, seed=2), drawn(2, 3, 4, 4, seed=3, low=0))],
    otherwise="Wanted a factor of 0.5 at M = 0, of 1 at M = 0.5, of 1.5 at M = 1, on a line.",
)


def level_stack(count):
    """``count`` naive Attention Modules of 16 channels, a batch norm after each."""
    parts = []
    for _ in range(count):
        parts.append(blocks.AttentionModule(16, encoder_depth=1, attention_residual=False))
        parts.append(nn.BatchNorm2d(16))
    return blocks.initialise(nn.Sequential(*parts), "zero_residual")


def is_normalised(output: torch.Tensor) -> bool:
    """Whether every channel has mean 0 and variance 1, as after a new batch norm."""
    means, variances = output.mean(dim=(0, 2, 3)), output.var(dim=(0, 2, 3), unbiased=False)
    return bool(means.abs().max() < 0.05 and (variances - 1).abs().max() < 0.1)


def find_stack_mistake(function: Any) -> str | None:
    count = 3
    stack = function(count)
    if not isinstance(stack, nn.Module):
        return (
            f"It must return one module, such as nn.Sequential; a {type(stack).__name__} came."
        )
    modules = [part for part in stack.modules() if isinstance(part, blocks.AttentionModule)]
    if len(modules) == 1:
        return "It holds one Attention Module: each place needs a module with its own weights."
    if len(modules) != count:
        return f"level_stack({count}) has {len(modules)} Attention Modules; wanted {count}."
    if any(module.fusion.attention_residual for module in modules):
        return "Its modules put out (1 + M)·T; the naive product is attention_residual=False."
    if any(module.trunk[0].norm1.num_features != CHANNELS for module in modules):
        return f"Its modules do not have {CHANNELS} channels."
    inputs = []
    hooks = [
        module.register_forward_pre_hook(lambda m, given: inputs.append(given[0]))
        for module in modules
    ]
    generator = torch.Generator().manual_seed(3)
    try:
        with torch.no_grad():
            out = stack.train()(3 + 2 * torch.randn(4, CHANNELS, 8, 8, generator=generator))
    finally:
        for hook in hooks:
            hook.remove()
    between = [is_normalised(given) for given in inputs[1:]]
    if all(between) and is_normalised(out):
        return None
    if all(between):
        return "Each module but the last is followed by a batch norm: the last needs one, too."
    if is_normalised(out):
        return "There is a batch norm at the end only: between the modules the response fades."
    return "No batch norm follows the modules: the response is halved by each of them."


CHANGES = (
    Exercise(
        key="05.number",
        find_mistake=find_count_mistake,
        praise="Three times as many as with masks of 0.5: a gentler mask postpones the fading, "
        "and does not prevent it.",
        hints=(
            "How much is left after n modules?",
            "0.8 to the power n is to be below 0.01. What does a logarithm make of a power?",
            "n · log(0.8) < log(0.01). Dividing by a negative number turns the sign around, "
            "and modules come whole.",
        ),
        reference=modules_to_nothing,
        reads=number("Wanted one number, how many modules"),
    ),
    Exercise(
        key="05.fuse",
        find_mistake=find_fuse_mistake,
        praise="With masks near 0.5 a chain of these neither fades nor grows. What it gives up "
        "is the identity: a closed mask halves the trunk.",
        hints=(
            "By how much does the factor grow while M grows from 0 to 1?",
            "The factor is a line in M: a + b·M. Two of the three points are enough to find a "
            "and b.",
            "a is the factor at M = 0; b is by how much it grows until M = 1. Multiply the "
            "trunk by it.",
        ),
        reference=fuse_level,
        reads=tensor,
    ),
    Exercise(
        key="05.stack",
        find_mistake=find_stack_mistake,
        praise="Its response no longer fades. The masks still halve what each module gets; "
        "the batch norm after each doubles it again, noise included.",
        hints=(
            "Which parts does one round of a loop over count make, and which argument of the "
            "module makes it a naive one?",
            "A loop that appends two new parts to a list in each round; none is used twice.",
            "attention_residual=False gives M·T; blocks.AttentionModule and nn.BatchNorm2d "
            "take the channels first; nn.Sequential(*parts) makes one module of the list.",
        ),
        reference=level_stack,
    ),
)
