"""What is right, and not all written or sized like the usual one."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from resattn_lab.blocks import AttentionModule, MaskLevel, ResidualUnit
from resattn_lab.networks import NETWORKS, ResidualAttentionNetwork

SIZES = {"stem_channels": 8, "channels": (8, 16, 16), "encoder_depths": (2, 1, 1)}
SMALL = replace(NETWORKS["cifar_attention_56"], **SIZES)  # for images of 16×16


class LevelsInALoop(nn.Module):
    """A mask's way down and up, written as two loops: one pooling layer serves every level."""

    def __init__(self, channels, depth):
        super().__init__()
        self.pool = nn.MaxPool2d(3, stride=2, padding=1)
        self.downs, self.ups, self.skips = (
            nn.ModuleList(unit(channels) for _ in range(count))
            for count in (depth, depth, depth - 1)
        )

    def forward(self, x):
        levels = [x]
        for down in self.downs:
            levels.append(down(self.pool(levels[-1])))
        h = levels.pop()
        for number in reversed(range(len(self.ups))):
            h, above = self.ups[number](h), levels.pop()
            h = F.interpolate(h, above.shape[-2:], mode="bilinear", align_corners=True)
            h = h if number == 0 else self.skips[number - 1](above) + h
        return h


LevelsInALoop.__name__ = LevelsInALoop.__qualname__ = "MaskLevel"  # it prints like the usual


def usual(channels, depth, **options):
    return AttentionModule(channels, encoder_depth=depth, **options)


def in_a_loop(channels, depth):
    module = usual(channels, depth)
    module.mask.levels = LevelsInALoop(channels, depth)
    return module


def unit(channels, **options):
    return ResidualUnit(channels, channels, **options)


def network_of(stem_channels=8, classes=10, **options):
    options |= {"stem_channels": stem_channels, "classes": classes}
    return ResidualAttentionNetwork(replace(SMALL, **options))


def network(classes):
    return network_of(classes=classes, strides=(1, 2, 2))


def choose(validation, test):
    return int(np.argmax(validation))


def last_epoch(validation, test):
    return len(validation) - 1


def train(network, count):
    """An optimiser, and what draws the image numbers of an epoch's batches."""
    options = {"momentum": 0.9, "nesterov": True, "weight_decay": 0.0001}
    sgd = torch.optim.SGD(network.parameters(), 0.1, **options)
    return sgd, lambda: torch.randperm(count).split(16)


class PoolingFunction(nn.Module):
    """A pooling that is no pooling layer."""

    def forward(self, x: Tensor) -> Tensor:
        return F.max_pool2d(x, 3, 2, 1)


HALVES = {
    "a strided convolution": lambda c: nn.Conv2d(c, c, 3, stride=2, padding=1, bias=False),
    "an average": lambda channels: nn.AvgPool2d(3, 2, 1),
    "a function instead of a layer": lambda channels: PoolingFunction(),
}


def halved(make: Callable, way: str, channels: int, depth: int) -> AttentionModule:
    """What ``make`` builds, with every pooling replaced by one of ``HALVES``."""
    module = make(channels, depth)
    for level in list(module.mask.modules()):
        if isinstance(level, MaskLevel):
            level.pool = HALVES[way](channels)
    return module
