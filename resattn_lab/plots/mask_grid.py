"""All channels of one mask, side by side on one scale."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike

from .new_axes import new_axes
from .palette import CHOSEN_CLASS, MASK_COLOURS
from .tiling import tile


def mask_grid(
    masks: ArrayLike,
    *,
    columns: int = 8,
    padding: int = 1,
    cmap: str = MASK_COLOURS,
    marked: int | None = None,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw masks row by row as one tiled image on ``ax`` and return the Axes.

    The numbers of each row's masks stand beside it.

    Args:
        masks: (K, h, w), such as the channels of one mask; colours span 0 to 1.
        columns: masks in a row.
        padding: empty cells between masks.
        marked: the mask that gets a frame, counted from 0; none when None.

    Raises:
        ValueError: ``masks`` is not three-dimensional.
    """
    masks = np.asarray(masks)
    if masks.ndim != 3:
        raise ValueError(f"masks must be (K, h, w), got {masks.shape}; choose one image")
    ax = new_axes(ax, (5, 5))
    ax.imshow(tile(masks, columns=columns, padding=padding), cmap=cmap, vmin=0, vmax=1)
    columns, (height, width) = min(columns, len(masks)), np.add(masks.shape[1:], padding)
    firsts = range(0, len(masks), columns)
    lasts = [min(first + columns, len(masks)) - 1 for first in firsts]
    centres = [padding + (height - padding - 1) / 2 + height * row for row in range(len(lasts))]
    ax.set_yticks(centres, [f"{a}–{b}" for a, b in zip(firsts, lasts, strict=True)])
    ax.tick_params(length=0)
    ax.set_xticks([])
    if marked is not None:
        row, column = divmod(marked, columns)
        corner = (column * width + (padding - 1) / 2, row * height + (padding - 1) / 2)
        ax.add_patch(
            Rectangle(corner, width, height, fill=False, edgecolor=CHOSEN_CLASS, linewidth=2)
        )
    if title is not None:
        ax.set_title(title, fontsize="medium")
    return ax
