"""What stays in the NetworkPanel: axes, scales and words, drawn once."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from resattn_lab.networks import PARTS
from resattn_lab.plots.palette import INK

PUBLISHED = {"92": 1.9e6, "236": 5.1e6, "452": 8.6e6}  # parameters, Table 6
RULER = (5e4, 2e9)


def stage_axes(figure: Figure) -> Axes:
    """Room for the blocks, and a line that says how to read them."""
    ax = figure.add_axes((0.01, 0.07, 0.55, 0.83))
    ax.set_axis_off()
    said = "trunk: level, blue. mask: stairs, purple. rest: grey. Thicker: more units in a row."
    ax.text(0, -0.05, said, fontsize=8, color=INK, transform=ax.transAxes)
    return ax


def share_axes(figure: Figure, bottom: float, title: str) -> Axes:
    """A level bar for each part, from 0 to 100 %."""
    ax = figure.add_axes((0.62, bottom, 0.25, 0.2))
    ax.set(xlim=(0, 1), ylim=(2.5, -0.5), xticks=[0, 0.5, 1], yticks=range(3))
    ax.set_xticklabels(["0", "50 %", "100 %"], fontsize=8)
    ax.set_yticklabels(PARTS, fontsize=8)
    ax.spines[["top", "right"]].set_visible(False)
    ax.set_title(title, fontsize=10, loc="left", color=INK)
    return ax


def parameter_ruler(figure: Figure) -> Axes:
    """Parameters on a logarithmic scale, with the paper's three networks above it."""
    ax = figure.add_axes((0.6, 0.09, 0.38, 0.05))
    ax.set(xscale="log", xlim=RULER, ylim=(-1, 1), yticks=[])
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.tick_params(labelsize=8)
    places = (("right", 0.9), ("center", 2.4), ("left", 0.9))
    for (name, count), (side, high) in zip(PUBLISHED.items(), places, strict=True):
        ax.plot([count] * 2, [-1, high], color=INK, linewidth=1, clip_on=False)
        ax.text(count, high, f" -{name} ", ha=side, va="bottom", fontsize=8, color=INK)
    ax.set_title("all parameters; marks: Table 6", fontsize=10, loc="left", pad=36, color=INK)
    return ax
