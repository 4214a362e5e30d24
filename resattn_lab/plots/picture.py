"""Images as matplotlib wants them."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def as_picture(image: ArrayLike) -> NDArray[np.float32]:
    """(H, W, 3) floats in [0, 1] from any usual image.

    Args:
        image: (C, H, W) or (H, W, C) with C = 1 or 3, or (H, W); uint8, or floats in [0, 1]
            (values beyond are cut off).

    Raises:
        ValueError: another shape.
    """
    array = np.asarray(image)
    if array.dtype == np.uint8:
        array = array.astype(np.float32) / 255
    if array.ndim == 2:
        array = array[:, :, None]
    elif array.ndim == 3 and array.shape[-1] not in (1, 3):
        array = np.moveaxis(array, 0, -1)
    if array.ndim != 3 or array.shape[-1] not in (1, 3):
        raise ValueError(
            f"an image must be (1 or 3, H, W) or (H, W, 1 or 3), got {np.shape(image)}"
        )
    return np.broadcast_to(array, (*array.shape[:2], 3)).astype(np.float32).clip(0, 1)
