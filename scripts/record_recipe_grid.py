"""Record short trainings over learning rates, batch sizes and weight decays, and over seeds.

Run: python scripts/record_recipe_grid.py resattn_lab/course/records/recipe_grid.json

Attention-56 of a quarter of the paper's width, on scenes of 16×16 without clutter. A record
that is there already is added to: what has been run is not run again.
"""

import argparse
import itertools
import json
import time
from pathlib import Path

import torch
from recording_runs import facts, one_thread, scenes

from resattn_lab.blocks import initialise
from resattn_lab.networks import build_network
from resattn_lab.training import Recipe, fit

NAME, WIDTH = "cifar_attention_56", 0.25
LEARNING_RATES = (0.001, 0.003, 0.01, 0.03, 0.1)
BATCH_SIZES = (16, 64, 256)
WEIGHT_DECAYS = (0.05, 0.0, 0.5)
CENTRE = (0.01, 64, 0.05)
SEEDS = (0, 1, 2, 3, 4)  # of the centre; every other point has seed 0


def plan() -> list[tuple[float, int, float, int]]:
    """Learning rate, batch size, weight decay and seed of every run, the telling ones first."""
    seeds = [(*CENTRE, seed) for seed in SEEDS]
    grid = [
        (rate, size, decay, 0)
        for decay, size, rate in itertools.product(WEIGHT_DECAYS, BATCH_SIZES, LEARNING_RATES)
    ]
    return seeds + [point for point in grid if point not in seeds]


def run(rate: float, size: int, decay: float, seed: int) -> dict:
    recipe = Recipe(
        epochs=3,
        learning_rate=rate,
        batch_size=size,
        weight_decay=decay,
        clip_gradient=1.0,
        augment=False,
        precision="float32",
        seed=seed,
    )
    torch.manual_seed(seed)
    network = initialise(build_network(NAME, width=WIDTH), "zero_residual")
    start = time.perf_counter()
    history = fit(network, scenes(size=16, train=4000), recipe, device="cpu", progress=False)
    return {
        "learning_rate": rate,
        "batch_size": size,
        "weight_decay": decay,
        "seed": seed,
        "train_loss": [e.train_loss for e in history.records],
        "train_accuracy": [e.train_accuracy for e in history.records],
        "validation_loss": [e.validation_loss for e in history.records],
        "validation_accuracy": [e.validation_accuracy for e in history.records],
        "test_accuracy_last_epoch": history.last_test_accuracy,
        "test_accuracy_chosen": history.test_accuracy,
        "seconds": round(time.perf_counter() - start, 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("record", type=Path)
    path = parser.parse_args().record
    one_thread()
    runs = json.loads(path.read_text())["runs"] if path.is_file() else []
    done = {(r["learning_rate"], r["batch_size"], r["weight_decay"], r["seed"]) for r in runs}
    for point in plan():
        if point in done:
            continue
        try:
            runs.append(run(*point))
        except FloatingPointError as error:  # a rate too high: that is a result, too
            names = ("learning_rate", "batch_size", "weight_decay", "seed")
            runs.append({**dict(zip(names, point, strict=True)), "failed": str(error)})
        kept = {
            **facts("python scripts/record_recipe_grid.py"),
            "network": {"name": NAME, "width": WIDTH, "initialisation": "zero_residual"},
            "data": "planted scenes of 16×16 without clutter: 4000 to train, 500 to "
            "validate, 1000 to test",
            "epochs": 3,
            "centre": dict(
                zip(("learning_rate", "batch_size", "weight_decay"), CENTRE, strict=True)
            ),
            "runs": runs,
        }
        path.write_text(json.dumps(kept, indent=1) + "\n")
        print(point, runs[-1].get("test_accuracy_last_epoch"), flush=True)


if __name__ == "__main__":
    main()
