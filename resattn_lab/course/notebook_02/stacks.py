"""What notebook 02 measures on stacks of units before any training."""

import statistics
from collections.abc import Callable, Iterable, Sequence

import torch
from torch import Tensor, nn

from resattn_lab.blocks import PostActivationUnit, initialise
from resattn_lab.measures import Propagation, propagate

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
    """The unit, with a branch that puts out zero whatever its weights are.

    A gradient still finds the branch's weights, and is zero there.
    """
    last = unit.norm3 if isinstance(unit, PostActivationUnit) else unit.conv3
    last.register_forward_hook(lambda module, inputs, output: 0 * output)
    return unit


def what_comes_out(x: Tensor, out: Tensor) -> str:
    """What a unit with a silent branch makes of its input, as the prediction says it."""
    ways = {
        "its input": x,
        "its input without the negative values": x.clamp(min=0),
        "zero": torch.zeros_like(x),
    }
    return min(ways, key=lambda name: (out - ways[name]).abs().max().item())


def how_strong(gradient: float) -> str:
    """A gradient at the input, relative to that at the output, as the prediction says it."""
    if 0.1 < gradient < 10:
        return "about as strong as at the output"
    return "almost gone" if gradient <= 0.1 else "far stronger than at the output"


def plain_stack(seed: int, *, channels: int = 32, scale: float = 1) -> tuple[Tensor, nn.Module]:
    """Noise, and a plain stack of 40 units, drawn as the notebook draws them.

    Args:
        scale: what all weights of the convolutions are multiplied by.
    """
    torch.manual_seed(seed)
    noise = torch.randn(8, channels, 8, 8)
    units = (PostActivationUnit(channels, channels, shortcut=False) for _ in range(40))
    stack = initialise(nn.Sequential(*units), "he")
    with torch.no_grad():
        for module in stack.modules():
            if isinstance(module, nn.Conv2d):
                module.weight.mul_(scale)
    return noise, stack


def plain_gradients(
    *, depth: int = 20, seeds: Sequence[int] = range(7, 12), **options: float
) -> list[float]:
    """How strong the gradient is at the input of plain stacks, relative to their output."""
    runs = sent_through(lambda seed: plain_stack(seed, **options), depth, seeds)
    return [run.gradient[0].item() for run in runs]


CONTROLS = {
    "halve": {"scale": 0.5},
    "deepen": {"depth": 40},
    "widen": {"channels": 64},
    "redraw": {"seeds": range(12, 17)},
}


def outcome(control: str | None) -> str:
    """What a control of the exercise comes to, in two sentences."""
    if control not in CONTROLS:
        return f"Choose one of {', '.join(CONTROLS)} above, then run this cell again."
    before, after = (
        f"{statistics.geometric_mean(found):,.0f} ({min(found):,.0f} to {max(found):,.0f})"
        for found in (plain_gradients(), plain_gradients(**CONTROLS[control]))
    )
    return (
        f"{control}: the gradient at the input was {before} and is now {after}: the mean of "
        "five draws, and their range."
    )


def measured_factor(slope: float) -> float:
    """What a layer with a leaky ReLU multiplies the gradient by, in a stack of them."""
    channels, layers = 128, 12
    torch.manual_seed(0)
    stack = nn.Sequential()
    for _ in range(layers):
        conv = nn.Conv2d(channels, channels, 1, bias=False)
        nn.init.kaiming_normal_(conv.weight, a=slope)
        stack.append(nn.Sequential(conv, nn.BatchNorm2d(channels), nn.LeakyReLU(slope)))
    noise = torch.randn(8, channels, 8, 8)
    gradient = propagate(stack, noise, generator=torch.Generator().manual_seed(0)).gradient
    return (gradient[1] / gradient[-1]).item() ** (1 / (layers - 1))  # layer 1 reads noise


def compare_slopes(layer_factor: Callable[[float], float]) -> str:
    """A learner's factors beside measured ones, a line for each slope."""
    try:
        lines = [
            f"slope {slope:<4g} yours ×{float(layer_factor(slope)):.2f}   "
            f"measured ×{measured_factor(slope):.2f}"
            for slope in (0, 0.2, 0.5, 1)
        ]
    except NotImplementedError:
        return "Write layer_factor above, then run this cell again."
    return "\n".join(lines)
