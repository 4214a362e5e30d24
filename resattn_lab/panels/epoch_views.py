"""The views of an EpochPanel: one moment large, all masks small, the prediction."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import ArrayLike
from PIL import Image

from resattn_lab.plots import as_picture, outline_edges
from resattn_lab.plots.palette import CHOSEN_CLASS, INK, MASK_COLOURS

from .frame import Frame, colours
from .prediction_bars import MOST_BARS, draw_bars

WIDTH, LARGE, GAP = 9.8, 2.2, 0.06  # in inches
MOST = 12  # snapshots that fit side by side at a size at which one sees something


def figure_size(snapshots: int) -> tuple[float, float]:
    """Width and height in inches of a figure for so many snapshots.

    Raises:
        ValueError: more than fit side by side.
    """
    if snapshots > MOST:
        raise ValueError(f"at most {MOST} snapshots fit side by side, got {snapshots}")
    return WIDTH, LARGE + small(snapshots) + 0.85


def small(snapshots: int) -> float:
    """The side of one small view."""
    return min(1.2, (WIDTH - 0.1) / snapshots - GAP)


@dataclass(frozen=True, kw_only=True)
class Moment:
    """What is drawn: arrays and choices, no network.

    Args:
        image: (3, H, W), uint8 or floats in [0, 1].
        true_mask: bool (H, W), or None where it is not known.
        planes: a mask (h, w) for each snapshot.
        chosen: which of them is shown large.
        ends: the mask values at the two ends of the colours.
        chances: (K,) probabilities at the chosen snapshot.
        true_class: an index into them, or None where it is not known.
    """

    image: ArrayLike
    true_mask: ArrayLike | None
    planes: Sequence[np.ndarray]
    chosen: int
    ends: tuple[float, float]
    chances: np.ndarray
    true_class: int | None


class EpochViews:
    """Draws titles and steps on ``figure`` once; ``draw`` puts one moment on a frame."""

    def __init__(self, figure: Figure, *, steps: Sequence[int], class_names: Sequence[str]):
        self.figure, self.class_names = figure, list(class_names)
        self.height = figure_size(len(steps))[1]
        top, side = self.height - 0.3 - LARGE, small(len(steps))
        self.overlay = self._view(0.05, top, LARGE, "image and mask")
        self.mask = self._view(2.55, top, LARGE, "mask")
        self.bar = self._axes(4.95, top, 0.12, LARGE)
        self.bar.imshow(np.linspace(1, 0, 128)[:, None], aspect="auto", cmap=MASK_COLOURS)
        self.bar.set(xticks=[], yticks=[])
        self.prediction = self._axes(6.75, top, 2.1, LARGE)
        count = min(len(self.class_names), MOST_BARS)
        self.prediction.set(xlim=(0, 1), ylim=(count - 0.5, -0.5), xticks=[0, 1], yticks=[])
        self.prediction.tick_params(labelsize=8, length=2)
        self.prediction.spines[["top", "right"]].set_visible(False)
        self.prediction.set_title("prediction (probability)", fontsize=10, color=INK, pad=3)
        self.strip = [
            self._view(0.05 + number * (side + GAP), 0.1, side, f"step {step}", points=8)
            for number, step in enumerate(steps)
        ]

    def draw(self, frame: Frame, moment: Moment) -> None:
        """Put this moment on ``frame``."""
        picture = (as_picture(moment.image) * 255).astype(np.uint8)
        chosen = moment.planes[moment.chosen]
        veil = frame.fit(self.overlay, colours(chosen, *moment.ends, MASK_COLOURS))
        frame.image(self.overlay, Image.blend(frame.fit(self.overlay, picture), veil, 0.5))
        views = [(self.mask, chosen), *zip(self.strip, moment.planes, strict=True)]
        for ax, plane in views:
            frame.image(ax, colours(plane, *moment.ends, MASK_COLOURS))
        if moment.true_mask is not None:
            edges = outline_edges(moment.true_mask)
            for ax in (self.overlay, self.mask, *self.strip):
                frame.edges(ax, edges, *picture.shape[:2])
        frame.rectangle(self.strip[moment.chosen], 0, 0, 1, 1, CHOSEN_CLASS, width=4)
        left, top, right, bottom = frame.box(self.bar)
        for y, value in ((top + 6, moment.ends[1]), (bottom - 6, moment.ends[0])):
            frame.words((right + 5, y), f"{value:.2f}")
        draw_bars(
            frame,
            self.prediction,
            self.class_names,
            moment.chances,
            true_class=moment.true_class,
        )

    def _axes(self, left: float, bottom: float, width: float, height: float) -> Axes:
        """Axes at a place in inches from the lower left."""
        box = (left / WIDTH, bottom / self.height, width / WIDTH, height / self.height)
        return self.figure.add_axes(box)

    def _view(
        self, left: float, bottom: float, side: float, title: str, *, points: float = 10
    ) -> Axes:
        ax = self._axes(left, bottom, side, side)
        ax.set(xlim=(0, 1), ylim=(0, 1))
        ax.set_axis_off()
        ax.set_title(title, fontsize=points, color=INK, pad=3)
        return ax
