"""Wholes divided into shares: one level bar for each whole."""

from collections.abc import Mapping

from matplotlib.axes import Axes

from .new_axes import new_axes
from .palette import INK

# Each part is told by its colour and by its hatching.
COLOURS = ("#c9c9c9", "#8fb8de", "#f0d080", "#1f4e79")
HATCHES = ("", "..", "//", "")


def share_bars(
    wholes: Mapping[str, Mapping[str, float]],
    *,
    label: str = "share",
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw one level bar for each whole, divided into its parts, and return the Axes.

    Parts of at least a tenth carry their share in per cent.

    Args:
        wholes: for each bar its parts by name, from the left; all have the same names, at
            most four.
        label: of the axis from 0 to 1.

    Raises:
        ValueError: no bars, more than four parts, or bars with different parts.
    """
    names = list(next(iter(wholes.values()), {}))
    if not 0 < len(names) <= len(COLOURS) or any(list(w) != names for w in wholes.values()):
        raise ValueError(
            f"every bar needs the same parts, 1 to {len(COLOURS)} of them, got "
            f"{[list(whole) for whole in wholes.values()]}"
        )
    ax = new_axes(ax, (7.2, 0.9 + 0.36 * len(wholes)))
    left = [0.0] * len(wholes)
    for number, (name, colour, hatch) in enumerate(zip(names, COLOURS, HATCHES, strict=False)):
        widths = [whole[name] for whole in wholes.values()]
        style = {"color": colour, "hatch": hatch, "edgecolor": "white", "label": name}
        ax.barh(range(len(wholes)), widths, left=left, **style)
        for row, (start, width) in enumerate(zip(left, widths, strict=True)):
            if width >= 0.1:
                dark = number == len(COLOURS) - 1
                words = {"color": "white" if dark else INK, "ha": "center", "va": "center"}
                box = {"facecolor": colour, "edgecolor": "none", "pad": 1.5}
                place = (start + width / 2, row)
                ax.text(*place, f"{width:.0%}", fontsize="small", bbox=box, **words)
        left = [start + width for start, width in zip(left, widths, strict=True)]
    ax.set(xlim=(0, 1), xlabel=label, ylim=(len(wholes) - 0.5, -0.5))
    ax.set_yticks(range(len(wholes)), list(wholes))
    ax.legend(fontsize="small", loc="center left", bbox_to_anchor=(1.01, 0.5))
    if title is not None:
        ax.set_title(title, fontsize="medium")
    return ax
