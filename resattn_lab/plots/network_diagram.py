"""A network as a row of blocks, drawn from its specification."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from .diagram import FILLS, WORDS, draw_edges, finish
from .new_axes import new_axes
from .palette import INK

BLOCK, GAP, SQUARE = (1.5, 1.9), 0.35, 0.26
PER_ROW = 3


def network_diagram(stages: Sequence[tuple[str, str, int]], ax: Axes | None = None) -> Axes:
    """Draw blocks in a row, with a square for each Attention Module, and return the Axes.

    Args:
        stages: (label, shape text, number of Attention Modules) of each block, in order;
            0 modules for a stem, a stage of plain units, or a classifier.

    Raises:
        ValueError: no blocks, or a negative number of modules.
    """
    if not stages or min(modules for *_, modules in stages) < 0:
        raise ValueError(f"stages must be blocks with 0 or more modules each, got {stages!r}")
    width, height = BLOCK
    end = len(stages) * (width + GAP) - GAP
    ax = new_axes(ax, (min(9, 1.5 * end), min(9, 1.5 * end) * (height + 1.1) / (end + 0.4)))
    for place, (name, shape, modules) in enumerate(stages):
        left = place * (width + GAP)
        fill = FILLS["trunk" if modules else None]
        ax.add_patch(Rectangle((left, 0), width, height, facecolor=fill, edgecolor=INK))
        middle = {"ha": "center", "va": "center", "color": INK}
        at = left + width / 2
        ax.text(at, height - 0.34, name, fontsize=WORDS + 1, fontweight="bold", **middle)
        ax.text(at, -0.3, shape, fontsize=WORDS, **middle)
        if modules:
            said = "1 module" if modules == 1 else f"{modules} modules"
            ax.text(at, 0.24, said, fontsize=WORDS, **middle)
        draw_modules(ax, at, modules)
        if place:
            draw_edges(ax, [[(left - GAP, height / 2), (left, height / 2)]])
    return finish(ax, (-0.2, end + 0.2), (-0.75, height + 0.2))


def draw_modules(ax: Axes, middle: float, modules: int) -> None:
    """``modules`` small squares, ``PER_ROW`` in a row, around ``middle``."""
    for number in range(modules):
        row, column = divmod(number, PER_ROW)
        in_row = min(modules - row * PER_ROW, PER_ROW)
        x = middle + (column - (in_row - 1) / 2) * (SQUARE + 0.1) - SQUARE / 2
        y = 0.98 - row * (SQUARE + 0.1)
        ax.add_patch(
            Rectangle((x, y), SQUARE, SQUARE, facecolor=FILLS["residual"], edgecolor=INK)
        )
