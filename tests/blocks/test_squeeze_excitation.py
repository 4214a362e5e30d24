"""Squeeze and excitation, by hand on two channels."""

import math

import pytest
import torch

from resattn_lab.blocks import SqueezeExcitation
from resattn_lab.recording import record_activations


def test_two_channels_worked_out_by_hand():
    """Means 3 and 1; hidden 1·3 − 2·1 = 1; scores 2·1 and −1·1; sigmoid of each."""
    block = SqueezeExcitation(2, reduction=2)
    block.score[0].weight.data = torch.tensor([[1.0, -2.0]])
    block.score[2].weight.data = torch.tensor([[2.0], [-1.0]])
    x = torch.tensor([[[[2.0, 4.0]], [[0.0, 2.0]]]])
    with record_activations(block, ["gate"]) as kept:
        y = block(x)
    first, second = 1 / (1 + math.exp(-2)), 1 / (1 + math.exp(1))
    torch.testing.assert_close(kept["gate"], torch.tensor([[first, second]]))
    torch.testing.assert_close(y, x * torch.tensor([first, second])[None, :, None, None])


def test_a_hidden_layer_below_zero_leaves_every_weight_at_one_half():
    block = SqueezeExcitation(2, reduction=2)
    block.score[0].weight.data = torch.tensor([[-1.0, -1.0]])
    x = torch.rand(3, 2, 4, 5)
    torch.testing.assert_close(block(x), x / 2)


@pytest.mark.parametrize("reduction", [1, 4, 16])
def test_it_costs_two_c_squared_over_reduction(reduction):
    block = SqueezeExcitation(64, reduction=reduction)
    assert sum(p.numel() for p in block.parameters()) == 2 * 64**2 // reduction


def test_moving_the_content_changes_no_weight():
    block, x = SqueezeExcitation(16, reduction=4), torch.rand(2, 16, 6, 6)
    moved = torch.roll(x, (2, 3), dims=(2, 3))
    torch.testing.assert_close(block(moved), torch.roll(block(x), (2, 3), dims=(2, 3)))


@pytest.mark.parametrize("reduction", [0, 3])
def test_a_reduction_that_does_not_divide_is_refused(reduction):
    with pytest.raises(ValueError, match="must be a multiple of reduction, got 16"):
        SqueezeExcitation(16, reduction=reduction)
