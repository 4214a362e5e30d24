"""Scores along several orders of pixels: deletion and insertion curves."""

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes

from .new_axes import new_axes

# Colour, line style and marker of each curve: none of them is ever alone.
LOOKS = (
    ("#222222", ":", "o"),
    ("#be551a", "-", "s"),
    ("#00796b", "--", "v"),
    ("#3b5ba5", "-.", "^"),
    ("#be551a", "--", "D"),
    ("#7a5195", "-", "x"),
    ("#be551a", ":", "p"),
)


def pixel_walks(
    curves: Mapping[str, Sequence[float]],
    *,
    ylabel: str,
    xlabel: str = "share of the pixels",
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw each order's mean scores from no pixel to all, with the area in the legend.

    Args:
        curves: (K + 1,) by name, at most seven.

    Raises:
        ValueError: more curves than can be told apart.
    """
    if len(curves) > len(LOOKS):
        raise ValueError(f"there are looks for {len(LOOKS)} curves, got {len(curves)}")
    ax = new_axes(ax, (4.4, 3.4))
    for (name, curve), (colour, style, marker) in zip(curves.items(), LOOKS, strict=False):
        steps = len(curve) - 1
        area = (sum(curve) - (curve[0] + curve[-1]) / 2) / steps
        ax.plot(
            [step / steps for step in range(steps + 1)],
            curve,
            style,
            color=colour,
            marker=marker,
            markersize=4,
            linewidth=1.4,
            label=f"{name}: {area:.2f}",
        )
    ax.set(xlabel=xlabel, ylabel=ylabel, ylim=(0, 1))
    ax.legend(
        fontsize=7,
        title="area under each",
        title_fontsize=7,
        ncols=2,
        loc="upper center",
        bbox_to_anchor=(0.5, -0.18),
    )
    if title is not None:
        ax.set_title(title, fontsize="medium")
    return ax
