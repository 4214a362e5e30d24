"""Does a mask find the object? Measures of maps against the object's true mask."""

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import ArrayLike, NDArray
from torch import Tensor

from .numbers import check_maps, check_no_nan

FLAT = 1e-6  # of the largest value: a few steps of float32, which rounding alone can make


def _check(masks: Tensor, true_masks: Tensor) -> None:
    if masks.ndim < 3 or true_masks.ndim != 3 or len(masks) != len(true_masks):
        raise ValueError(
            "wanted masks (N, …, h, w) and true_masks (N, H, W) of the same N, got "
            f"{tuple(masks.shape)} and {tuple(true_masks.shape)}"
        )
    check_no_nan(masks, "masks")


def peak_positions(masks: Tensor, size: tuple[int, int]) -> tuple[Tensor, Tensor]:
    """Row and column, in pixels of the image, of each mask's highest value.

    The centre of the highest cell is meant; among equals the first counts.

    Args:
        size: (H, W) of the image.

    Shape: (…, h, w) -> two int64 (…).

    Raises:
        ValueError: a value is NaN.
    """
    check_no_nan(masks, "masks")
    h, w = masks.shape[-2:]
    place = masks.flatten(-2).argmax(dim=-1)
    row, column = place // w, place % w
    return (2 * row + 1) * size[0] // (2 * h), (2 * column + 1) * size[1] // (2 * w)


def pointing_hits(masks: Tensor, true_masks: Tensor) -> Tensor:
    """The pointing game (Zhang et al. 2016): whether each mask peaks on the object.

    A flat mask has no peak and hits nothing; its first pixel, on the object or not, says as
    little as any other. Chance is the object's share of the image,
    ``true_masks.float().mean()``.

    Shape: (N, h, w) or (N, C, h, w), bool (N, H, W) -> bool (N,) or (N, C).

    Raises:
        ValueError: shapes that do not fit together, or a value that is NaN.
    """
    _check(masks, true_masks)
    row, column = peak_positions(masks, true_masks.shape[-2:])
    image = torch.arange(len(masks)).reshape(-1, *[1] * (masks.ndim - 3))
    return true_masks[image, row, column] & ~_flat(masks)


def _flat(masks: Tensor) -> Tensor:
    """Whether all values of a mask are equal but for rounding: (…, h, w) -> (…)."""
    low, high = (bound.double() for bound in masks.flatten(-2).aminmax(dim=-1))
    return high - low <= FLAT * torch.maximum(low.abs(), high.abs())


def fill_holes(true_masks: Tensor) -> Tensor:
    """Objects with their holes: every pixel that the background cannot reach from the border.

    The background spreads to the four neighbours of a pixel. A mask that peaks in the hole of
    a ring has found the ring; against the filled object it is a hit.

    Shape: bool (N, H, W) -> bool (N, H, W).

    Raises:
        ValueError: not boolean, or not three-dimensional.
    """
    if true_masks.dtype != torch.bool or true_masks.ndim != 3:
        raise ValueError(
            f"wanted true masks, bool (N, H, W), got {true_masks.dtype} "
            f"{tuple(true_masks.shape)}"
        )
    free = F.pad(~true_masks, (1, 1, 1, 1), value=True)
    inner = torch.zeros_like(true_masks)
    reached = F.pad(inner, (1, 1, 1, 1), value=True)
    while True:
        now = reached[:, None].float()
        across, down = (
            F.max_pool2d(now, k, 1, p) for k, p in (((1, 3), (0, 1)), ((3, 1), (1, 0)))
        )
        further = (torch.maximum(across, down)[:, 0] > 0) & free
        if torch.equal(further, reached):
            return ~reached[:, 1:-1, 1:-1]
        reached = further


def best_channel(masks: Tensor, true_masks: Tensor) -> tuple[int, float]:
    """The channel whose masks peak on the object most often, and how often.

    Choose on one set of scenes and report on another.

    Shape: (N, C, h, w), bool (N, H, W) -> (channel, share of the N images).
    """
    rates = pointing_hits(masks, true_masks).float().mean(dim=0)
    channel = int(rates.argmax())
    return channel, float(rates[channel])


def stretch(masks: Tensor, size: tuple[int, int]) -> Tensor:
    """Interpolate masks to the image's size: (N, h, w) -> (N, H, W)."""
    return F.interpolate(masks[:, None].float(), size, mode="bilinear")[:, 0]


def inside_and_outside(masks: Tensor, true_masks: Tensor) -> tuple[Tensor, Tensor]:
    """Mean mask value on the object and beside it.

    Shape: (N, h, w), bool (N, H, W) -> two (N,); NaN where there is no such pixel.

    Raises:
        ValueError: as ``pointing_hits``.
    """
    _check(masks, true_masks)
    masks = stretch(masks, true_masks.shape[-2:])
    on, off = true_masks, ~true_masks
    inside = (masks * on).sum(dim=(1, 2)) / on.sum(dim=(1, 2))
    outside = (masks * off).sum(dim=(1, 2)) / off.sum(dim=(1, 2))
    return inside, outside


def equal_area_iou(masks: Tensor, true_masks: Tensor) -> Tensor:
    """Intersection over union of the object with as many of the mask's highest pixels.

    Taking as many pixels as the object has needs no threshold.

    Shape: (N, h, w), bool (N, H, W) -> (N,) in [0, 1]; NaN where there is no object.

    Raises:
        ValueError: as ``pointing_hits``.
    """
    _check(masks, true_masks)
    order = stretch(masks, true_masks.shape[-2:]).flatten(1).argsort(dim=1, descending=True)
    ranked = true_masks.flatten(1).gather(1, order)  # the object's pixels, best mask first
    area = true_masks.sum(dim=(1, 2))
    chosen = torch.arange(ranked.shape[1]) < area[:, None]
    common = (ranked & chosen).sum(dim=1)
    return common / (2 * area - common)


def energy_inside(maps: Tensor, true_masks: Tensor) -> Tensor:
    """The share of a map's sum that lies on the object: the energy-based pointing game.

    A map that is the same everywhere has the object's share of the image; one that is 0
    everywhere says as little, and counts as such a map. No threshold is needed.

    Source: Wang et al. 2020 (Score-CAM), Sec. 4.3, there with a box in place of the object.

    Args:
        maps: not negative.

    Shape: (N, H, W), bool (N, H, W) -> (N,) in [0, 1].

    Raises:
        ValueError: maps and true masks of different shapes, a negative value, or NaN.
    """
    check_maps(maps, true_masks)
    if bool((maps < 0).any()):
        raise ValueError(
            f"energy cannot be negative, got {float(maps.min()):.3g}; scale the maps first"
        )
    maps = maps.double()
    total = maps.sum(dim=(1, 2))
    share = true_masks.double().mean(dim=(1, 2))
    found = (maps * true_masks).sum(dim=(1, 2)) / total.clamp_min(1e-300)
    return found.where(total > 0, share).float()


def ranks(values: ArrayLike) -> NDArray[np.float64]:
    """Each value's rank from 1 up; equal values share the mean of their ranks: (N,) -> (N,).

    Raises:
        ValueError: a value is NaN, and so has no rank.
    """
    values = np.asarray(values, dtype=np.float64)
    check_no_nan(values, "list")
    below = (values[:, None] > values).sum(axis=1)
    equal = (values[:, None] == values).sum(axis=1)
    return below + (equal + 1) / 2


def rank_agreement(first: ArrayLike, second: ArrayLike) -> float:
    """Spearman's rank correlation: 1 for the same order, −1 for the reverse, near 0 for none.

    Raises:
        ValueError: not as many of one as of the other, a list without any order, or with NaN.
    """
    a, b = ranks(first), ranks(second)
    if a.shape != b.shape or np.ptp(a) == 0 or np.ptp(b) == 0:
        raise ValueError(
            "wanted two lists of one length, neither with all values equal, got "
            f"{a.shape} and {b.shape}"
        )
    return float(np.corrcoef(a, b)[0, 1])
