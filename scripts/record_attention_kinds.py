"""Record what one block of attention adds to the same trunk: a mask, SE, CBAM, self-attention.

Run: python scripts/record_attention_kinds.py resattn_lab/course/records/attention_kinds.json

The small network of ``networks.one_attention``, on scenes of 32×32 without clutter, three
seeds of each kind and of the trunk alone, each beside an untrained one whose batch norms have
seen scenes. Weights named in ``checkpoints.kinds.STORED`` are written into its folder, and
what such a network does with coarser weights is measured, with the statistics of its batch
norms as they are and set anew. A record that is there already is added to: what has been
trained is not trained again, what is stored is measured again.
"""

import argparse
import json
from dataclasses import asdict, replace
from pathlib import Path

import torch
from recording_runs import facts, one_thread, scenes

from resattn_lab.checkpoints import load_kind, save_weights
from resattn_lab.checkpoints.kinds import STORED, kind_path
from resattn_lab.course.notebook_16.weighing import (
    accuracy,
    pointing,
    untrained,
    with_coarser_weights,
)
from resattn_lab.data import Splits
from resattn_lab.networks import count_parameters, multiply_accumulates
from resattn_lab.networks.one_attention import KINDS, one_attention
from resattn_lab.training import Recipe, fit
from resattn_lab.training.state import Stopwatch

SIZE, TRAIN, SEEDS = 32, 4000, (0, 1, 2)
INTO_NORMS = 500  # scenes for an untrained network's batch norms, and for constant weights
COMMAND = "python scripts/record_attention_kinds.py"
RECIPE = Recipe(
    epochs=7,
    batch_size=32,
    learning_rate=0.01,
    weight_decay=0.05,
    clip_gradient=1.0,
    augment=False,
    precision="float32",
)


def train(kind: str, seed: int, data: Splits) -> dict:
    """Train one network, store it where it is to be stored, and say what it came to."""
    network = one_attention(kind, seed=seed)
    recipe, clock = replace(RECIPE, seed=seed), Stopwatch()
    history = fit(network, data, recipe, device="cpu", progress=False)
    seconds = clock.cpu
    if kind in STORED[seed]:
        card = {"kind": kind, "seed": seed, "command": COMMAND, "recipe": asdict(recipe)}
        card |= {"test_accuracy": history.test_accuracy, "data": data.train.source}
        save_weights(kind_path(kind, seed), network, card, dtype=torch.float16)
    return {
        "kind": kind,
        "seed": seed,
        "validation_accuracy": [e.validation_accuracy for e in history.records],
        "test_accuracy": history.test_accuracy,
        "pointing": pointing(network.eval(), data.test),
        "cpu_seconds": round(seconds, 1),
        "parameters": count_parameters(network),
        "multiply_accumulates": multiply_accumulates(network, (3, SIZE, SIZE)),
    }


def beside(kind: str, seed: int, data: Splits) -> dict:
    """What an untrained network of the seed comes to; coarser weights in the stored one."""
    earlier = data.train.subset(slice(0, INTO_NORMS))
    new = untrained(kind, earlier, seed=seed)
    found = {
        "accuracy_untrained": accuracy(new, data.test),
        "pointing_untrained": pointing(new, data.test),
    }
    if kind in STORED[seed]:
        network = load_kind(kind, seed)
        found["coarser"] = with_coarser_weights(network, data.test, earlier=earlier)
        found["test_accuracy"] = found["coarser"]["its own weights"]
        found["pointing"] = pointing(network, data.test)
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("record", type=Path)
    path = parser.parse_args().record
    one_thread()
    data = scenes(size=SIZE, train=TRAIN)
    known = json.loads(path.read_text()) if path.is_file() else {"runs": []}
    done = {(run["kind"], run["seed"]): run for run in known["runs"]}
    for seed in SEEDS:
        for kind in KINDS:
            stored = kind not in STORED[seed] or kind_path(kind, seed).is_file()
            if (kind, seed) not in done or not stored:
                done[kind, seed] = train(kind, seed, data)
            done[kind, seed] |= beside(kind, seed, data)
            print(kind, seed, done[kind, seed]["test_accuracy"], flush=True)
    kept = {
        **facts(COMMAND, known),
        "data": f"planted scenes of {SIZE}×{SIZE} without clutter: {TRAIN} to train, "
        f"{len(data.validation)} to validate, {len(data.test)} to test",
        "object_share": data.test.true_masks.float().mean().item(),
        "into_norms": INTO_NORMS,
        "recipe": asdict(RECIPE),
        "runs": list(done.values()),
    }
    path.write_text(json.dumps(kept, indent=1) + "\n")


if __name__ == "__main__":
    main()
