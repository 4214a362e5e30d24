"""Eqs. 4 to 6 against numbers worked out by hand."""

import math

import pytest
import torch

from resattn_lab.blocks import GATES, ChannelGate, MixedGate, SpatialGate


@pytest.fixture
def scores():
    return 4 * torch.randn(3, 5, 6, 7)


def test_mixed_attention_is_a_sigmoid_of_every_score():
    """Eq. 4: sigmoid(± ln 3) is three quarters and one quarter."""
    scores = torch.tensor([0.0, math.log(3), -math.log(3)]).view(1, 3, 1, 1)
    expected = torch.tensor([0.5, 0.75, 0.25]).view(1, 3, 1, 1)
    torch.testing.assert_close(MixedGate()(scores), expected)


def test_channel_attention_divides_by_the_norm_over_the_channels_of_one_position():
    """Eq. 5: (3, 4) has norm 5; (-2, 0) has norm 2; no position sees the other."""
    scores = torch.tensor([[[[3.0, -2.0]], [[4.0, 0.0]]]])  # (1, 2, 1, 2)
    expected = torch.tensor([[[[0.6, -1.0]], [[0.8, 0.0]]]])
    torch.testing.assert_close(ChannelGate()(scores), expected)


def test_spatial_attention_standardises_each_channel_over_its_positions():
    """Eq. 6: (1, 3) and (10, 30) are both one standard deviation either side of the mean."""
    scores = torch.tensor([[[[1.0, 3.0]], [[10.0, 30.0]]]])
    low, high = 1 / (1 + math.e), math.e / (1 + math.e)
    expected = torch.tensor([[[[low, high]], [[low, high]]]])
    torch.testing.assert_close(SpatialGate()(scores), expected, rtol=0, atol=1e-5)


def test_every_image_of_a_batch_is_gated_on_its_own(scores):
    for gate in GATES.values():
        alone = torch.cat([gate()(image[None]) for image in scores])
        torch.testing.assert_close(gate()(scores), alone)


@pytest.mark.parametrize("attention", ["mixed", "spatial"])
def test_gates_with_a_sigmoid_stay_between_zero_and_one(attention, scores):
    mask = GATES[attention]()(scores)
    assert 0 < mask.min() < 0.5 < mask.max() < 1


def test_channel_attention_has_unit_length_and_can_be_negative(scores):
    mask = ChannelGate()(scores)
    torch.testing.assert_close(mask.square().sum(1), torch.ones(3, 6, 7))
    assert -1 <= mask.min() < 0 < mask.max() <= 1


def test_a_constant_channel_becomes_a_half_everywhere():
    mask = SpatialGate()(torch.full((1, 2, 3, 3), 7.0))
    assert torch.equal(mask, torch.full((1, 2, 3, 3), 0.5))


def test_a_position_without_any_score_stays_at_zero(scores):
    scores[:, :, 2, 3] = 0
    assert torch.equal(ChannelGate()(scores)[:, :, 2, 3], torch.zeros(3, 5))


@pytest.mark.parametrize("attention", GATES)
def test_constant_and_empty_inputs_have_finite_gradients(attention):
    for value in (0.0, 7.0):
        scores = torch.full((1, 2, 3, 3), value, requires_grad=True)
        GATES[attention]()(scores).square().sum().backward()
        assert scores.grad.isfinite().all()
