"""Where in a set of images a feature map answers most strongly, and what it saw there."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .numbers import check_no_nan
from .walking_back import Interval, inside


class Place(NamedTuple):
    """One place of one feature map: the image's number, row, column, and the value there."""

    image: int
    row: int
    column: int
    value: float


class Strongest(NamedTuple):
    """The strongest answer of every map to every image, and where it is; each (N, ...)."""

    values: NDArray[np.float64]
    rows: NDArray[np.int64]
    columns: NDArray[np.int64]


def strongest_answers(maps: ArrayLike) -> Strongest:
    """The largest value of each map and its place; the first one where there are several.

    Shape: (N, ..., h, w) -> three of (N, ...).

    Raises:
        ValueError: less than three dimensions, maps without positions, or with NaN.
    """
    maps = np.asarray(maps)
    if maps.ndim < 3 or not maps.shape[-1] * maps.shape[-2]:
        raise ValueError(f"maps must be (N, ..., h, w), got {maps.shape}")
    check_no_nan(maps, "maps")
    flat = maps.reshape(*maps.shape[:-2], -1)
    at = flat.argmax(axis=-1)
    values = np.take_along_axis(flat, at[..., None], axis=-1)[..., 0]
    return Strongest(values, *np.divmod(at, maps.shape[-1]))


def exciting_places(strongest: Strongest, *, count: int = 9) -> list[Place]:
    """The places that excite one map most, strongest first, at most one in an image.

    Args:
        strongest: of one map, each (N,).

    Raises:
        ValueError: ``strongest`` is of several maps.
    """
    if strongest.values.ndim != 1:
        raise ValueError(
            f"choose one map: the strongest answers must be (N,), got {strongest.values.shape}"
        )
    order = np.argsort(-strongest.values, kind="stable")[:count]
    return [
        Place(int(n), int(strongest.rows[n]), int(strongest.columns[n]), float(v))
        for n, v in zip(order, strongest.values[order], strict=True)
    ]


def patch(image: ArrayLike, rows: Interval, columns: Interval) -> NDArray:
    """The part of an image between two rows and two columns, all four included.

    What lies beyond the border is cut off.

    Shape: (C, H, W) -> (C, h, w).

    Raises:
        ValueError: another shape, or nothing is left.
    """
    image = np.asarray(image)
    if image.ndim != 3:
        raise ValueError(f"an image must be (C, H, W), got {image.shape}")
    (top, bottom), (left, right) = inside(rows, image.shape[1]), inside(columns, image.shape[2])
    if top > bottom or left > right:
        raise ValueError(
            f"rows {rows} and columns {columns} lie beside an image of "
            f"{image.shape[1]}×{image.shape[2]}"
        )
    return image[:, top : bottom + 1, left : right + 1]


def patch_in_square(
    image: ArrayLike, rows: Interval, columns: Interval, side: int
) -> NDArray[np.float32]:
    """A patch in a square of ``side``, NaN where the image ends before the square does.

    A patch that was cut at the upper or left border stands at the lower or right end.

    Shape: (C, H, W) -> (C, side, side).

    Raises:
        ValueError: as ``patch``, or the patch is larger than the square.
    """
    found = patch(image, rows, columns)
    high, wide = found.shape[1:]
    if max(high, wide) > side:
        raise ValueError(f"a patch of {high}×{wide} has no room in a square of {side}")
    square = np.full((len(found), side, side), np.nan, np.float32)
    top = side - high if rows[0] <= 0 else 0
    left = side - wide if columns[0] <= 0 else 0
    square[:, top : top + high, left : left + wide] = found
    return square
