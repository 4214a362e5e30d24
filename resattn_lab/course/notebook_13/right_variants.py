"""Attention Modules that are right, and not all written or sized like the usual one."""

import torch.nn.functional as F
from torch import nn

from resattn_lab.blocks import AttentionModule, ResidualUnit, SpatialGate

from .disguise import disguised
from .faulty_masks import with_levels


@disguised
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


def usual(channels, depth):
    return AttentionModule(channels, encoder_depth=depth)


def in_a_loop(channels, depth):
    return with_levels(LevelsInALoop(channels, depth), channels, depth)


def spatial(channels, depth):
    return AttentionModule(channels, encoder_depth=depth, gate=SpatialGate)


def naive(channels, depth):
    return AttentionModule(channels, encoder_depth=depth, attention_residual=False)


def usual_unit(channels):
    return ResidualUnit(channels, channels)


def grouped_unit(channels):
    return ResidualUnit(channels, channels, groups=2, width=channels // 2)
