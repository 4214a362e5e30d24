"""All channels of one mask, side by side on one scale."""

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from .new_axes import new_axes
from .palette import MASK_COLOURS
from .tiling import tile


def mask_grid(
    masks: ArrayLike,
    *,
    columns: int = 8,
    padding: int = 1,
    cmap: str = MASK_COLOURS,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw masks row by row as one tiled image on ``ax`` and return the Axes.

    Args:
        masks: (K, h, w), such as the channels of one mask; colours span 0 to 1.
        columns: masks in a row.
        padding: empty cells between masks.

    Raises:
        ValueError: ``masks`` is not three-dimensional.
    """
    masks = np.asarray(masks)
    if masks.ndim != 3:
        raise ValueError(f"masks must be (K, h, w), got {masks.shape}; choose one image")
    ax = new_axes(ax, (5, 5))
    ax.imshow(tile(masks, columns=columns, padding=padding), cmap=cmap, vmin=0, vmax=1)
    ax.set(xticks=[], yticks=[])
    if title is not None:
        ax.set_title(title, fontsize="medium")
    return ax
