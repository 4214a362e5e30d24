"""The post-activation unit, with its shortcut and without."""

import pytest
import torch
from torch import nn

from resattn_lab.blocks import PostActivationUnit, ResidualUnit, without_norms


@pytest.mark.parametrize("shortcut", [True, False])
@pytest.mark.parametrize("stride, out_channels", [(1, 8), (2, 8), (1, 16), (2, 16)])
def test_shapes_and_that_nothing_negative_comes_out(stride, out_channels, shortcut):
    unit = PostActivationUnit(8, out_channels, stride=stride, shortcut=shortcut)
    out = unit(torch.randn(2, 8, 7, 9))
    assert out.shape == (2, out_channels, -(-7 // stride), -(-9 // stride))
    assert out.min() == 0


def test_the_shortcut_is_one_sum_and_costs_no_parameter():
    residual, plain = PostActivationUnit(8, 8), PostActivationUnit(8, 8, shortcut=False)
    plain.load_state_dict(residual.state_dict())
    x = torch.randn(2, 8, 4, 4)
    h = residual.norm3(residual.conv3(_inside(residual, x)))
    torch.testing.assert_close(residual(x), (x + h).relu())
    torch.testing.assert_close(plain(x), h.relu())


def _inside(unit, x):
    h = unit.norm1(unit.conv1(x)).relu()
    return unit.norm2(unit.conv2(h)).relu()


def test_with_a_zero_branch_only_the_positive_half_of_the_input_passes():
    unit, x = PostActivationUnit(8, 8), torch.randn(2, 8, 4, 4)
    nn.init.zeros_(unit.conv3.weight)
    torch.testing.assert_close(unit(x), x.clamp(min=0))


def test_only_a_unit_that_changes_the_shape_has_a_projection():
    assert PostActivationUnit(8, 8).projection is None
    assert PostActivationUnit(8, 16).projection is not None
    assert PostActivationUnit(8, 16, shortcut=False).projection is None


def test_the_input_is_left_as_it_came():
    x = torch.randn(2, 8, 4, 4)
    kept = x.clone()
    PostActivationUnit(8, 8)(x)
    assert torch.equal(x, kept)


@pytest.mark.parametrize("out_channels", [0, 6])
def test_channels_that_are_no_multiple_of_four_are_refused(out_channels):
    with pytest.raises(ValueError, match="positive multiple of 4"):
        PostActivationUnit(8, out_channels)


@pytest.mark.parametrize("make", [PostActivationUnit, ResidualUnit])
def test_without_norms_nothing_depends_on_the_batch_any_more(make):
    stack = nn.Sequential(make(8, 8), make(8, 16, stride=2))
    assert without_norms(stack) is stack
    assert not any(isinstance(part, nn.BatchNorm2d) for part in stack.modules())
    x = torch.randn(4, 8, 6, 6)
    torch.testing.assert_close(stack(x)[:1], stack(x[:1]))
