"""Two halves of a batch: whether their gradients make that of the whole, and why not."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from resattn_lab.plots.palette import CHOSEN_CLASS, INK

ROUNDING = 1e-4  # of the gradient's length
COLOURS, SIGNS = ("#1f5fa8", CHOSEN_CLASS), "os"
ROWS = "values of a channel", "each half normalised alone", "both normalised together"


def equal_in(apart: Mapping[str, float]) -> str:
    """The modes, ``eval`` and ``train``, in which two gradients are equal, in words.

    Args:
        apart: mode -> their distance, as a share of the gradient's length.
    """
    equal = {mode for mode, distance in apart.items() if distance < ROUNDING}
    if len(equal) == 1:
        return f"in {'eval' if 'eval' in equal else 'training'} mode alone"
    return "in both" if equal else "in neither"


def _ways(*halves: Sequence[float]) -> list[list[np.ndarray]]:
    """The halves as they are, normalised one by one, and normalised together."""
    values = [np.array(half) for half in halves]
    batch = np.concatenate(values)
    return [
        values,
        [(half - half.mean()) / half.std() for half in values],
        [(half - batch.mean()) / batch.std() for half in values],
    ]


def normalised(*halves: Sequence[float]) -> Figure:
    """Dots of two halves on three lines: before, and after a batch norm of either kind."""
    figure, axes = plt.subplots(3, figsize=(8.4, 3), layout="constrained")
    for ax, name, parts in zip(axes, ROWS, _ways(*halves), strict=True):
        ax.axhline(0, color=INK, linewidth=0.8)
        for part, colour, sign, up in zip(parts, COLOURS, SIGNS, (1, -1), strict=True):
            ax.plot(part, [0.3 * up] * len(part), sign, color=colour, markersize=10)
            for value in part:
                words = f"{value:.2g}".replace("-", "−")
                ax.text(value, up, words, color=colour, ha="center", va="center", fontsize=12)
        low, high = min(map(min, parts)), max(map(max, parts))
        room = 0.15 * (high - low)
        ax.set(xticks=[], xlim=(low - room, high + room), ylim=(-1.6, 1.6))
        ax.set_yticks([0], [name], fontsize=12)
        ax.spines[:].set_visible(False)
    axes[0].set_title("normalised alone, the two halves, ● and ■, become the same", fontsize=12)
    return figure


def normalised_in_words(*halves: Sequence[float]) -> str:
    said = (
        f"{name}: "
        + " and ".join(", ".join(f"{value:.2g}" for value in part) for part in parts)
        for name, parts in zip(ROWS, _ways(*halves), strict=True)
    )
    return f"Two halves of a batch. {'; '.join(said)}."
