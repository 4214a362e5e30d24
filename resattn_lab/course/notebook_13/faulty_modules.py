"""Attention Modules and residual units, each with one fault seen in code of this network."""

from torch import nn

from resattn_lab.blocks import AttentionModule, ResidualUnit, SoftMaskBranch

from .disguise import disguised


@disguised
class SameUnitTwice(AttentionModule):
    def __init__(self, channels, *, encoder_depth):
        super().__init__(channels, encoder_depth=encoder_depth)
        del self.post

    def forward(self, x):
        x = self.pre(x)
        return self.pre(self.fusion(self.trunk(x), self.mask(x)))


def unit_before_used_after(channels, depth):
    return SameUnitTwice(channels, encoder_depth=depth)


@disguised
class LeaningBranch(SoftMaskBranch):
    def forward(self, x, trunk):
        h = self.levels(x) + trunk
        return self.gate(self.score(h))


@disguised
class LeaningModule(AttentionModule):
    def __init__(self, channels, *, encoder_depth):
        super().__init__(channels, encoder_depth=encoder_depth)
        self.mask = LeaningBranch(channels, encoder_depth=encoder_depth)

    def forward(self, x):
        x = self.pre(x)
        trunk = self.trunk(x)
        return self.post(self.fusion(trunk, self.mask(x, trunk)))


def trunk_added_in_the_mask(channels, depth):
    return LeaningModule(channels, encoder_depth=depth)


def without_the_one(channels, depth):
    return AttentionModule(channels, encoder_depth=depth, attention_residual=False)


def projection_everywhere(channels):
    unit = ResidualUnit(channels, channels)
    unit.projection = nn.Conv2d(channels, channels, 1, bias=False)
    return unit


def padding_on_the_1x1(channels):
    unit, width = ResidualUnit(channels, channels), channels // 4
    unit.conv1 = nn.Conv2d(channels, width, 1, padding=1, bias=False)
    unit.conv2 = nn.Conv2d(width, width, 3, padding=0, bias=False)
    return unit
