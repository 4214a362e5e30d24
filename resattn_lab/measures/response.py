"""How strongly parts of a network answer, how that is passed on, and by what it varies."""

import math
from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

import torch
from numpy.typing import ArrayLike
from torch import Tensor, nn

from .numbers import check_no_nan

AXES = {"image": 0, "channel": 1, "place": 2}


def mean_absolute_response(output: ArrayLike | Tensor) -> float:
    """The mean of the absolute values of all channels, positions and images.

    Source: Wang et al. 2017, Fig. 4.

    Args:
        output: of any shape; a single number stands for itself.

    Raises:
        ValueError: there is nothing in it.
    """
    values = torch.as_tensor(output)
    if not values.numel():
        raise ValueError(f"an output of shape {tuple(values.shape)} holds no response")
    return values.detach().double().abs().mean().item()


def relative_responses(outputs: Sequence[ArrayLike | Tensor]) -> list[float]:
    """The mean absolute response of each output, divided by that of the first.

    Source: Wang et al. 2017, Fig. 4, where the outputs are those of the three stages.

    Args:
        outputs: arrays or tensors of any shapes, or numbers that are responses already.

    Raises:
        ValueError: no output, or a first one that is zero everywhere.
    """
    responses = [mean_absolute_response(output) for output in outputs]
    if not responses or responses[0] == 0:
        raise ValueError(
            "the first output is what the others are compared with: wanted one that is not "
            f"zero everywhere, got {'none' if not responses else 'zeros'}"
        )
    return [response / responses[0] for response in responses]


def factor_per_module(responses: Sequence[float]) -> float:
    """By how much a response is multiplied from one module to the next: a geometric mean.

    Args:
        responses: at least two, all above zero; 8, 4, 2 and 1 have a factor of 0.5.

    Raises:
        ValueError: fewer than two, or one that is not above zero.
    """
    if len(responses) < 2 or not all(response > 0 for response in responses):
        raise ValueError(
            f"wanted at least two responses, all above zero, got {list(responses)}"
        )
    steps = len(responses) - 1
    return math.exp((math.log(responses[-1]) - math.log(responses[0])) / steps)


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


def variance_shares(masks: Tensor) -> dict[str, float]:
    """The shares of the masks' variance that image, channel and place explain.

    ``"channel"`` is what remains when the masks are averaged over images and places: some
    channels are more open than others. ``"channel × place"`` is what a mean over the images
    has beyond its channels' and places' own means: a pattern that is the same for every
    image. Only shares with ``image`` in their name are lost when each image gets the same
    mask. The last one is what the three do together and no two of them alone.

    Source: the analysis of variance of a balanced design without repetition; Fisher 1925.

    Shape: (N, C, h, w) -> seven shares that add up to 1.

    Raises:
        ValueError: masks of another shape, without any variance, or with NaN.
    """
    if masks.ndim != 4 or not masks.numel():
        raise ValueError(f"masks must be (N, C, h, w), got {tuple(masks.shape)}")
    check_no_nan(masks, "masks")
    values = masks.detach().double().flatten(2)  # (N, C, places)
    total = values.var(correction=0).item()
    if total == 0:
        raise ValueError("all values of these masks are equal: there is no variance to share")
    shares: dict[tuple[str, ...], float] = {}
    for count in (1, 2, 3):
        for names in combinations(AXES, count):
            others = [axis for name, axis in AXES.items() if name not in names]
            means = values.mean(dim=others) if others else values
            smaller = sum(shares[part] for part in shares if set(part) < set(names))
            shares[names] = max(means.var(correction=0).item() / total - smaller, 0.0)
    return {" × ".join(names): share for names, share in shares.items()}
