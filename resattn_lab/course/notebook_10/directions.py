"""Channels beside random directions: what excites each, and how well each marks a shape."""

from collections.abc import Mapping

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from resattn_lab.data import ImageSet

from ..activations import activations_of

TOP, SHARE = 9, 0.02  # images on top, strongest locations


def features_of(network: nn.Module, images: Tensor) -> dict[str, Tensor]:
    """The last features of a network before and after the last ReLU, (N, C, h, w) each.

    Batch norm and ReLU lie between the two, channel by channel.
    """
    found = activations_of(network, images, ["stage3", "norm"])
    return {"in the sum": found["stage3"], "after the ReLU": found["norm"].relu()}


def in_random_directions(features: Tensor, *, seed: int, turns: int = 1) -> Tensor:
    """The channels turned at random: as many sums of all channels, (N, turns · C, h, w).

    The directions of a turn are at right angles and of length 1, as the channels' own are.
    """
    generator = torch.Generator().manual_seed(seed)
    square = (turns, features.shape[1], features.shape[1])
    turned = torch.linalg.qr(torch.randn(square, generator=generator))[0].flatten(0, 1)
    return torch.einsum("nchw,dc->ndhw", features, turned)


def six_rows(channels: Tensor, turned: Tensor) -> list[tuple[Tensor, int]]:
    """Three channels and three random directions, in an order that does not tell which."""
    rows = [(channels, 8), (channels, 9), (channels, 11), *((turned, n) for n in range(3))]
    return [rows[number] for number in (3, 0, 1, 4, 2, 5)]


def whose(rows: list[tuple[Tensor, int]], channels: Tensor) -> str:
    """Which rows are those of channels, as the prediction says it."""
    *first, last = (n for n, (maps, _) in enumerate(rows, start=1) if maps is channels)
    return f"rows {', '.join(map(str, first))} and {last}"


def share_ahead(channels: Tensor, directions: Tensor) -> float:
    """How often a channel has more than a direction, over all pairs; a tie is a half."""
    gap = channels[:, None] - directions
    return ((gap > 0).float() + (gap == 0).float() / 2).mean().item()


def top_images(maps: Tensor, number: int) -> Tensor:
    """The nine images whose strongest location excites one map most, strongest first."""
    peaks = maps[:, number].amax(dim=(1, 2))
    return peaks.argsort(descending=True, stable=True)[:TOP]


def purities(maps: Tensor, labels: Tensor) -> Tensor:
    """For each map, the share of its nine top images that are of one class: (C,)."""
    tops = (labels[top_images(maps, number)] for number in range(maps.shape[1]))
    return torch.stack([top.bincount().max() / TOP for top in tops])


def overlaps(maps: Tensor, scenes: ImageSet) -> Tensor:
    """How well each map's strongest locations cover the objects of one class: (C,).

    The strongest 2 % of all locations are marked. Their overlap (IoU) with the objects of
    each class is taken on the first half of the scenes; for the best class, it is then
    measured on the second half.

    Source: after Bau et al. 2017, with shapes for their concepts.
    """
    side = scenes.images.shape[-1] // maps.shape[-1]
    truth = F.avg_pool2d(scenes.true_masks.float()[:, None], side)[:, 0] > 0.5
    classes = torch.arange(len(scenes.class_names))
    objects = truth & (scenes.labels == classes[:, None])[..., None, None]  # (classes, N, h, w)
    half, found = len(maps) // 2, []
    for values in maps.swapaxes(0, 1):
        early = values[:half].flatten()
        level = early.kthvalue(round((1 - SHARE) * early.numel())).values
        marked = values > level
        both = (marked & objects).sum(dim=(2, 3))  # (classes, N)
        either = (marked | objects).sum(dim=(2, 3))
        best = (both[:, :half].sum(dim=1) / either[:, :half].sum(dim=1)).argmax()
        found.append(both[best, half:].sum() / either[best, half:].sum())
    return torch.stack(found)


def beside_directions(
    features: Mapping[str, Tensor], scenes: ImageSet, *, seed: int, turns: int
) -> dict[str, dict[str, Tensor]]:
    """Both measures of channels and of random directions, by measure and kind of map.

    Args:
        features: as ``features_of`` gives them.
        turns: how many times as many directions as channels.
    """
    maps = {}
    for where, values in features.items():
        maps[f"channels {where}"] = values
        maps[f"directions {where}"] = in_random_directions(values, seed=seed, turns=turns)
    return {
        "nine top scenes": {name: purities(m, scenes.labels) for name, m in maps.items()},
        "all locations": {name: overlaps(m, scenes) for name, m in maps.items()},
    }


def noise_scores(scenes: ImageSet, side: int) -> tuple[float, float]:
    """Mean purity and overlap of 64 maps of (side, side) that know nothing: the baseline."""
    generator = torch.Generator().manual_seed(0)
    noise = torch.rand(len(scenes), 64, side, side, generator=generator)
    return purities(noise, scenes.labels).mean().item(), overlaps(noise, scenes).mean().item()
