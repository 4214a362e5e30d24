"""Small pictures in rows on a panel's figure, each pixel a clean square."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

DPI = 100

Place = tuple[int, int, int, int]  # left, top, width, height, in pixels from the upper left


def axes_at(figure: Figure, place: Place, title: str | None = None) -> Axes:
    """An Axes without ticks or frame that covers just these pixels of ``figure``."""
    left, top, width, height = place
    across, down = figure.get_size_inches() * DPI
    ax = figure.add_axes(
        (left / across, 1 - (top + height) / down, width / across, height / down)
    )
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    if title is not None:
        ax.set_title(title, fontsize=9)
    return ax


def tile_axes(
    figure: Figure, start: tuple[int, int], *, side: int, rows: int, columns: int, below: int
) -> list[Axes]:
    """Axes of ``side`` pixels in rows, 4 pixels apart, with ``below`` pixels under each."""
    left, top = start
    return [
        axes_at(figure, (left + c * (side + 4), top + r * (side + 4 + below), side, side))
        for r in range(rows)
        for c in range(columns)
    ]


def as_bytes(picture: NDArray[np.float32]) -> NDArray[np.uint8]:
    return (picture * 255).round().astype(np.uint8)
