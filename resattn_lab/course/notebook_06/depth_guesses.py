"""Which encoder depths agree with the paper's printed counts, by which way of counting."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from typing import NamedTuple

from torch import nn

from resattn_lab.networks import NETWORKS, add_up, count_parameters, part_costs

Depths = tuple[int, int, int]
LARGEST = "cifar_attention_452"
PRINTED = {"cifar_attention_92": 1.9, "cifar_attention_236": 5.1}  # millions, Table 6


class Way(NamedTuple):
    """A way to count: for how many classes, and with or without running statistics."""

    classes: int
    statistics: bool

    def __str__(self) -> str:
        return f"{self.classes} classes{', running statistics' * self.statistics}"


WAYS = tuple(
    Way(classes, statistics) for statistics, classes in product((False, True), (10, 100))
)


def millions(name: str, depths: Depths, way: Way, **units: int) -> float:
    """Parameters of a network for 32×32 images, in millions; ``units`` are p, t or r."""
    base = NETWORKS[name]
    options = {**base.module_options, **units}
    specification = replace(
        base, encoder_depths=depths, classes=way.classes, module_options=options
    )
    total = add_up(part_costs(specification, 32))["total"]
    return (total.parameters + way.statistics * total.running_statistics) / 1e6


def fits_both(depths: Depths, way: Way) -> bool:
    """Whether Attention-92 and -236 both round to what the paper prints."""
    return all(round(millions(name, depths, way), 1) == n for name, n in PRINTED.items())


def fitting_depths(combinations: Sequence[Depths]) -> dict[Way, list[Depths]]:
    """For each way to count, the combinations that agree with both printed counts."""
    return {way: [d for d in combinations if fits_both(d, way)] for way in WAYS}


def how_many(fitting: Sequence[Depths]) -> str:
    """How many combinations fit, as the prediction says it."""
    few = {0: "none", 1: "one"}.get(len(fitting), "two to five")
    return few if len(fitting) <= 5 else "more than five"


def with_statistics(network: nn.Module) -> int:
    """Parameters, and the running means and variances that batch norms keep, counted."""
    kept = (b.numel() for name, b in network.named_buffers() if "running" in name)
    return count_parameters(network) + sum(kept)


def smallest_452(combinations: Sequence[Depths]) -> float:
    """The least that Attention-452 can have with (2, 4, 3), in millions."""
    return min(millions(LARGEST, depths, WAYS[0]) for depths in combinations)


def counts_of_452(found: dict[Way, list[Depths]]) -> dict[tuple, float]:
    """Millions of parameters for each fitting (way, depths) and each r from 1 to 3."""
    return {
        (way, depths, r): millions(LARGEST, depths, way, r=r)
        for way, fitting in found.items()
        for depths in fitting
        for r in (1, 2, 3)
    }
