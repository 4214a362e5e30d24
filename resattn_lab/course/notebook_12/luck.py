"""How often luck alone is called clear."""

import numpy as np

TRIES, SEED = 100_000, 0


def false_alarms(pairs: int) -> float:
    """The share of equal networks whose gap is larger than two standard errors.

    Args:
        pairs: seeds of each; the gaps of the pairs are normal around 0.
    """
    gaps = np.random.default_rng(SEED).normal(size=(TRIES, pairs))
    error = gaps.std(axis=1, ddof=1) / np.sqrt(pairs)
    return float((abs(gaps.mean(axis=1)) > 2 * error).mean())
