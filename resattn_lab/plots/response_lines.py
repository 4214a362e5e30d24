"""Responses along a chain of modules, one line for each way to fuse, on a log scale."""

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.ticker import LogFormatterSciNotation, LogLocator, NullFormatter

from .new_axes import new_axes
from .palette import MUTED

# Colour, line style and marker of each line: none of them is ever alone.
LINES = {"ARL": ("#00796b", "-", "o"), "NAL": ("#be551a", "--", "s")}


def log_axis(ax: Axes, limits: tuple[float, float] | None) -> None:
    """Give ``ax`` a log scale, from the lower limit to the upper, with at most eight labels."""
    ax.set_yscale("log")
    if limits is not None:
        ax.set_ylim(*limits)
    ax.yaxis.set_major_locator(LogLocator(numticks=8))
    ax.yaxis.set_major_formatter(LogFormatterSciNotation())
    ax.yaxis.set_minor_formatter(NullFormatter())
    ax.grid(axis="y", color="#e3e3e3", linewidth=0.8)
    ax.set_axisbelow(True)


def response_lines(
    lines: Mapping[str, Sequence[float]],
    *,
    title: str | None = None,
    ylabel: str = "mean absolute response",
    xlabel: str = "number of modules",
    limits: tuple[float, float] | None = None,
    bare: bool = False,
    ax: Axes | None = None,
) -> Axes:
    """Draw one line for each entry of ``lines``, named at its right end.

    Args:
        lines: values above zero after 1, 2, … modules; "ARL" and "NAL" have looks of their
            own.
        limits: of the log scale; from the data when None.
        bare: whether to show, dotted, what masks of 0.5 alone would do.
        ax: where to draw; a figure of its own when None.

    Raises:
        ValueError: a line of an unknown name, or lines of different lengths.
    """
    unknown = sorted(set(lines) - set(LINES))
    if unknown or len({len(line) for line in lines.values()}) != 1:
        raise ValueError(
            f"wanted lines of one length named {', '.join(LINES)}, got "
            + ", ".join(f"{name} ({len(line)})" for name, line in lines.items())
        )
    ax = new_axes(ax, (3.9, 3.2))
    count = len(next(iter(lines.values())))
    across = range(1, count + 1)
    if bare:
        for factor in (1.5, 0.5):
            ax.plot(across, [factor**n for n in across], ":", color=MUTED, linewidth=1.4)
        words = {"color": MUTED, "transform": ax.transAxes}
        ax.text(0.03, 0.03, "dotted: masks of 0.5 alone", **words)
    for name, line in lines.items():
        colour, style, marker = LINES[name]
        ax.plot(across, line, style, color=colour, marker=marker, markersize=4, label=name)
        ax.annotate(
            name,
            (count, line[-1]),
            xytext=(7, 0),
            textcoords="offset points",
            va="center",
            color=colour,
            fontweight="bold",
        )
    log_axis(ax, limits)
    ax.set(xlabel=xlabel, ylabel=ylabel, xlim=(0.6, 1.2 * count))
    ax.set_xticks(range(1, count + 1) if count < 6 else [1, *range(3, count + 1, 3)])
    if title:
        ax.set_title(title)
    return ax
