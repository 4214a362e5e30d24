"""Overlap of the object with the part of a map that a threshold cuts out."""

from typing import NamedTuple

import torch
from torch import Tensor

from .numbers import check_maps


class ThresholdChoice(NamedTuple):
    """A threshold, its side, and what they came to on the images they were chosen on.

    Attributes:
        threshold: values above it are marked.
        low: whether the others are marked instead: the values up to the threshold.
        iou: mean intersection over union on those images.
    """

    threshold: float
    low: bool
    iou: float


def threshold_iou(
    maps: Tensor, true_masks: Tensor, threshold: float, *, low: bool = False
) -> Tensor:
    """Intersection over union of the object and of what lies above ``threshold``.

    Args:
        low: mark what does not lie above it instead.

    Shape: (N, H, W), bool (N, H, W) -> (N,) in [0, 1]; NaN where both parts are empty.

    Raises:
        ValueError: maps and true masks of different shapes, or a value that is NaN.
    """
    check_maps(maps, true_masks)
    marked = (maps > threshold) != low
    common = (marked & true_masks).sum(dim=(1, 2))
    return common / (marked | true_masks).sum(dim=(1, 2))


def iou_by_threshold(maps: Tensor, true_masks: Tensor, thresholds: Tensor) -> Tensor:
    """The mean of ``threshold_iou`` for many thresholds at once, on both sides of each.

    Args:
        thresholds: (K,), rising.

    Shape: (N, H, W), bool (N, H, W) -> (2, K), float64: above, then up to the threshold.

    Raises:
        ValueError: as ``threshold_iou``, or an image without object.
    """
    check_maps(maps, true_masks)
    count, bins = len(maps), len(thresholds) + 1
    objects = true_masks.sum(dim=(1, 2))[:, None].double()
    if not len(maps) or not bool((objects > 0).all()):
        raise ValueError("wanted at least one image, and an object in each of them")
    place = torch.bucketize(maps.flatten(1).contiguous(), thresholds.to(maps))  # passed
    place += bins * torch.arange(count)[:, None]  # a histogram for every image
    inside = _histogram(place[true_masks.flatten(1)], count, bins)
    every = _histogram(place.flatten(), count, bins)
    common, marked = (_above(part) for part in (inside, every))
    pixels = maps[0].numel()
    above = common / (objects + marked - common)
    common, marked = objects - common, pixels - marked
    return torch.stack([above, common / (objects + marked - common)]).mean(dim=1)


def choose_threshold(
    maps: Tensor, true_masks: Tensor, *, thresholds: Tensor | None = None
) -> ThresholdChoice:
    """The threshold and the side with the best mean overlap; the lowest among equals.

    Choose on one set of images and report ``threshold_iou`` on another.

    Args:
        thresholds: to choose among, rising; 0, 0.02, … 1 when None.

    Shape: (N, H, W), bool (N, H, W).

    Raises:
        ValueError: as ``iou_by_threshold``.
    """
    thresholds = torch.arange(51) / 50 if thresholds is None else thresholds
    found = iou_by_threshold(maps, true_masks, thresholds)
    side, number = divmod(int(found.argmax()), len(thresholds))
    return ThresholdChoice(float(thresholds[number]), bool(side), float(found[side, number]))


def _histogram(place: Tensor, count: int, bins: int) -> Tensor:
    return torch.bincount(place, minlength=count * bins).reshape(count, bins).double()


def _above(histogram: Tensor) -> Tensor:
    """How many lie above each threshold: (N, K + 1) -> (N, K)."""
    return histogram.flip(1).cumsum(dim=1).flip(1)[:, 1:]
