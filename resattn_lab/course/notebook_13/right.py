"""What is right, and not all written or sized like the usual one."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from resattn_lab.blocks import AttentionModule, MaskLevel, ResidualUnit, SpatialGate
from resattn_lab.networks import NETWORKS, ResidualAttentionNetwork

SMALL = replace(  # small enough for 16×16 images
    NETWORKS["cifar_attention_56"],
    stem_channels=8,
    channels=(8, 16, 16),
    encoder_depths=(2, 1, 1),
)


class LevelsInALoop(nn.Module):
    """A mask's way down and up, written as two loops: one pooling layer serves every level."""

    def __init__(self, channels, depth):
        super().__init__()
        self.pool = nn.MaxPool2d(3, stride=2, padding=1)
        self.downs, self.ups, self.skips = (
            nn.ModuleList(ResidualUnit(channels, channels) for _ in range(count))
            for count in (depth, depth, depth - 1)
        )

    def forward(self, x):
        levels = [x]
        for down in self.downs:
            levels.append(down(self.pool(levels[-1])))
        h = levels.pop()
        for number in reversed(range(len(self.ups))):
            above = levels.pop()
            h = F.interpolate(
                self.ups[number](h), above.shape[-2:], mode="bilinear", align_corners=True
            )
            if number > 0:
                h = self.skips[number - 1](above) + h
        return h


LevelsInALoop.__name__ = LevelsInALoop.__qualname__ = "MaskLevel"  # it prints like the usual


def usual(channels, depth):
    return AttentionModule(channels, encoder_depth=depth)


def in_a_loop(channels, depth):
    module = usual(channels, depth)
    module.mask.levels = LevelsInALoop(channels, depth)
    return module


def spatial(channels, depth):
    return AttentionModule(channels, encoder_depth=depth, gate=SpatialGate)


def naive(channels, depth):
    return AttentionModule(channels, encoder_depth=depth, attention_residual=False)


def unit(channels):
    return ResidualUnit(channels, channels)


def grouped_unit(channels):
    return ResidualUnit(channels, channels, groups=2, width=channels // 2)


def network_of(stem_channels=8, classes=10, **options):
    options |= {"stem_channels": stem_channels, "classes": classes}
    return ResidualAttentionNetwork(replace(SMALL, **options))


def network(classes):
    return network_of(classes=classes, strides=(1, 2, 2))


def deeper_network(classes):
    return network_of(classes=classes, modules=(1, 2, 1))


def choose(validation, test):
    return int(np.argmax(validation))


def last_epoch(validation, test):
    return len(validation) - 1


@dataclass(frozen=True)
class Training:
    """An optimiser, and the image numbers of an epoch's batches, drawn anew at each call."""

    optimiser: torch.optim.Optimizer
    epoch: Callable[[], tuple[Tensor, ...]]


def train(network, count):
    options = {"momentum": 0.9, "nesterov": True, "weight_decay": 0.0001}
    sgd = torch.optim.SGD(network.parameters(), 0.1, **options)
    return Training(sgd, lambda: torch.randperm(count).split(16))


class Pooling(nn.Module):
    """A pooling that is a function and not a layer: 3×3, stride 2, padding 1."""

    def __init__(self, function: Callable):
        super().__init__()
        self.function = function

    def forward(self, x: Tensor) -> Tensor:
        return self.function(x, 3, 2, 1)


HALVES = {
    "a strided convolution": lambda c: nn.Conv2d(c, c, 3, stride=2, padding=1, bias=False),
    "an average": lambda channels: Pooling(F.avg_pool2d),
    "a function instead of a layer": lambda channels: Pooling(F.max_pool2d),
}


def halved(make: Callable, halve: Callable, channels: int, depth: int) -> AttentionModule:
    """What ``make`` builds, with ``halve(channels)`` in the place of every pooling."""
    module = make(channels, depth)
    for level in list(module.mask.modules()):
        if isinstance(level, MaskLevel):
            level.pool = halve(channels)
    return module


def halved_otherwise(make: Callable) -> dict[str, Callable]:
    """``make`` with the poolings replaced, for each way to halve."""
    return {words: partial(halved, make, halve) for words, halve in HALVES.items()}
