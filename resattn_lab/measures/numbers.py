"""What measures refuse: values that are none, and maps that do not fit their true masks."""

import torch
from numpy.typing import ArrayLike
from torch import Tensor


def check_no_nan(values: Tensor | ArrayLike, what: str) -> None:
    """Refuse NaN: it compares with nothing, and a measure would pass over it in silence.

    Args:
        what: the noun for the message, such as "maps".

    Raises:
        ValueError: says how many values are NaN.
    """
    values = torch.as_tensor(values)
    missing = int(values.isnan().sum())
    if missing:
        raise ValueError(
            f"{missing} of {values.numel()} values of the {what} are NaN; look where they "
            "were computed"
        )


def check_maps(maps: Tensor, true_masks: Tensor) -> None:
    """Refuse maps that are not (N, H, W) as their true masks are, or that hold NaN.

    Raises:
        ValueError: both shapes, or how many values are NaN.
    """
    if maps.ndim != 3 or maps.shape != true_masks.shape:
        raise ValueError(
            "wanted maps and true_masks of one shape (N, H, W), got "
            f"{tuple(maps.shape)} and {tuple(true_masks.shape)}; stretch the maps first"
        )
    check_no_nan(maps, "maps")
