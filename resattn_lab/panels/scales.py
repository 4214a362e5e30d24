"""Colours for values: which, and at what two ends."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from resattn_lab.plots.palette import MAGNITUDE_COLOURS, MASK_COLOURS, SIGNED_COLOURS


class Scale(NamedTuple):
    """Colours by matplotlib's name, and the values at their two ends."""

    colours: str
    low: float
    high: float


MASK = Scale(MASK_COLOURS, 0.0, 1.0)


def signed(*arrays: ArrayLike) -> Scale:
    """Blue to red with zero in the middle, as far as the largest absolute value."""
    return Scale(SIGNED_COLOURS, -_largest(arrays), _largest(arrays))


def from_zero(*arrays: ArrayLike, colours: str = MAGNITUDE_COLOURS) -> Scale:
    """From zero to the largest value."""
    return Scale(colours, 0.0, _largest(arrays))


def own_range(values: ArrayLike, colours: str = MASK_COLOURS) -> Scale:
    """From the lowest to the highest value; from 0 to 1 where none is a number."""
    numbers = np.asarray(values)[np.isfinite(values)]
    if not len(numbers):
        return Scale(colours, 0.0, 1.0)
    return Scale(colours, float(numbers.min()), float(numbers.max()))


def _largest(arrays: Sequence[ArrayLike]) -> float:
    sizes = [np.abs(np.asarray(array, dtype=np.float64)) for array in arrays]
    largest = max(
        (float(np.nanmax(size)) for size in sizes if np.isfinite(size).any()), default=0
    )
    return largest or 1.0
