"""Masks that a module is given instead of its own."""

import torch
from torch import Tensor

from resattn_lab.interventions import WAYS

POSITIONS = (-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1)  # own mask, flat mask, shuffled


def between(mask: Tensor, generator: torch.Generator, *, position: float) -> Tensor:
    """From the module's own mask (−1) over the flat one (0) to the shuffled one (1).

    All along the way each channel keeps its mean; at both ends it has the same values, at
    their own locations and at shuffled ones.

    Args:
        generator: of the shuffling.

    Shape: (N, C, h, w) -> (N, C, h, w).
    """
    flat = WAYS["mean"](mask, generator)
    end = mask if position <= 0 else WAYS["shuffle"](mask, generator)
    return torch.lerp(flat, end, abs(position))


def moved(mask):  # (N, C, H, W)
    height, width = mask.shape[-2:]
    return mask.roll((height // 2, width // 2), dims=(-2, -1))


def donors(classes: Tensor) -> Tensor:
    """For each image the image before of the same class; a class's first gets its last.

    Shape: int64 (N,) -> int64 (N,).
    """
    donor = torch.empty_like(classes)
    for one in classes.unique():
        where = (classes == one).nonzero()[:, 0]
        donor[where] = where.roll(1)
    return donor
