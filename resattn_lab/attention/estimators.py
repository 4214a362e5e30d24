"""Gradients of an expected loss when one place is chosen: exact, and from one sample.

With weights p and a loss L_i for each place i, hard attention has the expected loss
J = sum_i p_i·L_i. Each function gives what to call ``backward`` on.
"""

import torch
from torch import Tensor


def expected_loss(weights: Tensor, losses: Tensor) -> Tensor:
    """J itself: exact, but it needs the loss of every place.

    Shape: weights (..., K) and losses (..., K) -> (...).
    """
    return (weights * losses).sum(dim=-1)


def reinforce(
    weights: Tensor, place: Tensor, loss: Tensor, *, baseline: Tensor | float = 0.0
) -> Tensor:
    """A number whose gradient has the gradient of J as its mean: (L − b)·∇ log p.

    Only its gradient means something, not its value. A baseline that does not depend on the
    choice leaves the mean as it is, and a good one makes the spread smaller.

    Source: Williams 1992, REINFORCE. The part of the gradient that does not go through the
    choice (from ``loss`` to the states) is not in it.

    Args:
        weights: of all places, with a gradient.
        place: the one that was chosen, from ``sample_place``.
        loss: of the chosen place.
        baseline: taken off the loss.

    Shape: weights (..., K); place and loss (...) -> (...).
    """
    log_chance = weights.gather(-1, place.unsqueeze(-1)).squeeze(-1).log()
    advantage = loss - baseline
    return advantage.detach() * log_chance


def straight_through(weights: Tensor, place: Tensor) -> Tensor:
    """1 at the chosen place and 0 elsewhere, with the gradient of ``weights``.

    Forward it is a hard choice; backward it behaves as if ``weights`` had been used. Its
    gradient is biased, unless the loss is linear in the context vector.

    Source: Bengio et al. 2013, Estimating or Propagating Gradients Through Stochastic
    Neurons; here for a choice among K places instead of a binary unit, backward
    through the softmax.

    Shape: weights (..., K) and place (...) -> (..., K).
    """
    chosen = torch.zeros_like(weights).scatter(-1, place.unsqueeze(-1), 1.0)
    return chosen + (weights - weights.detach())  # the bracket is exactly 0


def leave_one_out(losses: Tensor) -> Tensor:
    """A baseline for each loss: the mean of the others, along the first dimension.

    Unlike the mean of all it does not depend on the sample's own choice.

    Shape: (N, ...) -> (N, ...).

    Raises:
        ValueError: fewer than two losses.
    """
    if len(losses) < 2:
        raise ValueError(f"the mean of the others needs two losses, got {len(losses)}")
    return (losses.sum(dim=0) - losses) / (len(losses) - 1)


def bias_and_spread(estimates: Tensor, exact: Tensor) -> tuple[float, float, float]:
    """How far off many estimates of one gradient are, and how far apart.

    Shape: estimates (S, D) and exact (D,).

    Returns:
        The length of mean minus exact; the root of the summed variances; and the standard
        error of the mean, which is how large the first would be by chance alone.

    Raises:
        ValueError: fewer than two estimates, or of another length than ``exact``.
    """
    if estimates.ndim != 2 or len(estimates) < 2 or estimates.shape[1:] != exact.shape:
        raise ValueError(
            f"estimates must be (S, D) with S of at least 2 and exact (D,), "
            f"got {tuple(estimates.shape)} and {tuple(exact.shape)}"
        )
    bias = (estimates.mean(dim=0) - exact).norm()
    spread = estimates.var(dim=0).sum().sqrt()
    return bias.item(), spread.item(), (spread / len(estimates) ** 0.5).item()
