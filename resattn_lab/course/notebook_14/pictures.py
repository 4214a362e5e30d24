"""Pictures of notebook 14 that need a few lines, and the words for all of them."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import torch
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from torch import Tensor, nn

from resattn_lab.data import ImageSet, resize
from resattn_lab.plots import as_picture, tile
from resattn_lab.plots.palette import CHOSEN_CLASS, INK, MUTED, TRUE_CLASS

from .postcard import THINGS, window_around

EACH = 8  # training images of a class that are shown


class Answered(NamedTuple):
    """What a network saw of a thing, uint8 (3, 32, 32), its answer, and the answer's share."""

    picture: Tensor
    answer: str
    share: float


def answers_to_things(network: nn.Module, class_names: Sequence[str]) -> dict[str, Answered]:
    """What a network for 32×32 pixels answers to each thing on the postcard, seen alone."""
    found = {}
    for thing in THINGS:
        window = torch.from_numpy(np.array(window_around(thing))).permute(2, 0, 1)
        picture = resize(window[None], (32, 32))
        with torch.inference_mode():
            shares = network(picture / 255).softmax(dim=1)[0]
        best = int(shares.argmax())
        found[thing] = Answered(picture[0], class_names[best], float(shares[best]))
    return found


def answered(found: Mapping[str, Answered]) -> Figure:
    """Each thing as the network saw it, and what it answered."""
    size = {"figsize": (2.5 * len(found), 2.9), "layout": "constrained"}
    figure, axes = plt.subplots(1, len(found), **size)
    for ax, (thing, seen) in zip(axes, found.items(), strict=True):
        ax.imshow(as_picture(seen.picture), interpolation="nearest")
        ax.set(xticks=[], yticks=[])
        ax.set_title(f"{thing}: “{seen.answer}”, {seen.share:.0%}", fontsize=12)
    return figure


def answered_in_words(found: Mapping[str, Answered]) -> str:
    rows = (f"{thing}: {seen.answer} {seen.share:.0%}" for thing, seen in found.items())
    return f"Four windows of 32×32 pixels, and what the network answers. {'; '.join(rows)}."


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


def top_shares(own: Tensor, strangers: Tensor, threshold: float, classes: int) -> Axes:
    """The largest share of each picture, a dot each, above and below a threshold."""
    dice = np.random.default_rng(0)
    _, ax = plt.subplots(figsize=(8.4, 2.9), layout="constrained")
    rows = {"its own test images": (own, TRUE_CLASS), "strangers": (strangers, CHOSEN_CLASS)}
    for row, (shares, colour) in enumerate(rows.values()):
        height = row + dice.uniform(-0.3, 0.3, len(shares))
        ax.plot(shares, height, "o" if row == 0 else "x", color=colour, markersize=5, alpha=0.6)
    ax.axvline(threshold, color=INK, linewidth=2)
    ax.text(threshold + 0.008, -0.62, "gets an answer ▸", ha="left", va="center", fontsize=11)
    ax.set_yticks(range(len(rows)), list(rows))
    ax.axvline(1 / classes, color=MUTED, linestyle=":", linewidth=1.5)
    ax.text(1 / classes + 0.008, -0.62, "no idea", color=MUTED, va="center", fontsize=11)
    ax.set(xlabel=f"the largest of the {classes} shares", xlim=(0, 1.01), ylim=(1.5, -0.85))
    accepted = (strangers >= threshold).float().mean()
    ax.set_title(f"{accepted:.0%} of the strangers get an answer all the same", fontsize=11)
    return ax


def top_shares_in_words(own: Tensor, strangers: Tensor, threshold: float) -> str:
    return (
        f"Largest shares. Its own test images: {own.min():.2f} to {own.max():.2f}; strangers: "
        f"{strangers.min():.2f} to {strangers.max():.2f}. At a threshold of {threshold:.2f} "
        f"{(own >= threshold).float().mean():.0%} of its own images and "
        f"{(strangers >= threshold).float().mean():.0%} of the strangers are answered."
    )
