"""What the record mask_looks has of three networks, seeds 0, 1 and 2, as arrays."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..record import record
from .squares import FILLS

MODULES = ("stage1.0", "stage2.0", "stage3.0")
SEEDS = ("", "_seed_1", "_seed_2")  # of the checkpoints' names
FAR = "grey, far from the object"


def networks() -> list[dict]:
    """The three networks, in the order of their seeds."""
    found = record("mask_looks")["networks"]
    return [found[f"scenes_attention_56{seed}"] for seed in SEEDS]


def reading() -> tuple[Sequence[int], NDArray[np.float64]]:
    """Numbers of scenes; the rule's share of right verdicts, (3 networks, modules, counts)."""
    shares = [[n["readers"][m] for m in MODULES] for n in networks()]
    return record("mask_looks")["counts"], np.array(shares)


def ends(kind: str) -> NDArray[np.float64]:
    """Share of mask values below 0.05 or above 0.95, (3 networks, 3 modules)."""
    return np.array([[n["looks"][kind][m]["ends"] for m in MODULES] for n in networks()])


def accuracies(where: str, way: str) -> NDArray[np.float64]:
    """Of each network, (3,).

    Args:
        where: the module whose masks are changed, or "all".
        way: as in the record; "as trained" and "statistics anew" leave all masks as they are.
    """
    masks = [network["masks"] for network in networks()]
    return np.array([(found[where].get(way) or found[way])[0] for found in masks])


def mean_accuracy(way: str) -> float:
    """In percent, over the networks and the single modules that are changed."""
    return float(100 * np.mean([accuracies(module, way) for module in MODULES]))


def squares(fill: str) -> tuple[list[int], NDArray[np.float64]]:
    """Sizes, and the accuracy with a square of each, (3 networks, sizes)."""
    rows = [n["squares"][fill] for n in networks()]
    shares = [[row["right"][0] for row in one] for one in rows]
    return [row["size"] for row in rows[0]], np.array(shares)


def taken(fill: str, size: int) -> dict[str, NDArray[np.float64]]:
    """Class -> its share of each network's wrong answers, (3,), the most frequent first."""
    place = squares(fill)[0].index(size)
    counts = np.array([n["squares"][fill][place]["taken"] for n in networks()])
    names, order = record("mask_looks")["class_names"], np.argsort(-counts.sum(axis=0))
    shares = counts / counts.sum(axis=1, keepdims=True)
    return {names[k]: shares[:, k] for k in order}


def whose_are_all_or_nothing(twins: str) -> str:
    """Whose masks have the larger share at the ends, on average, in words.

    Args:
        twins: their kind in the record.
    """
    more = ends(twins).mean() - ends("trained").mean()
    if abs(more) < 0.01:
        return "about the same"
    return "the untrained twins'" if more > 0 else "the trained networks'"


def most_harmful(size: int) -> str:
    """The fill of a square of this side that spoils most; alike: within 5 points."""
    found = (squares(fill) for fill in FILLS)
    grey, own, behind = (shares.mean(axis=0)[sides.index(size)] for sides, shares in found)
    if own < min(grey, behind):
        return FILLS[1]
    if abs(grey - behind) < 0.05:
        return "grey and background about alike"
    return FILLS[0] if grey < behind else FILLS[2]
