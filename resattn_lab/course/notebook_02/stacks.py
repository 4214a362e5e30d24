"""What notebook 02 measures on stacks of units before any training."""

import math
from collections.abc import Callable, Iterable, Sequence

import torch
from torch import Tensor, nn

from resattn_lab.blocks import PostActivationUnit, initialise
from resattn_lab.measures import Propagation, propagate

# What each layer of a plain stack with batch norm and ReLU multiplies a gradient by.
GROWTH_PER_LAYER = math.sqrt(math.pi / (math.pi - 1))
LAYERS = 3  # of a unit

Draw = Callable[[int], tuple[Tensor, nn.Sequential]]  # seed -> noise, and a stack


def sent_through(draw: Draw, depth: int, seeds: Sequence[int]) -> list[Propagation]:
    """Signal and gradient through the first ``depth`` units of a stack, for every seed."""
    found = []
    for seed in seeds:
        x, stack = draw(seed)
        back = torch.Generator().manual_seed(seed)
        found.append(propagate(stack[:depth], x, generator=back))
    return found


def averaged(draw: Draw, depths: Iterable[int], seeds: Sequence[int]) -> dict[int, Propagation]:
    """For every depth the geometric mean over the seeds, (depth + 1,) each."""
    found = {}
    for depth in depths:
        sides = zip(*sent_through(draw, depth, seeds), strict=True)
        means = (torch.stack(side).log().mean(dim=0).exp() for side in sides)
        found[depth] = Propagation(*means)
    return found


def silenced(unit: nn.Module) -> nn.Module:
    """The unit, with a branch that puts out zero whatever its weights are."""
    last = unit.norm3 if isinstance(unit, PostActivationUnit) else unit.conv3
    last.register_forward_hook(lambda module, inputs, output: torch.zeros_like(output))
    return unit


def plain_gradient(*, depth: int = 20, channels: int = 32, scale: float = 1, seed: int = 7):
    """How strong the gradient is at the input of a plain stack, relative to its output.

    Args:
        scale: what all weights of the convolutions are multiplied by.
    """
    torch.manual_seed(seed)
    x = torch.randn(8, channels, 8, 8)
    units = (PostActivationUnit(channels, channels, shortcut=False) for _ in range(depth))
    stack = initialise(nn.Sequential(*units), "he")
    with torch.no_grad():
        for module in stack.modules():
            if isinstance(module, nn.Conv2d):
                module.weight.mul_(scale)
    back = torch.Generator().manual_seed(seed)
    return propagate(stack, x, generator=back).gradient[0].item()


CONTROLS = {
    "halve": {"scale": 0.5},
    "deepen": {"depth": 40},
    "widen": {"channels": 64},
    "redraw": {"seed": 8},
}


def outcome(control: str | None) -> str:
    """What a control of the exercise comes to, in a sentence."""
    if control not in CONTROLS:
        return f"Choose one of {', '.join(CONTROLS)} above, then run this cell again."
    before, after = plain_gradient(), plain_gradient(**CONTROLS[control])
    return f"{control}: the gradient at the input was {before:,.0f} and is now {after:,.0f}."
