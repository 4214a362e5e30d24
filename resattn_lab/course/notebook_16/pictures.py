"""Pictures of what four kinds of attention weigh and cost, and the words for them."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from torch import Tensor

from resattn_lab.plots import as_picture, draw_outline, frame, mask_overlay
from resattn_lab.plots.palette import (
    CHOSEN_CLASS,
    INK,
    MASK_COLOURS,
    MUTED,
    OUTLINE,
    TRUE_CLASS,
)

COLOURS = {"mask": "#7a539f", "SE": TRUE_CLASS, "CBAM": CHOSEN_CLASS, "self-attention": INK}
SIZE = 11  # points of the words


def row_of(weights: Mapping[str, Tensor], image: int, place: tuple[int, int]) -> Tensor:
    """What one location asks, (h, w), as a share of the largest weight in its row."""
    h, w = weights["CBAM locations"].shape[-2:]
    row = weights["self-attention"][image, place[0] * w + place[1]].unflatten(0, (h, w))
    return row / row.max()


def mark(ax: Axes, place: tuple[int, int], pixels: int) -> None:
    """A square around one location of a map that has ``pixels`` to a side of each."""
    corner = (place[1] * pixels - 0.5, place[0] * pixels - 0.5)
    for colour, width in ((INK, 4), (OUTLINE, 2)):
        ax.add_patch(
            Rectangle(corner, pixels, pixels, fill=False, edgecolor=colour, linewidth=width)
        )


def levels(ax: Axes, values: Tensor, title: str, colour: str) -> None:
    """A level for each channel, from 0 to 1."""
    ax.bar(range(len(values)), values, width=0.8, color=colour)
    ax.set(ylim=(0, 1), xlim=(-1, len(values)), yticks=(0, 0.5, 1), box_aspect=1)
    ax.set_xlabel("channel", fontsize=SIZE)
    ax.set_title(title, fontsize=SIZE)


def four_kinds(
    image: Tensor,
    true_mask: Tensor,
    weights: Mapping[str, Tensor],
    *,
    channel: int,
    place: tuple[int, int],
) -> Figure:
    """One scene, and what four kinds of attention weigh in it.

    Args:
        weights: by the names of ``weighing.GATES``, for this image alone, (1, …).
        channel: of the mask.
        place: row and column of the location that asks.
    """
    size = {"figsize": (11.4, 2.75), "layout": "constrained"}
    figure, axes = plt.subplots(1, 5, **size)
    picture = as_picture(image)
    pixels = picture.shape[0] // weights["CBAM locations"].shape[-1]
    axes[0].imshow(picture, extent=frame(*picture.shape[:2]), interpolation="nearest")
    draw_outline(true_mask, ax=axes[0])
    axes[0].set_title("a scene, and one location", fontsize=SIZE)
    lit = {1: weights["mask"][0, channel], 3: weights["CBAM locations"][0]}
    lit[4] = row_of(weights, 0, place)
    titles = {
        1: "mask: every value",
        3: "CBAM: then locations",
        4: "self-attention: what the\nmarked location asks",
    }
    for number, title in titles.items():
        mask_overlay(image, lit[number], true_mask=true_mask, ax=axes[number])
        axes[number].set_title(title, fontsize=SIZE)
    levels(axes[2], weights["SE"][0], "SE: channels only", COLOURS["SE"])
    for number in (0, 4):
        mark(axes[number], place, pixels)
    for number in (0, 1, 3, 4):
        axes[number].set(xticks=[], yticks=[])
    return figure


def four_kinds_in_words(
    weights: Mapping[str, Tensor], *, channel: int, place: tuple[int, int]
) -> str:
    mask, locations = weights["mask"][0, channel], weights["CBAM locations"][0]
    most = np.unravel_index(int(row_of(weights, 0, place).argmax()), locations.shape)
    return (
        f"A scene, and four kinds of attention in it. Channel {channel} of the mask goes from "
        f"{mask.min():.2f} to {mask.max():.2f}; SE's 32 channels from "
        f"{weights['SE'].min():.2f} to {weights['SE'].max():.2f}; CBAM's locations from "
        f"{locations.min():.2f} to {locations.max():.2f}. The location in row {place[0]}, "
        f"column {place[1]} asks row {most[0]}, column {most[1]} most."
    )


def cost_lines(costs: Mapping[str, Mapping[int, int]], trunk: Mapping[int, int]) -> Axes:
    """Multiply-accumulates over the map's side, a line a kind, and the trunk's beside them."""
    _, ax = plt.subplots(figsize=(7.2, 4.2), layout="constrained")
    lines = {**costs, "the trunk itself": trunk}
    for name, found in lines.items():
        colour = COLOURS.get(name, MUTED)
        style = "--" if name not in costs else "-"
        ax.plot(list(found), list(found.values()), style, color=colour, linewidth=2.5)
        side, cost = max(found.items())
        shift = {"mask": 7, "the trunk itself": -7}.get(name, 0)  # these two end close together
        place = {"xytext": (7, shift), "textcoords": "offset points", "va": "center"}
        ax.annotate(name, (side, cost), color=colour, fontsize=SIZE, **place)
    sides = list(next(iter(costs.values())))
    ax.set(xscale="log", yscale="log", xlim=(sides[0], 2.6 * sides[-1]))
    ax.set_xticks(sides, [f"{side}×{side}" for side in sides])
    ax.minorticks_off()
    ax.set_xlabel("locations of the feature map (32 channels)", fontsize=SIZE)
    ax.set_ylabel("multiply-accumulates", fontsize=SIZE)
    ax.set_title("self-attention climbs twice as steeply as the mask", fontsize=SIZE + 1)
    return ax


def cost_lines_in_words(costs: Mapping[str, Mapping[int, int]]) -> str:
    parts = (
        f"{name} from {min(found.values()):,} to {max(found.values()):,}"
        for name, found in costs.items()
    )
    return (
        "Multiply-accumulates over the side of the feature map, both logarithmic: "
        f"{'; '.join(parts)}. Self-attention's line is twice as steep as the mask's."
    )


def locations_lit(
    images: Tensor, true_masks: Tensor, maps: Sequence[Tensor], titles: Sequence[str]
) -> Figure:
    """Maps of locations as light on images, with the object's outline, side by side."""
    size = {"figsize": (2.75 * len(images), 3.0), "layout": "constrained"}
    figure, axes = plt.subplots(1, len(images), **size)
    for ax, *parts, title in zip(axes, images, maps, true_masks, titles, strict=True):
        image, found, truth = parts
        mask_overlay(image, found, true_mask=truth, ax=ax)
        ax.set_title(title, fontsize=SIZE)
    return figure


def levels_of_scenes(found: Sequence[Tensor]) -> Figure:
    """SE's weights (N, C) of several networks: a row for each scene, a column a channel."""
    size = {"figsize": (10.4, 3.1), "layout": "constrained"}
    figure, axes = plt.subplots(1, len(found), sharey=True, **size)
    scale = {"cmap": MASK_COLOURS, "vmin": 0, "vmax": 1, "aspect": "auto"}
    for seed, (ax, levels) in enumerate(zip(axes, found, strict=True)):
        drawn = ax.imshow(levels, interpolation="nearest", **scale)
        low, high = levels.min().item(), levels.max().item()
        words = f"{low:.2f} to {high:.2f}" if low < high else f"all {low:.2f}"
        ax.set_title(f"seed {seed}: {words}", fontsize=SIZE)
        ax.set_xlabel("channel", fontsize=SIZE)
    axes[0].set_ylabel("scene", fontsize=SIZE)
    figure.colorbar(drawn, ax=axes, label="SE's weight", pad=0.01)
    return figure


def levels_in_words(found: Sequence[Tensor]) -> str:
    parts = (
        f"seed {seed} from {levels.min():.2f} to {levels.max():.2f}, and over the scenes a "
        f"channel varies by {levels.std(dim=0).mean():.2f}"
        for seed, levels in enumerate(found)
    )
    return f"SE's weights for {len(found[0])} scenes and all channels: {'; '.join(parts)}."


def shuffled_bars(changes: Mapping[str, float]) -> Axes:
    """How far each block's output changes when its input's locations change places."""
    _, ax = plt.subplots(figsize=(7.6, 2.9), layout="constrained")
    colours = [CHOSEN_CLASS if change > 1e-4 else TRUE_CLASS for change in changes.values()]
    ax.barh(range(len(changes)), list(changes.values()), color=colours, height=0.6)
    for row, change in enumerate(changes.values()):
        words = f" {change:.0%}" if change > 1e-4 else " 0: it cannot tell"
        ax.text(change, row, words, va="center", fontsize=SIZE)
    ax.set_yticks(range(len(changes)), list(changes), fontsize=SIZE)
    ax.invert_yaxis()
    ax.set_xlim(0, 1.25 * max(changes.values()))
    ax.set_xlabel("change of the block's output, as a share of its spread", fontsize=SIZE)
    ax.set_title("two blocks do not know where anything is", fontsize=SIZE + 1)
    return ax
