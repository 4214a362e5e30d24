"""Numbers as text that fits into a page: bytes in planes, deflated, in base64."""

import base64
import zlib

import numpy as np
from numpy.typing import NDArray

PRECISIONS = {"half": np.float16, "single": np.float32}


def pack_bytes(content: bytes) -> str:
    """Deflated and in base64, as the browser's ``DecompressionStream`` reads it."""
    return base64.b64encode(zlib.compress(content, 9)).decode()


def pack_numbers(numbers: NDArray[np.float64], precision: str) -> str:
    """Little-endian floats; first all their lowest bytes, and last all their highest.

    The highest bytes (sign and exponent) resemble each other, so together they deflate well.

    Raises:
        ValueError: a number that this precision cannot hold.
    """
    with np.errstate(over="ignore"):
        stored = numbers.astype(PRECISIONS[precision])
    if not np.isfinite(stored).all():
        raise ValueError(
            f"weights up to {np.abs(numbers).max():.3g} do not fit into {precision} precision"
        )
    width = stored.dtype.itemsize
    stored = stored.astype(stored.dtype.newbyteorder("<"))
    return pack_bytes(stored.view(np.uint8).reshape(-1, width).T.tobytes())
