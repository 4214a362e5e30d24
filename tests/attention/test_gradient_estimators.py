"""Estimators against the exact gradient: each place weighed by its chance, no sampling."""

import pytest
import torch

from resattn_lab.attention import (
    attention_weights,
    bias_and_spread,
    context_vector,
    expected_loss,
    leave_one_out,
    reinforce,
    straight_through,
)

K = 6


def setting():
    states, target = torch.randn(K, 3).double(), torch.randn(3).double()
    scores = torch.randn(K).double().requires_grad_()
    return states, target, scores


def squared(context, target):
    return (context - target).square().sum(-1)


def mean_over_draws(scores, estimate):
    """The mean gradient over all places, each as often as its weight says."""
    chances = attention_weights(scores.detach())
    gradients = []
    for place in range(K):
        number = estimate(attention_weights(scores), torch.tensor(place))
        gradients.append(torch.autograd.grad(number, scores)[0])
    return chances @ torch.stack(gradients)


def exact(scores, losses):
    return torch.autograd.grad(expected_loss(attention_weights(scores), losses), scores)[0]


def test_the_expected_loss_is_the_sum_of_chance_times_loss():
    weights, losses = torch.tensor([[0.25, 0.75]]), torch.tensor([[4.0, 8.0]])
    torch.testing.assert_close(expected_loss(weights, losses), torch.tensor([7.0]))


@pytest.mark.parametrize("baseline", [0.0, 3.0, -100.0])
def test_reinforce_has_the_exact_gradient_as_its_mean_whatever_the_baseline(baseline):
    states, target, scores = setting()
    losses = squared(states, target)
    mean = mean_over_draws(
        scores, lambda w, place: reinforce(w, place, losses[place], baseline=baseline)
    )
    torch.testing.assert_close(mean, exact(scores, losses))


def test_straight_through_has_the_soft_gradient_as_its_mean_for_a_squared_loss():
    states, target, scores = setting()
    mean = mean_over_draws(
        scores,
        lambda w, place: squared(context_vector(states, straight_through(w, place)), target),
    )
    soft = squared(context_vector(states, attention_weights(scores)), target)
    torch.testing.assert_close(mean, torch.autograd.grad(soft, scores)[0])
    assert (mean - exact(scores, squared(states, target))).norm() > 0.1 * mean.norm()


def test_straight_through_is_exact_for_a_linear_loss():
    states, target, scores = setting()
    mean = mean_over_draws(
        scores, lambda w, place: context_vector(states, straight_through(w, place)) @ target
    )
    torch.testing.assert_close(mean, exact(scores, states @ target))


def test_straight_through_is_exactly_a_choice_forward():
    weights = torch.rand(5, K).softmax(-1)
    chosen = straight_through(weights, torch.tensor([0, 5, 2, 2, 3]))
    assert torch.equal(chosen.sort(-1).values[:, -1], torch.ones(5))
    assert torch.equal(chosen.count_nonzero(-1), torch.ones(5, dtype=torch.int64))


def test_reinforce_takes_no_gradient_through_the_loss():
    weights = torch.full((2, K), 1 / K, requires_grad=True)
    loss = torch.ones(2, requires_grad=True)
    reinforce(weights, torch.tensor([1, 2]), loss).sum().backward()
    assert loss.grad is None and weights.grad.count_nonzero() == 2


def test_leave_one_out_is_the_mean_of_the_others():
    losses = torch.tensor([[1.0, 0.0], [2.0, 0.0], [6.0, 3.0]])
    wanted = torch.tensor([[4.0, 1.5], [3.5, 1.5], [1.5, 0.0]])
    torch.testing.assert_close(leave_one_out(losses), wanted)
    with pytest.raises(ValueError, match="two losses, got 1"):
        leave_one_out(losses[:1])


def test_bias_and_spread_of_known_estimates():
    estimates = torch.tensor([[3.0, 1.0], [5.0, 1.0], [3.0, 3.0], [5.0, 3.0]])
    bias, spread, error = bias_and_spread(estimates, torch.tensor([1.0, -2.0]))
    assert bias == pytest.approx(5)
    assert spread == pytest.approx((8 / 3) ** 0.5) and error == pytest.approx(spread / 2)
    with pytest.raises(ValueError, match=r"got \(4, 2\) and \(3,\)"):
        bias_and_spread(estimates, torch.zeros(3))
