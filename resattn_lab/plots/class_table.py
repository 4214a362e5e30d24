"""A table of shares or counts by class, as one picture on a fixed scale."""

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from .new_axes import new_axes
from .palette import MASK_COLOURS


def class_table(
    table: ArrayLike,
    *,
    highest: float = 1.0,
    row: str = "true class",
    column: str = "given label",
    title: str | None = None,
    colourbar: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw a table with a class in each row on ``ax`` and return the Axes.

    Args:
        table: (R, C), shares or counts; colours span 0 to ``highest``, so that two tables
            can be compared.
        row, column: what rows and columns are.
        colourbar: what the colours are; no colour bar when None.
        ax: where to draw; a new figure of its own when None.

    Raises:
        ValueError: ``table`` is not two-dimensional.
    """
    table = np.asarray(table)
    if table.ndim != 2:
        raise ValueError(f"table must be (rows, columns), got {table.shape}")
    ax = new_axes(ax)
    drawn = ax.imshow(table, cmap=MASK_COLOURS, vmin=0, vmax=highest, aspect="auto")
    ax.set(xlabel=column, ylabel=row)
    if title is not None:
        ax.set_title(title, fontsize="medium")
    if colourbar is not None:
        ax.figure.colorbar(drawn, ax=ax, label=colourbar)
    return ax
