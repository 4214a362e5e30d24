"""Record whether masks find the object of planted scenes, and what happens without them.

Run: python scripts/record_mask_evidence.py resattn_lab/course/records/mask_evidence.json

Every choice (channel, side, threshold, width) is made on scenes of the training seed and
reported on scenes that the network has never seen. A record that is there already is added
to: parts that have been run are not run again.
"""

import argparse
import json
import time
from pathlib import Path

import torch
import torch.nn.functional as F
from map_agreement import MEASURES, Choice, choose, marking, masks_of, report, rounded, score
from mask_effects import effect, probabilities, replaced
from recording_runs import facts, one_thread
from torch import Tensor

from resattn_lab.attribution import grad_cam
from resattn_lab.checkpoints import load_checkpoint
from resattn_lab.data import Batches, ImageSet, scene_set
from resattn_lab.interventions import mask_replacement
from resattn_lab.measures import (
    centre_prior,
    colour_distance,
    difference_interval,
    mean_interval,
    rank_agreement,
    threshold_iou,
)
from resattn_lab.networks import prepare_for_inference, settle_batch_norms, untrained_twin

NAME, MODULES = "scenes_attention_56", ("stage1.0", "stage2.0", "stage3.0")
SEEDS = (0, 1, 2, 3, 4)  # of untrained networks
WIDTHS = (2, 3, 4, 6, 8, 12, 16)  # of the centre prior, in pixels


class Evidence:
    """The network and its scenes: to choose on, unseen, and some of these for long parts."""

    def __init__(self, count: int, some: int):
        self.original, self.card = load_checkpoint(NAME)
        self.network = prepare_for_inference(self.original)
        self.chosen_on = scene_set(count // 2, seed=self.card["seed"], part="train")
        self.unseen = scene_set(count, seed=1, part="test")
        self.some = self.unseen.subset(slice(0, some))
        self.best: dict[str, Choice] = {}
        self.module = ""

    def recall(self, agreement: dict) -> None:
        """Take up the choices of channels from the record."""
        self.module = agreement["best_module"]
        for name in MODULES:
            cut = agreement["maps"][f"{name} channel"]["chosen"]["iou"]
            self.best[name] = Choice(cut["channel"], cut["low"], 0, cut["threshold"])


def heat(network: torch.nn.Module, scenes: ImageSet, layer: str = "stage3") -> Tensor:
    """Grad-CAM for the predicted class: (N, 1, h, w)."""
    parts = []
    for images, _ in Batches(scenes, 100):
        with torch.no_grad():
            predicted = network(images).argmax(dim=1)
        parts.append(grad_cam(network, layer, images, predicted))
    return torch.cat(parts)[:, None]


def agreement(evidence: Evidence) -> dict:
    """Masks and what they are held against, on unseen scenes."""
    chosen_on, unseen = evidence.chosen_on, evidence.unseen
    truth = unseen.true_masks
    before, _ = masks_of(evidence.network, chosen_on)
    masks, logits = masks_of(evidence.network, unseen)
    best = {name: choose(maps, chosen_on.true_masks) for name, maps in before.items()}
    module = max(MODULES, key=lambda name: best[name]["iou"].score)
    right = logits.argmax(dim=1) == unseen.labels
    scores, said = {}, {}

    def add(name, earlier, later, chosen=None):
        chosen = chosen or choose(earlier, chosen_on.true_masks)
        scores[name] = score(later, truth, chosen)
        said[name] = report(scores[name], chosen)

    for name in MODULES:
        earlier, later = before[name], masks[name]
        add(f"{name} mean", *(m.mean(dim=1, keepdim=True) for m in (earlier, later)))
        add(f"{name} channel", earlier, later, best[name])
    add("Grad-CAM", heat(evidence.network, chosen_on), heat(evidence.network, unseen))
    add("colour", *(colour_distance(s.floats())[:, None] for s in (chosen_on, unseen)))
    hills = torch.stack([centre_prior((32, 32), width) for width in WIDTHS])
    add("centre", *(hills.expand(len(s), *hills.shape) for s in (chosen_on, unseen)))
    for side in (16, 8):  # what the best possible mask of so many cells comes to
        ideal = (
            F.adaptive_avg_pool2d(s.true_masks[:, None].float(), side)
            for s in (chosen_on, unseen)
        )
        add(f"perfect {side}×{side}", *ideal)
    share = truth.float().mean(dim=(1, 2))
    said["chance"] = {measure: rounded(mean_interval(share)) for measure in MEASURES}
    ours = scores[f"{module} channel"]
    others = ("Grad-CAM", "colour", "centre", "stage1.0 mean")
    return {
        "accuracy": rounded(mean_interval(right)),
        "best_module": module,
        "maps": said,
        "differences": {
            name: {m: rounded(difference_interval(ours[m], scores[name][m])) for m in MEASURES}
            for name in others
        },
        "groups": groups(unseen, scores),
        "failures": failures(right, ours),
    }


def groups(unseen: ImageSet, scores: dict) -> dict:
    """Overlap and hits by the object's size (thirds) and by class."""
    area = unseen.true_masks.sum(dim=(1, 2))
    thirds = torch.quantile(area.float(), torch.tensor([1 / 3, 2 / 3]))
    size = torch.bucketize(area.float(), thirds)
    rows = {name: size == k for k, name in enumerate(("small", "middle", "large"))}
    rows |= {name: unseen.labels == k for k, name in enumerate(unseen.class_names)}
    return {
        group: {
            "scenes": int(chosen.sum()),
            "share": round(area[chosen].float().mean().item() / 1024, 4),
            **{
                name: {m: rounded(mean_interval(s[m][chosen])) for m in ("iou", "pointing")}
                for name, s in scores.items()
            },
        }
        for group, chosen in rows.items()
    }


def failures(right: Tensor, ours: dict[str, Tensor]) -> dict:
    """How often the mask is wrong where the network is right, and the other way round."""
    missed = ours["iou"] < 0.1
    return {
        "right": int(right.sum()),
        "right_but_missed": int((right & missed).sum()),
        "wrong": int((~right).sum()),
        "wrong_but_found": int((~right & ~missed & (ours["iou"] > 0.5)).sum()),
        "iou_where_right": rounded(mean_interval(ours["iou"][right])),
        "iou_where_wrong": rounded(ours["iou"][~right]),
    }


def untrained(evidence: Evidence) -> dict:
    """The same choices for networks that have learned nothing."""
    kept: dict = {}
    chosen_on = evidence.chosen_on.subset(slice(0, len(evidence.some)))
    unseen = evidence.some
    for scheme in ("zero_residual", "he"):
        for seed in SEEDS if scheme == "zero_residual" else SEEDS[:2]:
            twin = untrained_twin(evidence.original, seed=seed, initialisation=scheme)
            settle_batch_norms(twin, chosen_on.subset(slice(0, 500)).floats())
            network = prepare_for_inference(twin)
            earlier, later = (masks_of(network, s)[0] for s in (chosen_on, unseen))
            for name in MODULES:
                both = earlier[name], later[name]
                means = [m.mean(dim=1, keepdim=True) for m in both]
                for kind, (before, after) in (("mean", means), ("channel", both)):
                    chosen = choose(before, chosen_on.true_masks)
                    said = report(score(after, unseen.true_masks, chosen), chosen)
                    kept.setdefault(scheme, {}).setdefault(f"{name} {kind}", []).append(said)
    return kept


def causality(evidence: Evidence) -> dict:
    """Another mask in each module's place, and in all."""
    return replaced(evidence.network, evidence.some)


def channels(evidence: Evidence) -> dict:
    """For each channel of a module: how well it marks, and what its flattening does."""
    kept: dict = {}
    network, some = evidence.network, evidence.some
    few = some.subset(slice(0, len(some) // 5))
    chosen_on = evidence.chosen_on.subset(slice(0, len(some)))
    earlier, masks = (masks_of(network, scenes)[0] for scenes in (chosen_on, some))
    pixels = few.floats()
    with torch.inference_mode():
        before = torch.cat([network(part) for part in pixels.split(100)])
    first = before.argmax(dim=1, keepdim=True)
    for name in MODULES[:2]:
        rows = []
        for channel in range(masks[name].shape[1]):
            alone = earlier[name][:, channel : channel + 1]
            cut = choose(alone, chosen_on.true_masks)["iou"]
            maps = marking(masks[name][:, channel], some.true_masks, low=False)
            found = threshold_iou(maps, some.true_masks, cut.threshold, low=cut.low)
            with (
                torch.inference_mode(),
                mask_replacement(network, {name: "mean"}, channels=[channel]),
            ):
                after = torch.cat([network(part) for part in pixels.split(100)])
            moved = (after - before).gather(1, first).abs().mean().item()
            changed = (after.argmax(dim=1, keepdim=True) != first).float().mean().item()
            rows.append([*rounded([found.mean(), moved, changed]), cut.low])
        iou, moved = zip(*(row[:2] for row in rows), strict=True)
        kept[name] = {
            "columns": ["iou", "logit_moved", "changed", "low"],
            "scenes": len(few),
            "rank_agreement": round(rank_agreement(iou, moved), 3),
            "rows": rows,
        }
    return kept


def hidden(evidence: Evidence) -> dict:
    """The object painted over with the mean colour of the rest: where do the masks go?"""
    scenes = evidence.some
    truth, pixels = scenes.true_masks, scenes.floats()
    near = F.max_pool2d(truth[:, None].float(), 3, stride=1, padding=1) > 0  # its soft edge
    rest = (pixels * ~near).sum(dim=(2, 3), keepdim=True) / (~near).sum((2, 3), keepdim=True)
    covered = torch.where(near, rest, pixels)
    as_bytes = (covered * 255).round().to(torch.uint8)
    blind = ImageSet(
        images=as_bytes,
        labels=scenes.labels,
        class_names=scenes.class_names,
        source="hidden",
        true_masks=truth,
    )
    network, before = evidence.network, probabilities(evidence.network, pixels)
    own, masks = masks_of(network, scenes)[0], masks_of(network, blind)[0]
    cut = evidence.best[evidence.module]
    found = {}
    for kind, maps in (("seen", own), ("hidden", masks)):
        scaled = marking(maps[evidence.module][:, cut.channel], truth, low=False)
        iou = threshold_iou(scaled, truth, cut.threshold, low=cut.low)
        found[kind] = rounded(mean_interval(iou))

    def swapped(images: Tensor, given: dict[str, Tensor]) -> Tensor:
        parts = []
        for start in range(0, len(images), 100):
            here = {name: mask[start : start + 100] for name, mask in given.items()}
            with mask_replacement(network, here):
                parts.append(probabilities(network, images[start : start + 100]))
        return torch.cat(parts)

    floats = blind.floats()
    return {
        "scenes": len(scenes),
        "iou_of_the_place": found,
        "hidden_object": effect(before, probabilities(network, floats), scenes.labels),
        "hidden_object_with_masks_of_seen": effect(before, swapped(floats, own), scenes.labels),
        "seen_object_with_masks_of_hidden": effect(
            before, swapped(pixels, masks), scenes.labels
        ),
    }


PARTS = {
    "agreement": agreement,
    "causality": causality,
    "hidden": hidden,
    "channels": channels,
    "untrained": untrained,
}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("record", type=Path)
    parser.add_argument("--scenes", type=int, default=4000)
    parser.add_argument("--some", type=int, default=500, help="scenes of the longer parts")
    given = parser.parse_args()
    path, count, some = given.record, given.scenes, given.some
    one_thread()
    kept = json.loads(path.read_text()) if path.is_file() else {"parts": {}}
    evidence = Evidence(count, some)
    for name, part in PARTS.items():
        if "agreement" in kept["parts"]:
            evidence.recall(kept["parts"]["agreement"])
        if name in kept["parts"]:
            continue
        started = time.process_time()
        kept["parts"][name] = part(evidence)
        kept["parts"][name]["cpu_seconds"] = round(time.process_time() - started)
        kept = {
            **facts("python scripts/record_mask_evidence.py", kept),
            "checkpoint": NAME,
            "scenes": f"{count} of seed 1 (test), in the longer parts the first {some} of "
            f"them; choices on {count // 2} or {some} of seed 0 (train)",
            "parts": kept["parts"],
        }
        path.write_text(json.dumps(kept, indent=1) + "\n")
        print(name, flush=True)


if __name__ == "__main__":
    main()
