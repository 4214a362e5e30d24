"""Two losses over the plane of queries: that of a drawn state, and that of the average."""

from typing import NamedTuple

import torch
from torch import Tensor

from resattn_lab.attention import context_vector, expected_loss

from .descent import weights_of
from .task import loss_of

ACROSS, UP = (-2.0, 8.0), (-3.0, 3.0)  # the part of the plane that is drawn
PART = 100  # queries at once


class Losses(NamedTuple):
    """The two losses of some queries, means over scenes; the first is never the smaller."""

    expected: Tensor
    soft: Tensor

    @property
    def spread(self) -> Tensor:
        """What the average leaves out: the mean of Σ p·‖s − c‖²."""
        return self.expected - self.soft


class Landscape(NamedTuple):
    """Losses on a grid: x (X,), y (Y,), and the losses (Y, X)."""

    x: Tensor
    y: Tensor
    losses: Losses


def losses_at(queries: Tensor, states: Tensor, target: Tensor) -> Losses:
    """Both losses of each query, over the same scenes.

    Shape: queries (Q, 2), states (N, 8, 2) and target (N, 2) -> (Q,) each.
    """
    expected, soft = [], []
    at_each = loss_of(states, target[:, None])  # (N, 8)
    for part in queries.split(PART):
        weights = weights_of(part[:, None], states)  # (Q, N, 8)
        expected.append(expected_loss(weights, at_each).mean(dim=1))
        soft.append(loss_of(context_vector(states, weights), target).mean(dim=1))
    return Losses(torch.cat(expected), torch.cat(soft))


def landscape(
    states: Tensor, target: Tensor, *, columns: int = 51, rows: int = 31
) -> Landscape:
    """Both losses over the plane of queries."""
    x, y = torch.linspace(*ACROSS, columns), torch.linspace(*UP, rows)
    queries = torch.cartesian_prod(y, x).flip(-1)
    found = losses_at(queries, states, target)
    return Landscape(x, y, Losses(*(loss.reshape(rows, columns) for loss in found)))


def lowest(found: Landscape, loss: Tensor) -> tuple[float, float]:
    """Where on the grid a loss is lowest: x and y."""
    row, column = divmod(loss.argmin().item(), len(found.x))
    return found.x[column].item(), found.y[row].item()
