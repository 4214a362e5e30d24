"""The drawing inside the MaskExplorer: four linked views and the prediction."""

from collections.abc import Sequence
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
    SIGNED_COLOURS,
    TRUE_CLASS,
)

from .frame import Frame, colours

MOST_BARS = 10
WIDTH, SIDE = 9.8, 1.84  # of the figure and of one view, in inches


def figure_size(image_size: tuple[int, int]) -> tuple[float, float]:
    """Width and height in inches of a figure whose views have the images' shape."""
    height, width = image_size
    return WIDTH, max(SIDE * height / width, SIDE / 2) + 0.82


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One state of the views: arrays and choices, no network.

    Args:
        image: (C, H, W), uint8 or floats in [0, 1].
        trunk, mask, output: (h, w), one channel or the mean of all.
        true_mask: bool (H, W) or None.
        chances: (K,) probabilities of the classes.
        overlay: opacity of the mask over the image, in [0, 1].
        fixed_scale: mask colours span 0 to 1; else the mask's own range.
    """

    image: ArrayLike
    trunk: np.ndarray
    mask: np.ndarray
    output: np.ndarray
    true_mask: ArrayLike | None
    chances: np.ndarray
    true_class: int | None
    overlay: float
    fixed_scale: bool


class MaskViews:
    """Draws what stays on ``figure`` once; ``draw`` puts one state on a frame.

    Args:
        figure: as large as ``figure_size`` says.
        image_size: (H, W) in pixels; the views have its shape.
        class_names: of the network's outputs; the likeliest ten are shown if there are more.
        residual: whether the modules put out (1 + M)·T or M·T, for the title.
    """

    def __init__(
        self,
        figure: Figure,
        *,
        image_size: tuple[int, int],
        class_names: Sequence[str],
        residual: bool,
    ):
        self.class_names = list(class_names)
        _, height = figure_size(image_size)
        self.bottom, self.height = 0.48 / height, (height - 0.82) / height
        product = "(1 + M)·T" if residual else "M·T"
        titles = ("image and mask", "trunk  T", "mask  M", f"output  {product}")
        self.views = [
            self._view(figure, 0.008 + 0.198 * number, title)
            for number, title in enumerate(titles)
        ]
        bars = (SIGNED_COLOURS, MASK_COLOURS, SIGNED_COLOURS)
        self.scales = [
            self._scale(figure, view, colour)
            for view, colour in zip(self.views[1:], bars, strict=True)
        ]
        self.prediction = self._prediction(figure)

    def draw(self, frame: Frame, shown: Shown) -> None:
        """Put this state on ``frame``."""
        low, high = 0.0, 1.0
        if not shown.fixed_scale:
            low, high = float(shown.mask.min()), float(shown.mask.max())
        signed = float(max(np.abs(shown.output).max(), np.abs(shown.trunk).max())) or 1.0
        image, trunk, mask, output = self.views
        weights = colours(shown.mask, low, high, MASK_COLOURS)
        picture = (as_picture(shown.image) * 255).astype(np.uint8)
        veil, ground = frame.fit(mask, weights), frame.fit(image, picture)
        frame.image(image, Image.blend(ground, veil, shown.overlay))
        frame.image(mask, veil)
        for view, values in ((trunk, shown.trunk), (output, shown.output)):
            frame.image(view, colours(values, -signed, signed, SIGNED_COLOURS))
        if shown.true_mask is not None:
            edges = outline_edges(shown.true_mask)
            for view in self.views:
                frame.edges(view, edges, *picture.shape[:2])
        ends = ((-signed, signed), (low, high), (-signed, signed))
        for scale, (left, right) in zip(self.scales, ends, strict=True):
            x0, top, x1, bottom = frame.box(scale)
            middle = (top + bottom) // 2
            frame.words((x0 - 5, middle), f"{left:.2f}".replace("-", "−"), anchor="rm")
            frame.words((x1 + 6, middle), f"{right:.2f}")
        self._draw_prediction(frame, shown.chances, shown.true_class)

    def _view(self, figure: Figure, left: float, title: str) -> Axes:
        ax = figure.add_axes((left, self.bottom, SIDE / WIDTH, self.height))
        ax.set_axis_off()
        ax.set_title(title, fontsize=10, color=INK)
        return ax

    def _scale(self, figure: Figure, view: Axes, colour: str) -> Axes:
        """A colour bar below ``view``, with room for a number at either end."""
        place = view.get_position()
        inch = self.bottom / 0.48
        ax = figure.add_axes((place.x0 + 0.052, 0.22 * inch, place.width - 0.104, 0.1 * inch))
        ax.imshow(np.linspace(0, 1, 128)[None], aspect="auto", cmap=colour)
        ax.set(xticks=[], yticks=[])
        return ax

    def _prediction(self, figure: Figure) -> Axes:
        count = min(len(self.class_names), MOST_BARS)
        ax = figure.add_axes((0.868, self.bottom, 0.075, self.height))
        ax.set(xlim=(0, 1), ylim=(count - 0.5, -0.5), xticks=[0, 1], yticks=[])
        ax.tick_params(labelsize=8, length=2)
        ax.spines[["top", "right"]].set_visible(False)
        ax.set_title("prediction", fontsize=10, color=INK)
        return ax

    def _draw_prediction(
        self, frame: Frame, chances: np.ndarray, true_class: int | None
    ) -> None:
        """Bars in the classes' own order, or the likeliest first when there are many.

        The true class is told apart by colour and by the word "true", never by one alone.
        """
        ax = self.prediction
        likely = chances.argsort()[::-1]
        every = len(chances) <= MOST_BARS
        for number, row in enumerate(range(len(chances)) if every else likely[:MOST_BARS]):
            best, true = row == likely[0], row == true_class
            wrong = best and true_class is not None
            colour = TRUE_CLASS if true else CHOSEN_CLASS if wrong else MUTED
            frame.bar(ax, number, chances[row], colour)
            x, y = frame.point(ax, 0, number)
            frame.words((x - 5, y), self.class_names[row], anchor="rm")
            said = f"{chances[row]:.2f}" * bool(best) + " true" * true
            x, y = frame.point(ax, chances[row], number)
            frame.words((x + 4, y), said.strip())
