"""All output channels of a layer as tiles, the chosen one framed."""

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from .frame import Frame

FRAME = "#000000"


@dataclass(frozen=True, kw_only=True)
class Tiles:
    """What a grid shows: a tiled picture and how it is laid out.

    Args:
        picture: uint8 (h, w, 3), as ``plots.tile`` lays planes out.
        columns: tiles in a row.
        cell: height and width of one tile.
        first, last: numbers of the tiles that the frame goes around; both in one row.
        gap: empty cells between two tiles.
    """

    picture: np.ndarray
    columns: int
    cell: tuple[int, int]
    first: int
    last: int
    gap: int = 1


class ChannelGrid:
    """A place on a figure for tiles and a title.

    Args:
        box: left, bottom, width, height, as shares of the figure.
    """

    def __init__(self, figure: Figure, box: tuple[float, float, float, float]):
        width, height = figure.get_size_inches() * figure.dpi
        self.ax: Axes = figure.add_axes(box)
        self.ax.set_axis_off()
        self.ax.set(xlim=(0, box[2] * width), ylim=(box[3] * height, 0))  # data are pixels

    def draw(self, frame: Frame, tiles: Tiles, title: str) -> None:
        """Put the tiles on ``frame``, the title above and the frame around the chosen one."""
        scale = frame.tiles(self.ax, tiles.picture)
        self.title(frame, title)
        row, left = divmod(tiles.first, tiles.columns)
        right = tiles.last % tiles.columns + 1
        gap = tiles.gap
        high, wide = (side + gap for side in tiles.cell)  # with the gap before
        inset = min(scale / 2, 4) - 1 if gap and scale > 2 else 0  # into the white gap
        corners = (
            scale * left * wide + inset,
            scale * row * high + inset,
            scale * (right * wide + gap) - inset - 1,
            scale * ((row + 1) * high + gap) - inset - 1,
        )
        frame.rectangle(self.ax, *corners, FRAME, 2)

    def title(self, frame: Frame, text: str) -> None:
        """Write above the grid."""
        left, top, _, _ = frame.box(self.ax)
        frame.words((left + 1, top - 18), text, points=10)


def columns_for(count: int) -> int:
    """As many columns as make the grid about as wide as it is high."""
    return max(1, round(count**0.5 + 0.499))
