"""Means with their intervals, one row each, beside a line for guessing."""

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes

from .new_axes import new_axes
from .palette import INK, MUTED


def interval_rows(
    intervals: Mapping[str, Sequence[float]],
    *,
    xlabel: str,
    guessing: float | None = None,
    title: str | None = None,
    names: bool = True,
    ax: Axes | None = None,
) -> Axes:
    """Draw a dot at each mean, a bar over its interval, the first row on top.

    Args:
        intervals: (mean, low, high) by name.
        guessing: where the dashed line of guessing stands; none when None.
        names: whether the names are written; not where Axes stand side by side.

    Raises:
        ValueError: an interval that does not hold its mean.
    """
    for name, (mean, low, high) in intervals.items():
        if not low <= mean <= high:
            raise ValueError(f"{name!r}: {mean} does not lie between {low} and {high}")
    ax = new_axes(ax, (5.2, 0.6 + 0.28 * len(intervals)))
    if guessing is not None:
        ax.axvline(guessing, color=MUTED, linestyle="--", linewidth=1.2)
        ax.text(guessing + 0.02, 0.5, "guessing", color=MUTED, fontsize=10, va="center")
    for row, (mean, low, high) in enumerate(intervals.values()):
        ax.plot([low, high], [row, row], color=MUTED, linewidth=4, solid_capstyle="butt")
        ax.plot(mean, row, "o", color=INK, markersize=4.5, clip_on=False)
    ax.set_yticks(range(len(intervals)), list(intervals) if names else [""] * len(intervals))
    ax.set(xlabel=xlabel, xlim=(0, 1), ylim=(len(intervals) - 0.4, -0.6))
    ax.grid(axis="y", color="#e3e3e3", linewidth=0.8)
    ax.set_axisbelow(True)
    if title is not None:
        ax.set_title(title, fontsize="medium")
    return ax
