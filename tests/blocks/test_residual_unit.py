"""The pre-activation bottleneck: its shapes, its shortcut, the order of its layers."""

import pytest
import torch
from torch import nn

from resattn_lab.blocks import ResidualUnit


@pytest.mark.parametrize("stride", [1, 2])
@pytest.mark.parametrize("in_channels, out_channels", [(8, 8), (8, 16), (16, 8)])
@pytest.mark.parametrize("height, width", [(8, 8), (7, 9), (1, 1)])
def test_a_stride_divides_the_size_and_rounds_up(
    stride, in_channels, out_channels, height, width
):
    unit = ResidualUnit(in_channels, out_channels, stride=stride)
    out = unit(torch.randn(2, in_channels, height, width))
    assert out.shape == (2, out_channels, -(-height // stride), -(-width // stride))


@pytest.mark.parametrize(
    "in_channels, out_channels, stride, projects",
    [(8, 8, 1, False), (8, 16, 1, True), (8, 8, 2, True), (8, 16, 2, True)],
)
def test_only_a_unit_that_changes_the_shape_has_a_projection(
    in_channels, out_channels, stride, projects
):
    unit = ResidualUnit(in_channels, out_channels, stride=stride)
    assert (unit.projection is not None) == projects


@pytest.mark.parametrize("x, expected", [(1.0, 3.0), (-1.0, -1.0)])
def test_numbers_by_hand_show_relu_before_the_convolutions_and_none_after_the_sum(x, expected):
    """1 → sum over four channels 4 → centre of the 3×3 4 → a half 2 → plus the shortcut 3."""
    unit = ResidualUnit(4, 4).eval()
    for convolution, weight in [(unit.conv1, 1.0), (unit.conv2, 1.0), (unit.conv3, 0.5)]:
        nn.init.constant_(convolution.weight, weight)
    out = unit(torch.full((1, 4, 1, 1), x))
    torch.testing.assert_close(out, torch.full((1, 4, 1, 1), expected), rtol=0, atol=1e-4)


def test_the_projection_reads_the_normalised_and_activated_input():
    unit, read = ResidualUnit(8, 16), []
    unit.projection.register_forward_hook(lambda module, inputs, out: read.append(inputs[0]))
    x = 5 + 3 * torch.randn(4, 8, 6, 6)
    unit(x)
    mean, std = x.mean((0, 2, 3), keepdim=True), x.std((0, 2, 3), keepdim=True, correction=0)
    torch.testing.assert_close(read[0], ((x - mean) / std).clamp(min=0), rtol=0, atol=1e-4)


def test_the_bottleneck_is_a_quarter_as_wide_and_no_convolution_has_a_bias():
    unit = ResidualUnit(32, 64)
    convolutions = [m for m in unit.modules() if isinstance(m, nn.Conv2d)]
    assert [c.out_channels for c in convolutions] == [16, 16, 64, 64]
    assert [c.kernel_size[0] for c in convolutions] == [1, 3, 1, 1]
    assert all(c.bias is None for c in convolutions)


def test_the_input_is_left_as_it_came():
    """A recorder keeps references: nothing in the unit may work in place."""
    x = torch.randn(2, 8, 5, 5)
    before = x.clone()
    ResidualUnit(8, 8)(x)
    assert torch.equal(x, before)


@pytest.mark.parametrize("out_channels", [-4, 0, 2, 6])
def test_channels_that_four_does_not_divide_are_refused_with_what_came(out_channels):
    with pytest.raises(ValueError, match=f"positive multiple of 4, got {out_channels}$"):
        ResidualUnit(8, out_channels)


def test_groups_that_do_not_divide_the_bottleneck_are_refused_with_what_to_do():
    with pytest.raises(ValueError, match="has 6 channels, which 4 groups.*multiple of 16"):
        ResidualUnit(24, 24, groups=4)
    ResidualUnit(24, 32, groups=4)
