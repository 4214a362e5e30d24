"""Colours for values: which, and at what two ends."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from resattn_lab.plots.palette import MAGNITUDE_COLOURS, MASK_COLOURS, SIGNED_COLOURS


class Scale(NamedTuple):
    """Colours by matplotlib's name, and the values at their two ends.

    ``clipped``: whether there are values beyond the ends, drawn in the ends' colours.
    """

    colours: str
    low: float
    high: float
    clipped: bool = False


MASK = Scale(MASK_COLOURS, 0.0, 1.0)


def signed(*arrays: ArrayLike, share: float = 1.0) -> Scale:
    """Blue to red with zero in the middle, as far as the largest absolute value.

    Args:
        share: of all values, how many lie within the ends. Where a few values are far larger
            than the others, all of them within the ends make a picture that is nearly white.
    """
    largest = _largest(arrays)
    end = _largest(arrays, share)
    return Scale(SIGNED_COLOURS, -end, end, clipped=end < largest)


def from_zero(*arrays: ArrayLike, colours: str = MAGNITUDE_COLOURS) -> Scale:
    """From zero to the largest value."""
    return Scale(colours, 0.0, _largest(arrays))


def own_range(values: ArrayLike, colours: str = MASK_COLOURS) -> Scale:
    """From the lowest to the highest value; from 0 to 1 where none is a number."""
    numbers = np.asarray(values)[np.isfinite(values)]
    if not len(numbers):
        return Scale(colours, 0.0, 1.0)
    return Scale(colours, float(numbers.min()), float(numbers.max()))


def _largest(arrays: Sequence[ArrayLike], share: float = 1.0) -> float:
    """The absolute value that this share does not exceed; the largest where that is 0."""
    sizes = np.concatenate([np.abs(np.ravel(array)).astype(np.float64) for array in arrays])
    sizes = sizes[np.isfinite(sizes)]
    if not len(sizes):
        return 1.0
    end = float(np.quantile(sizes, share)) if share < 1 else 0.0
    return end or float(sizes.max()) or 1.0
