"""Kernels sorted by what they let through, trained ones and random ones."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from torch import nn

from resattn_lab.checkpoints import Snapshot
from resattn_lab.measures import frequency_response, joint_response, low_share
from resattn_lab.measures.kernels import BLUR, DIFFERENCE

KINDS = ("low-pass", "band", "edge")
SIZE, PART = 33, 1000  # frequencies along a side of a response; kernels at once


class Sorted(NamedTuple):
    """Kernels and what was measured of each: its kind and its grey share, (K,)."""

    kinds: list[str]
    grey: NDArray[np.float64]

    def share(self, kind: str) -> float:
        return self.kinds.count(kind) / len(self.kinds)


def sort_kernels(kernels: NDArray) -> Sorted:
    """Kind and grey share of kernels on three colours, (K, 3, kh, kw).

    The grey share is the part of a kernel's energy (its squared weights) that lies in what
    red, green and blue have in common; random weights have a third on average.
    """
    at_zero = []  # the answer to a constant image over the peak, as in measures.passband
    for part in np.array_split(kernels, -(-len(kernels) // PART)):
        response = joint_response(part, size=SIZE)
        at_zero.append(response[:, SIZE // 2, SIZE // 2] / response.max(axis=(1, 2)))
    at_zero = np.concatenate(at_zero)
    low, edge = at_zero >= BLUR, at_zero <= DIFFERENCE
    kinds = np.select([low, edge], ["low-pass", "edge"], "band").tolist()
    energy = (kernels**2).sum(axis=(1, 2, 3))
    return Sorted(kinds, 3 * (kernels.mean(axis=1) ** 2).sum(axis=(1, 2)) / energy)


def random_kernels(count: int, *, seed: int) -> NDArray[np.float64]:
    """Kernels of independent normal weights, (count, 3, 3, 3)."""
    return np.random.default_rng(seed).standard_normal((count, 3, 3, 3))


def slices(network: nn.Module, part: str = "") -> NDArray[np.float32]:
    """Every 3×3 slice of the kernels whose name has ``part`` in it: (K, 3, 3)."""
    kernels = [
        layer.weight.detach().flatten(0, 1).numpy()
        for name, layer in network.named_modules()
        if isinstance(layer, nn.Conv2d) and layer.kernel_size == (3, 3) and part in name
    ]
    return np.concatenate(kernels)


def mean_energy(kernels: NDArray) -> NDArray[np.float64]:
    """At each frequency the mean over kernels of the energy, 1 where all have an even share.

    Shape: (K, kh, kw) -> (33, 33).
    """
    energy = frequency_response(kernels, size=SIZE) ** 2
    return (energy / energy.mean(axis=(1, 2), keepdims=True)).mean(axis=0)


def smoothness(snapshots: Sequence[Snapshot]) -> dict[str, list[float]]:
    """The mean low share of the slices in trunks and in masks, after each snapshot."""
    return {
        part: [float(low_share(slices(s.network, f".{part}.")).mean()) for s in snapshots]
        for part in ("trunk", "mask")
    }


def against_random(path: Mapping[str, Sequence[float]], level: float) -> str:
    """What a training did to the mean low share, as the prediction says it.

    Args:
        level: the mean low share of random weights.
    """
    gap = np.mean([part[-1] for part in path.values()]) - level
    if abs(gap) < 0.02:
        return "about the same"
    return (
        "higher: training makes kernels smoother" if gap > 0 else "lower: training makes edges"
    )
