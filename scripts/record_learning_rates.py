"""Record one small training at many learning rates, from one that crawls to one that diverges.

Run: python scripts/record_learning_rates.py resattn_lab/course/records/learning_rates.json

Attention-56 of an eighth of the paper's width learns the same few scenes over and over, at
one rate from the first step to the last, and without a limit on the gradient: so that
nothing but the rate, the optimiser and the seed differs. A record that is there already is
added to: what has been run is not run again.
"""

import argparse
import itertools
import json
import math
from pathlib import Path

import torch
import torch.nn.functional as F
from recording_runs import facts, one_thread

from resattn_lab.blocks import initialise
from resattn_lab.data import scene_set
from resattn_lab.networks import build_network
from resattn_lab.training import Recipe, make_optimiser

NAME, WIDTH, SCENES, BATCH, STEPS = "cifar_attention_56", 1 / 8, 128, 32, 100
DECAYS = {"sgd": 1e-4, "adamw": 0.05}  # of the recipes "paper" and "short"
RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0)
SEEDS = (0, 1, 2)


def run(optimiser_name: str, rate: float, seed: int) -> list[float]:
    """The loss of every step; a loss that is no number ends the run."""
    scenes = scene_set(SCENES, seed=0, part="train", size=16, clutter=0)
    images = scenes.floats()
    torch.manual_seed(seed)
    network = build_network(NAME, width=WIDTH, pixel_mean=scenes.pixel_mean())
    initialise(network, "zero_residual").train()
    recipe = Recipe(
        iterations=STEPS,
        optimiser=optimiser_name,
        learning_rate=rate,
        schedule="constant",
        weight_decay=DECAYS[optimiser_name],
    )
    optimiser, losses = make_optimiser(network, recipe), []
    while len(losses) < STEPS:
        for batch in torch.randperm(SCENES).split(BATCH):
            loss = F.cross_entropy(network(images[batch]), scenes.labels[batch])
            if not math.isfinite(loss.item()):
                return losses
            losses.append(float(f"{loss.item():.4g}"))
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return losses


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("record", type=Path)
    path = parser.parse_args().record
    one_thread()
    made = facts("python scripts/record_learning_rates.py")  # the commit as it is now
    names = ("optimiser", "learning_rate", "seed")
    runs = json.loads(path.read_text())["runs"] if path.is_file() else []
    done = {tuple(found[name] for name in names) for found in runs}
    for seed, *point in itertools.product(SEEDS, DECAYS, RATES):
        if (*point, seed) in done:
            continue
        losses = run(*point, seed)
        runs.append({**dict(zip(names, (*point, seed), strict=True)), "losses": losses})
        kept = {
            **made,
            "network": {"name": NAME, "width": WIDTH, "initialisation": "zero_residual"},
            "data": f"the same {SCENES} planted scenes of 16×16 without clutter, batches of "
            f"{BATCH}",
            "weight_decay": DECAYS,
            "steps": STEPS,
            "guessing": math.log(10),
            "runs": runs,
        }
        path.write_text(json.dumps(kept) + "\n")
        print(*point, seed, losses[-1], flush=True)


if __name__ == "__main__":
    main()
