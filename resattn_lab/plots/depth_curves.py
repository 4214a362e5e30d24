"""Strength against depth, on a scale of powers of ten, told apart without colour."""

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike

from .new_axes import new_axes

LINES = ("#b2560f", "#1f5fa8", "#2e7d32", "#6a3d9a")  # one after the other
MARKERS = ("s", "o", "^", "D")
DASHES = ("--", "-", "-.", ":")


def depth_curves(
    curves: Mapping[str, ArrayLike],
    *,
    ylabel: str,
    xlabel: str = "units passed",
    log: bool = True,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw curves, each with its own colour, marker and dash, and return the Axes.

    Args:
        curves: name and values (depth + 1,), the first belongs to the input.
        log: a scale of powers of ten, for values above 0.

    Raises:
        ValueError: more curves than there are styles, or a value that is not above 0.
    """
    if len(curves) > len(MARKERS):
        raise ValueError(f"at most {len(MARKERS)} curves can be told apart, got {len(curves)}")
    ax = new_axes(ax, (4.4, 3.2))
    for number, (name, values) in enumerate(curves.items()):
        values = np.asarray(values)
        if log and not (values > 0).all():
            raise ValueError(f"a log scale needs values above 0, but {name} has others")
        style = {"color": LINES[number], "linestyle": DASHES[number]}
        every = max(1, len(values) // 8)
        ax.plot(values, marker=MARKERS[number], markevery=every, label=name, **style)
    ax.set(yscale="log" if log else "linear", xlabel=xlabel, ylabel=ylabel)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.legend(fontsize="small")
    if title is not None:
        ax.set_title(title, fontsize="medium")
    return ax
