"""The three graded changes of notebook 02: a number, a block, an architecture."""

from typing import Any

import torch
from torch import Tensor, nn

from resattn_lab.blocks import ResidualUnit

from ..exercise import Exercise
from ..learners_function import on_a_copy
from ..reading import number, same, tensor

LIMIT = 10_000


def count(width: int) -> int:
    """Parameters of a unit of 64 channels and this bottleneck, by hand."""
    return 64 * width + 9 * width**2 + width * 64 + 2 * (64 + width + width)


def bottleneck() -> int:
    width = 1
    while 9 * (width + 1) ** 2 + 2 * 64 * (width + 1) + 2 * (64 + 2 * (width + 1)) < 10_000:
        width += 1
    return width


def find_bottleneck_mistake(width: float) -> str | None:
    if width < 1 or width != int(width):
        return f"The width is a whole number of channels; {width:g} came."
    width = int(width)
    if width in (count(26), count(27), LIMIT):
        return "That is a count of parameters; the question is for the width."
    if width == 64:
        return "64 are the channels of the unit; the width is that of its bottleneck."
    if width == 16:
        return "16 is the paper's quarter; a wider bottleneck still has fewer parameters."
    if width == 27 and count(27) >= LIMIT:
        return f"Nearly: 27 gives {count(27):,}, one channel too many."
    if count(width) >= LIMIT:
        return f"Width {width} gives {count(width):,} parameters, not fewer than {LIMIT:,}."
    if count(width + 1) < LIMIT:
        return f"{width} gives {count(width):,}: few enough, but {width + 1} does so, too."
    return None


class ScaledUnit(nn.Module):
    def __init__(self, branch: nn.Module):
        super().__init__()
        self.branch = branch
        self.strength = nn.Parameter(torch.zeros(1))

    def forward(self, x: Tensor) -> Tensor:
        return x + self.strength * self.branch(x)


def find_scaled_mistake(made: Any) -> str | None:
    with torch.random.fork_rng():
        torch.manual_seed(0)
        branch, x = nn.Conv2d(4, 4, 3, padding=1), torch.randn(2, 4, 5, 5)
        unit = made(branch)
        if not isinstance(unit, nn.Module):
            return "It should be an nn.Module: class ScaledUnit(nn.Module)."
        own = [p for n, p in unit.named_parameters() if not n.startswith("branch")]
        if len(list(unit.parameters())) == len(own):
            return "The branch's weights are not among the unit's own: self.branch = branch."
        if not own:
            return "Its strength is not learned: it must be an nn.Parameter."
        if len(own) > 1 or own[0].numel() != 1:
            return f"One number is enough; there are {sum(p.numel() for p in own)} of its own."
        strength, h = own[0], branch(x).detach()
        start = tensor(on_a_copy(unit, x))
        if same(start, x + h):
            return "It starts at full strength: the strength should begin at 0."
        if not start.any():
            return "At strength 0 nothing comes out: the shortcut must not be scaled."
        if not same(start, x):
            return "It does not start as the identity: at strength 0 it must put out x itself."
        with torch.no_grad():
            strength.fill_(0.5)
        half = tensor(on_a_copy(unit, x))
        if same(half, x):
            return "The strength has no effect: it should scale what the branch puts out."
        if same(half, 0.5 * x + 0.5 * h):
            return "That blends: as the branch gets stronger, the shortcut fades."
        if same(half, x + 0.5 * x * h) or same(half, x * (1 + 0.5 * h)):
            return "That multiplies x with the branch; wanted is a sum."
        if not same(half, x + 0.5 * h):
            return "At strength 0.5 it must put out x plus half of what the branch does."
    return None


def trunk() -> nn.Sequential:
    layers, channels = [], 16
    for out_channels, stride in ((64, 1), (128, 2), (256, 2)):
        layers.append(ResidualUnit(channels, out_channels, stride=stride))
        layers.append(ResidualUnit(out_channels, out_channels))
        channels = out_channels
    return nn.Sequential(*layers, nn.BatchNorm2d(channels), nn.ReLU())


def find_trunk_mistake(network: Any) -> str | None:
    if not isinstance(network, nn.Module):
        return f"An nn.Sequential is wanted; a {type(network).__name__} came."
    units = [m for m in network.modules() if isinstance(m, ResidualUnit)]
    if len(units) != 6:
        return f"Three stages of two ResidualUnits are six; there are {len(units)}."
    widths = [unit.conv3.out_channels for unit in units]
    if widths != [64, 64, 128, 128, 256, 256]:
        return f"The units should put out 64, 64, 128, 128, 256, 256 channels, not {widths}."
    if units[0].conv1.in_channels != 16:
        return f"The first unit gets 16 channels; this one takes {units[0].conv1.in_channels}."
    strides = [unit.conv2.stride[0] for unit in units]
    if strides == [1] * 6:
        return "No unit has a stride: all three stages would work at 32 × 32, at a high price."
    if strides == [2, 1, 2, 1, 2, 1]:
        return "Stage 1 keeps the full resolution: only stages 2 and 3 open with a stride."
    if strides != [1, 1, 2, 1, 2, 1]:
        return f"The strides should be 1, 1, 2, 1, 2, 1, not {strides}: a stage halves once."
    mode = network.training
    with torch.random.fork_rng(), torch.no_grad():
        torch.manual_seed(0)
        out = network.train()(3 * torch.randn(4, 16, 32, 32) + 1)
    network.train(mode)
    if tuple(out.shape) != (4, 256, 8, 8):
        return f"A batch of 4 should come out as (4, 256, 8, 8), and is {tuple(out.shape)}."
    spread = out.square().mean((0, 2, 3)).sqrt()
    if out.min() < 0:
        return "Negative values come out: after the last sum a batch norm and a ReLU are due."
    if (spread - 0.5**0.5).abs().max() > 0.2:  # a standard normal, cut at zero
        return (
            "The last sum goes out with whatever size it has: in front of the last ReLU a "
            "batch norm is due."
        )
    return None


CHANGES = (
    Exercise(
        key="02.bottleneck",
        find_mistake=find_bottleneck_mistake,
        praise="Twice the width is four times the 3×3 convolution: at 26 that one has most of "
        "the parameters.",
        hints=(
            "sum(p.numel() for p in ResidualUnit(64, 64, width=20).parameters()) counts one.",
            "The 3×3 convolution grows with w², all the rest with w. Start near the root of "
            "10,000 / 9 and go down.",
            "9·w² + 2·64·w for the convolutions, 2·(64 + 2·w) for the batch norms: try some.",
        ),
        reference=bottleneck,
        reads=number("The width is a whole number of channels"),
        calls_reference=True,
    ),
    Exercise(
        key="02.scaled",
        find_mistake=find_scaled_mistake,
        praise="A single learned number does what zeros in the last convolution do, for any "
        "branch, with batch norm or without.",
        hints=(
            "self.strength = nn.Parameter(torch.zeros(1)) is learned and starts at 0.",
            "One learned number before the branch's output. What must it be at the start, for"
            " x to come out?",
            "forward: return x + self.strength * self.branch(x).",
        ),
        reference=ScaledUnit,
    ),
    Exercise(
        key="02.trunk",
        find_mistake=find_trunk_mistake,
        praise="Three units with a projection, three without; and one batch norm and ReLU at "
        "the end, because in a pre-activation stack nobody else normalises the last sum.",
        hints=(
            "ResidualUnit(16, 64), ResidualUnit(64, 64); two more stages open with stride=2.",
            "Each stage is two units, the first of which changes the channels; stages 2 and 3"
            " also halve there. Then the end that a pre-activation stack needs.",
            "After the sixth unit come nn.BatchNorm2d(256) and nn.ReLU().",
        ),
        reference=trunk,
        calls_reference=True,
    ),
)
