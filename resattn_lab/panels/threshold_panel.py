"""A threshold under a slider: what a map marks, and how much of it is the object."""

from collections.abc import Mapping, Sequence

import ipywidgets as widgets
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
from resattn_lab.plots import as_picture, outline_edges
from resattn_lab.plots.palette import (
    CHOSEN_CLASS,
    INK,
    MASK_COLOURS,
    MUTED,
    OUTLINE,
    OUTLINE_RIM,
    TRUE_CLASS,
)

from .canvas import Canvas
from .frame import Frame, colours
from .panel import STYLE, Panel, slider, switch

STEPS = 50  # of the threshold, from 0 to 1
THRESHOLDS = torch.arange(STEPS + 1) / STEPS
SIZE, SIDE, HIGH = (9.8, 3.3), 2.35, 0.45  # inches: figure, a view, below the views
PARTS = {"common": TRUE_CLASS, "missed": "#7fb8b1", "too much": CHOSEN_CLASS}


class ThresholdPanel(Panel):
    """The image, a map with its peak, what the threshold marks, and the overlap it makes.

    Args:
        images: (N, C, H, W), uint8 or floats in [0, 1].
        maps: (N, H, W) each, in [0, 1], by name.
        true_masks: bool (N, H, W), an object in each.
        titles: what each image is called.

    Attributes:
        image, map, threshold, low: the controls; the threshold counts fiftieths.
        canvas: the picture; ``canvas.alt`` says in words what it shows.

    Raises:
        ValueError: maps, true masks or titles that do not fit the images.
    """

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
        self.image = slider("image", len(images) - 1)
        self.threshold = slider("threshold / 50", STEPS, value=STEPS // 2)
        self.low = switch("mark what is low", False)
        self.map = widgets.Dropdown(options=list(maps), description="map", style=STYLE)
        canvas = self.canvas = Canvas(*SIZE)
        self._still(canvas)
        super().__init__([[self.image, self.map], [self.threshold, self.low]], canvas)

    def _still(self, canvas: Canvas) -> None:
        titles = ("image, true outline", "map, its peak", "marked, and the object")
        self.views = []
        for number, title in enumerate(titles):
            place = (0.1 + number * (SIDE + 0.1), HIGH, SIDE, SIDE)
            ax = canvas.figure.add_axes(_share(place))
            ax.set(xticks=[], yticks=[])
            ax.set_title(title, fontsize=9, color=INK)
            self.views.append(ax)
        place = (3 * (SIDE + 0.1) + 0.6, HIGH + 0.05, 1.7, SIDE - 0.1)
        self.chart = canvas.figure.add_axes(_share(place))
        self.chart.set(xlim=(0, 1), ylim=(0, 1), xlabel="threshold", xticks=[0, 0.5, 1])
        self.chart.set_title("overlap (IoU), this image", fontsize=9, color=INK)
        self.chart.tick_params(labelsize=8)

    def state(self) -> tuple[Tensor, Tensor, float, bool]:
        """The chosen map and true mask, each (1, H, W), the threshold and the side."""
        rows = slice(self.image.value, self.image.value + 1)
        chosen = self.maps[self.map.value][rows]
        level = float(THRESHOLDS[self.threshold.value])
        return chosen, self.true_masks[rows], level, self.low.value

    def figures(self) -> tuple[float, bool, float]:
        """Overlap, whether the peak (or lowest point) hits, and the energy on the object."""
        chosen, truth, level, low = self.state()
        overlap = float(threshold_iou(chosen, truth, level, low=low)[0])
        high = 1 - chosen if low else chosen
        hit = bool(pointing_hits(-chosen if low else chosen, truth)[0])
        return overlap, hit, float(energy_inside(high, truth)[0])

    def peak(self) -> tuple[int, int]:
        """Row and column of the highest value; of the lowest where low values mark."""
        chosen, truth, _, low = self.state()
        row, column = peak_positions(-chosen if low else chosen, tuple(truth.shape[-2:]))
        return int(row[0]), int(column[0])

    def draw(self, frame: Frame) -> None:
        chosen, truth, level, low = self.state()
        picture = as_picture(self.images[self.image.value])
        height, width = picture.shape[:2]
        marked, on = ((chosen > level) != low)[0].numpy(), truth[0].numpy()
        parts = np.full((height, width, 3), 255, np.uint8)
        for name, where in zip(PARTS, (marked & on, on & ~marked, marked & ~on), strict=True):
            parts[where] = _bytes(PARTS[name])
        heat = colours(chosen[0].numpy(), 0, 1, MASK_COLOURS)
        for ax, drawn in zip(
            self.views, ((picture * 255).round().astype(np.uint8), heat, parts), strict=True
        ):
            frame.image(ax, drawn)
            frame.edges(ax, outline_edges(on), height, width)
        left, top, right, bottom = frame.box(self.views[1])
        row, column = self.peak()
        scale = (right - left) / width, (bottom - top) / height
        place = left + (column + 0.5) * scale[0], top + (row + 0.5) * scale[1]
        peak = round(place[0]), round(place[1])
        frame.words(peak, "×", points=19, colour=OUTLINE_RIM, anchor="mm")
        frame.words(peak, "×", points=14, colour=OUTLINE, anchor="mm")
        for number, (name, colour) in enumerate(PARTS.items()):
            at = (
                frame.box(self.views[2])[0] + 4 + 80 * number,
                frame.box(self.views[2])[3] + 14,
            )
            frame.words(at, "■", points=7.5, colour=colour)
            frame.words((at[0] + 10, at[1]), name, points=7.5)
        both = iou_by_threshold(chosen, truth, THRESHOLDS)
        for side, colour in ((1 - low, MUTED), (low, INK)):
            frame.line(self.chart, THRESHOLDS.tolist(), both[int(side)].tolist(), colour)
        frame.dot(self.chart, level, self.figures()[0], CHOSEN_CLASS)

    def describe(self) -> str:
        """Image, map, threshold, and the three measures."""
        overlap, hit, energy = self.figures()
        _, truth, level, low = self.state()
        named = f", {self.titles[self.image.value]}" if self.titles is not None else ""
        side = "up to" if low else "above"
        return (
            f"Image {self.image.value}{named}; {self.map.value}: marked is what lies {side} "
            f"{level:.2f}. Overlap with the object (IoU) {overlap:.2f}; the "
            f"{'lowest' if low else 'highest'} value lies {'on' if hit else 'beside'} the "
            f"object; {energy:.0%} of the map is on it, which covers "
            f"{truth.float().mean():.0%} of the image."
        )

    def summary(self) -> str:
        return f"ThresholdPanel: {len(self.images)} images, maps {', '.join(self.maps)}"


def _share(inches: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    left, bottom, wide, tall = inches
    return left / SIZE[0], bottom / SIZE[1], wide / SIZE[0], tall / SIZE[1]


def _bytes(colour: str) -> list[int]:
    return [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
