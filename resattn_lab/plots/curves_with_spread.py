"""Several runs of several methods: the mean of each, and how far its runs lie apart."""

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from .new_axes import new_axes

STYLES = ("-", "--", "-.", ":")
COLOURS = ("#222222", "#be551a", "#00796b", "#3b5ba5")


def curves_with_spread(
    x: ArrayLike,
    curves: Mapping[str, ArrayLike],
    *,
    xlabel: str,
    ylabel: str,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the mean of each method's runs, in a band from the 10th to the 90th percentile.

    Args:
        x: (T,).
        curves: (R, T) by the method's name, at most four; R runs.

    Raises:
        ValueError: more than four methods, or runs of another length.
    """
    x = np.asarray(x)
    if len(curves) > len(STYLES):
        raise ValueError(f"there are styles for {len(STYLES)} methods, got {len(curves)}")
    ax = new_axes(ax, (5.5, 3.4))
    for (name, runs), style, colour in zip(curves.items(), STYLES, COLOURS, strict=False):
        runs = np.asarray(runs)
        if runs.ndim != 2 or runs.shape[1] != len(x):
            raise ValueError(f"{name!r} must be (R, {len(x)}), got {runs.shape}")
        low, high = np.quantile(runs, (0.1, 0.9), axis=0)
        ax.fill_between(x, low, high, color=colour, alpha=0.15, linewidth=0)
        ax.plot(x, runs.mean(axis=0), style, color=colour, label=name)
    ax.set(xlabel=xlabel, ylabel=ylabel)
    ax.legend(fontsize="small")
    if title is not None:
        ax.set_title(title, fontsize="medium")
    return ax
