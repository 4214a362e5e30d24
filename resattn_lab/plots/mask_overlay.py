"""A soft mask laid over its image."""

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from .new_axes import new_axes
from .outline import draw_outline
from .palette import MASK_COLOURS
from .picture import as_picture


def frame(height: int, width: int) -> tuple[float, float, float, float]:
    """The extent in which pixel (0, 0) has its centre at the origin."""
    return (-0.5, width - 0.5, height - 0.5, -0.5)


def mask_overlay(
    image: ArrayLike,
    mask: ArrayLike,
    *,
    alpha: float = 0.5,
    cmap: str = MASK_COLOURS,
    true_mask: ArrayLike | None = None,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw ``mask`` over ``image`` on ``ax`` and return the Axes.

    Args:
        image: (H, W, 3) or (3, H, W), uint8 or floats in [0, 1].
        mask: (h, w), values in [0, 1]; stretched over the image whatever h and w are. Its
            colours always span 0 to 1, so that two overlays can be compared.
        true_mask: bool (H, W); its outline is drawn in white.
        ax: where to draw; a new figure of its own when None.

    Raises:
        ValueError: ``mask`` is not two-dimensional.
    """
    picture, mask = as_picture(image), np.asarray(mask)
    if mask.ndim != 2:
        raise ValueError(f"mask must be (h, w), got {mask.shape}; choose one channel")
    ax = new_axes(ax)
    extent = frame(*picture.shape[:2])
    ax.imshow(picture, extent=extent)
    ax.imshow(mask, extent=extent, cmap=cmap, vmin=0, vmax=1, alpha=alpha)
    if true_mask is not None:
        draw_outline(true_mask, ax=ax)
    ax.set(xticks=[], yticks=[])
    if title is not None:
        ax.set_title(title, fontsize="medium")
    return ax
