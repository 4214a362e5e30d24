"""What notebook 11 measures itself, and what it reads from records of three networks."""

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from torch import Tensor, nn

from resattn_lab.data import ImageSet
from resattn_lab.measures import pointing_hits, stretch, unit_range
from resattn_lab.recording import record_masks

from ..record import record
from .other_masks import POSITIONS

MODULES = ("stage1.0", "stage2.0", "stage3.0")
MEASURES = ("iou", "pointing", "energy")
PART = 100  # scenes that go through a network at once
Values = dict[str, list[float]]  # row -> one number a network


def masks_and_answers(network: nn.Module, scenes: ImageSet) -> tuple[dict[str, Tensor], Tensor]:
    """Every module's masks of all scenes, (N, C, h, w) by name, and the classes named, (N,)."""
    parts, answers = [], []
    with torch.inference_mode(), record_masks(network) as masks:
        for images in scenes.images.split(PART):
            answers.append(network(images / 255).argmax(dim=1))
            parts.append(dict(masks))
    found = {name: torch.cat([part[f"{name}.mask"] for part in parts]) for name in MODULES}
    return found, torch.cat(answers)


def as_map(mask: Tensor, side: int = 32) -> Tensor:
    """Masks stretched to the image and scaled to 0 to 1, each: (N, h, w) -> (N, side, side)."""
    return unit_range(stretch(mask, (side, side)))


def missed(masks: Tensor, scenes: ImageSet, class_name: str) -> list[int]:
    """The scenes of a class in which masks (N, h, w) do not peak on the object."""
    beside = ~pointing_hits(masks, scenes.true_masks)
    of_class = scenes.labels == scenes.class_names.index(class_name)
    return (beside & of_class).nonzero()[:, 0].tolist()


def scoreboard() -> dict[str, Values]:
    """Of each measure, the mean of each map on unseen scenes: one number a network."""
    known = record("scene_networks")["parts"]["32"]
    other, colour = record("other_masks")["parts"]["networks"], record("mask_evidence")["parts"]
    board = {}
    for measure in MEASURES:
        trained, raw = (
            {name: [net[name][measure][0] for net in known[kind].values()] for name in MODULES}
            for kind in ("trained", "untrained")
        )
        board[measure] = {
            **{f"stage {n}, best channel": trained[f"stage{n}.0"] for n in (1, 2, 3)},
            "untrained, best channel": [
                max(three) for three in zip(*raw.values(), strict=True)
            ],
            "Grad-CAM": [network["Grad-CAM"][measure][0] for network in other.values()],
            "distance of colours": [colour["agreement"]["maps"]["colour"][measure][0]],
            "spot in the middle": [known["centre"][measure][0]],
        }
    return board


def winner(rows: Mapping[str, Sequence[float]]) -> str:
    """The map with the highest mean, in the words in which a learner predicts it."""
    best = max(rows, key=lambda name: sum(rows[name]) / len(rows[name]))
    words = {"distance of colours": "the distance of colours", "spot in the middle": "the spot"}
    return "the mask's best channel" if best.startswith("stage") else words.get(best, best)


def chance() -> float:
    """The object's mean share of a scene."""
    return record("scene_networks")["parts"]["32"]["chance"]["iou"][0]


def hits_by_class(map_name: str) -> dict[str, dict[str, list[float]]]:
    """Class -> "object" and "filled" -> shares of hits, one a network.

    Args:
        map_name: a module, of which the best channel counts; "untrained" for the best channel
            of all modules without training; "spot" for a spot in the middle.
    """
    parts = record("other_masks")["parts"]
    networks = [network["pointing"] for network in parts["networks"].values()]
    if map_name == "spot":
        found = [parts["controls"]["centre"]]
    elif map_name == "untrained":
        raw = [[one[f"{name}, untrained"] for name in MODULES] for one in networks]
        found = [max(three, key=lambda one: one["object"][0]) for three in raw]
    else:
        found = [one[map_name] for one in networks]
    return {
        name: {kind: [one["by_class"][name][kind] for one in found] for kind in kinds}
        for name, kinds in found[0]["by_class"].items()
    }


def hits_by_answer() -> dict[str, tuple[int, int]]:
    """Answer right or wrong -> hits of stage 1's best channel and scenes, of all networks."""
    networks = record("other_masks")["parts"]["networks"].values()
    parts = {kind: [net["by answer"][kind] for net in networks] for kind in ("right", "wrong")}
    return {
        kind: (sum(one["hits"]["stage1.0"] for one in p), sum(one["scenes"] for one in p))
        for kind, p in parts.items()
    }


def where_rings_are_missed(choices: Sequence[str]) -> str:
    """The second choice, the hole, if it holds most of stage 2's peaks off the rings."""
    ring = hits_by_class("stage2.0")["ring"]
    off, beside = (1 - np.mean(ring[kind]) for kind in ("object", "filled"))
    return choices[int(beside < off / 2)]


def accuracies(*ways: str) -> dict[str, Values]:
    """Way of replacing -> module, or all -> accuracy of each of three networks."""
    networks = record("other_masks")["parts"]["networks"].values()
    found: dict[str, Values] = {}
    for way in ways:
        replaced = [{**network["replaced"], **network}[way] for network in networks]
        found[way] = {
            where: [
                (one if way == "untouched" else one[where])["accuracy"][0] for one in replaced
            ]
            for where in (*MODULES, "all")
        }
    return found


def shuffled_beside_flat(choices: Sequence[str]) -> str:
    """Fewer, about as many (within 5 points) or more: one of the three choices."""
    flat, shuffled = (
        np.mean([found[name] for name in MODULES])
        for found in accuracies("mean", "shuffle").values()
    )
    return choices[1 + int(shuffled > flat + 0.05) - int(shuffled < flat - 0.05)]


def curves() -> dict[str, list[list[float]]]:
    """Module -> of each network, the accuracies from its own mask to the shuffled one."""
    kept = record("other_masks")
    if tuple(kept["positions"]) != POSITIONS:
        raise ValueError(f"the record has positions {kept['positions']}, wanted {POSITIONS}")
    networks = kept["parts"]["networks"].values()
    return {
        where: [[accuracy[0] for accuracy in network["path"][where]] for network in networks]
        for where in MODULES
    }


def donated() -> dict[str, list[float]]:
    """Photographs: accuracy with stage 3's mask from elsewhere, with its interval."""
    parts = record("photograph_evidence")["parts"]
    sources = {
        "its own": parts["causality"]["untouched"],
        "A: that of any other": parts["causality"]["other"]["stage3.0"],
        "B: one of the same true class": parts["same_class"]["other"]["stage3.0"],
        "C: one of the same answer": parts["same_answer"]["other"]["stage3.0"],
    }
    return {name: effect["accuracy"] for name, effect in sources.items()}


def walks(*maps: str) -> dict[str, dict[str, dict]]:
    """Deletion and insertion on photographs: way -> map -> its curve and area."""
    parts = record("photograph_evidence")["parts"]
    return {way: {name: parts[name][way] for name in maps} for way in ("deletion", "insertion")}
