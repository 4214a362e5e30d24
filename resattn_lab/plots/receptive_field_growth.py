"""How receptive fields grow with depth."""

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes

from .new_axes import new_axes
from .palette import CHOSEN_CLASS, INK, MUTED, TRUE_CLASS

LOOKS = ((TRUE_CLASS, "o"), (INK, "s"), (CHOSEN_CLASS, "^"), (MUTED, "D"))


def receptive_field_growth(
    depths: Sequence[int],
    sides: Mapping[str, Sequence[tuple[int, int]]],
    *,
    size: int,
    ax: Axes | None = None,
) -> Axes:
    """Draw what each branch sees, and what it mostly looks at, against its depth.

    Args:
        depths: one a measurement.
        sides: name -> (side of all that is seen, side of the effective part) at each depth.
        size: side of the map: a line no field can cross.

    Raises:
        ValueError: more branches than there are looks, or not one measurement a depth.
    """
    if len(sides) > len(LOOKS):
        raise ValueError(f"there are looks for {len(LOOKS)} branches, got {len(sides)}")
    ax = new_axes(ax, (5.4, 3.4))
    ax.axhline(size, color=MUTED, linewidth=1)
    ax.annotate(
        f"the whole side, {size}", (depths[0], size), (0, 3), textcoords="offset points"
    )
    for (name, found), (colour, marker) in zip(sides.items(), LOOKS, strict=False):
        if len(found) != len(depths):
            raise ValueError(f"{name} has {len(found)} sides for {len(depths)} depths")
        for values, style, what in zip(
            zip(*found, strict=True), ("-", ":"), ("seen", "effective"), strict=True
        ):
            ax.plot(depths, values, style, color=colour, marker=marker, label=f"{name}: {what}")
    ax.set(xlabel="depth", ylabel="side in positions", xticks=list(depths), yscale="log")
    ticks = [tick for tick in (1, 3, 10, 30, 100, 300) if tick <= size]
    ax.set(yticks=ticks, ylim=(0.8, size * 1.6))
    ax.set_yticklabels([str(tick) for tick in ticks])
    ax.minorticks_off()
    ax.set_title("receptive field against depth", fontsize="medium")
    ax.legend(fontsize="small", loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False)
    return ax
