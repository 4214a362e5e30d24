"""Record short trainings of shallow and deep stacks, with and without shortcuts.

Run: python scripts/record_depth_and_rate.py resattn_lab/course/records/depth_and_rate.json

Each of four networks at several learning rates, so that each is judged at its own best one.
A record that is there already is added to: what has been run is not run again.
"""

import argparse
import itertools
import json
import math
from pathlib import Path

import torch
import torch.nn.functional as F
from recording_runs import facts, one_thread

from resattn_lab.course import notebook_02
from resattn_lab.data import planted_scenes

SCENES, BATCH, STEPS, LAST = 512, 64, 200, 40
SEEDS = (0, 1, 2)
RATES = (0.01, 0.03, 0.1, 0.003, 0.3)
NETWORKS = ((False, 2), (False, 16), (True, 2), (True, 16))  # shortcut, depth


def run(shortcut: bool, depth: int, rate: float, seed: int) -> float:
    """The mean training loss of the last steps."""
    scenes = planted_scenes(SCENES, seed=0)
    images = scenes.images / 255
    images = (images - images.mean()) / images.std()
    torch.manual_seed(seed)
    network = notebook_02.classifier(depth, shortcut=shortcut)
    optimiser = torch.optim.SGD(network.parameters(), rate, momentum=0.9, nesterov=True)
    losses: list[float] = []
    while len(losses) < STEPS:
        for batch in torch.randperm(SCENES).split(BATCH):
            loss = F.cross_entropy(network(images[batch]), scenes.labels[batch])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            losses.append(loss.item())
    return sum(losses[-LAST:]) / LAST


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("record", type=Path)
    path = parser.parse_args().record
    one_thread()
    names = ("seed", "learning_rate", "shortcut", "depth")
    runs = json.loads(path.read_text())["runs"] if path.is_file() else []
    done = {tuple(found[name] for name in names) for found in runs}
    for seed, rate, (shortcut, depth) in itertools.product(SEEDS, RATES, NETWORKS):
        point = (seed, rate, shortcut, depth)
        if point in done:
            continue
        loss = run(shortcut, depth, rate, seed)
        runs.append({**dict(zip(names, point, strict=True)), "train_loss": round(loss, 4)})
        kept = {
            **facts("python scripts/record_depth_and_rate.py"),
            "data": f"{SCENES} planted scenes of 32×32, in batches of {BATCH}",
            "steps": STEPS,
            "train_loss": f"mean over the last {LAST} steps",
            "guessing": math.log(10),
            "runs": runs,
        }
        path.write_text(json.dumps(kept, indent=1) + "\n")
        print(point, loss, flush=True)


if __name__ == "__main__":
    main()
