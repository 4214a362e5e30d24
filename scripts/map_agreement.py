"""Maps against true masks: what is chosen on one set of scenes is measured on another."""

from typing import NamedTuple

import torch
from torch import Tensor

from resattn_lab.data import Batches, ImageSet
from resattn_lab.measures import (
    choose_threshold,
    energy_inside,
    mean_interval,
    pointing_hits,
    stretch,
    threshold_iou,
    unit_range,
)
from resattn_lab.recording import record_masks

MEASURES = ("iou", "pointing", "energy")


class Choice(NamedTuple):
    """The channel and the side that find the object best, and for the overlap a threshold."""

    channel: int
    low: bool
    score: float
    threshold: float = 0.0


def masks_of(network: torch.nn.Module, scenes: ImageSet) -> tuple[dict[str, Tensor], Tensor]:
    """Every module's masks on every scene, name -> (N, C, h, w), and the logits."""
    parts: dict[str, list[Tensor]] = {}
    logits = []
    with torch.inference_mode(), record_masks(network) as masks:
        for images, _ in Batches(scenes, 100):
            logits.append(network(images))
            for name, mask in masks.items():
                parts.setdefault(name.removesuffix(".mask"), []).append(mask)
    return {name: torch.cat(part) for name, part in parts.items()}, torch.cat(logits)


def marking(maps: Tensor, true_masks: Tensor, low: bool) -> Tensor:
    """One map an image, (N, h, w), as large as the image, from 0 to 1, high where it marks."""
    scaled = unit_range(stretch(maps, tuple(true_masks.shape[-2:])))
    return 1 - scaled if low else scaled


def choose(maps: Tensor, true_masks: Tensor) -> dict[str, Choice]:
    """For each measure the best channel of (N, C, h, w) and its side."""
    found: dict[str, list[Choice]] = {measure: [] for measure in MEASURES}
    rates = {low: pointing_hits(-maps if low else maps, true_masks) for low in (False, True)}
    for channel in range(maps.shape[1]):
        scaled = marking(maps[:, channel], true_masks, low=False)
        cut = choose_threshold(scaled, true_masks)
        found["iou"].append(Choice(channel, cut.low, cut.iou, cut.threshold))
        for low in (False, True):
            hit = rates[low][:, channel].float().mean().item()
            energy = energy_inside(1 - scaled if low else scaled, true_masks).mean().item()
            found["pointing"].append(Choice(channel, low, hit))
            found["energy"].append(Choice(channel, low, energy))
    return {measure: max(all_, key=lambda c: c.score) for measure, all_ in found.items()}


def score(maps: Tensor, true_masks: Tensor, chosen: dict[str, Choice]) -> dict[str, Tensor]:
    """What the choices come to, image by image: measure -> (N,)."""
    cut, peak, energy = (chosen[measure] for measure in MEASURES)
    scaled = marking(maps[:, cut.channel], true_masks, low=False)
    pointed = maps[:, peak.channel]
    return {
        "iou": threshold_iou(scaled, true_masks, cut.threshold, low=cut.low),
        "pointing": pointing_hits(-pointed if peak.low else pointed, true_masks).float(),
        "energy": energy_inside(
            marking(maps[:, energy.channel], true_masks, energy.low), true_masks
        ),
    }


def rounded(values) -> list[float]:
    return [round(float(value), 4) for value in values]


def report(scores: dict[str, Tensor], chosen: dict[str, Choice] | None = None) -> dict:
    """Means with their intervals, and what had been chosen."""
    said: dict = {m: rounded(mean_interval(values)) for m, values in scores.items()}
    if chosen is not None:
        said["chosen"] = {
            measure: {
                "channel": choice.channel,
                "low": choice.low,
                **({"threshold": round(choice.threshold, 2)} if measure == "iou" else {}),
            }
            for measure, choice in chosen.items()
        }
    return said
