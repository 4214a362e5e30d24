"""Mask levels that halve by other means than a pooling layer, right and wrong."""

from collections.abc import Callable
from functools import partial

import torch.nn.functional as F
from torch import Tensor, nn

from resattn_lab.blocks import AttentionModule, ResidualUnit

from .disguise import disguised
from .faulty_masks import with_levels


class MaxPooling(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return F.max_pool2d(x, 3, 2, 1)


class AveragePooling(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return F.avg_pool2d(x, 3, 2, 1)


def strided(channels: int) -> nn.Module:
    return nn.Conv2d(channels, channels, 3, stride=2, padding=1, bias=False)


HALVE = {
    "a strided convolution": strided,
    "an average": lambda channels: AveragePooling(),
    "a function instead of a layer": lambda channels: MaxPooling(),
}


@disguised
class OtherLevel(nn.Module):
    """One level; ``chained`` says whether the next one reads what this one put out."""

    def __init__(self, channels: int, depth: int, *, halve: Callable, chained: bool):
        super().__init__()
        self.chained, self.halve = chained, halve(channels)
        self.down, self.up, self.skip = (ResidualUnit(channels, channels) for _ in range(3))
        self.inner = None
        if depth > 1:
            self.inner = OtherLevel(channels, depth - 1, halve=halve, chained=chained)
        else:
            self.skip = None

    def forward(self, x: Tensor) -> Tensor:
        h = self.down(self.halve(x))
        if self.inner is not None:
            low = self.inner(h if self.chained else x)
            h = self.skip(h) + F.interpolate(low, h.shape[-2:], mode="bilinear")
        return F.interpolate(self.up(h), x.shape[-2:], mode="bilinear", align_corners=True)


def module_with(halve: Callable, chained: bool, channels: int, depth: int) -> AttentionModule:
    levels = OtherLevel(channels, depth, halve=halve, chained=chained)
    return with_levels(levels, channels, depth)


def makers(*, chained: bool) -> dict[str, Callable]:
    """What builds an Attention Module, for each way to halve."""
    return {words: partial(module_with, halve, chained) for words, halve in HALVE.items()}
