"""Faults of public reimplementations, rebuilt; each trains, and one measurement tells it.

Every case is: how the network is built here, how it is built with the fault, and a
measurement that must come out as expected for the first and otherwise for the second.
"""

from dataclasses import replace

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from resattn_lab.blocks import (
    AttentionModule,
    MaskLevel,
    ResidualUnit,
    SoftMaskBranch,
)
from resattn_lab.networks import NETWORKS, ResidualAttentionNetwork, build_network

CHANNELS = 16


class LevelOnTheModulesInput(MaskLevel):
    """The level inside pools the module's input, not what this level put out."""

    def __init__(self, channels, depth):
        super().__init__(channels, depth)
        if depth > 1:
            self.inner = LevelOnTheModulesInput(channels, depth - 1)

    def forward(self, x):
        h = self.down(self.pool(x))
        if self.inner is not None:
            h = self.skip(h) + F.interpolate(self.inner(x), h.shape[-2:])
        return F.interpolate(self.up(h), x.shape[-2:], mode="bilinear", align_corners=True)


class LevelOf32(MaskLevel):
    """The last interpolation goes to the size that the author's images had."""

    def forward(self, x):
        return F.interpolate(super().forward(x), (32, 32))


class ModuleWithTrunkInMask(AttentionModule):
    """The interpolation's second input read as a sum instead of as a size."""

    def __init__(self, channels):
        super().__init__(channels, p=0)
        self.mask.levels.register_forward_hook(lambda m, x, out: out + self.trunk(x[0]))


class UnitWithProjection(ResidualUnit):
    """A convolution on the shortcut, needed or not."""

    def __init__(self, in_channels, out_channels):
        super().__init__(in_channels, out_channels)
        self.projection = nn.Conv2d(in_channels, out_channels, 1, bias=False)


def branch_of(level):
    branch = SoftMaskBranch(CHANNELS, encoder_depth=3)
    branch.levels = level(CHANNELS, 3)
    return branch


def branch_with_one_unit():
    branch = SoftMaskBranch(CHANNELS, encoder_depth=3)
    shared = ResidualUnit(CHANNELS, CHANNELS)
    for level in branch.modules():
        if isinstance(level, MaskLevel):
            level.down[0] = level.up[0] = shared
            level.skip = shared if level.skip is not None else None
    return branch


def branch_with_relu_before_the_sigmoid():
    branch = SoftMaskBranch(CHANNELS, encoder_depth=1)
    branch.score.append(nn.ReLU())
    return branch


def module_with_one_unit_before_and_after():
    module = AttentionModule(CHANNELS)
    module.post = module.pre
    return module


def unit_with_its_padding_on_the_1x1():
    unit = ResidualUnit(CHANNELS, CHANNELS)
    unit.conv1.padding, unit.conv2.padding = (1, 1), (0, 0)
    return unit


def narrow_attention_56(**changes):
    sizes = {"stem_channels": 8, "channels": (16, 32, 64), "tail_channels": 128, **changes}
    return ResidualAttentionNetwork(replace(NETWORKS["attention_56"], **sizes))


def network_whose_first_parameter_is_no_class_count(first):
    return build_network("cifar_attention_56", width=0.25, in_channels=first)


def parameters(module):
    return sum(parameter.numel() for parameter in module.parameters())


def sizes_that_the_poolings_put_out(branch):
    sizes = []
    for module in branch.modules():
        if isinstance(module, nn.MaxPool2d):
            module.register_forward_hook(lambda m, x, out: sizes.append(out.shape[-1]))
    branch(torch.randn(1, CHANNELS, 32, 32))
    return sizes


def has_values_below_a_half(branch):
    return bool(branch(torch.randn(2, CHANNELS, 16, 16)).min() < 0.5)


def mask_survives_a_silent_trunk(module):
    masks, x = [], torch.randn(2, CHANNELS, 16, 16)
    module.mask.register_forward_hook(lambda m, inputs, out: masks.append(out))
    module(x)
    for parameter in module.trunk.parameters():
        nn.init.zeros_(parameter)
    module(x)
    return torch.equal(*masks)


def is_the_identity_at_zero_weights(unit):
    for parameter in unit.parameters():
        nn.init.zeros_(parameter)
    x = torch.randn(2, CHANNELS, 5, 5)
    return torch.equal(unit(x), x)


def sizes_of_the_stages(network):
    sizes = []
    for stage in (network.stage1, network.stage2, network.stage3):
        stage.register_forward_hook(lambda m, x, out: sizes.append(out.shape[-1]))
    network.eval()(torch.rand(1, 3, 224, 224))
    return sizes


def size_of_the_mask_of_an_odd_image(branch):
    return tuple(branch(torch.randn(1, CHANNELS, 21, 27)).shape[-2:])


def first_convolution_is_even_on_an_even_image(unit):
    seen = []
    unit.conv1.register_forward_hook(lambda m, x, out: seen.append(out))
    unit.eval()(torch.ones(1, CHANNELS, 8, 8))
    return bool((seen[0] == seen[0][..., 4:5, 4:5]).all())


def response_after_six_products(module):
    """Mean absolute response after six fusions in a row, relative to the trunk's."""
    x = trunk = module.trunk(torch.randn(2, CHANNELS, 16, 16))
    mask = module.mask(x)
    for _ in range(6):
        x = module.fusion(x, mask)
    return "at least the trunk's" if x.abs().mean() >= trunk.abs().mean() else "vanishes"


FAULTS = {
    "every level pools the module's input": (
        lambda: branch_of(MaskLevel),
        lambda: branch_of(LevelOnTheModulesInput),
        sizes_that_the_poolings_put_out,
        [16, 8, 4],
    ),
    "one unit shared by all levels of the mask": (
        lambda: SoftMaskBranch(CHANNELS, encoder_depth=3),
        branch_with_one_unit,
        parameters,
        8 * parameters(ResidualUnit(CHANNELS, CHANNELS)) + 2 * CHANNELS**2 + 4 * CHANNELS,
    ),
    "a ReLU directly before the sigmoid": (
        lambda: SoftMaskBranch(CHANNELS, encoder_depth=1),
        branch_with_relu_before_the_sigmoid,
        has_values_below_a_half,
        True,
    ),
    "the unit before the split used again after the fusion": (
        lambda: AttentionModule(CHANNELS),
        module_with_one_unit_before_and_after,
        parameters,
        6 * parameters(ResidualUnit(CHANNELS, CHANNELS)) + 2 * CHANNELS**2 + 4 * CHANNELS,
    ),
    "the trunk added inside the mask": (
        lambda: AttentionModule(CHANNELS, p=0),
        lambda: ModuleWithTrunkInMask(CHANNELS),
        mask_survives_a_silent_trunk,
        True,
    ),
    "a projection in every unit, seen in the count": (
        lambda: ResidualUnit(CHANNELS, CHANNELS),
        lambda: UnitWithProjection(CHANNELS, CHANNELS),
        parameters,
        17 * (CHANNELS // 4) ** 2 + 2 * (CHANNELS + CHANNELS // 4 + CHANNELS // 4),
    ),
    "a projection in every unit, seen at zero weights": (
        lambda: ResidualUnit(CHANNELS, CHANNELS),
        lambda: UnitWithProjection(CHANNELS, CHANNELS),
        is_the_identity_at_zero_weights,
        True,
    ),
    "stages without stride": (
        narrow_attention_56,
        lambda: narrow_attention_56(strides=(1, 1, 1)),
        sizes_of_the_stages,
        [56, 28, 14],
    ),
    "hard-coded interpolation sizes": (
        lambda: branch_of(MaskLevel),
        lambda: branch_of(LevelOf32),
        size_of_the_mask_of_an_odd_image,
        (21, 27),
    ),
    "padding on a 1×1 convolution": (
        lambda: ResidualUnit(CHANNELS, CHANNELS),
        unit_with_its_padding_on_the_1x1,
        first_convolution_is_even_on_an_even_image,
        True,
    ),
    "the first parameter is not the class count": (
        lambda: build_network("cifar_attention_56", width=0.25, classes=7),
        lambda: network_whose_first_parameter_is_no_class_count(7),
        lambda network: network.classifier.out_features,
        7,
    ),
    "attention without the 1 +": (
        lambda: AttentionModule(CHANNELS),
        lambda: AttentionModule(CHANNELS, attention_residual=False),
        response_after_six_products,
        "at least the trunk's",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_one_measurement_tells_the_fault_from_the_right_network(fault):
    right, wrong, measurement, expected = FAULTS[fault]
    assert measurement(right()) == expected
    assert measurement(wrong()) != expected


@pytest.mark.parametrize("fault", FAULTS)
def test_the_fault_trains_without_an_error_message(fault):
    network = FAULTS[fault][1]()
    convolution = next(m for m in network.modules() if isinstance(m, nn.Conv2d))
    network(torch.randn(2, convolution.in_channels, 32, 32)).square().mean().backward()
    assert convolution.weight.grad.any()
