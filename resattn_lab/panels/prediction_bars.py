"""The probabilities of the classes as bars beside the views of a panel."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from resattn_lab.plots.palette import CHOSEN_CLASS, INK, MUTED, TRUE_CLASS

from .frame import Frame

MOST_BARS = 10


def prediction_axes(figure: Figure, count: int, *, bottom: float, height: float) -> Axes:
    """Empty axes for the bars of ``count`` classes at the right of ``figure``."""
    count = min(count, MOST_BARS)
    ax = figure.add_axes((0.863, bottom, 0.075, height))
    ax.set(xlim=(0, 1), ylim=(count - 0.5, -0.5), xticks=[0, 1], yticks=[])
    ax.tick_params(labelsize=8, length=2)
    ax.spines[["top", "right"]].set_visible(False)
    ax.set_title("prediction", fontsize=10, color=INK)
    return ax


def draw_bars(
    frame: Frame,
    ax: Axes,
    class_names: Sequence[str],
    chances: np.ndarray,
    *,
    true_class: int | None = None,
    before: np.ndarray | None = None,
) -> None:
    """Bars in the classes' own order, or the likeliest first when there are many.

    The true class is told apart by colour and by the word "true", never by one alone. An
    upright stroke in a class's row is where its bar ended before the change.

    Args:
        chances, before: (K,) probabilities of the classes; no bar where these are NaN.
    """
    if np.isnan(chances).any():
        left, top, right, bottom = frame.box(ax)
        frame.words(((left + right) // 2, (top + bottom) // 2), "none (NaN)", anchor="mm")
        return
    likely = chances.argsort()[::-1]
    every = len(chances) <= MOST_BARS
    for number, row in enumerate(range(len(chances)) if every else likely[:MOST_BARS]):
        best, true = bool(row == likely[0]), bool(row == true_class)
        wrong = best and true_class is not None
        colour = TRUE_CLASS if true else CHOSEN_CLASS if wrong else MUTED
        frame.bar(ax, number, chances[row], colour)
        x, y = frame.point(ax, 0, number)
        frame.words((x - 5, y), class_names[row], anchor="rm")
        said = f"{chances[row]:.2f}" * best + " true" * true
        end = chances[row]
        if before is not None:
            frame.line(ax, [before[row]] * 2, [number - 0.42, number + 0.42], INK, width=2)
            end = max(end, before[row])
        x, y = frame.point(ax, end, number)
        frame.words((x + 4, y), said.strip())
    if before is not None:
        left, _, right, bottom = frame.box(ax)
        frame.words(((left + right) // 2, bottom + 27), "│ unchanged", anchor="mm")
