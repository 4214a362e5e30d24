"""The kernels of a convolution as one tiled image."""

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

from .new_axes import new_axes
from .palette import SIGNED_COLOURS
from .tiling import tile


def kernel_tiles(
    weights: ArrayLike,
    *,
    channel: int | None = 0,
    all_kernels: bool = False,
    columns: int = 8,
    padding: int = 1,
) -> tuple[NDArray[np.float32], float]:
    """The tiled image that ``kernel_grid`` draws, and the largest weight in it.

    Returns:
        (rows, columns) signed weights, or (rows, columns, 3) colours in [0, 1], with NaN
        between the kernels; and the largest absolute weight shown, above 0.

    Raises:
        ValueError: as ``kernel_grid``.
    """
    weights = np.asarray(weights, dtype=np.float32)
    if weights.ndim != 4:
        raise ValueError(f"weights must be (out, in, kh, kw), got {weights.shape}")
    inputs = weights.shape[1]
    if all_kernels:  # a row for each output, a column for each input
        planes, columns = weights.reshape(-1, *weights.shape[2:]), inputs
    elif channel is None:
        if inputs != 3:
            raise ValueError(
                f"colours need kernels of 3 input channels, these have {inputs}; "
                "give channel= or all_kernels=True"
            )
        planes = np.moveaxis(weights, 1, -1)  # (out, kh, kw, 3)
    elif 0 <= channel < inputs:
        planes = weights[:, channel]
    else:
        raise ValueError(f"channel must be 0 to {inputs - 1}, got {channel}")
    largest = float(np.abs(planes).max()) or 1.0
    tiles = tile(planes, columns=columns, padding=padding)
    if channel is None and not all_kernels:
        tiles = (tiles / largest + 1) / 2  # grey is zero
    return tiles, largest


def kernel_grid(
    weights: ArrayLike,
    *,
    channel: int | None = 0,
    all_kernels: bool = False,
    columns: int = 8,
    padding: int = 1,
    cmap: str = SIGNED_COLOURS,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw a convolution's kernels as one tiled image on ``ax`` and return the Axes.

    Args:
        weights: (out, in, kh, kw).
        channel: the input channel whose slice of every kernel is shown; None shows kernels
            of three input channels in colour, with grey for zero.
        all_kernels: every slice of every kernel: a row an output, a column an input.
        columns: kernels in a row (not for ``all_kernels``).
        padding: empty cells between kernels.
        cmap: spans minus to plus the largest absolute weight shown, zero in the middle.

    Raises:
        ValueError: weights of another shape, or a channel that they have not.
    """
    tiles, largest = kernel_tiles(
        weights, channel=channel, all_kernels=all_kernels, columns=columns, padding=padding
    )
    ax = new_axes(ax, (4, 4))
    if tiles.ndim == 3:
        tiles = np.nan_to_num(tiles, nan=1.0)
    ax.imshow(tiles, cmap=cmap, vmin=-largest, vmax=largest)
    ax.set(xticks=[], yticks=[])
    if title is not None:
        ax.set_title(title, fontsize="medium")
    return ax
