"""Do the masks of a trained network find the object? Prints the figures of the README.

Run: python benchmarks/mask_agreement.py [--checkpoint NAME] [--scenes 2000] [--json FILE]

For each Attention Module, on scenes that the network has never seen: how often the mean of
the mask's channels peaks on the object, and how often its best channel does. The best
channel is chosen on scenes from the training seed. Chance is the object's share of the
image. The same is measured on the same network before training.
"""

import argparse
import json
from pathlib import Path

import torch

from resattn_lab.checkpoints import load_checkpoint
from resattn_lab.data import Batches, ImageSet, scene_set
from resattn_lab.measures import best_channel, pointing_hits
from resattn_lab.networks import build_network
from resattn_lab.recording import record_masks
from resattn_lab.training import evaluate


def masks_of(network: torch.nn.Module, scenes: ImageSet) -> dict[str, torch.Tensor]:
    """Every module's masks on every scene: name -> (N, C, h, w)."""
    parts: dict[str, list[torch.Tensor]] = {}
    with torch.inference_mode(), record_masks(network) as masks:
        for images, _ in Batches(scenes, 250):
            network(images)
            for name, mask in masks.items():
                parts.setdefault(name, []).append(mask.clone())
    return {name: torch.cat(part) for name, part in parts.items()}


def agreement(network: torch.nn.Module, chosen_on: ImageSet, unseen: ImageSet) -> dict:
    """Per module: the mean mask's hits, the best channel, and that channel's hits."""
    earlier, masks = masks_of(network, chosen_on), masks_of(network, unseen)
    figures = {}
    for name, mask in masks.items():
        channel, _ = best_channel(earlier[name], chosen_on.true_masks)
        mean_hits = pointing_hits(mask.mean(dim=1), unseen.true_masks)
        hits = pointing_hits(mask[:, channel], unseen.true_masks)
        figures[name] = {
            "mean_mask_on_object": round(mean_hits.float().mean().item(), 4),
            "best_channel": channel,
            "best_channel_on_object": round(hits.float().mean().item(), 4),
        }
    return figures


def measure(checkpoint: str, count: int, seed: int) -> dict:
    """Accuracy and agreement of a checkpoint, trained and untrained, and chance."""
    network, card = load_checkpoint(checkpoint)
    chosen_on = scene_set(count, seed=card["seed"], part="train")
    unseen = scene_set(count, seed=seed, part="test")
    torch.manual_seed(card["seed"])
    untrained = build_network(**card["network"], pixel_mean=network.pixel_mean).eval()
    return {
        "checkpoint": checkpoint,
        "scenes": f"{count} of seed {seed}; channels chosen on {count} of seed {card['seed']}",
        "accuracy": round(evaluate(network, Batches(unseen, 250)).accuracy, 4),
        "chance": round(unseen.true_masks.float().mean().item(), 4),
        "trained": agreement(network, chosen_on, unseen),
        "untrained": agreement(untrained, chosen_on, unseen),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--checkpoint", default="scenes_attention_56")
    parser.add_argument("--scenes", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, default=None)
    chosen = parser.parse_args()
    figures = measure(chosen.checkpoint, chosen.scenes, chosen.seed)
    print(f"{figures['checkpoint']} on {figures['scenes']}")
    print(f"accuracy {figures['accuracy']:.2%}   chance for a peak {figures['chance']:.1%}")
    for kind in ("trained", "untrained"):
        for name, row in figures[kind].items():
            print(
                f"{kind:10s} {name:16s} mean mask {row['mean_mask_on_object']:6.1%}   "
                f"best channel {row['best_channel_on_object']:6.1%} "
                f"(channel {row['best_channel']})"
            )
    if chosen.json:
        chosen.json.write_text(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main()
