"""What is computed of the scores of two rules, and how much a leaking mean is worth."""

import torch
from torch import Tensor

from resattn_lab.data import ImageSet


def differences(first: Tensor, second: Tensor, size: int) -> dict[str, Tensor]:
    """How far the second rule is ahead, on sets of ``size`` images.

    Args:
        first, second: bool (N,), whether each rule is right; N a multiple of ``size``.

    Returns:
        For "own images" every rule has a set of its own, for "the same" both have one: (K,).
    """
    a, b = (right.float().view(-1, size).mean(dim=1) for right in (first, second))
    return {"each on its own images": b - a.roll(1), "both on the same images": b - a}


def seems_nearer(pool: ImageSet, count: int, *, repeats: int) -> float:
    """By which share a fifth of ``count`` images lies nearer to the mean that it is part of.

    Compared with the mean of the other four fifths, as the mean squared distance of the
    green plane, over ``repeats`` draws from ``pool``.
    """
    planes, nearer = pool.floats()[:, 1], 0.0
    for seed in range(repeats):
        rows = torch.randperm(len(planes), generator=torch.Generator().manual_seed(seed))
        images = planes[rows[:count]]
        held, rest = images[: count // 5], images[count // 5 :]
        far, near = ((held - part.mean(dim=0)).square().mean() for part in (rest, images))
        nearer += 1 - (near / far).item()
    return nearer / repeats
