"""What a map's order of pixels is worth to a classifier: deletion and insertion."""

from collections.abc import Callable

import torch
from torch import Tensor

from .numbers import check_no_nan

Score = Callable[[Tensor], Tensor]  # images (N, C, H, W) -> (N,), such as a probability


def pixel_order(maps: Tensor, *, seed: int = 0) -> Tensor:
    """Every image's pixels, those with the highest values first.

    Equal values come in a random order: the upper left corner has no privilege.

    Shape: (N, H, W) -> int64 (N, H·W), places counted row by row.

    Raises:
        ValueError: a value is NaN.
    """
    check_no_nan(maps, "maps")
    flat = maps.flatten(1)
    mixed = torch.randperm(flat.shape[1], generator=torch.Generator().manual_seed(seed))
    return mixed[flat[:, mixed].argsort(dim=1, descending=True, stable=True)]


def replace_first(images: Tensor, fill: Tensor, order: Tensor, count: int) -> Tensor:
    """The images with their first ``count`` pixels in ``order`` taken from ``fill``.

    Shape: (N, C, H, W), the same or one that broadcasts, (N, H·W) -> (N, C, H, W).
    """
    N, _, H, W = images.shape
    chosen = torch.zeros(N, H * W, dtype=torch.bool)
    chosen.scatter_(1, order[:, :count], True)
    return torch.where(chosen.reshape(N, 1, H, W), fill, images)


def deletion_curves(
    score: Score, images: Tensor, maps: Tensor, *, fill: Tensor, steps: int = 16, seed: int = 0
) -> Tensor:
    """Scores while pixels are replaced by ``fill``, those with the highest values first.

    If the map knows what the score rests on, the curve falls early. Insertion is the same
    walk backwards: start from ``fill`` and put the image's pixels in, with
    ``insertion_curves``.

    Source: Petsiuk et al. 2018 (RISE), Sec. 3.3.

    Args:
        score: called with (N, C, H, W), once a step.
        fill: (N, C, H, W) or what broadcasts to it, such as a mean colour (C, 1, 1).
        steps: replacements, each of about H·W / steps pixels.

    Shape: (N, C, H, W), (N, H, W) -> (N, steps + 1); first nothing, last all is replaced.

    Raises:
        ValueError: maps that do not fit the images or hold NaN, or no steps.
    """
    if maps.ndim != 3 or maps.shape != images[:, 0].shape or steps < 1:
        raise ValueError(
            f"wanted maps (N, H, W) as large as the images {tuple(images.shape)} and at "
            f"least 1 step, got {tuple(maps.shape)} and {steps}"
        )
    order, pixels = pixel_order(maps, seed=seed), maps[0].numel()
    counts = [round(pixels * step / steps) for step in range(steps + 1)]
    changed = (replace_first(images, fill, order, count) for count in counts)
    return torch.stack([score(batch) for batch in changed], dim=1)


def insertion_curves(
    score: Score, images: Tensor, maps: Tensor, *, start: Tensor, steps: int = 16, seed: int = 0
) -> Tensor:
    """Scores while the images' pixels are put into ``start``, highest values first.

    If the map knows what the score rests on, the curve rises early.

    Source: Petsiuk et al. 2018 (RISE), Sec. 3.3, which starts from a blurred image.

    Args:
        start: (N, C, H, W) or what broadcasts to it.

    Shape, Raises: as ``deletion_curves``.
    """
    start = start.expand_as(images)
    return deletion_curves(score, start, maps, fill=images, steps=steps, seed=seed)


def area_under(curves: Tensor) -> Tensor:
    """The area under each curve, its way from nothing to all counted as 1: (N, K) -> (N,)."""
    return torch.trapezoid(curves, dim=-1) / (curves.shape[-1] - 1)
