"""A soft mask, shown as light on its image."""

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

from .new_axes import new_axes
from .outline import draw_outline
from .picture import as_picture


def frame(height: int, width: int) -> tuple[float, float, float, float]:
    """The extent in which pixel (0, 0) has its centre at the origin."""
    return (-0.5, width - 0.5, height - 0.5, -0.5)


FLOOR = 0.15  # what is left of the image where the mask is shut, so that it can still be seen


def lit_by(image: ArrayLike, mask: ArrayLike) -> NDArray[np.float32]:
    """The image, dimmed where the mask is shut: linear in the mask, ``FLOOR`` at 0.

    Args:
        image: (H, W, 3) or (3, H, W), uint8 or floats in [0, 1].
        mask: (h, w), values in [0, 1]; stretched over the image in squares.

    Shape: (H, W, 3), floats in [0, 1].

    Raises:
        ValueError: ``mask`` is not two-dimensional.
    """
    picture, mask = as_picture(image), np.asarray(mask, np.float32)
    if mask.ndim != 2:
        raise ValueError(f"mask must be (h, w), got {mask.shape}; choose one channel")
    rows, columns = (
        np.arange(size) * cells // size
        for size, cells in zip(picture.shape[:2], mask.shape, strict=True)
    )
    return picture * (FLOOR + (1 - FLOOR) * mask[rows][:, columns, None])


def mask_overlay(
    image: ArrayLike,
    mask: ArrayLike,
    *,
    true_mask: ArrayLike | None = None,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw ``mask`` as light on ``image`` on ``ax``, and return the Axes.

    Args:
        image: (H, W, 3) or (3, H, W), uint8 or floats in [0, 1].
        mask: (h, w), values in [0, 1], of one channel: 1 leaves the image as it is, 0 dims it
            to ``FLOOR``, so that two pictures can be compared.
        true_mask: bool (H, W); its outline is drawn in white.
        ax: where to draw; a new figure of its own when None.

    Raises:
        ValueError: ``mask`` is not two-dimensional.
    """
    lit = lit_by(image, mask)
    ax = new_axes(ax)
    ax.imshow(lit, extent=frame(*lit.shape[:2]), interpolation="nearest")
    if true_mask is not None:
        draw_outline(true_mask, ax=ax)
    ax.set(xticks=[], yticks=[])
    if title is not None:
        ax.set_title(title, fontsize="medium")
    return ax
