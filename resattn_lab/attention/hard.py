"""Hard attention: one place is chosen, by chance and weight, and the others do not count."""

import torch
from torch import Tensor


def sample_place(weights: Tensor, *, generator: torch.Generator | None = None) -> Tensor:
    """Choose one place in each row, with the weights as probabilities.

    Source: Xu et al. 2015, stochastic hard attention.

    Shape: (..., K) -> (...), int64.
    """
    rows = weights.detach().reshape(-1, weights.shape[-1])
    place = torch.multinomial(rows, 1, generator=generator)
    return place.reshape(weights.shape[:-1])


def chosen_state(states: Tensor, place: Tensor) -> Tensor:
    """The state at the chosen place.

    Source: Xu et al. 2015, stochastic hard attention.

    Shape: states (..., K, D) and place (...) -> (..., D).
    """
    index = place[..., None, None].expand(*place.shape, 1, states.shape[-1])
    return states.gather(-2, index).squeeze(-2)
