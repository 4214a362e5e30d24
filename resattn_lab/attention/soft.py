"""Soft attention: every place counts, by weights that sum to 1."""

import torch
from torch import Tensor


def attention_weights(scores: Tensor, *, temperature: float = 1.0) -> Tensor:
    """The softmax over places of ``scores / temperature``.

    A high temperature makes all weights alike; a low one leaves the best place alone.

    Source: Xu et al. 2015, Show, Attend and Tell (there the temperature is 1).

    Args:
        scores: one for each place, in the last dimension.
        temperature: above 0, in the unit of the scores.

    Shape: (..., K) -> (..., K), each row sums to 1.

    Raises:
        ValueError: the temperature is not above 0.
    """
    if not temperature > 0:
        raise ValueError(
            f"the temperature must be above 0, got {temperature}; for the best place alone "
            "take scores.argmax(-1)"
        )
    return torch.softmax(scores / temperature, dim=-1)


def context_vector(states: Tensor, weights: Tensor) -> Tensor:
    """The weighted sum of all states.

    Source: Xu et al. 2015, soft attention; with weights that are 1 at one
    place and 0 elsewhere it is that place's state (hard).

    Shape: states (..., K, D) and weights (..., K) -> (..., D).

    Raises:
        ValueError: the two have not the same places.
    """
    if states.ndim < 2 or states.shape[-2] != weights.shape[-1]:
        raise ValueError(
            f"states must be (..., K, D) and weights (..., K) with the same K, "
            f"got {tuple(states.shape)} and {tuple(weights.shape)}"
        )
    return (weights.unsqueeze(-2) @ states).squeeze(-2)


def effective_places(weights: Tensor) -> Tensor:
    """On how many places the weight lies: exp(entropy), from 1 (one place) to K (all alike).

    Shape: (..., K) -> (...).
    """
    return torch.special.entr(weights).sum(dim=-1).exp()
