"""Record what one block of attention adds to the same trunk: a mask, SE, CBAM, self-attention.

Run: python scripts/record_attention_kinds.py resattn_lab/course/records/attention_kinds.json

The small network of ``networks.one_attention``, on scenes of 32×32 without clutter, three
seeds of each kind and of the trunk alone. The first seed's weights are written into
``resattn_lab/checkpoints/attention_kinds``. A record that is there already is added to: what
has been run is not run again.
"""

import argparse
import json
from dataclasses import asdict, replace
from pathlib import Path

import torch
from recording_runs import facts, one_thread, scenes

from resattn_lab.checkpoints import save_weights
from resattn_lab.checkpoints.kinds import FOLDER
from resattn_lab.data import Splits
from resattn_lab.measures import pointing_hits, received_weight
from resattn_lab.networks import count_parameters, multiply_accumulates
from resattn_lab.networks.one_attention import KINDS, one_attention
from resattn_lab.recording import record_activations
from resattn_lab.training import Recipe, fit
from resattn_lab.training.state import Stopwatch

SIZE, TRAIN, SEEDS = 32, 4000, (0, 1, 2)
COMMAND = "python scripts/record_attention_kinds.py"
RECIPE = Recipe(
    epochs=4,
    batch_size=32,
    learning_rate=0.01,
    weight_decay=0.05,
    clip_gradient=1.0,
    augment=False,
    precision="float32",
)


GATES = {
    "mask": "attention.gate",
    "CBAM": "attention.place_gate",
    "self-attention": "attention.gate",
}


def places(network: torch.nn.Module, images: torch.Tensor) -> torch.Tensor:
    """One weight for each place, (N, h, w): mean mask, CBAM's places, weight received."""
    name = GATES[network.kind]
    with torch.inference_mode(), record_activations(network, [name]) as kept:
        network(images)
    if network.kind == "self-attention":
        return received_weight(kept[name], tuple(side // 2 for side in images.shape[-2:]))
    return kept[name].mean(dim=1)


def pointing(network: torch.nn.Module, data: Splits) -> float | None:
    """How often the map of places, where there is one, peaks on the object (test scenes)."""
    if network.kind not in GATES:
        return None
    hits = []
    for rows in torch.arange(len(data.test)).split(100):
        found = places(network, data.test.subset(rows).floats())
        hits.append(pointing_hits(found, data.test.true_masks[rows]))
    return torch.cat(hits).float().mean().item()


def run(kind: str, seed: int, data: Splits) -> dict:
    """Train one network; what it came to, and what it cost."""
    network = one_attention(kind, seed=seed)
    untrained = pointing(network.eval(), data)
    recipe, clock = replace(RECIPE, seed=seed), Stopwatch()
    history = fit(network, data, recipe, device="cpu", progress=False)
    seconds = clock.cpu
    if seed == SEEDS[0]:
        card = {"kind": kind, "seed": seed, "command": COMMAND, "recipe": asdict(recipe)}
        card |= {"test_accuracy": history.test_accuracy, "data": data.train.source}
        path = FOLDER / f"{kind}.safetensors"
        save_weights(path, network, card, dtype=torch.float16)
    return {
        "kind": kind,
        "seed": seed,
        "validation_accuracy": [e.validation_accuracy for e in history.records],
        "test_accuracy": history.last_test_accuracy,
        "pointing_untrained": untrained,
        "pointing": pointing(network.eval(), data),
        "cpu_seconds": round(seconds, 1),
        "parameters": count_parameters(network),
        "multiply_accumulates": multiply_accumulates(network, (3, SIZE, SIZE)),
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("record", type=Path)
    path = parser.parse_args().record
    one_thread()
    data = scenes(size=SIZE, train=TRAIN)
    kept = json.loads(path.read_text()) if path.is_file() else {"runs": []}
    done = {(r["kind"], r["seed"]) for r in kept["runs"]}
    for seed in SEEDS:
        for kind in KINDS:
            if (kind, seed) in done:
                continue
            kept["runs"].append(run(kind, seed, data))
            kept = {
                **facts(COMMAND),
                "data": f"planted scenes of {SIZE}×{SIZE} without clutter: {TRAIN} to train, "
                f"{len(data.validation)} to validate, {len(data.test)} to test",
                "object_share": data.test.true_masks.float().mean().item(),
                "recipe": asdict(RECIPE),
                "runs": kept["runs"],
            }
            path.write_text(json.dumps(kept, indent=1) + "\n")
            ended = kept["runs"][-1]
            print(kind, seed, ended["test_accuracy"], ended["pointing"], flush=True)


if __name__ == "__main__":
    main()
