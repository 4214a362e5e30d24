"""A choice among eight locations that two numbers decide, small enough to be drawn."""

import torch
import torch.nn.functional as F
from torch import Tensor

from resattn_lab.attention import chosen_state

LOCATIONS = 8
MARK = 2.0  # by which the first number of the marked state is larger


def tiny_scenes(*shape: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    """States of two numbers at eight locations, one of them marked, and the marked state.

    Shape: states (*shape, 8, 2) and targets (*shape, 2).
    """
    marked = torch.randint(LOCATIONS, shape, generator=generator)
    states = torch.randn(*shape, LOCATIONS, 2, generator=generator)
    states[..., 0] += MARK * F.one_hot(marked, LOCATIONS)
    return states, chosen_state(states, marked)


def loss_of(context: Tensor, target: Tensor) -> Tensor:
    """The squared distance of what was chosen, or averaged, to the marked state."""
    return (context - target).square().sum(dim=-1)
