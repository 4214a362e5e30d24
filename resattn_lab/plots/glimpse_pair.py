"""Attention weights as light on an image, as bars, and the glimpse that they give."""

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

from .mask_overlay import FLOOR, mask_overlay
from .new_axes import new_axes
from .palette import INK, MUTED
from .picture import as_picture

DECADES = 3  # of weight between full light and the least


def weight_light(weights: ArrayLike) -> NDArray[np.float64]:
    """How much light stands for each weight: 1 for a weight of 1, 0 for a thousandth or less.

    It goes with the logarithm of the weight. The scale never changes, so the same light is
    the same weight in every picture; on a linear one 1/64 could not be told from nothing.

    Raises:
        ValueError: a weight that is not between 0 and 1.
    """
    weights = np.asarray(weights, np.float64)
    if not ((weights >= 0) & (weights <= 1 + 1e-6)).all():
        raise ValueError(
            f"weights must lie between 0 and 1, got {weights.min():g} to {weights.max():g}; "
            "attention_weights makes them from scores"
        )
    return 1 + np.log10(np.clip(weights, 10.0**-DECADES, 1)) / DECADES


def glimpse_pair(
    image: ArrayLike,
    weights: ArrayLike,
    glimpse: ArrayLike,
    *,
    true_mask: ArrayLike | None = None,
    titles: tuple[str, str] = ("weights", "glimpse"),
    axes: tuple[Axes, Axes],
) -> tuple[Axes, Axes]:
    """Draw the weights as light on the image, and the glimpse on the second Axes.

    Args:
        image: (C, H, W) or (H, W, C), uint8 or floats in [0, 1].
        weights: (h, w), between 0 and 1; their light is that of ``weight_light``.
        glimpse: (C, s, s) or (s, s, C), such as a weighted sum of windows of the image.
        true_mask: bool (H, W); its outline is drawn in white.

    Raises:
        ValueError: a weight that is not between 0 and 1.
    """
    above, below = axes
    light = weight_light(weights)
    mask_overlay(image, light, true_mask=true_mask, title=titles[0], ax=above)
    below.imshow(as_picture(glimpse))
    below.set(xticks=[], yticks=[])
    below.set_title(titles[1], fontsize="medium")
    return above, below


def weight_ruler(ax: Axes) -> Axes:
    """Draw which light of ``glimpse_pair`` stands for which weight, upright on ``ax``."""
    light = np.linspace(1, 0, 128)[:, None]
    ax.imshow(FLOOR + (1 - FLOOR) * light, cmap="gray", vmin=0, vmax=1, aspect="auto")
    at = [127 * step / DECADES for step in range(DECADES + 1)]
    ax.set_yticks(at, [f"{10.0**-step:g}" for step in range(DECADES + 1)])
    ax.yaxis.tick_right()
    ax.set(xticks=[], title="weight")
    ax.title.set_fontsize("medium")
    return ax


def weight_bars(
    weights: ArrayLike, *, title: str | None = None, ax: Axes | None = None
) -> Axes:
    """Draw a bar for each location, always from 0 to 1, and a line at an even share.

    Args:
        weights: of all locations, row by row, in any shape; their sum is 1.
    """
    weights = np.asarray(weights).ravel()
    ax = new_axes(ax, (3.2, 2))
    ax.bar(range(len(weights)), weights, width=1, color=INK)
    ax.axhline(1 / len(weights), color=MUTED, linestyle="--", linewidth=1)
    ax.set(xlim=(-0.5, len(weights) - 0.5), ylim=(0, 1), xticks=[0, len(weights) - 1])
    if title is not None:
        ax.set_title(title, fontsize="medium")
    return ax
