"""All Attention Modules in a row of thumbnails, the opened one framed."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from resattn_lab.plots.palette import INK, MASK_COLOURS

from .frame import Frame, colours

ROW = 12  # thumbnails side by side
PITCH, THUMB = 0.8, 0.6  # inches from one to the next, and the width of one
HEAD, WORDS, LETTERS = 0.3, 0.42, 11  # inches above the rows, and below each thumbnail


def strip_height(count: int, image_size: tuple[int, int]) -> float:
    """Inches that the thumbnails of ``count`` modules take."""
    return HEAD + math.ceil(count / ROW) * (_thumb_height(image_size) + WORDS)


class ModuleStrip:
    """The mean mask of each module, named, with its λ; drawn at the top of ``figure``.

    Args:
        names: of the modules, in their order.
        image_size: (H, W) in pixels; the thumbnails have its shape.
    """

    def __init__(self, figure: Figure, *, names: Sequence[str], image_size: tuple[int, int]):
        width, height = figure.get_size_inches()
        high = _thumb_height(image_size)
        figure.text(
            0.08 / width,
            1 - 0.14 / height,
            "mean mask M of every Attention Module, with its strength λ; "
            "the framed one is opened below",
            fontsize=9,
            color=INK,
            va="center",
        )
        self.thumbnails: dict[str, Axes] = {}
        for number, name in enumerate(names):
            row, column = divmod(number, ROW)
            left, top = 0.14 + column * PITCH, HEAD + row * (high + WORDS)
            ax = figure.add_axes(
                (left / width, 1 - (top + high) / height, THUMB / width, high / height)
            )
            ax.set(xlim=(0, 1), ylim=(0, 1))
            ax.set_axis_off()
            self.thumbnails[name] = ax

    def draw(
        self,
        frame: Frame,
        masks: Mapping[str, np.ndarray],
        *,
        opened: str,
        strengths: Mapping[str, float],
        fixed_scale: bool = True,
    ) -> None:
        """Put this state on ``frame``.

        Args:
            masks: module -> (h, w) in [0, 1].
            opened: the module to frame.
            strengths: module -> λ.
            fixed_scale: colours span 0 to 1; else each mask's own range.
        """
        for name, ax in self.thumbnails.items():
            mask = masks[name]
            low, high = (0, 1) if fixed_scale else (float(mask.min()), float(mask.max()))
            frame.image(ax, colours(mask, low, high, MASK_COLOURS))
            left, _, right, bottom = frame.box(ax)
            middle = (left + right) // 2
            short = name if len(name) <= LETTERS else f"…{name[1 - LETTERS :]}"
            frame.words((middle, bottom + 11), short, anchor="mm")
            told = f"λ {strengths[name]:.6g}"
            frame.words((middle, bottom + 24), told.replace("-", "−"), anchor="mm")
            if name == opened:
                across, up = 4 / (right - left), 4 / (bottom - frame.box(ax)[1])
                frame.rectangle(ax, -across, -up, 1 + across, 1 + up, INK, width=3)


def _thumb_height(image_size: tuple[int, int]) -> float:
    height, width = image_size
    return min(max(THUMB * height / width, THUMB / 2), 1.5 * THUMB)
