"""One frequency response, with its axes in cycles per pixel."""

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from .new_axes import new_axes
from .palette import MAGNITUDE_COLOURS

LOW = 0.25  # cycles per pixel: the ring inside which frequencies count as low


def frequency_map(
    response: ArrayLike,
    *,
    highest: float | None = None,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw how strongly each frequency gets through; return the Axes.

    Zero frequency is in the centre; the ring encloses the low frequencies.

    Args:
        response: (size, size), not negative, as ``measures.frequency_response`` gives it.
        highest: what the brightest colour stands for; the response's own peak when None.

    Raises:
        ValueError: another shape.
    """
    response = np.asarray(response)
    if response.ndim != 2 or response.shape[0] != response.shape[1]:
        raise ValueError(f"one response is wanted, (size, size); got {response.shape}")
    ax = new_axes(ax, (2.6, 2.6))
    highest = float(response.max()) or 1.0 if highest is None else highest
    edges = (-0.5, 0.5, 0.5, -0.5)
    ax.imshow(response, cmap=MAGNITUDE_COLOURS, vmin=0, vmax=highest, extent=edges)
    turn = np.linspace(0, 2 * np.pi, 100)
    for colour, width in (("#000000", 2.5), ("#ffffff", 1)):
        ax.plot(LOW * np.cos(turn), LOW * np.sin(turn), color=colour, linewidth=width)
    ax.set(xticks=[-0.5, 0, 0.5], yticks=[-0.5, 0, 0.5], xlabel="cycles per pixel")
    if title is not None:
        ax.set_title(title, fontsize="medium")
    return ax
