"""Attention weights over an image, and the glimpse that they give."""

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from .mask_overlay import mask_overlay
from .picture import as_picture


def glimpse_pair(
    image: ArrayLike,
    weights: ArrayLike,
    glimpse: ArrayLike,
    *,
    true_mask: ArrayLike | None = None,
    titles: tuple[str, str] = ("weights", "glimpse"),
    axes: tuple[Axes, Axes],
) -> tuple[Axes, Axes]:
    """Draw the weights over the image on the first Axes and the glimpse on the second.

    Args:
        image: (C, H, W) or (H, W, C), uint8 or floats in [0, 1].
        weights: (h, w), not negative; colours go from 0 to the largest weight, since the
            weights of many places are all small.
        glimpse: (C, s, s) or (s, s, C), such as a weighted sum of windows of the image.
        true_mask: bool (H, W); its outline is drawn in white.

    Raises:
        ValueError: weights that are all 0.
    """
    weights, (above, below) = np.asarray(weights), axes
    largest = weights.max()
    if not largest > 0:
        raise ValueError("weights must have a place above 0")
    mask_overlay(image, weights / largest, true_mask=true_mask, title=titles[0], ax=above)
    below.imshow(as_picture(glimpse))
    below.set(xticks=[], yticks=[])
    below.set_title(titles[1], fontsize="medium")
    return above, below
