"""CBAM: its pooled statistics by hand, and its two gates."""

import math

import pytest
import torch

from resattn_lab.blocks import ConvolutionalAttention
from resattn_lab.recording import record_activations


def sigmoid(value):
    return 1 / (1 + math.exp(-value))


def test_channel_weights_come_from_mean_and_maximum_through_the_same_layers():
    """Means 3 and 1, maxima 4 and 2; hidden layers 2·3 − 1 = 5 and 2·4 − 2 = 6, summed 11."""
    block = ConvolutionalAttention(2, reduction=2, kernel=1)
    block.channel_score[0].weight.data = torch.tensor([[2.0, -1.0]])
    block.channel_score[2].weight.data = torch.tensor([[0.1], [-0.2]])
    x = torch.tensor([[[[2.0, 4.0]], [[0.0, 2.0]]]])
    with record_activations(block, ["channel_gate"]) as kept:
        block(x)
    wanted = torch.tensor([[sigmoid(1.1), sigmoid(-2.2)]])
    torch.testing.assert_close(kept["channel_gate"], wanted)


def test_place_weights_come_from_mean_and_maximum_over_the_weighted_channels():
    """Channel weights of one half: means (0.5, 1.5), maxima (1, 2); scores 3·mean − max."""
    block = ConvolutionalAttention(2, reduction=2, kernel=1)
    block.channel_score[0].weight.data.zero_()
    block.place_score.weight.data = torch.tensor([3.0, -1.0]).reshape(1, 2, 1, 1)
    x = torch.tensor([[[[2.0, 4.0]], [[0.0, 2.0]]]])
    with record_activations(block, ["place_gate", "place_score"]) as kept:
        y = block(x)
    wanted = torch.tensor([[[[sigmoid(0.5), sigmoid(2.5)]]]])
    torch.testing.assert_close(kept["place_gate"], wanted)
    torch.testing.assert_close(y, x * 0.5 * wanted)


@pytest.mark.parametrize("size", [(8, 8), (7, 5), (3, 3)])
def test_shapes_and_ranges(size):
    block, x = ConvolutionalAttention(16, reduction=4), torch.randn(2, 16, *size)
    with record_activations(block, ["channel_gate", "place_gate"]) as kept:
        assert block(x).shape == x.shape
    assert kept["channel_gate"].shape == (2, 16) and kept["place_gate"].shape == (2, 1, *size)
    assert all(0 < gate.min() and gate.max() < 1 for gate in kept.values())


def test_it_costs_the_bottleneck_and_one_seven_by_seven_convolution():
    block = ConvolutionalAttention(64)
    assert sum(p.numel() for p in block.parameters()) == 2 * 64**2 // 16 + 2 * 7 * 7


def test_an_even_kernel_is_refused():
    with pytest.raises(ValueError, match="kernel must be odd, so that sizes stay, got 4"):
        ConvolutionalAttention(16, kernel=4)
