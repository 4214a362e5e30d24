"""The outline of an object, along the edges of its pixels."""

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

from .palette import OUTLINE, OUTLINE_RIM


def outline_edges(true_mask: ArrayLike) -> NDArray[np.float64]:
    """Every pixel edge between object and rest.

    Returns:
        x0, y0, x1, y1 of each edge, (E, 4), in pixels; pixel (0, 0) has its centre at 0, 0.

    Raises:
        ValueError: ``true_mask`` is not two-dimensional.
    """
    mask = np.asarray(true_mask, dtype=bool)
    if mask.ndim != 2:
        raise ValueError(f"true_mask must be (H, W), got {mask.shape}")
    padded = np.pad(mask, 1)
    row, column = np.nonzero(padded[:, 1:] != padded[:, :-1])  # upright edges
    upright = np.stack([column - 0.5, row - 1.5, column - 0.5, row - 0.5], axis=1)
    row, column = np.nonzero(padded[1:] != padded[:-1])  # level edges
    level = np.stack([column - 1.5, row - 0.5, column - 0.5, row - 0.5], axis=1)
    return np.concatenate([upright, level])


def draw_outline(true_mask: ArrayLike, *, ax: Axes, width: float = 1.2) -> None:
    """Draw the outline in white on a dark rim, visible on any ground."""
    edges = outline_edges(true_mask)
    gap = np.full(len(edges), np.nan)  # one line, interrupted between the edges
    x = np.stack([edges[:, 0], edges[:, 2], gap], axis=1).ravel()
    y = np.stack([edges[:, 1], edges[:, 3], gap], axis=1).ravel()
    style = {"solid_capstyle": "projecting", "scalex": False, "scaley": False}
    ax.plot(x, y, color=OUTLINE_RIM, linewidth=width + 1.4, **style)
    ax.plot(x, y, color=OUTLINE, linewidth=width, **style)
