"""The study of five arms, and the older one over depth: rows and gaps for their pictures."""

import math
from pathlib import Path
from statistics import stdev

import numpy as np

from resattn_lab.ablations import StudyResults, Verdict, claim_table, comparison_table
from resattn_lab.ablations.intervals import t_quantile

SHUFFLED = ("2M·T", "(1 + M)·T", "M·T", "no mask", "1.5·T")  # for a picture without names
TRIES, SEED = 20_000, 0


def of_networks(results: StudyResults, *names: str) -> dict[str, list[float]]:
    """The errors of some networks of a study, by name; without names, of the five arms."""
    return {name: results.values(name) for name in names or SHUFFLED}


def asked(folder: Path, study: str) -> dict[str, Verdict]:
    """What was found on photographs for each question of a study, by the two networks.

    Args:
        study: "fusion"; or "depth", where the claims of Table 3 come first.
    """
    claims = {
        f"{row.claim.higher} − {row.claim.lower}": row.verdict
        for row in claim_table(folder)
        if (row.claim.study, row.source, row.claim.measure) == (study, "photographs", "error")
    }
    return claims | {
        f"{pair.higher} − {pair.lower}": verdict
        for pair, images, _, _, verdict in comparison_table(folder)
        if (pair.study, images) == (study, "photographs")
    }


def unpaired(one: list[float], other: list[float]) -> float:
    """The spread that gaps would have if the two networks of a pair had nothing in common."""
    return math.hypot(stdev(one), stdev(other))


def best_ahead_of_worst(networks: int, pairs: int) -> float:
    """How often the best of some equal networks lies clearly ahead of the worst, by luck.

    Clearly: the 95 % interval of their paired gaps lies above 0.
    """
    errors = np.random.default_rng(SEED).normal(size=(TRIES, networks, pairs))
    every, means = np.arange(TRIES), errors.mean(axis=2)
    gaps = errors[every, means.argmax(axis=1)] - errors[every, means.argmin(axis=1)]
    reach = t_quantile(0.975, pairs - 1) * gaps.std(axis=1, ddof=1) / math.sqrt(pairs)
    return float((gaps.mean(axis=1) > reach).mean())
