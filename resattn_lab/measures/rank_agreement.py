"""Whether two lists of numbers put their entries in the same order."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .numbers import check_no_nan


def ranks(values: ArrayLike) -> NDArray[np.float64]:
    """Each value's rank from 1 up; equal values share the mean of their ranks: (N,) -> (N,).

    Raises:
        ValueError: a value is NaN, and so has no rank.
    """
    values = np.asarray(values, dtype=np.float64)
    check_no_nan(values, "list")
    below = (values[:, None] > values).sum(axis=1)
    equal = (values[:, None] == values).sum(axis=1)
    return below + (equal + 1) / 2


def rank_agreement(first: ArrayLike, second: ArrayLike) -> float:
    """Spearman's rank correlation: 1 for the same order, −1 for the reverse, near 0 for none.

    Raises:
        ValueError: not as many of one as of the other, a list without any order, or with NaN.
    """
    a, b = ranks(first), ranks(second)
    if a.shape != b.shape or np.ptp(a) == 0 or np.ptp(b) == 0:
        raise ValueError(
            "wanted two lists of one length, neither with all values equal, got "
            f"{a.shape} and {b.shape}"
        )
    return float(np.corrcoef(a, b)[0, 1])
