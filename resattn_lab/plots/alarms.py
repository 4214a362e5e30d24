"""False alarms and misses: what was measured on right and on faulty things, and a limit."""

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

from .new_axes import new_axes
from .palette import CHOSEN_CLASS, INK, TRUE_CLASS

ROWS = {"right": (1.0, TRUE_CLASS, "o"), "faulty": (0.0, CHOSEN_CLASS, "s")}


def spread(count: int) -> NDArray[np.float64]:
    """Heights in (-0.3, 0.3) for ``count`` dots of a row, so that equal values stay apart."""
    return 0.6 * (np.arange(count) * 0.618034 % 1) - 0.3


def alarm_counts(right: ArrayLike, faulty: ArrayLike, limit: float) -> tuple[int, int]:
    """False alarms (right ones at the limit or above) and misses (faulty ones below it)."""
    right, faulty = np.asarray(right), np.asarray(faulty)
    return int((right >= limit).sum()), int((faulty < limit).sum())


def bare_alarms(ax: Axes, measure: str) -> None:
    """Give ``ax`` the scale and the names of the two rows."""
    ax.set(xlim=(0, 1), ylim=(-0.5, 1.5), xlabel=measure)
    ax.set_yticks([0, 1], ["faulty", "right"])


def alarms(
    right: ArrayLike,
    faulty: ArrayLike,
    *,
    limit: float,
    measure: str,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw a dot for each thing measured and the limit from which on a test accuses.

    Args:
        right, faulty: measured values in [0, 1], one for each thing.
        limit: a value at the limit or above is accused.
        measure: what was measured, for the axis.
        ax: where to draw; a new figure of its own when None.
    """
    ax = new_axes(ax, (4.2, 2.4))
    for (row, colour, marker), values in zip(ROWS.values(), (right, faulty), strict=True):
        values = np.asarray(values)
        look = {"color": colour, "marker": marker, "s": 14, "alpha": 0.7}
        ax.scatter(values, row + spread(len(values)), **look)
    ax.axvline(limit, color=INK, linestyle="--", linewidth=1.2)
    ax.axvspan(limit, 1, color="0.9", zorder=0)
    bare_alarms(ax, measure)
    if title is not None:
        ax.set_title(title, fontsize="medium")
    return ax
