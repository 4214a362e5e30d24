"""Four gradients of a choice, and where the query goes that follows one of them."""

import torch
from torch import Tensor

from resattn_lab.attention import (
    attention_weights,
    chosen_state,
    context_vector,
    expected_loss,
    leave_one_out,
    reinforce,
    sample_place,
    straight_through,
)

from .task import loss_of, tiny_scenes

HOWS = ("exact", "REINFORCE", "with a baseline", "straight-through")
START = (0.0, 2.0)  # of every descent
SCENES = 4  # a step


def weights_of(queries: Tensor, states: Tensor) -> Tensor:
    """The softmax over locations of queries (..., 2) times states (..., 8, 2)."""
    return attention_weights((states * queries[..., None, :]).sum(dim=-1))


def surrogate(
    how: str,
    weights: Tensor,
    states: Tensor,
    target: Tensor,
    *,
    price: float,
    generator: torch.Generator,
) -> Tensor:
    """For each scene a number whose gradient is the exact one, or an estimate of it.

    Args:
        price: added to every loss.

    Raises:
        ValueError: ``how`` is none of ``HOWS``.
    """
    if how not in HOWS:
        raise ValueError(f"how must be one of {', '.join(HOWS)}; got {how!r}")
    if how == "exact":
        return expected_loss(weights, loss_of(states, target[..., None, :]) + price)
    location = sample_place(weights, generator=generator)
    if how == "straight-through":
        context = context_vector(states, straight_through(weights, location))
        return loss_of(context, target) + price
    loss = loss_of(chosen_state(states, location), target) + price
    baseline = leave_one_out(loss) if how == "with a baseline" else 0.0
    return reinforce(weights, location, loss, baseline=baseline)


def gradients(
    how: str,
    queries: Tensor,
    states: Tensor,
    target: Tensor,
    *,
    price: float,
    generator: torch.Generator,
) -> Tensor:
    """One gradient for each query: the mean over its scenes.

    Shape: queries (R, 2), states (N, R, 8, 2) and target (N, R, 2) -> (R, 2).
    """
    queries = queries.clone().requires_grad_()
    weights = weights_of(queries, states)
    numbers = surrogate(how, weights, states, target, price=price, generator=generator)
    return torch.autograd.grad(numbers.mean(dim=0).sum(), queries)[0]


def many_estimates(
    how: str,
    query: Tensor,
    states: Tensor,
    target: Tensor,
    count: int,
    *,
    price: float,
    seed: int,
) -> Tensor:
    """Many estimates of one gradient: at one query (2,), on the same scenes -> (count, 2)."""
    generator = torch.Generator().manual_seed(seed)
    many, aims = (part[:, None].expand(-1, count, *part.shape[1:]) for part in (states, target))
    queries = query.expand(count, 2)
    return gradients(how, queries, many, aims, price=price, generator=generator)


def descend(
    how: str, *, runs: int, price: float, seed: int, steps: int = 200, rate: float = 0.05
) -> Tensor:
    """The queries of several trainings side by side, four new scenes a step.

    Shape: -> (runs, steps + 1, 2).
    """
    generator = torch.Generator().manual_seed(seed)
    path = [torch.tensor(START).expand(runs, 2)]
    for _ in range(steps):
        states, target = tiny_scenes(SCENES, runs, generator=generator)
        moved = gradients(how, path[-1], states, target, price=price, generator=generator)
        path.append(path[-1] - rate * moved)
    return torch.stack(path, dim=1)


def hits(paths: Tensor, states: Tensor, target: Tensor) -> float:
    """In which share of scenes the best score, where a run ends, is that of the marked state.

    Shape: paths (R, T, 2), states (N, 8, 2) and target (N, 2).
    """
    scores = torch.einsum("nkd,rd->rnk", states, paths[:, -1])
    marked = loss_of(states, target[:, None]).argmin(dim=-1)
    return (scores.argmax(dim=-1) == marked).float().mean().item()
