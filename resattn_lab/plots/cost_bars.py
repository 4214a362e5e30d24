"""Where a network's cost sits: one stacked bar for each quantity."""

from collections.abc import Mapping

from matplotlib.axes import Axes

from .new_axes import new_axes
from .palette import INK, PART_COLOURS

HATCHES = {"trunk": "", "mask": "///", "rest": "..."}


def cost_bars(
    costs: Mapping[str, Mapping[str, float]],
    *,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the parts of each quantity as shares of one bar on ``ax`` and return the Axes.

    Args:
        costs: the label of a bar -> {part: value}, with values of at least 0 and a sum above
            0; parts are among ``PART_COLOURS``.

    Raises:
        ValueError: an unknown part, a negative value, or nothing to share.
    """
    unknown = sorted({part for parts in costs.values() for part in parts} - set(PART_COLOURS))
    if unknown:
        raise ValueError(
            f"unknown part {', '.join(unknown)}; choose among {', '.join(PART_COLOURS)}"
        )
    if not costs or any(min(c.values()) < 0 or not sum(c.values()) for c in costs.values()):
        raise ValueError("costs must be bars of parts of at least 0 whose sum is above 0")
    ax = new_axes(ax, (7.5, 0.42 * len(costs) + 1.0))
    for row, parts in enumerate(costs.values()):
        left, total = 0.0, sum(parts.values())
        for part, value in parts.items():
            share = value / total
            _ = ax.barh(
                row,
                share,
                left=left,
                color=PART_COLOURS[part],
                hatch=HATCHES[part],
                edgecolor="white",
                label=part if not row else None,
            )
            if share >= 0.06:
                style = {"facecolor": "white", "edgecolor": "none", "pad": 1.2}
                place = {"ha": "center", "va": "center", "fontsize": 8, "color": INK}
                ax.text(left + share / 2, row, f"{100 * share:.0f} %", bbox=style, **place)
            left += share
    ax.set(yticks=range(len(costs)), yticklabels=list(costs), xlim=(0, 1), xlabel="share")
    ax.invert_yaxis()
    ax.spines[["top", "right"]].set_visible(False)
    ax.legend(ncols=3, fontsize="small", frameon=False, loc="lower left", bbox_to_anchor=(0, 1))
    if title is not None:
        ax.set_title(title, fontsize="medium", loc="right")
    return ax
