"""How strong a signal is on its way up a stack, and a gradient on its way back."""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor, nn


class Propagation(NamedTuple):
    """Root mean squares before the first unit and after each: (depth + 1,) both.

    ``signal`` is relative to the input, ``gradient`` relative to the one that is handed in
    at the output: ``gradient[0]`` is what reaches the input.
    """

    signal: Tensor
    gradient: Tensor


def rms(values: Tensor) -> float:
    """Root mean square."""
    return values.detach().square().mean().sqrt().item()


def propagate(
    units: Sequence[nn.Module], x: Tensor, *, generator: torch.Generator | None = None
) -> Propagation:
    """Send ``x`` through ``units``, and a random gradient of standard deviation 1 back.

    The units stay in the mode that they are in; a batch norm in training mode takes the
    statistics of ``x`` and updates its own. The units' parameters get no gradient.

    Shape: x (N, C, H, W); the units may change C, H and W.

    Raises:
        ValueError: no units.
    """
    if not len(units):
        raise ValueError("there must be at least one unit to send the signal through")
    steps = [x.detach().clone().requires_grad_()]
    for unit in units:
        steps.append(unit(steps[-1]))
    given = torch.randn(steps[-1].shape, generator=generator).to(steps[-1])
    gradients = torch.autograd.grad(steps[-1], steps, given)
    signal = torch.tensor([rms(h) for h in steps])
    gradient = torch.tensor([rms(g) for g in gradients])
    return Propagation(signal / signal[0], gradient / gradient[-1])
