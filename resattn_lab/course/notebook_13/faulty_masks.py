"""Soft mask branches, each with one fault seen in code of this network."""

import torch.nn.functional as F
from torch import nn

from resattn_lab.blocks import AttentionModule, MaskLevel, ResidualUnit, SoftMaskBranch

from .disguise import disguised


def with_levels(level: nn.Module, channels: int, depth: int) -> AttentionModule:
    """An Attention Module whose mask goes down and up through ``level``."""
    module = AttentionModule(channels, encoder_depth=depth)
    module.mask.levels = level
    return module


@disguised
class LevelOnTheInput(MaskLevel):
    def __init__(self, channels, depth):
        super().__init__(channels, depth)
        if depth > 1:
            self.inner = LevelOnTheInput(channels, depth - 1)

    def forward(self, x):
        h = self.down(self.pool(x))
        if self.inner is not None:
            low = self.inner(x)
            h = self.skip(h) + F.interpolate(low, h.shape[-2:], mode="bilinear")
        return F.interpolate(self.up(h), x.shape[-2:], mode="bilinear", align_corners=True)


def every_level_pools_the_input(channels, depth):
    return with_levels(LevelOnTheInput(channels, depth), channels, depth)


def one_unit_for_all_levels(channels, depth):
    module = AttentionModule(channels, encoder_depth=depth)
    unit = ResidualUnit(channels, channels)
    for level in module.mask.modules():
        if isinstance(level, MaskLevel):
            level.down[0] = level.up[0] = unit
            level.skip = unit if level.inner is not None else None
    return module


@disguised
class CutScores(SoftMaskBranch):
    def forward(self, x):
        return self.gate(F.relu(self.score(self.levels(x))))


def relu_before_the_sigmoid(channels, depth):
    module = AttentionModule(channels, encoder_depth=depth)
    module.mask = CutScores(channels, encoder_depth=depth)
    return module


@disguised
class LevelOf16(MaskLevel):
    def forward(self, x):
        h = self.down(self.pool(x))
        if self.inner is not None:
            h = self.skip(h) + self.inner(h)
        return F.interpolate(self.up(h), (16, 16), mode="bilinear", align_corners=True)


def sizes_in_the_code(channels, depth):
    return with_levels(LevelOf16(channels, depth), channels, depth)
