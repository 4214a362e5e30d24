"""Four linked views of an Attention Module, and the prediction beside them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import ArrayLike
from PIL import Image

from resattn_lab.plots import as_picture, outline_edges
from resattn_lab.plots.palette import INK, MASK_COLOURS, SIGNED_COLOURS

from .frame import Frame, colours
from .mask_runs import Square
from .prediction_bars import MOST_BARS, draw_bars, prediction_axes

__all__ = ["MOST_BARS", "MaskViews", "Shown", "figure_size"]

SQUARE = "#ffd54f"  # the rim of what is covered, on a dark one
WIDTH, SIDE = 9.8, 1.84  # of the figure and of one view, in inches


def figure_size(image_size: tuple[int, int], *, above: float = 0.0) -> tuple[float, float]:
    """Width and height in inches of a figure whose views have the images' shape.

    Args:
        above: inches that are left free at the top.
    """
    height, width = image_size
    return WIDTH, max(SIDE * height / width, SIDE / 2) + 0.82 + above


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One state of the views: arrays and choices, no network.

    Args:
        image: (C, H, W), uint8 or floats in [0, 1], as the network saw it.
        trunk, mask, output: (h, w), one channel or the mean of all.
        true_mask: bool (H, W) or None.
        chances: (K,) probabilities of the classes.
        overlay: opacity of the mask over the image, in [0, 1].
        fixed_scale: mask colours span 0 to 1; else the mask's own range.
        strength: λ, for the title of the output.
        square: what grey covers of the image, or None.
        chances_unchanged: (K,) as trained, with nothing covered; None if that is so anyway.
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
    strength: float = 1.0
    square: Square | None = None
    chances_unchanged: np.ndarray | None = None


class MaskViews:
    """Draws what stays on ``figure`` once; ``draw`` puts one state on a frame.

    Args:
        figure: as large as ``figure_size`` says.
        image_size: (H, W) in pixels; the views have its shape.
        class_names: of the network's outputs; the likeliest ten are shown if there are more.
        residual: whether the modules put out (1 + M)·T or M·T, for the title.
        above: inches that are left free at the top.
    """

    def __init__(
        self,
        figure: Figure,
        *,
        image_size: tuple[int, int],
        class_names: Sequence[str],
        residual: bool,
        above: float = 0.0,
    ):
        self.class_names, self.residual = list(class_names), residual
        _, height = figure_size(image_size, above=above)
        self.bottom, self.height = 0.48 / height, (height - 0.82 - above) / height
        titles = ("image and mask", "trunk  T", "mask  M", "")
        self.views = [
            self._view(figure, 0.008 + 0.198 * number, title)
            for number, title in enumerate(titles)
        ]
        bars = (SIGNED_COLOURS, MASK_COLOURS, SIGNED_COLOURS)
        self.scales = [
            self._scale(figure, view, colour)
            for view, colour in zip(self.views[1:], bars, strict=True)
        ]
        self.prediction = prediction_axes(
            figure, len(self.class_names), bottom=self.bottom, height=self.height
        )

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
        if shown.square is not None:
            self._draw_square(frame, shown.square, *picture.shape[:2])
        left, top, right, _ = frame.box(output)
        said = f"output  {product(shown.strength, self.residual)}"
        frame.words(((left + right) // 2, top - 8), said, points=10, anchor="ms")
        ends = ((-signed, signed), (low, high), (-signed, signed))
        for scale, (left, right) in zip(self.scales, ends, strict=True):
            x0, top, x1, bottom = frame.box(scale)
            middle = (top + bottom) // 2
            frame.words((x0 - 5, middle), short(left), anchor="rm")
            frame.words((x1 + 6, middle), short(right))
        before = shown.chances_unchanged
        self._draw_prediction(frame, shown.chances, shown.true_class, before)

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

    def _draw_square(self, frame: Frame, square: Square, height: int, width: int) -> None:
        """A rim around what is covered, in all views."""
        left, top = square.column / width, 1 - square.row / height
        right = min(square.column + square.size, width) / width
        bottom = 1 - min(square.row + square.size, height) / height
        for view in self.views:
            frame.rectangle(view, left, bottom, right, top, INK, width=3)
            frame.rectangle(view, left, bottom, right, top, SQUARE, width=1)

    def _draw_prediction(
        self,
        frame: Frame,
        chances: np.ndarray,
        true_class: int | None,
        before: np.ndarray | None = None,
    ) -> None:
        draw_bars(
            frame,
            self.prediction,
            self.class_names,
            chances,
            true_class=true_class,
            before=before,
        )


def product(strength: float, residual: bool) -> str:
    """What a module puts out with λ = ``strength``, for a title."""
    factor = "" if strength == 1 else f"{strength:.6g}·".replace("-", "−")
    return f"(1 + {factor}M)·T" if residual else f"{factor}M·T"


def short(value: float) -> str:
    """A number that fits beside a colour bar."""
    return (f"{value:.2f}" if abs(value) < 1000 else f"{value:.1e}").replace("-", "−")
