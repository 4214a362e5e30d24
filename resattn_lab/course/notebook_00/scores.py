"""How often masks peak on the object, and the maps that have not learned anything."""

from collections.abc import Mapping
from typing import NamedTuple

import torch
from torch import Tensor, nn

from resattn_lab.data import Scenes
from resattn_lab.measures import (
    best_channel,
    centre_prior,
    inside_and_outside,
    peak_positions,
    pointing_hits,
    wilson_interval,
)
from resattn_lab.recording import record_masks

PART = 200  # scenes that go through the network at once
SPOT = 8  # width of the spot in the middle, in pixels; other widths score the same


class PointingScores(NamedTuple):
    """Shares of scenes with their 95 % intervals, and the channel of each trained row.

    Args:
        rows: name -> (share, low, high).
        channels: module -> the channel that was best on the scenes to choose on.
        chance: the mean share of a scene that its object covers.
    """

    rows: dict[str, tuple[float, float, float]]
    channels: dict[str, int]
    chance: float


class MeanMask(NamedTuple):
    """Of one module's mean over channels: the shares of scenes in which it peaks on the
    object and at the edge, its mean on the object and off it, and the share of locations that
    are at the edge."""

    hits: float
    edge: float
    inside: float
    outside: float
    edge_by_chance: float


def masks_of(network: nn.Module, scenes: Scenes) -> dict[str, Tensor]:
    """Every module's masks of all scenes, (N, C, h, w), by the module's name."""
    parts = []
    with torch.inference_mode(), record_masks(network) as masks:
        for images in scenes.images.split(PART):
            network(images / 255)
            parts.append(dict(masks))
    return {
        name.removesuffix(".mask"): torch.cat([part[name] for part in parts])
        for name in parts[0]
    }


def pointing_scores(
    trained: nn.Module, untrained: nn.Module, *, choose_on: Scenes, unseen: Scenes
) -> PointingScores:
    """The pointing game on ``unseen``, every channel chosen on ``choose_on``."""
    count, truth = len(unseen.images), unseen.true_masks
    rows, channels = {}, {}

    def add(name: str, maps: Tensor) -> None:
        hits = int(pointing_hits(maps, truth).sum())
        rows[name] = (hits / count, *wilson_interval(hits, count))

    for network, label in ((trained, "{}"), (untrained, "{}, untrained")):
        earlier, later = masks_of(network, choose_on), masks_of(network, unseen)
        best = {name: best_channel(m, choose_on.true_masks)[0] for name, m in earlier.items()}
        for name, channel in best.items():
            add(label.format(name), later[name][:, channel])
        channels = channels or best
    add("spot in the middle", centre_prior(truth.shape[1:], SPOT).expand(count, -1, -1))
    return PointingScores(rows, channels, truth.float().mean().item())


def mean_mask_scores(masks: Mapping[str, Tensor], scenes: Scenes) -> dict[str, MeanMask]:
    """What each module's mean over channels does, by the module's name."""
    height, width = size = scenes.true_masks.shape[1:]
    found = {}
    for name, mask in masks.items():
        mean = mask.mean(dim=1)
        row, column = peak_positions(mean, size)
        cell = height // mean.shape[1]
        edge = (
            (row < cell) | (row >= height - cell) | (column < cell) | (column >= width - cell)
        )
        rows, columns = mean.shape[1:]
        edge_by_chance = 1 - (rows - 2) * (columns - 2) / (rows * columns)
        hits = pointing_hits(mean, scenes.true_masks)
        inside, outside = inside_and_outside(mean, scenes.true_masks)
        shares = (part.float().mean().item() for part in (hits, edge, inside, outside))
        found[name] = MeanMask(*shares, edge_by_chance)
    return found
