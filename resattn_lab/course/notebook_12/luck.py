"""How often luck alone is called clear."""

import numpy as np

TRIES, SEED = 100_000, 0


def draw_luck(seeds: int) -> tuple[np.ndarray, np.ndarray]:
    """Gap and standard error of many pairs of equal networks, in spreads of the seeds.

    Shape: two arrays (TRIES,).
    """
    lower, higher = np.random.default_rng(SEED).normal(size=(2, TRIES, seeds))
    summed = lower.var(axis=1, ddof=1) + higher.var(axis=1, ddof=1)
    return higher.mean(axis=1) - lower.mean(axis=1), np.sqrt(summed / seeds)


def false_alarms(seeds: int) -> float:
    """The share of pairs of equal networks that lie over two standard errors apart.

    Args:
        seeds: trainings of each; their errors are normal, all with the same spread.
    """
    gap, error = draw_luck(seeds)
    return float((abs(gap) > 2 * error).mean())
