"""Maps of every kind on one scale: each image's own, from 0 to 1."""

import torch
from torch import Tensor

from .numbers import check_no_nan


def unit_range(maps: Tensor) -> Tensor:
    """Each (H, W) map shifted and scaled so that it goes from 0 to 1.

    Then one threshold means the same for a mask, a heat map and a distance. What is lost is
    how large the values were, and how far apart. A map that is flat becomes 0 everywhere.

    Shape: (…, H, W) -> (…, H, W), float32.

    Raises:
        ValueError: a value is NaN.
    """
    check_no_nan(maps, "maps")
    maps = maps.float()
    low = maps.amin(dim=(-2, -1), keepdim=True)
    span = maps.amax(dim=(-2, -1), keepdim=True) - low
    return (maps - low) / torch.where(span > 0, span, torch.ones_like(span))
