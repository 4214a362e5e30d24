"""False alarms and misses: what is on the wrong side of a limit."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .palette import CHOSEN_CLASS, TRUE_CLASS

ROWS = {"right": (1.0, TRUE_CLASS, "o"), "faulty": (0.0, CHOSEN_CLASS, "s")}


def spread(count: int) -> NDArray[np.float64]:
    """Heights in (-0.3, 0.3) for ``count`` dots of a row, so that equal values stay apart."""
    return 0.6 * (np.arange(count) * 0.618034 % 1) - 0.3


def alarm_counts(right: ArrayLike, faulty: ArrayLike, limit: float) -> tuple[int, int]:
    """False alarms (right ones at the limit or above) and misses (faulty ones below it)."""
    right, faulty = np.asarray(right), np.asarray(faulty)
    return int((right >= limit).sum()), int((faulty < limit).sum())
