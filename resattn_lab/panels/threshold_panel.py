"""A threshold under a slider: what a map marks, and how much of it is the object."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from resattn_lab.measures import (
    energy_inside,
    iou_by_threshold,
    peak_positions,
    pointing_hits,
    threshold_iou,
)
from resattn_lab.plots.palette import CHOSEN_CLASS, INK, MUTED, TRUE_CLASS

from .declared import Choice, Slider, Switch
from .marks import MASK, Axis, Chart, Cross, Dot, Line, Picture, Row
from .panel import Panel

STEPS = 50  # of the threshold, from 0 to 1
THRESHOLDS = torch.arange(STEPS + 1) / STEPS
PARTS = {"common": TRUE_CLASS, "missed": "#7fb8b1", "too much": CHOSEN_CLASS}


class Seen(NamedTuple):
    """The chosen map (1, H, W), the object, what is marked, and how well that fits."""

    map: Tensor
    truth: Tensor
    marked: np.ndarray
    overlap: float
    hit: bool
    energy: float
    peak: tuple[int, int]


class ThresholdPanel(Panel):
    """The image, a map with its peak, what the threshold marks, and the overlap it makes.

    Args:
        images: (N, C, H, W), uint8 or floats in [0, 1].
        maps: (N, H, W) each, in [0, 1], by name.
        true_masks: bool (N, H, W), an object in each.
        titles: what each image is called.

    Attributes:
        image, map, threshold, low: the controls; the threshold counts fiftieths.

    Raises:
        ValueError: maps, true masks or titles that do not fit the images.
    """

    image = Slider("image")
    map = Choice("map")
    threshold = Slider("threshold / 50", STEPS, STEPS // 2)
    low = Switch("mark what is low")

    def __init__(
        self,
        images: Tensor,
        maps: Mapping[str, Tensor],
        true_masks: Tensor,
        *,
        titles: Sequence[str] | None = None,
    ):
        wanted = (len(images), *images.shape[-2:])
        for name, found in {**maps, "true_masks": true_masks}.items():
            if tuple(found.shape) != wanted:
                raise ValueError(f"{name} must be {wanted}, got {tuple(found.shape)}")
        if not maps or (titles is not None and len(titles) != len(images)):
            raise ValueError(f"wanted at least one map, and {len(images)} titles or none")
        self.images, self.true_masks, self.titles = images, true_masks, titles
        self.maps = {name: found.float() for name, found in maps.items()}
        super().__init__(image={"max": len(images) - 1}, map={"options": list(maps)})

    def look(self, s) -> Seen:
        """The lowest value is the peak where low values mark."""
        rows, level = slice(s.image, s.image + 1), float(THRESHOLDS[s.threshold])
        chosen, truth = self.maps[s.map][rows], self.true_masks[rows]
        rising = -chosen if s.low else chosen
        row, column = peak_positions(rising, tuple(truth.shape[-2:]))
        return Seen(
            map=chosen,
            truth=truth,
            marked=((chosen > level) != s.low)[0].numpy(),
            overlap=float(threshold_iou(chosen, truth, level, low=s.low)[0]),
            hit=bool(pointing_hits(rising, truth)[0]),
            energy=float(energy_inside(1 - chosen if s.low else chosen, truth)[0]),
            peak=(int(row[0]), int(column[0])),
        )

    def draw(self, s, seen: Seen) -> Row:
        on, shape = seen.truth[0].numpy(), tuple(seen.truth.shape[-2:])
        parts = np.full((*shape, 3), 255, np.uint8)
        where = (seen.marked & on, on & ~seen.marked, seen.marked & ~on)
        for colour, pixels in zip(PARTS.values(), where, strict=True):
            parts[pixels] = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
        level = float(THRESHOLDS[s.threshold])
        both = iou_by_threshold(seen.map, seen.truth, THRESHOLDS)
        lines = [
            Line(THRESHOLDS, both[int(side)], colour)
            for side, colour in ((1 - s.low, MUTED), (s.low, INK))
        ]
        return Row(
            Picture(self.images[s.image], outline=on, title="image, true outline"),
            Picture(
                seen.map[0],
                MASK,
                outline=on,
                cross=Cross(*seen.peak, shape),
                ruler=True,
                title="map, its peak",
            ),
            Picture(parts, outline=on, title="marked, and the object", key=PARTS),
            Chart(
                [*lines, Dot(level, seen.overlap)],
                Axis("threshold", ticks=(0, 0.5, 1)),
                Axis(),
                size=(230, 232),
                title="overlap (IoU), this image",
            ),
        )

    def words(self, s, seen: Seen) -> str:
        named = f", {self.titles[s.image]}" if self.titles is not None else ""
        return (
            f"Image {s.image}{named}; {s.map}: marked is what lies "
            f"{'up to' if s.low else 'above'} {float(THRESHOLDS[s.threshold]):.2f}. Overlap "
            f"with the object (IoU) {seen.overlap:.2f}; the "
            f"{'lowest' if s.low else 'highest'} value lies {'on' if seen.hit else 'beside'} "
            f"the object; {seen.energy:.0%} of the map is on it, which covers "
            f"{seen.truth.float().mean():.0%} of the image."
        )

    def summary(self) -> str:
        return f"ThresholdPanel: {len(self.images)} images, maps {', '.join(self.maps)}"
