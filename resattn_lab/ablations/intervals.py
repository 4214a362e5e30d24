"""How far a mean of few numbers can be trusted: t intervals, and the seeds a gap takes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from statistics import fmean, variance

COVERAGE = 0.95  # of every interval
POWER = 0.9  # with which "seeds needed" would see a gap
ROUNDING = 1e-12  # a spread below this share is what floats make of equal numbers
LEAST_SEEDS = 3  # fewer are judged by nobody
MOST_SEEDS = 1_000_000
STEPS = 2_000  # of the integral over the estimated spread


@dataclass(frozen=True, kw_only=True)
class Interval:
    """A gap, the ends of its 95 % interval, and what the interval rests on.

    Args:
        freedom: degrees of freedom of the t distribution; NaN where nothing varies.
        standard_error: of the gap.
    """

    gap: float
    low: float
    high: float
    freedom: float
    standard_error: float


def paired_interval(lower: Sequence[float], higher: Sequence[float]) -> Interval:
    """The mean of ``higher - lower``, seed by seed, with n - 1 degrees of freedom.

    For runs that share what a seed decides: weights, order, augmentation, wrong labels.

    Raises:
        ValueError: not as many numbers of both, or fewer than two.
    """
    if len(lower) != len(higher) or len(lower) < 2:
        raise ValueError(
            f"pairs need as many numbers of both, at least 2; got {len(lower)} and "
            f"{len(higher)}"
        )
    gaps = [b - a for a, b in zip(lower, higher, strict=True)]
    return _around(fmean(gaps), math.sqrt(variance(gaps) / len(gaps)), len(gaps) - 1)


def welch_interval(lower: Sequence[float], higher: Sequence[float]) -> Interval:
    """The gap of two means whose runs share nothing: spreads and counts may differ.

    The degrees of freedom are Welch's and Satterthwaite's.

    Raises:
        ValueError: fewer than two numbers of one.
    """
    if min(len(lower), len(higher)) < 2:
        raise ValueError(f"wanted two numbers of each, got {len(lower)} and {len(higher)}")
    parts = [variance(values) / len(values) for values in (lower, higher)]
    total, counts = sum(parts), (len(lower), len(higher))
    weights = sum(part**2 / (n - 1) for part, n in zip(parts, counts, strict=True))
    freedom = total**2 / weights if weights else math.nan
    return _around(fmean(higher) - fmean(lower), math.sqrt(total), freedom)


def _around(gap: float, error: float, freedom: float) -> Interval:
    varies = error > ROUNDING * max(1.0, abs(gap))
    reach = t_quantile((1 + COVERAGE) / 2, freedom) * error if varies else 0.0
    return Interval(
        gap=gap,
        low=gap - reach,
        high=gap + reach,
        freedom=freedom if varies else math.nan,
        standard_error=error,
    )


@cache
def t_quantile(share: float, freedom: float) -> float:
    """Below this number lies ``share`` of Student's t distribution.

    Found by bisection on the incomplete beta function.

    Args:
        share: in (0, 1).
        freedom: degrees of freedom, above 0; need not be whole.

    Raises:
        ValueError: an argument out of its range.
    """
    if not 0 < share < 1 or not freedom > 0:
        raise ValueError(
            f"wanted a share in (0, 1) and a freedom above 0, got {share}, {freedom}"
        )
    if share < 0.5:
        return -t_quantile(1 - share, freedom)
    low, high = 0.0, 1.0
    while _t_below(high, freedom) < share:
        low, high = high, 2 * high
    while high - low > 1e-12 * high:
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if _t_below(middle, freedom) < share else (low, middle)
    return (low + high) / 2


def _t_below(t: float, freedom: float) -> float:
    """The share of Student's t distribution below ``t``, which is not negative."""
    return 1 - _incomplete_beta(freedom / 2, 0.5, freedom / (freedom + t * t)) / 2


def _incomplete_beta(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function, by Lentz's continued fraction."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - _incomplete_beta(b, a, 1 - x)
    scale = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    front = math.exp(scale + a * math.log(x) + b * math.log1p(-x)) / a
    tiny = 1e-300
    c, d = 1.0, 1 / ((1 - (a + b) * x / (a + 1)) or tiny)
    fraction = d
    for m in range(1, 10_000):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        before = fraction
        for term in (even, odd):
            d = 1 / ((1 + term * d) or tiny)
            c = (1 + term / c) or tiny
            fraction *= c * d
        if abs(fraction - before) < 1e-15 * abs(fraction):
            break
    return front * fraction


def power(gap: float, spread: float, pairs: int) -> float:
    """How often the paired interval lies wholly above 0 when the true gap is ``gap``.

    Exact for normal differences: the noncentral t distribution, integrated over the spread
    that so few pairs estimate.

    Args:
        gap: true mean of the differences.
        spread: true standard deviation of the differences, above 0, in the same unit.
        pairs: seeds of each network, at least 2.

    Raises:
        ValueError: an argument out of its range.
    """
    if not spread > 0 or pairs < 2:
        raise ValueError(
            f"wanted a spread above 0 and two pairs or more, got {spread}, {pairs}"
        )
    freedom = pairs - 1
    bound, shift = (
        t_quantile((1 + COVERAGE) / 2, freedom),
        gap / spread * math.sqrt(pairs),
    )
    # The estimated spread over the true one is s = √(χ²/freedom): its density, at midpoints.
    reach = 8 / math.sqrt(2 * freedom)
    first, last = max(0.0, 1 - reach), 1 + reach
    width = (last - first) / STEPS
    half = freedom / 2
    constant = math.log(2) + half * math.log(half) - math.lgamma(half)
    seen = 0.0
    for step in range(STEPS):
        s = first + (step + 0.5) * width
        density = math.exp(constant + (freedom - 1) * math.log(s) - half * s * s)
        seen += density * width * 0.5 * math.erfc((bound * s - shift) / math.sqrt(2))
    return min(seen, 1.0)


def seeds_needed(gap: float, spread: float, *, least_power: float = POWER) -> int:
    """The fewest pairs of seeds, 3 or more, that see a true ``gap`` with 90 % power.

    Args:
        gap, spread: as ``power`` takes them; the gap above 0.
        least_power: in (0, 1).

    Raises:
        ValueError: a gap that is not above 0, or that a million pairs would not see.
    """
    if not gap > 0 or not 0 < least_power < 1:
        raise ValueError(
            f"wanted a gap above 0 and a power in (0, 1), got {gap}, {least_power}"
        )
    low, high = LEAST_SEEDS - 1, LEAST_SEEDS
    while power(gap, spread, high) < least_power:
        low, high = high, 2 * high
        if high > MOST_SEEDS:
            raise ValueError(
                f"a gap of {gap} at a spread of {spread} takes more than {MOST_SEEDS:,} pairs"
            )
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (
            (low, middle) if power(gap, spread, middle) >= least_power else (middle, high)
        )
    return high
