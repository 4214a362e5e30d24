"""Record how strongly each stage answers, before and after training, with Eq. 3 and with Eq. 1.

Run: python scripts/record_stage_response.py resattn_lab/course/records/stage_response.json

Attention-164 (four Attention Modules a stage, as in the paper's Fig. 4) of an eighth of the
paper's width, on scenes of 16×16 without clutter. A record that is there already is added to:
what has been run is not run again.
"""

import argparse
import json
from pathlib import Path

import torch
from recording_runs import facts, one_thread, scenes

from resattn_lab.blocks import initialise
from resattn_lab.data import Splits
from resattn_lab.networks import build_network, settle_batch_norms
from resattn_lab.recording import attention_modules, record_activations
from resattn_lab.training import Recipe, fit

NAME, WIDTH, IMAGES = "cifar_attention_164", 0.125, 200
RECIPE = Recipe(
    epochs=3,
    learning_rate=0.01,
    weight_decay=0.05,
    clip_gradient=1.0,
    augment=False,
    precision="float32",
)
SEEDS = (0, 1, 2)


def responses(network: torch.nn.Module, images: torch.Tensor) -> dict[str, float]:
    """Mean absolute response of every stage, module and product, in eval mode."""
    modules = list(attention_modules(network))
    names = ["stage1", "stage2", "stage3", *modules, *(f"{m}.fusion" for m in modules)]
    network.eval()
    with torch.inference_mode(), record_activations(network, names) as kept:
        network(images)
    return {name: kept[name].abs().mean().item() for name in names}


def untrained(residual: bool, seed: int) -> torch.nn.Module:
    """The network as it begins, the same of one seed with either equation."""
    torch.manual_seed(seed)
    network = build_network(NAME, width=WIDTH, attention_residual=residual)
    return initialise(network, "zero_residual")


def before(residual: bool, seed: int, data: Splits) -> dict:
    """The responses of an untrained network, its batch norms settled on scenes."""
    network = untrained(residual, seed)
    settle_batch_norms(network, data.train.subset(slice(1280)).floats(), batch=64)
    return responses(network, data.test.subset(slice(IMAGES)).floats())


def after(residual: bool, seed: int, data: Splits) -> dict:
    """Train one network; its responses, and what it came to."""
    network = untrained(residual, seed)
    recipe = Recipe(**{**RECIPE.__dict__, "seed": seed})
    history = fit(network, data, recipe, device="cpu", progress=False)
    return {
        "after": responses(network, data.test.subset(slice(IMAGES)).floats()),
        "epochs": [
            {"train_loss": e.train_loss, "validation_accuracy": e.validation_accuracy}
            for e in history.records
        ],
        "test_accuracy": history.last_test_accuracy,
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("record", type=Path)
    path = parser.parse_args().record
    one_thread()
    kept = json.loads(path.read_text()) if path.is_file() else {"runs": []}
    runs = {(r["attention_residual"], r["seed"]): r for r in kept["runs"]}
    data = scenes(size=16, train=4000)
    for seed in SEEDS:
        for residual in (True, False):
            run = {"attention_residual": residual, "seed": seed} | runs.get(
                (residual, seed), {}
            )
            if {"before", "after"} <= run.keys():
                continue
            if "before" not in run:
                run["before"] = before(residual, seed, data)
            if "after" not in run:
                run |= after(residual, seed, data)
            runs[residual, seed] = run
            kept = {
                **facts("python scripts/record_stage_response.py", kept),
                "network": {"name": NAME, "width": WIDTH, "initialisation": "zero_residual"},
                "data": "planted scenes of 16×16 without clutter: 4000 to train, 1000 to test",
                "images": IMAGES,
                "recipe": RECIPE.__dict__,
                "runs": list(runs.values()),
            }
            path.write_text(json.dumps(kept, indent=1) + "\n")
            print(residual, seed, run["test_accuracy"], flush=True)


if __name__ == "__main__":
    main()
