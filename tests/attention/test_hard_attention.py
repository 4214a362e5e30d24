"""Hard attention: a place drawn by its weight, and its state."""

import torch
import torch.nn.functional as F

from resattn_lab.attention import chosen_state, context_vector, sample_place


def test_places_are_drawn_as_often_as_their_weight_says():
    weights = torch.tensor([0.1, 0.6, 0.0, 0.3]).expand(20_000, 4)
    places = sample_place(weights, generator=torch.Generator().manual_seed(1))
    shares = torch.bincount(places, minlength=4) / len(places)
    torch.testing.assert_close(shares, weights[0], atol=0.015, rtol=0)
    assert shares[2] == 0


def test_the_same_generator_draws_the_same_places():
    weights = torch.rand(3, 5, 8)
    draws = [
        sample_place(weights, generator=torch.Generator().manual_seed(4)) for _ in range(2)
    ]
    assert draws[0].shape == (3, 5) and torch.equal(*draws)


def test_a_draw_carries_no_gradient_and_takes_a_single_row():
    weights = torch.rand(6, requires_grad=True)
    place = sample_place(weights)
    assert place.shape == () and not place.requires_grad


def test_the_chosen_state_is_the_weighted_sum_with_a_single_weight_of_one():
    states, place = torch.randn(2, 3, 7, 4), torch.tensor([[0, 6, 2], [5, 5, 1]])
    torch.testing.assert_close(
        chosen_state(states, place), context_vector(states, F.one_hot(place, 7).float())
    )
