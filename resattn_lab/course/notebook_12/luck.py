"""How often luck alone is called clear."""

import numpy as np

TRIES, SEED = 100_000, 0


def draw_luck(pairs: int) -> tuple[np.ndarray, np.ndarray]:
    """Gap and standard error of many comparisons of equal networks, in spreads of a pair.

    Shape: two arrays (TRIES,).
    """
    gaps = np.random.default_rng(SEED).normal(size=(TRIES, pairs))
    return gaps.mean(axis=1), gaps.std(axis=1, ddof=1) / np.sqrt(pairs)


def false_alarms(pairs: int) -> float:
    """The share of equal networks whose gap is larger than two standard errors.

    Args:
        pairs: seeds of each; the gaps of the pairs are normal around 0.
    """
    gap, error = draw_luck(pairs)
    return float((abs(gap) > 2 * error).mean())
