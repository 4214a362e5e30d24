"""How many pairs of seeds the five arms take, from the spreads that were recorded.

Run: python scripts/study_power.py results/rule/fusion_power.json

The gap to be seen is a third of the paper's relative gap at each depth (Table 3). The spread
is that of the recorded pairs on photographs, as a share of the error: at a depth, of ARL
against NAL; pooled, of all pairs of Attention-56, whose gaps are small. Spreads of longer
trainings are not known yet; they are taken to shrink as the error does.
"""

import argparse
import json
import math
from pathlib import Path
from statistics import fmean, variance

from resattn_lab.ablations import CLAIMS, STUDIES, load_results, power, seeds_needed

ROOT = Path(__file__).resolve().parents[1]
DEPTHS, SHARE, LEAST = (56, 92, 128, 164), 1 / 3, 8
POOLED = ("mixed_channel", "mixed_spatial", "mask", "depth_56")


def relative_spread(keys: tuple[str, ...], results: dict) -> float:
    """Standard deviation of the pairs' gaps over the mean error, pooled over claims."""
    squares, freedom = 0.0, 0
    for key in keys:
        claim = CLAIMS[key]
        lower, higher = results[claim.study, "photographs"].pairs(claim.lower, claim.higher)
        error = fmean(lower + higher)
        gaps = [(b - a) / error for a, b in zip(lower, higher, strict=True)]
        squares += variance(gaps) * (len(gaps) - 1)
        freedom += len(gaps) - 1
    return math.sqrt(squares / freedom)


def seconds(depth: int, results: dict) -> float:
    """Of one recorded training with the 1 +, on photographs: an eighth as wide, 200 steps."""
    return fmean(run["seconds"] for run in results["depth", "photographs"].of(f"ARL {depth}"))


def plan() -> dict:
    """For each depth and for the pooled spread: pairs needed, and what they would cost."""
    results = load_results(ROOT / "results" / "ablations")
    arms = len(STUDIES["fusion"].variants)
    rows = []
    for depth in DEPTHS:
        low, high = CLAIMS[f"depth_{depth}"].paper
        gap = SHARE * (high - low) / high
        for kind, keys in (("own", (f"depth_{depth}",)), ("pooled", POOLED)):
            spread = relative_spread(keys, results)
            needed = seeds_needed(gap, spread)
            pairs = max(needed, LEAST)
            rows.append(
                {
                    "depth": depth,
                    "spread": kind,
                    "relative_gap": round(gap, 4),
                    "relative_spread": round(spread, 4),
                    "pairs_needed": needed,
                    "pairs": pairs,
                    "power": round(power(gap, spread, pairs), 3),
                    "hours_at_200_steps": round(
                        arms * pairs * seconds(depth, results) / 3600, 1
                    ),
                }
            )
    return {
        "command": "python scripts/study_power.py results/rule/fusion_power.json",
        "share_of_the_papers_relative_gap": round(SHARE, 4),
        "power": 0.9,
        "rows": rows,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("json", type=Path)
    path = parser.parse_args().json
    made = plan()
    path.write_text(json.dumps(made, indent=1) + "\n")
    for row in made["rows"]:
        print(*(f"{name} {value}" for name, value in row.items()), sep="  ")


if __name__ == "__main__":
    main()
