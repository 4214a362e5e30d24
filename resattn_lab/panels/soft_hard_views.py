"""The drawing inside the SoftHardPanel: weights over the image, two glimpses, bars."""

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import ArrayLike
from PIL import Image

from resattn_lab.plots import as_picture, outline_edges
from resattn_lab.plots.palette import (
    CHOSEN_CLASS,
    INK,
    MASK_COLOURS,
    MUTED,
    OUTLINE,
    OUTLINE_RIM,
)

from .frame import Frame, colours

WIDTH, SIDE = 9.8, 2.0  # of the figure and of one view, in inches
ROWS = 10  # bars; what is left is summed in one more
VEIL = 0.5  # opacity of the weights over the image


def figure_size(image_size: tuple[int, int]) -> tuple[float, float]:
    """Width and height in inches of a figure whose first view has the images' shape."""
    height, width = image_size
    return WIDTH, max(SIDE * height / width, SIDE) + 0.82


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One state of the views: arrays and choices.

    Args:
        image: (C, H, W), uint8 or floats in [0, 1].
        weights: (h, w), sum 1.
        place: the chosen one, counted row by row.
        soft, hard: (C, s, s) in [0, 1], the two glimpses.
        reach: s in places, down and across.
        true_mask: bool (H, W) or None.
    """

    image: ArrayLike
    weights: np.ndarray
    place: int
    soft: ArrayLike
    hard: ArrayLike
    reach: tuple[float, float]
    true_mask: ArrayLike | None


class SoftHardViews:
    """Draws what stays on ``figure`` once; ``draw`` puts one state on a frame.

    Args:
        figure: as large as ``figure_size`` says.
        image_size: (H, W) in pixels.
        grid: places down and across.
    """

    def __init__(self, figure: Figure, *, image_size: tuple[int, int], grid: tuple[int, int]):
        (height, width), total = image_size, figure_size(image_size)[1]
        self.grid, bottom = grid, 0.48 / total
        self.image = self._view(figure, 0.008, bottom, SIDE * height / width, "image, weights")
        self.image.set(xlim=(-0.5, grid[1] - 0.5), ylim=(grid[0] - 0.5, -0.5))
        self.soft = self._view(figure, 0.225, bottom, SIDE, "soft glimpse: weighted sum")
        self.hard = self._view(figure, 0.442, bottom, SIDE, "hard glimpse: one place")
        self.scale = figure.add_axes((0.05, 0.22 / total, 0.12, 0.1 / total))
        self.scale.imshow(np.linspace(0, 1, 128)[None], aspect="auto", cmap=MASK_COLOURS)
        self.scale.set(xticks=[], yticks=[])
        self.rows = min(ROWS, grid[0] * grid[1])
        self.bars = figure.add_axes((0.765, bottom, 0.165, (total - 0.82) / total))
        self.bars.set(xlim=(0, 1), ylim=(self.rows + 0.5, -0.5), xticks=[0, 0.5, 1], yticks=[])
        self.bars.tick_params(labelsize=8, length=2)
        self.bars.spines[["top", "right"]].set_visible(False)
        self.bars.set_title("weight of a place", fontsize=10, color=INK)

    def _view(
        self, figure: Figure, left: float, bottom: float, height: float, title: str
    ) -> Axes:
        total = figure.get_size_inches()[1]
        ax = figure.add_axes((left, bottom, SIDE / WIDTH, height / total))
        ax.set_axis_off()
        ax.set_title(title, fontsize=10, color=INK)
        return ax

    def draw(self, frame: Frame, seen: Seen) -> None:
        """Put this state on ``frame``."""
        self._draw_image(frame, seen)
        for view, glimpse in ((self.soft, seen.soft), (self.hard, seen.hard)):
            frame.image(view, (as_picture(glimpse) * 255).round().astype(np.uint8))
        self._draw_bars(frame, seen.weights.ravel(), seen.place)

    def _draw_image(self, frame: Frame, seen: Seen) -> None:
        """Colours go from no weight to the largest weight.

        The chosen place has a frame; a thin one shows how far its glimpse reaches.
        """
        highest = float(seen.weights.max())
        picture = (as_picture(seen.image) * 255).astype(np.uint8)
        veil = frame.fit(self.image, colours(seen.weights, 0, highest, MASK_COLOURS))
        frame.image(self.image, Image.blend(frame.fit(self.image, picture), veil, VEIL))
        if seen.true_mask is not None:
            frame.edges(self.image, outline_edges(seen.true_mask), *picture.shape[:2])
        row, column = divmod(seen.place, self.grid[1])
        down, across = (side / 2 for side in seen.reach)
        window = (column - across, row - down, column + across, row + down)
        place = (column - 0.5, row - 0.5, column + 0.5, row + 0.5)
        frame.rectangle(self.image, *self._inside(window), OUTLINE, 1)
        for colour, width in ((OUTLINE_RIM, 6), (CHOSEN_CLASS, 4), (OUTLINE, 1)):
            frame.rectangle(self.image, *place, colour, width)
        left, top, right, bottom = frame.box(self.scale)
        middle = (top + bottom) // 2
        frame.words((left - 5, middle), "0", anchor="rm")
        frame.words((right + 6, middle), f"{highest:.2f}" if highest < 1 else "1")

    def _inside(self, corners: tuple[float, ...]) -> tuple[float, ...]:
        """Corners in places, cut off at the image's rim."""
        ends = (self.grid[1] - 0.5, self.grid[0] - 0.5) * 2
        return tuple(min(max(at, -0.5), end) for at, end in zip(corners, ends, strict=True))

    def _draw_bars(self, frame: Frame, weights: np.ndarray, place: int) -> None:
        """The heaviest places, the chosen one always among them, and all others together."""
        shown = list(weights.argsort(kind="stable")[::-1][: self.rows])
        if place not in shown:
            shown[-1] = place
        rest = len(weights) - len(shown)
        for number, index in enumerate(shown):
            row, column = divmod(int(index), self.grid[1])
            chosen = index == place
            said = f"{weights[index]:.2f}" + "  chosen" * bool(chosen)
            name, colour = f"row {row}, col {column}", CHOSEN_CLASS if chosen else MUTED
            self._bar(frame, number, float(weights[index]), colour, name, said)
        if rest:
            left = max(1 - float(weights[shown].sum()), 0.0)
            self._bar(frame, self.rows, left, INK, f"{rest} others", f"{left:.2f}")

    def _bar(
        self, frame: Frame, row: int, length: float, colour: str, name: str, said: str
    ) -> None:
        frame.bar(self.bars, row, length, colour)
        x, y = frame.point(self.bars, 0, row)
        frame.words((x - 5, y), name, anchor="rm")
        x, y = frame.point(self.bars, length, row)
        inside = length > 0.7
        place, anchor = (x - 4, "rm") if inside else (x + 4, "lm")
        frame.words((place, y), said, anchor=anchor, colour=OUTLINE if inside else INK)
