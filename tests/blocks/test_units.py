"""The units of AttentionNeXt and AttentionInception, and runs of units."""

import pytest
import torch
from torch import nn

from resattn_lab.blocks import UNITS, InceptionUnit, ResNeXtUnit, unit_run


@pytest.mark.parametrize("stride", [1, 2])
@pytest.mark.parametrize("in_channels", [64, 128])
@pytest.mark.parametrize("height, width", [(8, 8), (5, 7), (1, 1)])
@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_every_unit_divides_the_size_by_its_stride_and_rounds_up(
    unit, height, width, in_channels, stride
):
    built = unit(in_channels, 64, stride=stride)
    out = built(torch.randn(2, in_channels, height, width))
    assert out.shape == (2, 64, -(-height // stride), -(-width // stride))


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_every_unit_projects_only_where_the_shape_changes(unit):
    assert unit(64, 64).projection is None
    assert unit(64, 128).projection is not None
    assert unit(64, 64, stride=2).projection is not None


def test_resnext_convolves_in_32_groups_with_half_the_output_as_bottleneck():
    unit = ResNeXtUnit(128, 128)
    assert unit.conv2.groups == 32
    assert unit.conv2.weight.shape == (64, 2, 3, 3)
    assert unit.conv1.groups == unit.conv3.groups == 1


def test_a_resnext_group_sees_none_of_the_other_groups():
    unit = ResNeXtUnit(128, 128).eval()
    h = torch.randn(1, 64, 5, 5)
    changed = h.clone()
    changed[:, :2] += 1
    difference = (unit.conv2(changed) - unit.conv2(h)).abs().amax((0, 2, 3))
    assert (difference > 0).nonzero().flatten().tolist() == [0, 1]


def test_the_inception_branches_see_one_three_and_five_positions():
    unit = InceptionUnit(8, 8).eval()
    for module in unit.modules():
        if isinstance(module, nn.Conv2d):
            nn.init.ones_(module.weight)
    x = torch.zeros(1, 8, 9, 9)
    x[..., 4, 4] = 1
    reach = [(branch(x) > 0).sum().item() for branch in (unit.point, unit.near, unit.far)]
    assert reach == [1, 3 * 3, 5 * 5]


def test_inception_costs_about_as_much_as_the_bottleneck():
    with torch.device("meta"):
        counts = {
            name: sum(p.numel() for p in unit(256, 256).parameters())
            for name, unit in UNITS.items()
        }
    assert counts["inception"] / counts["preactivation"] == pytest.approx(18.75 / 17, rel=0.01)
    assert counts["resnext"] / counts["preactivation"] == pytest.approx(1, abs=0.1)


@pytest.mark.parametrize("out_channels", [16, 48, 96])
def test_resnext_refuses_channels_that_32_groups_do_not_divide(out_channels):
    wanted = f"has {out_channels // 2} channels, which 32 groups do not divide.*multiple of 64"
    with pytest.raises(ValueError, match=wanted):
        ResNeXtUnit(64, out_channels)


@pytest.mark.parametrize("out_channels", [0, 4, 12])
def test_inception_refuses_channels_that_8_does_not_divide(out_channels):
    with pytest.raises(ValueError, match=f"positive multiple of 8, got {out_channels}$"):
        InceptionUnit(64, out_channels)


def test_a_run_of_no_units_is_the_identity():
    x = torch.randn(1, 8, 3, 3)
    assert unit_run(8, 0)(x) is x


def test_the_units_of_a_run_have_weights_of_their_own():
    run = unit_run(8, 3)
    assert len({unit.conv1.weight.data_ptr() for unit in run}) == 3
