"""The exercises in the body of notebook 10."""

from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from resattn_lab.measures import frequencies, frequency_response

from ..compared import compared
from ..exercise import Exercise
from ..reading import number, numbers


def strengths() -> tuple[float, float, float, float]:
    return 1, 1 / 3, 0, 2


def find_strengths_mistake(found: tuple[float, ...]) -> str | None:
    def close(a: float, b: float) -> bool:
        return abs(a - b) <= 5e-3 * max(1.0, abs(b))  # two digits will do

    constant, wave, flat, fast = found
    if close(constant, 1 / 3):
        return "Three times a third of the constant add up: nothing of it is lost."
    if close(constant, 0) and close(flat, 1):
        return "Blur and difference are the wrong way round: the difference removes a constant."
    if not close(constant, 1):
        return "The blur's three weights add up to 1; so the constant comes out as it is."
    if close(wave, 0):
        return "Of 1, −1, 1 one more has the one sign than the other: a third is left over."
    if close(wave, -1 / 3):
        return "The wave comes out turned over, but asked is a size: without the sign."
    if close(wave, 1):
        return (
            "Neighbours have opposite signs, and their mean is small: the fast wave is blurred."
        )
    if not close(wave, 1 / 3):
        return "The mean of −1, 1, −1 is what the blur makes of the wave."
    if not close(flat, 0):
        return "The difference of two equal neighbours is nothing."
    if close(fast, 0):
        return (
            "The neighbours of the fastest wave are 1 and −1: they differ as much as they can."
        )
    if close(fast, 1):
        return "From −1 to 1 it is a step of 2, not of 1."
    if close(fast, -2):
        return "Asked is a size: without the sign."
    if not close(fast, 2):
        return "The difference of neighbours 1 and −1 is what comes out."
    return None


def share_of_low(response, below=0.25):
    axis = frequencies(len(response))
    low = np.hypot(axis[:, None], axis[None]) <= below
    energy = response**2
    return energy[low].sum() / energy.sum()


def of_low(way: Callable, at: float | None = None) -> Callable:
    """What ``way`` makes of the response and of where it lies inside the ring."""

    def share(response, below):
        axis = frequencies(len(response))
        ring = np.hypot(axis[:, None], axis[None]) <= (at or below)
        return way(response, ring, response**2)

    return share


def in_a_square(response: np.ndarray, below: float) -> float:
    axis, energy = abs(frequencies(len(response))), response**2
    return energy[np.maximum(axis[:, None], axis) <= below].sum() / energy.sum()


def _response(seed: int) -> np.ndarray:
    kernel = np.random.default_rng(seed).normal(size=(3, 3)) + 0.3
    return frequency_response(kernel, size=21)


find_share_mistake = compared(
    share_of_low,
    mistakes={
        "Energy is the square of the response.": (
            of_low(lambda response, low, energy: response[low].sum() / response.sum())
        ),
        "That is the share of the high frequencies.": (
            of_low(lambda response, low, energy: energy[~low].sum() / energy.sum())
        ),
        "That is the energy inside the ring; divide it by all of it.": (
            of_low(lambda response, low, energy: energy[low].sum())
        ),
        "That counts frequencies, not their energy.": (
            of_low(lambda response, low, energy: low.mean())
        ),
        "That takes a square of frequencies, not a ring: measure the distance from zero.": (
            in_a_square
        ),
        "That compares means: inside the ring against everywhere. Wanted sums.": (
            of_low(lambda response, low, energy: energy[low].mean() / energy.mean())
        ),
        "That is the energy at zero alone.": (
            of_low(lambda response, low, energy: energy[10, 10] / energy.sum())
        ),
        "The ring is always at 0.25; `below` says where it is.": (
            of_low(lambda response, low, energy: energy[low].sum() / energy.sum(), at=0.25)
        ),
    },
    tried_on=[(_response(seed), below) for seed, below in enumerate((0.25, 0.4, 0.15))],
    otherwise=lambda came, wanted, response, below: (
        f"With below={below} the share is {wanted:.4f}; {came:.4f} came."
    ),
)


def count_dead(maps):
    highest = maps.amax(dim=(0, 2, 3))
    return int((highest <= 0).sum())


def find_dead_mistake(function: Any) -> str | None:
    generator = torch.Generator().manual_seed(10)
    maps = torch.randn(4, 12, 5, 5, generator=generator) + 0.4
    maps[:, 2:5] = -maps[:, 2:5].abs() - 0.1  # dead: three of them
    maps[:, 4] = 0  # ReLU puts out 0 for 0 as well
    maps[:3, 7:9] = -1.0  # silent on three of four images
    maps[:, 11] = -1.0
    maps[0, 11, 0] = 2.0  # speaks in one row of one image; its mean is below 0
    value = function(maps)
    wrong = {
        9: "That counts the channels that live.",
        2: "A channel whose highest value is exactly 0 is dead, too: ReLU puts out nothing.",
        0: "No channel counts as dead. Is the ReLU's output what you look at, over all images?",
        5: "That looks at the first image alone: a channel is dead if it is silent on all.",
    }
    silent = (maps.amax(dim=(2, 3)) <= 0).sum().item()
    wrong[silent] = "That counts pairs of image and channel; count each channel once."
    wrong[int((maps.mean(dim=(0, 2, 3)) <= 0).sum())] = (
        "A channel with a mean below 0 can still speak at some locations: look at its highest "
        "value."
    )
    wrong[int((maps <= 0).sum())] = "That counts locations, not channels."
    if value == 3:
        return None
    return wrong.get(int(value), f"3 of these 12 channels put out nothing; {value:g} came.")


BODY = (
    Exercise(
        key="10.by_hand",
        find_mistake=find_strengths_mistake,
        praise="The blur lets the slow through and damps the fast; the difference does the "
        "opposite. These are their frequency responses at 0 and at 1/2.",
        hints=(
            "What do three neighbouring values of each input look like?",
            "Write down 1, 1, 1 and 1, −1, 1, lay each kernel over both, multiply and add up.",
            "Blur of the wave: (1 − 1 + 1)/3 or (−1 + 1 − 1)/3. Difference of the wave: "
            "1 − (−1) or −1 − 1.",
        ),
        reference=strengths,
        reads=numbers(
            "Wanted four numbers: blur of constant, blur of wave, difference of constant, "
            "difference of wave",
            4,
        ),
        calls_reference=True,
    ),
    Exercise(
        key="10.low_share",
        find_mistake=find_share_mistake,
        praise="One number for a whole picture: near 1 the kernel blurs, near 0 it looks for "
        "changes, and random weights have about a fifth.",
        hints=(
            "Which frequencies lie inside the ring, and what is the energy of one frequency?",
            "np.hypot(axis[:, None], axis[None]) is every frequency's distance from zero. "
            "Energy is a square; the share is one sum over another.",
            "Square the response; sum it where the distance is at most `below`; divide by the "
            "whole sum.",
        ),
        reference=share_of_low,
        reads=number("Wanted one number, a share"),
    ),
    Exercise(
        key="10.dead",
        find_mistake=find_dead_mistake,
        praise="The highest value decides: if not even that is above 0, no location of any "
        "image gets through the ReLU.",
        hints=(
            "Which single value of a channel says whether anything of it gets through?",
            "A channel speaks if any of its values, over all images and locations, is above 0: "
            "take the highest.",
            "maps.amax(dim=(0, 2, 3)) <= 0 says it for each channel; count.",
        ),
        reference=count_dead,
        reads=number("Wanted one number, how many are dead, not an answer for each channel"),
    ),
)
