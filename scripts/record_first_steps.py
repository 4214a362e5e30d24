"""Record what the first steps of the paper's training do to the stages' responses.

Run: python scripts/record_first_steps.py resattn_lab/course/records/first_steps.json

Attention-164 of an eighth of the paper's width, with He's weights and SGD as in Sec. 4.1, on
scenes of 16×16 without clutter, 16 images a step. Responses are measured with the statistics
of the measured images themselves, so that no running average lags behind. A record that is
there already is added to: what has been run is not run again.
"""

import argparse
import json
from pathlib import Path

import torch
import torch.nn.functional as F
from recording_runs import facts, one_thread, scenes

from resattn_lab.networks import build_network
from resattn_lab.recording import record_activations

NAME, WIDTH, IMAGES, BATCH = "cifar_attention_164", 0.125, 100, 16
STEPS = (0, 1, 2, 5, 10, 20, 40)
RATES = (0.1, 0.01)
SEEDS = (0, 1, 2)
STAGES = ("stage1", "stage2", "stage3")


def responses(network: torch.nn.Module, images: torch.Tensor) -> list[float]:
    """Mean absolute response of every stage, normalised by these images' statistics."""
    with torch.no_grad(), record_activations(network, STAGES) as kept:
        network(images)
    return [kept[stage].abs().mean().item() for stage in STAGES]


def run(residual: bool, rate: float, seed: int) -> dict:
    """The responses after each of ``STEPS``, and the loss of every step."""
    data = scenes(size=16, train=4000)
    looked_at = data.test.subset(slice(IMAGES)).floats()
    mean = data.train.images.float().mean(dim=0) / 255
    torch.manual_seed(seed)
    network = build_network(NAME, width=WIDTH, attention_residual=residual, pixel_mean=mean)
    optimiser = torch.optim.SGD(
        network.train().parameters(), lr=rate, momentum=0.9, nesterov=True, weight_decay=1e-4
    )
    kept, losses, gradient = {0: responses(network, looked_at)}, [], None
    order = torch.randperm(len(data.train.images))
    for step, chosen in zip(range(1, STEPS[-1] + 1), order.split(BATCH), strict=False):
        loss = F.cross_entropy(
            network(data.train.subset(chosen).floats()), data.train.labels[chosen]
        )
        optimiser.zero_grad()
        loss.backward()
        if gradient is None:
            gradient = [
                torch.cat([p.grad.flatten() for p in stage.parameters()]).norm().item()
                for stage in (network.stage1, network.stage2, network.stage3)
            ]
        optimiser.step()
        losses.append(loss.item())
        if step in STEPS:
            kept[step] = responses(network, looked_at)
    return {
        "attention_residual": residual,
        "learning_rate": rate,
        "seed": seed,
        "steps": list(kept),
        "responses": list(kept.values()),
        "first_gradient_norms": gradient,
        "losses": losses,
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("record", type=Path)
    path = parser.parse_args().record
    one_thread()
    kept = json.loads(path.read_text()) if path.is_file() else {"runs": []}
    done = {(r["attention_residual"], r["learning_rate"], r["seed"]) for r in kept["runs"]}
    for seed in SEEDS:
        for rate in RATES:
            for residual in (True, False):
                if (residual, rate, seed) in done:
                    continue
                kept["runs"].append(run(residual, rate, seed))
                kept = {
                    **facts("python scripts/record_first_steps.py"),
                    "network": {"name": NAME, "width": WIDTH, "initialisation": "he"},
                    "data": "planted scenes of 16×16 without clutter",
                    "images": IMAGES,
                    "batch_size": BATCH,
                    "runs": kept["runs"],
                }
                path.write_text(json.dumps(kept, indent=1) + "\n")
                print(residual, rate, seed, kept["runs"][-1]["responses"][-1], flush=True)


if __name__ == "__main__":
    main()
