"""Pictures of what four kinds of attention weigh and cost, and the words for them."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import torch
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter
from torch import Tensor

from resattn_lab.plots import mask_overlay
from resattn_lab.plots.cost_bars import PART_COLOURS
from resattn_lab.plots.diagram import Node, draw_edges, draw_nodes, finish, join, label
from resattn_lab.plots.palette import INK, MASK_COLOURS, MUTED

from .asking import SIZE, draw_asking

COLOURS = {"SE": "#6b6b00", "CBAM": "#9c2f63", "self-attention": INK, **PART_COLOURS}


def four_kinds(
    image: Tensor, true_mask: Tensor, weights: Mapping[str, Tensor], *, channel: int
) -> Figure:
    """One scene, and what four kinds of attention weigh in it.

    Args:
        weights: by the names of ``weighing.GATES``, for this image alone, (1, …).
        channel: of the mask.
    """
    figure, axes = plt.subplots(1, 5, figsize=(13.4, 3.1), layout="constrained")
    lit = {
        "a scene": torch.ones(1, 1),
        "mask: every value": weights["mask"][0, channel],
        "CBAM: then locations": weights["CBAM locations"][0],
    }
    for ax, (title, light) in zip(axes[[0, 1, 3]], lit.items(), strict=True):
        mask_overlay(image, light, true_mask=true_mask, ax=ax)
        ax.set_title(title, fontsize=SIZE)
    levels = weights["SE"][0]
    axes[2].bar(range(len(levels)), levels, width=0.8, color=COLOURS["SE"])
    axes[2].set(ylim=(0, 1), xlim=(-1, len(levels)), yticks=(0, 0.5, 1), box_aspect=1)
    axes[2].set_xlabel("channel", fontsize=SIZE)
    axes[2].set_ylabel("weight", fontsize=SIZE)
    axes[2].set_title("SE: channels only", fontsize=SIZE)
    draw_asking(axes[4], image, true_mask, weights["self-attention"][0])
    axes[4].set_title("self-attention: pairs", fontsize=SIZE)
    return figure


def four_kinds_in_words(weights: Mapping[str, Tensor], *, channel: int) -> str:
    names = {"SE": "SE's 32 channels", "CBAM locations": "CBAM's locations"}
    parts = {f"channel {channel} of the mask": weights["mask"][0, channel]}
    parts |= {words: weights[name] for name, words in names.items()}
    ranges = (f"{words} from {w.min():.2f} to {w.max():.2f}" for words, w in parts.items())
    asked = len(weights["self-attention"][0].argmax(dim=-1).unique())
    return (
        f"A scene, and four kinds of attention in it: {'; '.join(ranges)}; self-attention as "
        f"lines: 256 locations ask, and {asked} of them are asked most."
    )


def cost_lines(costs: Mapping[str, Mapping[int, int]], trunk: Mapping[int, int]) -> Axes:
    """Multiply-accumulates over the map's side, a line a kind, and the trunk's beside them."""
    _, ax = plt.subplots(figsize=(7.2, 4.2), layout="constrained")
    lines = {**costs, "the trunk itself": trunk}
    for name, found in lines.items():
        colour = COLOURS.get(name, COLOURS["trunk"])
        style = "--" if name not in costs else "-"
        ax.plot(list(found), list(found.values()), style, color=colour, linewidth=2.5)
        side, cost = max(found.items())
        shift = {"mask": 7, "the trunk itself": -7}.get(name, 0)  # these two end close together
        place = {"xytext": (7, shift), "textcoords": "offset points", "va": "center"}
        ax.annotate(name, (side, cost), color=colour, fontsize=SIZE, **place)
    for name in ("self-attention", "mask"):
        side, high = max(costs[name].items())
        grown = (f"×{more / less:.0f}" for less, more in pairwise(costs[name].values()))
        words = f"{', '.join(dict.fromkeys(grown))} at twice the side"
        place = {"xytext": (-30, 0), "textcoords": "offset points", "ha": "right"}
        ax.annotate(words, (side, high), color=COLOURS[name], fontsize=SIZE, **place)
    sides = list(next(iter(costs.values())))
    ax.set(xscale="log", yscale="log", xlim=(sides[0], 1.9 * sides[-1]))
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
    ax.barh(range(len(changes)), list(changes.values()), color=MUTED, height=0.6)
    for row, change in enumerate(changes.values()):
        words = f" {change:.0%}" if change > 1e-4 else " 0: it cannot tell"
        ax.text(change, row, words, va="center", fontsize=SIZE)
    ax.set_yticks(range(len(changes)), list(changes), fontsize=SIZE)
    ax.invert_yaxis()
    ax.set_xlim(0, 1.25 * max(changes.values()))
    ax.xaxis.set_major_formatter(PercentFormatter(1))
    ax.set_xlabel("change of the block's output, in % of its spread", fontsize=SIZE)
    ax.set_title("two blocks do not know where anything is", fontsize=SIZE + 1)
    return ax


def transformer_block() -> Axes:
    """The two halves of a block: attention among tokens, then an MLP on each alone."""
    words = {"norm1": None, "attention\n(all tokens)": "gate", "+": "residual"}
    words |= {"norm2": None, "MLP\n(each token)": "trunk", " +": "residual"}
    line = [Node(x=0.0, y=0, text="", width=0)]
    for number, (text, part) in enumerate(words.items()):
        is_sum, x = part == "residual", 1.7 * number + 1.5
        line.append(Node(x=x, y=0, text=text.strip(), part=part, round=is_sum, width=1.3))
    line.append(Node(x=line[-1].x + 1.2, y=0, text="", width=0))
    ways = [
        [(start, 0), (start, 0.9), (end.x, 0.9), (end.x, 0.2)]
        for start, end in ((0.4, line[3]), (line[3].x + 0.5, line[6]))
    ]
    _, ax = plt.subplots(figsize=(9, 1.9), layout="constrained")
    draw_edges(ax, [*(join(a, b) for a, b in pairwise(line)), *ways])
    draw_nodes(ax, line[1:-1])
    label(ax, -0.1, 0, "tokens", ha="right")
    label(ax, line[-1].x + 0.1, 0, "tokens")
    return finish(ax, (-1.4, line[-1].x + 1.4), (-0.6, 1.15))
