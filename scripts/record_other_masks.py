"""Record what other masks do to the predictions of three networks, and where rings are hit.

Run: python scripts/record_other_masks.py resattn_lab/course/records/other_masks.json

The three networks of ``scene_networks``, trained alike, each with a seed of its own. Scenes
and chosen channels are those of that record; for the first network, what ``mask_evidence``
has too comes out the same here. A record that is there already is added to: parts that it has
are not run again.
"""

import argparse
import json
import time
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import torch
from map_agreement import choose, masks_of, report, rounded, score
from mask_effects import effect
from record_mask_evidence import heat
from record_scene_networks import ALIKE, MODULES, WIDTHS, ScenePair, draw, settled_twin
from recording_runs import facts, one_thread
from torch import Tensor, nn

from resattn_lab.checkpoints import load_checkpoint
from resattn_lab.course import record
from resattn_lab.course.notebook_11.other_masks import (
    POSITIONS,
    between,
    donors,
    moved,
)
from resattn_lab.data import ImageSet
from resattn_lab.interventions import WAYS, RecordedPass, mask_replacement
from resattn_lab.measures import (
    centre_prior,
    colour_distance,
    fill_holes,
    mean_interval,
    pointing_hits,
)
from resattn_lab.networks import prepare_for_inference

PART = 100  # scenes that go through a network at once
WHERE = (*MODULES, "all")


class Unseen:
    """A network on unseen scenes, each pass kept so that a changed one begins at its mask."""

    def __init__(self, network: nn.Module, scenes: ImageSet):
        self.network, self.labels = network, scenes.labels
        self.images = scenes.floats().split(PART)
        self.passes = [RecordedPass(network, images) for images in self.images]
        self.before = torch.cat([one.logits for one in self.passes]).softmax(dim=1)
        self.masks = {
            name: torch.cat([one.outputs[f"{name}.mask"] for one in self.passes])
            for name in MODULES
        }

    def after(self, where: str, way) -> dict:
        """What a way of replacing, or masks for all scenes by module, do to the predictions."""
        names = MODULES if where == "all" else (where,)
        if isinstance(way, dict):
            parts = [{n: way[n].split(PART)[k] for n in names} for k in range(len(self.passes))]
            logits = [self._pass(k, names, part) for k, part in enumerate(parts)]
        else:
            with mask_replacement(self.network, dict.fromkeys(names, way)):
                logits = [self._pass(k, names, {}) for k in range(len(self.passes))]
        return effect(self.before, torch.cat(logits).softmax(dim=1), self.labels)

    def _pass(self, number: int, names, masks: dict[str, Tensor]) -> Tensor:
        first = f"{names[0]}.fusion"
        with torch.inference_mode(), self.passes[number].resumed([first]):
            if not masks:
                return self.network(self.images[number])
            with mask_replacement(self.network, masks):
                return self.network(self.images[number])


def replaced(unseen: Unseen, earlier: dict[str, Tensor]) -> dict:
    """Every way of replacing, in each module and in all: accuracy and changed predictions."""
    count = len(unseen.labels)
    typical = {
        n: m.mean(dim=0, keepdim=True).expand(count, -1, -1, -1) for n, m in earlier.items()
    }
    donor = donors(unseen.labels)
    ways = {
        **{way: way for way in WAYS},
        "typical": typical,
        "same class": {name: mask[donor] for name, mask in unseen.masks.items()},
    }
    found = {way: {where: unseen.after(where, g) for where in WHERE} for way, g in ways.items()}
    return {"untouched": effect(unseen.before, unseen.before, unseen.labels), **found}


def half_way(mask: Tensor, generator: torch.Generator) -> Tensor:
    """The mask moved by half an image, round its borders: nothing in it is drawn."""
    return moved(mask)


def upside_down(mask: Tensor, generator: torch.Generator) -> Tensor:
    """The mask turned by half a circle: no seam runs through it, but its middle stays."""
    return mask.flip((-2, -1))


def path(unseen: Unseen) -> dict:
    """Accuracy from the own mask over the flat one to the shuffled one."""
    return {
        where: [
            unseen.after(where, partial(between, position=position))["accuracy"]
            for position in POSITIONS
        ]
        for where in WHERE
    }


def by_answer(network: nn.Module, scenes: ImageSet, maps: Mapping[str, Tensor]) -> dict:
    """Of scenes that the network names rightly, and of the others: how many its masks hit."""
    with torch.inference_mode():
        answers = [network(images).argmax(dim=1) for images in scenes.floats().split(PART)]
    right = torch.cat(answers) == scenes.labels
    hits = {name: pointing_hits(one, scenes.true_masks) for name, one in maps.items()}
    return {
        kind: {
            "scenes": int(which.sum()),
            "hits": {name: int(hit[which].sum()) for name, hit in hits.items()},
        }
        for kind, which in {"right": right, "wrong": ~right}.items()
    }


def peaks(maps: Tensor, scenes: ImageSet, *, by_class: bool = False) -> dict:
    """The pointing game with the object as it is, and with its holes filled."""
    kinds = {"object": scenes.true_masks, "filled": fill_holes(scenes.true_masks)}
    hits = {kind: pointing_hits(maps, truth).float() for kind, truth in kinds.items()}
    found: dict = {kind: rounded(mean_interval(hit)) for kind, hit in hits.items()}
    if by_class:
        found["by_class"] = {
            name: {
                kind: round(h[scenes.labels == k].mean().item(), 4) for kind, h in hits.items()
            }
            for k, name in enumerate(scenes.class_names)
        }
    return found


def chosen_maps(masks: dict[str, Tensor], choices: dict) -> dict[str, Tensor]:
    """Of each module the channel that ``scene_networks`` chose for pointing, (N, h, w)."""
    found = {}
    for name in MODULES:
        choice = choices[name]["chosen"]["pointing"]
        found[name] = masks[name][:, choice["channel"]] * (-1 if choice["low"] else 1)
    return found


def pointing(network: nn.Module, name: str, scenes: ScenePair, few: ScenePair) -> dict:
    """Rings and all: the best channels of the trained network and of its untrained twin."""
    known = record("scene_networks")["parts"]["32"]
    maps = chosen_maps(masks_of(network, scenes.unseen)[0], known["trained"][name])
    twin = prepare_for_inference(settled_twin(name, few.chosen_on))
    masks, _ = masks_of(twin, few.unseen)
    raw = chosen_maps(masks, known["untrained"][name])
    return {
        **{module: peaks(m, scenes.unseen, by_class=True) for module, m in maps.items()},
        **{
            f"{module}, untrained": peaks(m, few.unseen, by_class=True)
            for module, m in raw.items()
        },
    }


def controls(scenes: ScenePair) -> dict:
    """Colours, a spot in the middle and chance, with holes filled or not."""
    unseen, width = scenes.unseen, record("scene_networks")["parts"]["32"]["centre"]["chosen"]
    spot = centre_prior((32, 32), 32 * WIDTHS[width["pointing"]["channel"]])
    filled = fill_holes(unseen.true_masks).float().mean(dim=(1, 2))
    return {
        "colour": peaks(colour_distance(unseen.floats()), unseen),
        "centre": peaks(spot.expand(len(unseen), -1, -1), unseen, by_class=True),
        "chance": {
            "object": rounded(mean_interval(unseen.true_masks.float().mean(dim=(1, 2)))),
            "filled": rounded(mean_interval(filled)),
        },
    }


def grad_cam(network: nn.Module, scenes: ScenePair) -> dict:
    """Grad-CAM of the predicted class at the last stage, by all measures."""
    earlier, later = (heat(network, part) for part in scenes)
    chosen = choose(earlier, scenes.chosen_on.true_masks)
    scores = score(later, scenes.unseen.true_masks, chosen)
    return {**report(scores, chosen), **peaks(later[:, 0], scenes.unseen)}


def of_network(name: str, scenes: ScenePair, few: ScenePair, known: Mapping) -> dict:
    """Everything about one of the networks."""
    network = prepare_for_inference(load_checkpoint(name)[0])
    some, chosen_on = (part.subset(slice(0, 500)) for part in (few.unseen, few.chosen_on))
    earlier, _ = masks_of(network, chosen_on)
    unseen = Unseen(network, some)
    choices = record("scene_networks")["parts"]["32"]["trained"][name]

    def answered() -> dict:
        maps = chosen_maps(masks_of(network, scenes.unseen)[0], choices)
        return by_answer(network, scenes.unseen, maps)

    parts = {
        "replaced": lambda: replaced(unseen, earlier),
        "path": lambda: path(unseen),
        "moved": lambda: {where: unseen.after(where, half_way) for where in WHERE},
        "turned": lambda: {where: unseen.after(where, upside_down) for where in WHERE},
        "by answer": answered,
        "pointing": lambda: pointing(network, name, scenes, few),
        "Grad-CAM": lambda: grad_cam(network, scenes),
    }
    return {part: known.get(part) or find() for part, find in parts.items()}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("record", type=Path)
    given = parser.parse_args()
    one_thread()
    kept = json.loads(given.record.read_text()) if given.record.is_file() else {}
    made = facts("python scripts/record_other_masks.py", kept)
    known = kept.get("parts", {"networks": {}})
    cpu, scenes = time.process_time(), draw(4000)
    few = scenes.first(1000)
    networks = {}
    for name in ALIKE:
        networks[name] = of_network(name, scenes, few, known["networks"].get(name, {}))
        print(name, flush=True)
    kept = {
        **made,
        "cpu_seconds": kept.get("cpu_seconds", 0) + round(time.process_time() - cpu),
        "scenes": "4000 of seed 1 (test); masks replaced in the first 500; choices on 2000 or "
        "500 of seed 0 (train)",
        "positions": POSITIONS,
        "parts": {"networks": networks, "controls": known.get("controls") or controls(scenes)},
    }
    given.record.write_text(json.dumps(kept, indent=1) + "\n")


if __name__ == "__main__":
    main()
