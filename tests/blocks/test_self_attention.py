"""Self-attention over places: its rows, its symmetry, and torch's own as a reference."""

import math

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from resattn_lab.blocks import SelfAttention, sine_positions
from resattn_lab.recording import record_activations


def awake(*arguments, **options):
    """A block whose last convolution is not zero."""
    block = SelfAttention(*arguments, **options)
    nn.init.normal_(block.project.weight)
    return block


def weights_of(block, x):
    with record_activations(block, ["gate"]) as kept:
        block(x)
    return kept["gate"]


def test_two_places_worked_out_by_hand():
    """Queries 1 and 2, keys 1 and 2, values 10 and 20: rows softmax(1, 2), softmax(2, 4)."""
    block = awake(1, width=1)
    for layer, weight in ((block.query, 1), (block.key, 1), (block.value, 10)):
        layer.weight.data.fill_(weight)
    block.project.weight.data.fill_(0.5)
    x = torch.tensor([[[[1.0, 2.0]]]])
    second = [1 / (1 + math.exp(-1)), 1 / (1 + math.exp(-2))]  # weight of the second place
    wanted = torch.tensor([[1 - second[0], second[0]], [1 - second[1], second[1]]])
    torch.testing.assert_close(weights_of(block, x), wanted[None, None])
    mixed = [10 * (1 - s) + 20 * s for s in second]
    torch.testing.assert_close(block(x), x + 0.5 * torch.tensor(mixed).reshape(1, 1, 1, 2))


@pytest.mark.parametrize("heads", [1, 2, 4])
@pytest.mark.parametrize("position", [False, True])
def test_every_row_sums_to_one(heads, position):
    block = awake(16, heads=heads, position=position)
    weights = weights_of(block, torch.randn(2, 16, 5, 3))
    assert weights.shape == (2, heads, 15, 15)
    torch.testing.assert_close(weights.sum(dim=-1), torch.ones(2, heads, 15))


@pytest.mark.parametrize("heads", [1, 2])
def test_it_is_torchs_scaled_dot_product_attention(heads):
    block, x = awake(16, heads=heads), torch.randn(2, 16, 4, 5)
    parts = [
        layer(x).reshape(2, heads, 8 // heads, 20).transpose(-2, -1)
        for layer in (block.query, block.key, block.value)
    ]
    mixed = F.scaled_dot_product_attention(*parts).transpose(-2, -1).reshape(2, 8, 4, 5)
    torch.testing.assert_close(block(x), x + block.project(mixed))


def permuted(x, order):
    return x.flatten(2)[:, :, order].reshape(x.shape)


@pytest.mark.parametrize("position", [False, True])
def test_without_positions_permuted_places_come_out_permuted(position):
    block, x, order = awake(16, position=position), torch.randn(2, 16, 4, 4), torch.randperm(16)
    same = torch.allclose(block(permuted(x, order)), permuted(block(x), order), atol=1e-5)
    assert same is not position


def test_it_begins_as_the_identity():
    x = torch.randn(2, 16, 4, 4)
    torch.testing.assert_close(SelfAttention(16)(x), x)


def test_it_has_four_projections_of_half_the_width():
    assert sum(p.numel() for p in SelfAttention(32).parameters()) == 4 * 32 * 16


def test_positions_are_sines_and_cosines_of_rows_and_columns():
    waves = sine_positions(torch.zeros(1, 8, 3, 4))  # per half: 2 rates, sine and cosine
    assert waves.shape == (8, 3, 4)
    assert waves[0, 2, 1].item() == pytest.approx(math.sin(2))
    assert waves[1, 2, 1].item() == pytest.approx(math.sin(2 * 10_000**-0.5))
    assert waves[2, 2, 1].item() == pytest.approx(math.cos(2))
    assert waves[4, 2, 3].item() == pytest.approx(math.sin(3))
    assert len(waves.flatten(1).T.unique(dim=0)) == 12  # no two places alike


def test_what_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="width must be a multiple of heads, got 8 and 3"):
        SelfAttention(16, heads=3)
    with pytest.raises(ValueError, match="positions need a multiple of 4 channels, got 6"):
        SelfAttention(6, position=True)(torch.zeros(1, 6, 2, 2))
