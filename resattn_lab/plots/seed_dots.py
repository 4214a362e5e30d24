"""Every seed as a dot, a row for each network, with the mean and the paper's figure."""

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes

from .new_axes import new_axes
from .palette import CHOSEN_CLASS, INK, MUTED

MARKERS = ("o", "s", "^", "D", "v")  # seeds 0, 1, 2, …; more begin again


def seed_dots(
    found: Mapping[str, Sequence[float]],
    *,
    paper: Mapping[str, float] | None = None,
    guess: float | None = None,
    xlabel: str = "test error, %",
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw a row of dots for each entry of ``found``, the first on top.

    A dot's shape tells its seed, so that the same seed can be followed down the rows. A row
    without numbers stays empty and says so.

    Args:
        found: the numbers by the network's name, one for each seed.
        paper: figures to write beside the rows; names that it lacks get none.
        guess: drawn as a dotted line: what a network that knows nothing would have.

    Raises:
        ValueError: no rows.
    """
    if not found:
        raise ValueError("wanted at least one row of numbers, got none")
    ax = new_axes(ax, (4.4, 0.9 + 0.28 * len(found)))
    if guess is not None:
        ax.axvline(guess, color=MUTED, linestyle=":", linewidth=1.4)
    for row, (name, values) in enumerate(found.items()):
        for seed, value in enumerate(values):
            marker = MARKERS[seed % len(MARKERS)]
            ax.plot(value, row, marker, color=INK, markersize=5, fillstyle="none")
        if values:
            centre = sum(values) / len(values)
            ax.plot(centre, row, "|", color=CHOSEN_CLASS, markersize=15, markeredgewidth=2.4)
        else:
            place = {"xy": (0.02, row), "xycoords": ("axes fraction", "data")}
            ax.annotate("no run yet", **place, va="center", fontsize=8, color=MUTED)
        if name in (paper or {}):
            place = {"xy": (1.02, row), "xycoords": ("axes fraction", "data")}
            ax.annotate(f"{paper[name]:g}", **place, va="center", fontsize=8)
    if paper:
        place = {"xy": (1.02, 1.0), "xycoords": "axes fraction"}
        ax.annotate("paper", **place, va="bottom", fontsize=8, color=MUTED)
    ax.set_yticks(range(len(found)), list(found), fontsize=8)
    ax.set_ylim(len(found) - 0.5, -0.5)
    ax.set_xlabel(xlabel)
    ax.margins(x=0.08)
    ax.grid(axis="y", color="#ececec", linewidth=0.8)
    ax.set_axisbelow(True)
    if title is not None:
        ax.set_title(title, fontsize="medium")
    return ax
