"""Record what masks look like before and after training, and what squares do to networks.

Run: python scripts/record_mask_looks.py resattn_lab/course/records/mask_looks.json

Three networks that were trained alike on scenes of 32×32 pixels, and their untrained twins.
Masks are measured on scenes of seed 1's test part, which no network has learned from; what
has to be fixed beforehand (a mask for all scenes, statistics of batch norms) comes from
seed 0's training part.
"""

import argparse
import json
import time
from collections.abc import Mapping
from pathlib import Path

import torch
from map_agreement import rounded
from recording_runs import facts, one_thread
from torch import Tensor, nn
from train_looking_network import SCENES

from resattn_lab.checkpoints import load_checkpoint
from resattn_lab.course.notebook_09.squares import FILLS, with_squares
from resattn_lab.course.notebook_09.twins import PART
from resattn_lab.data import ImageSet, scene_set
from resattn_lab.interventions import mask_replacement
from resattn_lab.measures import (
    best_channel,
    inside_and_outside,
    mean_interval,
    pointing_hits,
    variance_shares,
)
from resattn_lab.networks import prepare_for_inference, settle_batch_norms, untrained_twin
from resattn_lab.recording import record_masks

NAMES = ("scenes_attention_56", "scenes_attention_56_seed_1", "scenes_attention_56_seed_2")
MODULES = ("stage1.0", "stage2.0", "stage3.0")
SIZES = (2, 4, 6, 8, 10, 12)
COUNTS = (1, 2, 4, 8)  # scenes that a rule looks at


def masks_of(network: nn.Module, scenes: ImageSet) -> dict[str, Tensor]:
    """Every module's masks on all scenes, in the mode that the network is in."""
    parts = []
    with torch.no_grad(), record_masks(network) as masks:
        for images in scenes.images.split(PART):
            network(images / 255)
            parts.append(dict(masks))
    return {name: torch.cat([part[f"{name}.mask"] for part in parts]) for name in MODULES}


def spread(masks: Mapping[str, Tensor]) -> dict:
    """How far the values of each module's masks lie apart, and by what they vary."""
    found = {}
    for name, mask in masks.items():
        shares = variance_shares(mask)
        same = sum(share for parts, share in shares.items() if "image" not in parts)
        found[name] = {
            "deviation": round(mask.std().item(), 4),
            "ends": round(((mask < 0.05) | (mask > 0.95)).float().mean().item(), 4),
            "same_for_all": round(same, 4),
            "left_in_mean": round((mask.mean(dim=1).var() / mask.var()).item(), 4),
        }
    return found


def on_object(maps: Tensor, scenes: ImageSet) -> list[float]:
    """Mean on the object and beside it, and the share of scenes where it is higher on it."""
    on, beside = inside_and_outside(maps, scenes.true_masks)
    return rounded([on.mean(), beside.mean(), (on > beside).float().mean()])


def pointing(earlier: dict[str, Tensor], later: dict[str, Tensor], scenes, unseen) -> dict:
    """How often each module's best channel, chosen on other scenes, peaks on the object."""
    found = {}
    for name, mask in earlier.items():
        channel = best_channel(mask, scenes.true_masks)[0]
        hits = pointing_hits(later[name][:, channel], unseen.true_masks)
        found[name] = [channel, *rounded(mean_interval(hits))]
    return found


def looks(network: nn.Module, seed: int, scenes: ImageSet, unseen: ImageSet) -> dict:
    """The trained network, and its twin with its statistics set, of the batch, and unset."""
    kinds = {
        "trained": network,
        "twin, statistics set": settle_batch_norms(
            untrained_twin(network, seed=seed), scenes.floats()
        ),
        "twin, training mode": untrained_twin(network, seed=seed).train(),
        "twin, statistics unset": untrained_twin(network, seed=seed),
        "start of training, statistics set": settle_batch_norms(
            untrained_twin(network, seed=seed, initialisation="zero_residual"), scenes.floats()
        ),
    }
    found = {}
    for kind, made in kinds.items():
        later = masks_of(made, unseen)
        found[kind] = spread(later)
        if kind in ("trained", "twin, statistics set"):
            earlier = masks_of(made, scenes)
            found[kind]["pointing"] = pointing(earlier, later, scenes, unseen)
            found[kind]["mean_on_object"] = {
                name: on_object(mask.mean(dim=1), unseen) for name, mask in later.items()
            }
    return found


def differences(network: nn.Module, scenes: ImageSet, unseen: ImageSet) -> dict:
    """Of each module's best channel, on the object less beside it: (chosen on, unseen)."""
    earlier, later = masks_of(network, scenes), masks_of(network, unseen)
    found = {}
    for name, mask in earlier.items():
        channel = best_channel(mask, scenes.true_masks)[0]
        pair = (
            (mask[:, channel], scenes.true_masks),
            (later[name][:, channel], unseen.true_masks),
        )
        found[name] = [on - beside for on, beside in (inside_and_outside(*p) for p in pair)]
    return found


def readers(network: nn.Module, seed: int, scenes: ImageSet, unseen: ImageSet) -> dict:
    """How often a rule tells the trained network's best channel from its twin's.

    The rule: trained, if the mask is higher on the object than beside it by more than a
    threshold, on average over a few scenes. The threshold is chosen on other scenes.
    """
    twin = settle_batch_norms(untrained_twin(network, seed=seed), scenes.floats())
    yes, no = (differences(made, scenes, unseen) for made in (network, twin))
    found = {}
    for name in MODULES:
        shares = []
        for count in COUNTS:
            (yes_before, yes_now), (no_before, no_now) = (
                [d[: len(d) // count * count].view(-1, count).mean(dim=1) for d in made[name]]
                for made in (yes, no)
            )

            def share(threshold, yes, no):
                return ((yes > threshold).float().mean() + (no <= threshold).float().mean()) / 2

            tried = torch.cat([yes_before, no_before]).sort().values
            best = max(tried, key=lambda t: share(t, yes_before, no_before))
            shares.append(round(share(best, yes_now, no_now).item(), 4))
        found[name] = shares
    return found


def right(network: nn.Module, images: Tensor, scenes: ImageSet, way: Mapping) -> Tensor:
    """Which scenes are classified correctly, with other masks in some modules."""
    said = []
    with torch.no_grad(), mask_replacement(network, way):
        for part in images.split(PART):
            said.append(network(part / 255).argmax(dim=1))
    return torch.cat(said) == scenes.labels


def settled_with(name: str, way: Mapping, scenes: ImageSet) -> nn.Module:
    """A trained network whose batch norms have their statistics from runs with these masks."""
    network, _ = load_checkpoint(name)
    with mask_replacement(network, way):
        return settle_batch_norms(network, scenes.floats())


def replaced(name: str, network: nn.Module, scenes: ImageSet, unseen: ImageSet) -> dict:
    """Accuracy with one mask for every scene, with none, and with statistics set anew."""
    means = {m: mask.mean(dim=0) for m, mask in masks_of(network, scenes).items()}
    same = {m: mean.expand(PART, -1, -1, -1) for m, mean in means.items()}
    found = {"as trained": rounded(mean_interval(right(network, unseen.images, unseen, {})))}
    for where in (*MODULES, "all"):
        ways = {
            "same": same if where == "all" else {where: same[where]},
            "none": "remove" if where == "all" else {where: "remove"},
        }
        found[where] = {}
        for kind, way in ways.items():
            anew = settled_with(name, way, scenes)
            for made, label in ((network, kind), (anew, f"{kind}, statistics anew")):
                found[where][label] = rounded(
                    mean_interval(right(made, unseen.images, unseen, way))
                )
    control = settled_with(name, {}, scenes)
    found["statistics anew"] = rounded(mean_interval(right(control, unseen.images, unseen, {})))
    return found


def squares(network: nn.Module, unseen: ImageSet) -> dict:
    """For each fill and size: how often each class is named, for scenes of each class."""
    found = {}
    network = prepare_for_inference(network)
    for place in (*FILLS, "grey, far from the object"):
        far = place.endswith("object")
        fill = "grey" if far else place
        rows = []
        for size in SIZES:
            images = with_squares(unseen.images, unseen.true_masks, size, fill, far=far)
            with torch.inference_mode():
                said = torch.cat([network(p / 255).argmax(dim=1) for p in images.split(PART)])
            hits = said == unseen.labels
            wrong = torch.bincount(said[~hits], minlength=10).tolist()
            rows.append({"size": size, "right": rounded(mean_interval(hits)), "taken": wrong})
        found[place] = rows
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("record", type=Path)
    parser.add_argument("--scenes", type=int, default=500)
    given = parser.parse_args()
    one_thread()
    made, cpu = facts("python scripts/record_mask_looks.py"), time.process_time()
    scenes = scene_set(given.scenes, seed=0, part="train")
    unseen = scene_set(given.scenes, seed=1, part="test")
    networks = {}
    for name in NAMES:
        network, card = load_checkpoint(name)
        networks[name] = {
            "readers": readers(network, card["seed"], scenes, unseen),
            "looks": looks(network, card["seed"], scenes, unseen),
            "masks": replaced(name, network, scenes, unseen),
            "squares": squares(network, unseen),
        }
        print(name, round(time.process_time() - cpu), flush=True)
    network, card = load_checkpoint("scenes_64_attention_56")
    few = given.scenes // 2
    large = [
        scene_set(few, seed=k, part=part, **SCENES) for k, part in ((0, "train"), (1, "test"))
    ]
    networks["scenes_64_attention_56"] = {"readers": readers(network, card["seed"], *large)}
    kept = {
        **made,
        "cpu_seconds": round(time.process_time() - cpu),
        "scenes": {
            s: f"{p.source}: {len(p)}" for s, p in (("fixed", scenes), ("unseen", unseen))
        },
        "scenes_of_64": few,
        "counts": COUNTS,
        "object_share": round(unseen.true_masks.float().mean().item(), 4),
        "class_names": list(unseen.class_names),
        "networks": networks,
    }
    given.record.write_text(json.dumps(kept, indent=1) + "\n")


if __name__ == "__main__":
    main()
