"""Record deletion and insertion on photographs, and what other masks do to predictions.

Run: python scripts/record_photograph_evidence.py FOLDER \\
        resattn_lab/course/records/photograph_evidence.json

FOLDER holds CIFAR-10 as class folders, ``test/<class>/<image>``. Only figures are recorded.
A record that is there already is added to, map by map.
"""

import argparse
import json
import time
from pathlib import Path

import torch
from map_agreement import masks_of
from mask_effects import probabilities, replaced, walks
from recording_runs import facts, one_thread

from resattn_lab.attribution import grad_cam
from resattn_lab.checkpoints import load_checkpoint
from resattn_lab.data import ImageSet, load_image_folder
from resattn_lab.measures import centre_prior, colour_distance, stretch
from resattn_lab.networks import prepare_for_inference

NAME, STEPS = "cifar10_attention_56", 6


def maps_of(network: torch.nn.Module, photographs: ImageSet) -> dict[str, torch.Tensor]:
    """Masks, Grad-CAM, and maps that know no network: (N, H, W) each."""
    images = photographs.floats()
    masks, logits = masks_of(network, photographs)
    parts = zip(images.split(100), logits.argmax(dim=1).split(100), strict=True)
    heat = torch.cat([grad_cam(network, "stage3", *part) for part in parts])
    size = tuple(images.shape[-2:])
    means = {name: stretch(mask.mean(dim=1), size) for name, mask in masks.items()}
    return {
        "random": torch.zeros(len(images), *size),
        "mean mask, stage 1": means["stage1.0"],
        "Grad-CAM": stretch(heat, size),
        "centre": centre_prior(size, 8).expand(len(images), *size),
        "mean mask, stage 3": means["stage3.0"],
        "colour": colour_distance(images),
        "mean mask, stage 2": means["stage2.0"],
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("record", type=Path)
    parser.add_argument("--per-class", type=int, default=50)
    given = parser.parse_args()
    path, count = given.record, given.per_class
    one_thread()
    network = prepare_for_inference(load_checkpoint(NAME)[0])
    photographs = load_image_folder(given.folder / "test", per_class=count)
    images, maps = photographs.floats(), maps_of(network, photographs)
    answers = probabilities(network, images).argmax(dim=1)
    right = answers == photographs.labels
    mean = network.pixel_mean.mean(dim=(1, 2), keepdim=True)
    kept = json.loads(path.read_text()) if path.is_file() else {"parts": {}}
    mixed = torch.randperm(len(images), generator=torch.Generator().manual_seed(0))
    effects = {
        "causality": lambda: replaced(network, photographs.subset(mixed)),
        # class by class, so that the image before is nearly always one of the same class
        "same_class": lambda: replaced(network, photographs, ("other",)),
        "same_answer": lambda: replaced(  # sorted by what the network says, without labels
            network, photographs.subset(answers.argsort(stable=True)), ("other",)
        ),
    }
    for name in (*maps, *effects):
        if name in kept["parts"]:
            continue
        started = time.process_time()
        if name in effects:
            kept["parts"][name] = effects[name]()
        else:
            found = walks(network, images, {name: maps[name]}, mean, steps=STEPS)
            kept["parts"][name] = found[name]
        kept["parts"][name]["cpu_seconds"] = round(time.process_time() - started)
        kept = {
            **facts("python scripts/record_photograph_evidence.py FOLDER"),
            "checkpoint": NAME,
            "photographs": f"CIFAR-10, JPEG copy: the first {count} test images of each class",
            "accuracy": round(right.float().mean().item(), 4),
            "parts": kept["parts"],
        }
        path.write_text(json.dumps(kept, indent=1) + "\n")
        print(name, flush=True)


if __name__ == "__main__":
    main()
