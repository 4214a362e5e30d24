"""How often the rule of verdict gives each of its words, where the truth is known.

Run: python scripts/verdict_by_luck.py results/rule/luck.json

Normal errors of two networks whose true gap is 0 or the paper's. The paper's gap is given in
standard deviations of one pair's gap, √(s₁² + s₂²); spreads are equal, or ten-fold unequal.
"""

import argparse
import json
from pathlib import Path

import numpy as np

from resattn_lab.ablations import VERDICTS
from resattn_lab.ablations.intervals import COVERAGE, t_quantile

TRIES, SEED = 100_000, 0
SEEDS = (3, 8, 13)
PAPER_GAPS = (0.5, 1.0, 3.0)
SPREADS = {"equal": (1.0, 1.0), "ten-fold": (1.0, 10.0)}


def draw(
    seeds: int, gap: float, spreads: tuple[float, float], tries: int
) -> tuple[np.ndarray, np.ndarray]:
    """Errors of two networks in units of one pair's spread: two arrays (tries, seeds)."""
    first, second = np.array(spreads) / np.hypot(*spreads)
    lower, higher = np.random.default_rng(SEED).normal(size=(2, tries, seeds))
    return first * lower, second * higher + gap


def ends(lower: np.ndarray, higher: np.ndarray, paired: bool) -> tuple[np.ndarray, np.ndarray]:
    """The 95 % intervals of ``judge``, for many comparisons at once: (tries,), (tries,)."""
    seeds, share = lower.shape[1], (1 + COVERAGE) / 2
    gap = higher.mean(axis=1) - lower.mean(axis=1)
    if paired:
        error = (higher - lower).std(axis=1, ddof=1) / np.sqrt(seeds)
        reach = t_quantile(share, seeds - 1) * error
    else:
        parts = [x.var(axis=1, ddof=1) / seeds for x in (lower, higher)]
        total = parts[0] + parts[1]
        freedom = total**2 * (seeds - 1) / (parts[0] ** 2 + parts[1] ** 2)
        grid = np.linspace(seeds - 1, 2 * seeds - 2, 400)
        quantiles = [t_quantile(share, float(f)) for f in grid]
        reach = np.interp(freedom, grid, quantiles) * np.sqrt(total)
    return gap - reach, gap + reach


def shares(
    seeds: int,
    gap: float,
    paper_gap: float,
    spreads: tuple[float, float],
    *,
    paired: bool,
    tries: int = TRIES,
) -> dict[str, float]:
    """The share of each verdict."""
    low, high = ends(*draw(seeds, gap, spreads, tries), paired)
    repeated = low > 0
    missed = ~repeated & (high < paper_gap)
    found = (repeated, missed, ~repeated & ~missed)
    return {word: round(float(x.mean()), 4) for word, x in zip(VERDICTS, found, strict=True)}


def simulate(tries: int = TRIES) -> list[dict]:
    rows = []
    for paired in (True, False):
        for name, spreads in SPREADS.items():
            for seeds in SEEDS:
                for paper_gap in PAPER_GAPS:
                    fixed = {"paired": paired, "spreads": name, "seeds": seeds}
                    for truth, gap in (("0", 0.0), ("the paper's", paper_gap)):
                        found = shares(
                            seeds, gap, paper_gap, spreads, paired=paired, tries=tries
                        )
                        rows.append(
                            {**fixed, "paper_gap": paper_gap, "true_gap": truth, **found}
                        )
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("json", type=Path)
    path = parser.parse_args().json
    made = {
        "command": "python scripts/verdict_by_luck.py results/rule/luck.json",
        "tries": TRIES,
        "seed": SEED,
        "rows": simulate(),
    }
    path.write_text(json.dumps(made, indent=1) + "\n")


if __name__ == "__main__":
    main()
