"""Who asks whom: weights of self-attention as lines from those who ask to those asked."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from numpy.typing import ArrayLike
from torch import Tensor

from resattn_lab.plots import mask_overlay
from resattn_lab.plots.palette import CHOSEN_CLASS, INK, OUTLINE

SIZE = 11  # points of the words
LEAST, STEP = 0.2, 3  # the least weight that gets a line; every third row and column asks
DIMMED = 0.5  # of the image's light, so that the lines stand out


class Asking(NamedTuple):
    """One line: row and column of the location that asks, and of the one that it asks."""

    who: tuple[int, int]
    whom: tuple[int, int]


def asking(rows: ArrayLike, width: int) -> list[Asking]:
    """The lines of one image, from its weights (h·w, h·w)."""
    return [
        Asking(divmod(int(who), width), divmod(int(whom), width))
        for who, whom in np.argwhere(np.asarray(rows) >= LEAST)
        if not (who // width % STEP or who % width % STEP)
    ]


def draw_asking(ax: Axes, image: Tensor, true_mask: Tensor, rows: Tensor) -> None:
    """The dimmed image, a line for each ``Asking``, and a dot on all that are asked."""
    side = round(len(rows) ** 0.5)
    found = asking(rows, side)
    pixels = image.shape[-2] / side
    mask_overlay(image, np.full((1, 1), DIMMED), true_mask=true_mask, ax=ax)
    # from (row, column) of a location to (x, y) of its middle, in pixels of the image
    ends = (np.array(found, float).reshape(-1, 2, 2)[..., ::-1] + 0.5) * pixels - 0.5
    for colour, wide in ((INK, 2.2), (OUTLINE, 0.9)):
        ax.add_collection(LineCollection(ends, colors=colour, linewidths=wide))
    ax.plot(*ends[:, 1].T, "o", color=CHOSEN_CLASS, markersize=6, mec=OUTLINE, mew=0.8)


def on_the_object(rows: Tensor, true_masks: Tensor) -> float:
    """The share of the background's locations (of N images) that ask the object most."""
    pixels = true_masks.shape[-1] // round(rows.shape[-1] ** 0.5)
    on = true_masks[:, ::pixels, ::pixels].flatten(1)
    return on.gather(1, rows.argmax(dim=-1))[~on].float().mean().item()


def three_seeds(
    image: Tensor,
    true_mask: Tensor,
    found: Sequence[Tensor],
    shares: Sequence[float],
    *,
    scenes: int,
) -> Figure:
    """Who asks whom in one image, in networks of three seeds, each with its share.

    Args:
        scenes: of so many the shares are.
    """
    size = {"figsize": (3.5 * len(found), 4.2), "layout": "constrained"}
    figure, axes = plt.subplots(1, len(found), **size)
    for seed, (ax, rows, share) in enumerate(zip(axes, found, shares, strict=True)):
        draw_asking(ax, image, true_mask, rows)
        ax.set_title(f"seed {seed}: who asks whom in this scene", fontsize=SIZE)
        words = f"over {scenes} scenes {share:.0%} of the\nbackground asks the object most"
        ax.set_xlabel(words, fontsize=SIZE)
    return figure


def three_seeds_in_words(
    found: Sequence[Tensor], shares: Sequence[float], *, scenes: int
) -> str:
    parts = (
        f"in seed {seed}, {len(rows.argmax(dim=-1).unique())} of {len(rows)} are asked most; "
        f"over {scenes} scenes {share:.0%} of the background asks the object most"
        for seed, (rows, share) in enumerate(zip(found, shares, strict=True))
    )
    return f"Lines from the locations that ask to those they ask: {'; '.join(parts)}."
