"""How sure a figure is: intervals for means, for differences and for shares."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike


class Interval(NamedTuple):
    """A mean, and the interval that a share of the drawn means lies in."""

    mean: float
    low: float
    high: float


def mean_interval(
    values: ArrayLike, *, level: float = 0.95, draws: int = 2000, seed: int = 0
) -> Interval:
    """The mean of ``values`` with its bootstrap percentile interval.

    As many values are drawn as there are, with replacement, ``draws`` times; the interval
    leaves out the same share of the drawn means on either side.

    Source: Efron 1979; the percentile interval.

    Args:
        values: (N,), one an image; true and false count as 1 and 0.
        level: share of the drawn means inside, in (0, 1).

    Raises:
        ValueError: no values, one that is not finite, or a level out of range.
    """
    values = np.asarray(values, dtype=np.float64)
    if values.ndim != 1 or not len(values) or not np.isfinite(values).all():
        raise ValueError(
            f"wanted finite values (N,), at least one, got {values.shape} with "
            f"{np.count_nonzero(~np.isfinite(values))} that are not finite"
        )
    if not 0 < level < 1:
        raise ValueError(f"level must lie between 0 and 1, got {level}")
    generator, means = np.random.default_rng(seed), []
    for start in range(0, draws, 200):  # so that the drawn places fit in memory
        size = (min(200, draws - start), len(values))
        means.append(values[generator.integers(0, len(values), size)].mean(axis=1))
    low, high = np.quantile(np.concatenate(means), ((1 - level) / 2, (1 + level) / 2))
    return Interval(float(values.mean()), float(low), float(high))


def difference_interval(
    first: ArrayLike,
    second: ArrayLike,
    *,
    level: float = 0.95,
    draws: int = 2000,
    seed: int = 0,
) -> Interval:
    """The mean of ``first - second`` with its interval; the two are pairs, image by image.

    What both have in common (an easy image, a hard one) cancels before anything is drawn.

    Raises:
        ValueError: as ``mean_interval``, or not as many of one as of the other.
    """
    first, second = (np.asarray(part, dtype=np.float64) for part in (first, second))
    if first.shape != second.shape:
        raise ValueError(
            f"pairs need as many of one as of the other, got {first.shape} and {second.shape}"
        )
    return mean_interval(first - second, level=level, draws=draws, seed=seed)


def wilson_interval(right: int, count: int, *, z: float = 1.96) -> tuple[float, float]:
    """The shares that are not at odds with ``right`` out of ``count`` images.

    Source: Wilson 1927. Unlike p ± z·sqrt(p(1 − p)/n) it stays within 0 and 1 and has a
    width at p = 0 and p = 1, too. It knows of the images' chance, and not of the training's.

    Args:
        z: 1.96 for 95 %.

    Raises:
        ValueError: no images, or more right ones than there are.
    """
    if count < 1 or not 0 <= right <= count:
        raise ValueError(
            f"right must be from 0 to count, count at least 1; got {right}, {count}"
        )
    share, more = right / count, z**2 / count
    middle = (share + more / 2) / (1 + more)
    half = z / (1 + more) * math.sqrt(share * (1 - share) / count + more / (4 * count))
    return max(0.0, middle - half), min(1.0, middle + half)
