"""Pictures of notebook 14 that need a few lines, and the words for all of them."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import torch
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from torch import Tensor, nn

from resattn_lab.data import ImageSet, resize
from resattn_lab.plots import as_picture, tile
from resattn_lab.plots.palette import CHOSEN_CLASS, INK, TRUE_CLASS

from .postcard import THINGS, window_around

EACH = 8  # training images of a class that are shown
KIN = {"boat": "ship"}  # another name that is right
GREYS = "#d9d9d9", "#bdbdbd"


class Answered(NamedTuple):
    """What a network saw, uint8 (3, 32, 32), and each class's share, the largest first."""

    picture: Tensor
    shares: dict[str, float]

    @property
    def answer(self) -> str:
        return next(iter(self.shares))

    @property
    def share(self) -> float:
        return self.shares[self.answer]


def answers_to_things(
    network: nn.Module, class_names: Sequence[str], shown: Callable = window_around
) -> dict[str, Answered]:
    """What a network for 32×32 pixels answers to each thing on the postcard."""
    found = {}
    for thing in THINGS:
        window = torch.from_numpy(np.array(shown(thing))).permute(2, 0, 1)
        picture = resize(window[None], (32, 32))
        with torch.inference_mode():
            shares = network(picture / 255).softmax(dim=1)[0]
        order = shares.argsort(descending=True).tolist()
        found[thing] = Answered(picture[0], {class_names[n]: float(shares[n]) for n in order})
    return found


def answered(**rows: Mapping[str, Answered]) -> Figure:
    """Each thing as the network saw it; below it one whole, divided among the classes."""
    size = {"figsize": (10, 3.2 * len(rows)), "layout": "constrained"}
    figure, axes = plt.subplots(
        2 * len(rows), len(THINGS), height_ratios=[7, 1] * len(rows), squeeze=False, **size
    )
    for number, (row, found) in enumerate(rows.items()):
        for above, below, (thing, seen) in zip(
            axes[2 * number], axes[2 * number + 1], found.items(), strict=True
        ):
            right = seen.answer in (thing, KIN.get(thing))
            above.imshow(as_picture(seen.picture), interpolation="nearest")
            above.set(xticks=[], yticks=[])
            above.set_title(f"{thing} → {seen.answer} {'✓' if right else '✗'}", fontsize=12)
            _one_whole(below, seen, TRUE_CLASS if right else CHOSEN_CLASS)
        if len(rows) > 1:
            axes[2 * number, 0].set_ylabel(row.replace("_", " "), fontsize=12)
    return figure


def _one_whole(ax: Axes, seen: Answered, colour: str) -> None:
    """A bar of 100 %, in parts: the answer in colour, the other classes in greys."""
    left = 0.0
    for number, (name, share) in enumerate(seen.shares.items()):
        ax.barh(0, share, left=left, color=GREYS[number % 2] if number else colour, height=1)
        words = f"{name} {share:.0%}"
        if share > 0.05 + 0.035 * len(words):  # there is room for them
            ink = INK if number else "white"
            place = {"ha": "center", "va": "center", "fontsize": 11}
            ax.text(left + share / 2, 0, words, color=ink, **place)
        left += share
    ax.set(xlim=(0, 1), ylim=(-0.5, 0.5), xticks=[], yticks=[])


def answered_in_words(**rows: Mapping[str, Answered]) -> str:
    said = (
        f"{row.replace('_', ' ')}: "
        + ", ".join(
            f"{thing} is answered {seen.answer} {seen.share:.0%}"
            for thing, seen in found.items()
        )
        for row, found in rows.items()
    )
    return (
        f"Windows of 32×32 pixels, each over a bar of 100 % for its classes; {'; '.join(said)}."
    )


def folder_sheet(images: ImageSet) -> Axes:
    """The first images of each class, a row a class."""
    each = min(EACH, int(torch.bincount(images.labels).min()))
    rows = [torch.nonzero(images.labels == n)[:each, 0] for n in range(len(images.class_names))]
    shown = torch.cat([images.images[row] for row in rows]).permute(0, 2, 3, 1).numpy() / 255
    _, ax = plt.subplots(figsize=(7.4, 3.9), layout="constrained")
    ax.imshow(np.nan_to_num(tile(shown, columns=each, padding=2), nan=1.0))
    ax.set(xticks=[], title="what the network is given: cut to a square, 32×32 pixels")
    ax.set_yticks([18 + 34 * n for n in range(len(rows))], images.class_names)
    return ax
