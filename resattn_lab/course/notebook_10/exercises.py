"""The exercises in the body of notebook 10."""

from collections.abc import Callable

import numpy as np
import torch

from resattn_lab.measures import frequencies, frequency_response

from ..compared import compared, drawn
from ..exercise import Exercise, wrong_letters
from ..reading import number, numbers, same, two_letters


def strengths() -> tuple[float, float, float, float]:
    return 1, 1 / 3, 0, 2


# For each of the four: what is said of some values, and of any other.
WRONG_STRENGTHS = (
    (
        {
            1 / 3: "Three times a third of the constant add up: nothing of it is lost.",
            0: "Blur and difference are the wrong way round: the difference removes a "
            "constant.",
        },
        "The blur's three weights add up to 1; so the constant comes out as it is.",
    ),
    (
        {
            0: "Of 1, −1, 1 one more has the one sign than the other: a third is left over.",
            -1 / 3: "The wave comes out turned over, but asked is a size: without the sign.",
            1: "Neighbours have opposite signs, and their mean is small: the fast wave is "
            "blurred.",
        },
        "The mean of −1, 1, −1 is what the blur makes of the wave.",
    ),
    ({}, "The difference of two equal neighbours is nothing."),
    (
        {
            0: "The neighbours of the fastest wave are 1 and −1: they differ as much as they "
            "can.",
            1: "From −1 to 1 it is a step of 2, not of 1.",
            -2: "Asked is a size: without the sign.",
        },
        "The difference of neighbours 1 and −1 is what comes out.",
    ),
)


def find_strengths_mistake(found: tuple[float, ...]) -> str | None:
    two_digits = {"rtol": 5e-3, "atol": 5e-3}
    for came, right, (known, other) in zip(found, strengths(), WRONG_STRENGTHS, strict=True):
        if not same(came, right, **two_digits):
            return next(
                (said for x, said in known.items() if same(came, x, **two_digits)), other
            )
    return None


NOT_SUPPORTED = {
    "B": "B: more than a third of the random kernels are low-pass as well, and so are three of "
    "eight in each network.",
    "D": "D: random kernels have a grey share of a third on average; these edges lie there.",
    "E": "E: the low-pass kernels lie in the midst of the random ones.",
}


def supported() -> str:
    return "AC"


def share_of_low(response, below=0.25):
    axis = frequencies(len(response))
    low = np.hypot(axis[:, None], axis[None]) <= below
    energy = response**2
    return energy[low].sum() / energy.sum()


def of_low(way: Callable, distance: Callable = np.hypot, at: float | None = None) -> Callable:
    """What ``way`` makes of the response and of where it lies inside the ring."""

    def share(response, below):
        axis = abs(frequencies(len(response)))
        return way(response, distance(axis[:, None], axis[None]) <= (at or below), response**2)

    return share


def _share(response, low, energy):
    return energy[low].sum() / energy.sum()


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
            of_low(_share, distance=np.maximum)
        ),
        "That compares means: inside the ring against everywhere. Wanted sums.": (
            of_low(lambda response, low, energy: energy[low].mean() / energy.mean())
        ),
        "That is the energy at zero alone.": of_low(_share, at=1e-9),
        "The ring is always at 0.25; `below` says where it is.": of_low(_share, at=0.25),
    },
    tried_on=[(_response(seed), below) for seed, below in enumerate((0.25, 0.4, 0.15))],
    otherwise=lambda came, wanted, response, below: (
        f"With below={below} the share is {wanted:.4f}; {came:.4f} came."
    ),
)


def count_dead(maps):
    highest = maps.amax(dim=(0, 2, 3))
    return int((highest <= 0).sum())


def _maps() -> torch.Tensor:
    """Twelve channels of four images, three of them dead."""
    maps = drawn(4, 12, 5, 5, seed=10) + 0.4
    maps[:, 2:5] = -maps[:, 2:5].abs() - 0.1  # dead: three of them
    maps[:, 4] = 0  # ReLU puts out 0 for 0 as well
    maps[:3, 7:9] = -1.0  # silent on three of four images
    maps[:, 11] = -1.0
    maps[0, 11, 0] = 2.0  # speaks in one row of one image; its mean is below 0
    return maps


find_dead_mistake = compared(
    count_dead,
    mistakes={
        "That counts the channels that live.": (
            lambda maps: int((maps.amax(dim=(0, 2, 3)) > 0).sum())
        ),
        "A channel whose highest value is exactly 0 is dead, too: ReLU puts out nothing.": (
            lambda maps: int((maps.amax(dim=(0, 2, 3)) < 0).sum())
        ),
        "No channel counts as dead. Is the ReLU's output what you look at, over all images?": (
            lambda maps: 0
        ),
        "That looks at the first image alone: a channel is dead if it is silent on all.": (
            lambda maps: count_dead(maps[:1])
        ),
        "That counts pairs of image and channel; count each channel once.": (
            lambda maps: int((maps.amax(dim=(2, 3)) <= 0).sum())
        ),
        "A channel with a mean below 0 can still speak at some locations: look at its highest "
        "value.": lambda maps: int((maps.mean(dim=(0, 2, 3)) <= 0).sum()),
        "That counts locations, not channels.": lambda maps: int((maps <= 0).sum()),
    },
    tried_on=[(_maps(),)],
    otherwise=lambda came, wanted, maps: (
        f"{wanted} of these 12 channels put out nothing; {came:g} came."
    ),
)


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
    ),
    Exercise(
        key="10.claims",
        find_mistake=wrong_letters(NOT_SUPPORTED),
        praise="Both stand far outside of what random kernels do. The three others look just "
        "as convincing in a picture of the kernels, until the random ones stand beside it.",
        hints=(
            "For each statement: which row of the picture says what random weights give?",
            "Compare the bars for A and B with the row of random kernels; for C, D and E look "
            "where the symbols of that kind lie within the cloud of random kernels.",
            "Edges: about half of the trained kernels, a few in a hundred random ones. Now "
            "which of C, D and E speaks of symbols beyond the end of the random cloud?",
        ),
        reference=supported,
        reads=two_letters,
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
