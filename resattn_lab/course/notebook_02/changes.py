"""The three graded changes of notebook 02: a number, a block, an architecture."""

from typing import Any

import torch
from torch import Tensor, nn

from resattn_lab.blocks import ResidualUnit

from ..compared import mistake_in
from ..exercise import Exercise
from ..learners_function import on_a_copy, owns
from ..reading import instance, module, number, same, tensor
from .on_paper import find_slope_mistake, layer_factor


class ScaledUnit(nn.Module):
    def __init__(self, branch: nn.Module):
        super().__init__()
        self.branch = branch
        self.strength = nn.Parameter(torch.zeros(1))

    def forward(self, x: Tensor) -> Tensor:
        return x + self.strength * self.branch(x)


def find_scaled_mistake(made: Any) -> str | None:
    branch, x = nn.Conv2d(4, 4, 3, padding=1), torch.randn(2, 4, 5, 5)
    unit = made(branch)
    of_branch = {id(p) for p in branch.parameters()}
    own = [p for p in unit.parameters() if id(p) not in of_branch]
    if not owns(unit, branch):
        return (
            "An optimiser of this unit would not find the branch's weights. Make the branch "
            "itself an attribute; in a list or a function it is hidden."
        )
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
    mistakes = {
        "The strength has no effect: it should scale what the branch puts out.": x,
        "That blends: as the branch gets stronger, the shortcut fades.": (x + h) / 2,
        "That multiplies x with the branch; wanted is a sum.": x * (1 + 0.5 * h),
    }
    other = "At strength 0.5 it must put out x plus half of what the branch does."
    return mistake_in(half, x + 0.5 * h, mistakes, other)


def stack() -> nn.Sequential:
    layers, channels = [], 16
    for out_channels, stride in ((64, 1), (128, 2), (256, 2)):
        layers.append(ResidualUnit(channels, out_channels, stride=stride))
        layers.append(ResidualUnit(out_channels, out_channels))
        channels = out_channels
    return nn.Sequential(*layers, nn.BatchNorm2d(channels), nn.ReLU())


def find_stack_mistake(network: nn.Module) -> str | None:
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
        return "No unit has a stride: all three stages would work at 32 × 32, at a high cost."
    if strides == [2, 1, 2, 1, 2, 1]:
        return "Stage 1 keeps the full resolution: only stages 2 and 3 open with a stride."
    if strides != [1, 1, 2, 1, 2, 1]:
        return f"The strides should be 1, 1, 2, 1, 2, 1, not {strides}: a stage halves once."
    mode = network.training
    with torch.no_grad():
        out = network.train()(3 * torch.randn(4, 16, 32, 32) + 1)
    network.train(mode)
    if tuple(out.shape) != (4, 256, 8, 8):
        return f"A batch of 4 should come out as (4, 256, 8, 8), and is {tuple(out.shape)}."
    strength = out.square().mean().sqrt()
    if out.min() < 0:
        return "Negative values come out: after the last sum a batch norm and a ReLU are due."
    if abs(strength - 0.5**0.5) > 0.1:  # a standard normal, cut at zero: any norm will do
        return (
            "The last sum goes out with whatever size it has: in front of the last ReLU a "
            "batch norm is due."
        )
    return None


CHANGES = (
    Exercise(
        key="02.slope",
        find_mistake=find_slope_mistake,
        praise="The smaller the mean that an activation leaves, the less there is to subtract. "
        "At slope 1 nothing is left of the growth, and nothing of the activation either.",
        hints=(
            "What must come out at slope 0, and what at slope 1, where nothing is cut?",
            "You need two numbers of f(z), for normally distributed z: its mean square and its "
            "variance. Which of them does the next batch norm divide by, and which one scales "
            "the gradient that passes the activation?",
            "The mean is (1 - slope) / √(2π), the mean square (1 + slope²) / 2. The mean "
            "square also says how much of a gradient the activation lets through.",
        ),
        reference=layer_factor,
        reads=number("It must give one number, the factor of a layer"),
    ),
    Exercise(
        key="02.scaled",
        find_mistake=find_scaled_mistake,
        praise="A single learned number does what zeros in the last convolution do, for any "
        "branch, with batch norm or without.",
        hints=(
            "What must the unit own for its optimiser to find both the branch and s?",
            "In __init__, after super().__init__(), keep the branch as an attribute, and make "
            "s an nn.Parameter of one element. Then write forward as the formula says.",
            "nn.Parameter(torch.zeros(1)) is learned and starts at 0. What is left is forward.",
        ),
        reference=ScaledUnit,
        reads=module,
    ),
    Exercise(
        key="02.stack",
        find_mistake=find_stack_mistake,
        praise="Three units with a projection, three without; and one batch norm and ReLU at "
        "the end, because in a pre-activation stack nothing else normalises the last sum.",
        hints=(
            "What does a pre-activation unit end with, and what normalises the last sum?",
            "Each stage is two units, the first of which changes the channels; stages 2 and 3"
            " also halve there. Then the end that a pre-activation stack needs.",
            "After the sixth unit come nn.BatchNorm2d(256) and nn.ReLU().",
        ),
        reference=stack,
        reads=instance(nn.Module, "An nn.Sequential is wanted"),
    ),
)
