"""Soft attention: weights, their temperature, and the weighted sum."""

import pytest
import torch

from resattn_lab.attention import attention_weights, context_vector, effective_places


def test_weights_sum_to_one_and_follow_the_scores():
    scores = torch.randn(3, 2, 7)
    weights = attention_weights(scores, temperature=0.7)
    torch.testing.assert_close(weights.sum(dim=-1), torch.ones(3, 2))
    assert torch.equal(weights.argmax(-1), scores.argmax(-1))


def test_a_high_temperature_makes_them_alike_and_a_low_one_leaves_the_best():
    scores = torch.tensor([1.0, 3.0, 2.0])
    torch.testing.assert_close(
        attention_weights(scores, temperature=1e6), torch.full((3,), 1 / 3), atol=1e-5, rtol=0
    )
    torch.testing.assert_close(
        attention_weights(scores, temperature=1e-3), torch.tensor([0.0, 1.0, 0.0])
    )


def test_a_temperature_is_measured_in_the_unit_of_the_scores():
    scores = torch.randn(4, 5)
    torch.testing.assert_close(
        attention_weights(10 * scores, temperature=20), attention_weights(scores, temperature=2)
    )


@pytest.mark.parametrize("temperature", [0, -1.0, float("nan")])
def test_a_temperature_that_is_not_above_zero_is_refused(temperature):
    with pytest.raises(ValueError, match="above 0"):
        attention_weights(torch.zeros(3), temperature=temperature)


def test_the_context_vector_is_the_weighted_sum_by_hand():
    states = torch.tensor([[1.0, 0.0], [0.0, 2.0], [4.0, 4.0]])
    weights = torch.tensor([0.5, 0.25, 0.25])
    torch.testing.assert_close(context_vector(states, weights), torch.tensor([1.5, 1.5]))


def test_equal_weights_are_the_mean_over_places():
    states = torch.randn(2, 6, 5)
    torch.testing.assert_close(
        context_vector(states, torch.full((2, 6), 1 / 6)), states.mean(dim=1)
    )


def test_states_and_weights_of_different_places_are_refused():
    with pytest.raises(ValueError, match=r"same K, got \(2, 6, 5\) and \(2, 5\)"):
        context_vector(torch.zeros(2, 6, 5), torch.zeros(2, 5))


def test_effective_places_counts_equal_weights_and_survives_zeros():
    assert effective_places(torch.full((8,), 1 / 8)).item() == pytest.approx(8)
    assert effective_places(torch.tensor([0.0, 1.0, 0.0])).item() == pytest.approx(1)
    assert effective_places(torch.tensor([0.5, 0.0, 0.5])).item() == pytest.approx(2)
