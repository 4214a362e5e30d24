"""The mask of Table 4's ablation: as costly as the encoder-decoder, but short-sighted."""

import pytest
import torch
from torch import nn

from resattn_lab.blocks import UNITS, LocalMaskBranch, SoftMaskBranch, initialise
from resattn_lab.networks import multiply_accumulates


def test_it_costs_five_percent_more_than_the_encoder_decoder_at_depth_3():
    """51 against 48.47 times the squared bottleneck width, at every position."""
    with torch.device("meta"):
        local, encoder_decoder = LocalMaskBranch(256), SoftMaskBranch(256, encoder_depth=3)
    shape = (256, 56, 56)
    ratio = multiply_accumulates(local, shape) / multiply_accumulates(encoder_decoder, shape)
    assert ratio == pytest.approx(51 / 48.46875)


@pytest.mark.parametrize("size", [(1, 1), (5, 7), (16, 16)])
@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_it_keeps_any_size(size, unit):
    branch = LocalMaskBranch(64, unit=unit).eval()
    assert branch(torch.randn(1, 64, *size)).shape == (1, 64, *size)


def test_it_neither_pools_nor_strides():
    branch = LocalMaskBranch(16)
    strides = {m.stride for m in branch.modules() if isinstance(m, nn.Conv2d)}
    assert strides == {(1, 1)}
    assert not any(isinstance(m, nn.MaxPool2d) for m in branch.modules())


def test_a_position_of_the_mask_sees_seven_by_seven_positions():
    branch = initialise(LocalMaskBranch(16)).eval()
    x = torch.rand(1, 16, 15, 15, requires_grad=True)
    branch(x)[0, :, 7, 7].sum().backward()
    rows, columns = x.grad.abs().sum((0, 1)).nonzero().T
    assert [rows.min(), rows.max(), columns.min(), columns.max()] == [4, 10, 4, 10]


def test_the_mask_lies_between_zero_and_one_on_both_sides_of_a_half():
    mask = initialise(LocalMaskBranch(16))(torch.randn(2, 16, 8, 8))
    assert 0 < mask.min() < 0.5 < mask.max() < 1
