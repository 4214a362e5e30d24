"""The drawing inside the ReceptiveFieldPanel: the lit image, and how the light is spread."""

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from torch import Tensor

from resattn_lab.measures import energy_within
from resattn_lab.plots import spotlight
from resattn_lab.plots.palette import INK, MUTED, OUTLINE, OUTLINE_RIM
from resattn_lab.plots.receptive_field import EFFECTIVE, Box

from .frame import Frame

WIDTH, HEIGHT, LEFT, BOTTOM, SIDE = 9.8, 4.5, 0.1, 0.55, 3.6  # of the figure, in inches


@dataclass(frozen=True, kw_only=True)
class FieldShown:
    """One state of the views: arrays and places, no network.

    Args:
        image: (C, H, W) in [0, 1].
        energy: (H, W), squared gradients.
        centre: row and column of the pixel that the squares are drawn around.
        reach: everything that is seen.
        side: of the square with ``share`` of the energy.
    """

    image: Tensor
    energy: Tensor
    centre: tuple[int, int]
    reach: Box
    side: int
    share: float


class ReceptiveFieldViews:
    """Draws what stays on ``figure`` once; ``draw`` puts one state on a frame.

    Args:
        image_size: (H, W) in pixels.
        share: of the energy, at which the curve has a line across.
    """

    def __init__(self, figure: Figure, image_size: tuple[int, int], share: float):
        high, wide = image_size
        scale = SIDE / max(high, wide)
        size = (wide * scale / WIDTH, high * scale / HEIGHT)
        self.view = figure.add_axes((LEFT / WIDTH, BOTTOM / HEIGHT, *size))
        self.view.set(xlim=(-0.5, wide - 0.5), ylim=(high - 0.5, -0.5), xticks=[], yticks=[])
        self.view.set_title("lit where a pixel moves the output", fontsize=10, color=INK)
        self.spread = self._spread(figure, 2 * max(high, wide), share)

    def _spread(self, figure: Figure, widest: int, share: float) -> Axes:
        """The Axes of the share of energy against the square's side."""
        box = (4.55 / WIDTH, BOTTOM / HEIGHT, 5.0 / WIDTH, SIDE / HEIGHT)
        ax = figure.add_axes(box)
        ax.set(xlim=(0, widest), ylim=(0, 1.05))
        ax.set_xlabel("side of a square around the place, in positions", fontsize=9)
        ax.set_ylabel("share of the gradient's energy inside", fontsize=9)
        ax.set_title("how it is spread", fontsize=10, color=INK)
        ax.axhline(share, color=MUTED, linewidth=1, linestyle=":")
        ax.tick_params(labelsize=8)
        ax.spines[["top", "right"]].set_visible(False)
        return ax

    def draw(self, frame: Frame, shown: FieldShown) -> None:
        """Put this state on ``frame``."""
        light = spotlight(shown.image, shown.energy)
        frame.image(self.view, (light * 255).astype(np.uint8))
        self._box(frame, shown.reach, OUTLINE)
        around = square(shown.centre, shown.side, tuple(shown.energy.shape))
        self._box(frame, around, EFFECTIVE)
        row, column = shown.centre
        frame.dot(self.view, column, row, OUTLINE_RIM, radius=3)
        self._write_key(frame, shown.share)
        self._draw_spread(frame, shown)

    def _draw_spread(self, frame: Frame, shown: FieldShown) -> None:
        inside = energy_within(shown.energy, place=shown.centre)
        sides = [2 * number + 1 for number in range(len(inside))]
        frame.line(self.spread, sides, inside.tolist(), INK)
        height = float(inside[shown.side // 2])
        frame.dot(self.spread, shown.side, height, EFFECTIVE, radius=5)
        x, y = frame.point(self.spread, shown.side, shown.share)
        right = frame.box(self.spread)[2]
        said = f"{shown.share:.0%} inside {shown.side}×{shown.side}"
        place, anchor = ((x - 8, y + 14), "rm") if x > right - 130 else ((x + 8, y + 14), "lm")
        frame.words(place, said, points=9, anchor=anchor)

    def _write_key(self, frame: Frame, share: float) -> None:
        left, _, _, bottom = frame.box(self.view)
        words = f"outer box: everything that is seen; inner, orange: {share:.0%} of the energy"
        frame.words((left, bottom + 16), words, points=8)

    def _box(self, frame: Frame, box: Box, colour: str) -> None:
        """A box along the outer edges of its pixels, with a dark rim."""
        top, bottom, left, right = box
        corners = (left - 0.5, top - 0.5, right + 0.5, bottom + 0.5)
        frame.rectangle(self.view, *corners, OUTLINE_RIM, width=4)
        frame.rectangle(self.view, *corners, colour, width=2)


def square(centre: tuple[int, int], side: int, size: tuple[int, int]) -> Box:
    """The square of an odd side around a pixel, cut off at the image's border."""
    (row, column), half = centre, side // 2
    return (
        max(row - half, 0),
        min(row + half, size[0] - 1),
        max(column - half, 0),
        min(column + half, size[1] - 1),
    )
