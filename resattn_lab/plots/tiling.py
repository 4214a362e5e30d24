"""Many small planes as one tiled image: a grid of Axes would cost ten times as much."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def tile(planes: ArrayLike, *, columns: int = 8, padding: int = 1) -> NDArray[np.float32]:
    """Lay planes out row by row, NaN between them and where there is none.

    Args:
        planes: (K, h, w), or (K, h, w, 3) for colours.
        columns: planes in a row; no more than K are used.
        padding: empty cells around each plane.

    Shape: -> (R·(h + padding) + padding, C·(w + padding) + padding[, 3]).

    Raises:
        ValueError: no planes, or a shape that is not as above.
    """
    planes = np.asarray(planes, dtype=np.float32)
    if planes.ndim not in (3, 4) or not len(planes):
        raise ValueError(f"planes must be (K, h, w) or (K, h, w, 3), got {planes.shape}")
    if columns < 1 or padding < 0:
        raise ValueError(
            f"columns must be at least 1 and padding at least 0, got {columns}, {padding}"
        )
    count, h, w = planes.shape[:3]
    columns = min(columns, count)
    rows = -(-count // columns)
    cells = np.full(
        (rows * columns, h + padding, w + padding, *planes.shape[3:]), np.nan, np.float32
    )
    cells[:count, padding:, padding:] = planes
    grid = cells.reshape(rows, columns, *cells.shape[1:]).swapaxes(1, 2)
    grid = grid.reshape(rows * (h + padding), columns * (w + padding), *planes.shape[3:])
    rim = [(0, padding), (0, padding)] + [(0, 0)] * (grid.ndim - 2)
    return np.pad(grid, rim, constant_values=np.nan)
