"""A map that has not looked at the image: the centre is always interesting."""

import torch
from torch import Tensor


def centre_prior(size: tuple[int, int], width: float) -> Tensor:
    """A round hill of height 1 in the middle of the image.

    Photographs have their object near the centre more often than not; whoever claims to
    find objects has to do better than this.

    Args:
        size: (H, W) of the image.
        width: standard deviation of the hill, in pixels, above 0.

    Shape: -> (H, W).

    Raises:
        ValueError: a width that is not above 0.
    """
    if not width > 0:
        raise ValueError(f"the hill's width must be above 0 pixels, got {width}")
    rows, columns = (torch.arange(side) - (side - 1) / 2 for side in size)
    square = rows[:, None] ** 2 + columns**2
    return torch.exp(-square / (2 * width**2))
