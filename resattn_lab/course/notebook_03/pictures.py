"""Pictures of notebook 03: maps, masks, cones and costs."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from torch import Tensor

from resattn_lab.data import Scenes
from resattn_lab.plots import as_picture
from resattn_lab.plots.cost_bars import HATCHES, PART_COLOURS
from resattn_lab.plots.outline import draw_outline
from resattn_lab.plots.palette import INK, MASK_COLOURS, MUTED

from .reach import cone

INCHES = 10.6  # of a row of pictures
DOWN, UP = "#d9822b", PART_COLOURS["mask"]  # what is read on the way down, and on the way up


def _frames(rows: int, columns: int, *, heading: float) -> tuple[Figure, np.ndarray]:
    """A figure and its (rows, columns) Axes, without ticks, with inches for the titles."""
    size = (INCHES, (INCHES / columns + heading) * rows)
    figure, axes = plt.subplots(
        rows, columns, figsize=size, layout="constrained", squeeze=False
    )
    for ax in axes.flat:
        ax.set(xticks=[], yticks=[])
    return figure, axes


def windows_picture(image: Tensor, strokes: Mapping[str, tuple[int, int]]) -> Figure:
    """Two strokes of an image, through small windows, through larger ones, and in the image.

    Args:
        strokes: name -> row and column of the windows' middle.
    """
    picture, edge = as_picture(image), image.shape[-1]
    figure, (line,) = _frames(1, 2 * len(strokes) + 1, heading=0.3)
    seen = [(side, name) for side in (5, 13) for name in strokes]
    for ax, (side, name) in zip(line, seen, strict=False):
        top, left = (min(max(at - side // 2, 0), edge - side) for at in strokes[name])
        ax.imshow(picture[top : top + side, left : left + side])
        ax.set_title(f"{name}, {side}×{side} pixels", fontsize=11)
        box = {"fill": False, "edgecolor": "white", "linewidth": 1.5}
        if side == 5:
            line[-1].add_patch(plt.Rectangle((left - 0.5, top - 0.5), side, side, **box))
            line[-1].text(left + 2, top - 2.5, name, color="white", fontsize=12, ha="center")
    line[-1].imshow(picture)
    line[-1].set_title("the scene", fontsize=11)
    return figure


def _map(ax: Axes, values: Tensor, name: str, truth: Tensor) -> None:
    """One channel of a map from dark, its lowest value, to bright, with the outline."""
    extent = (-0.5, truth.shape[1] - 0.5, truth.shape[0] - 0.5, -0.5)  # of the scene
    ax.imshow(values, cmap=MASK_COLOURS, extent=extent)
    size = "×".join(str(side) for side in values.shape)
    ends = f"{values.min():.1f} to {values.max():.1f}".replace("-", "−")
    ax.set_title(f"{name}, {size}\n{ends}", fontsize=10)
    draw_outline(truth, ax=ax)


def down_picture(maps: Mapping[str, Tensor], scenes: Scenes, *, at: tuple[int, int]) -> Figure:
    """A scene and one channel of the maps on the way down.

    Args:
        at: the scene's number, and the channel.
    """
    number, truth = at[0], scenes.true_masks[at[0]]
    figure, (line,) = _frames(1, 5, heading=0.5)
    line[0].imshow(as_picture(scenes.images[number]))
    line[0].set_title(f"the scene, {truth.shape[0]}×{truth.shape[1]}", fontsize=10)
    for ax, name in zip(line[1:], ("in", "down1", "down2", "down3"), strict=True):
        _map(ax, maps[name][at], name, truth)
    return figure


def walk_picture(depths: Sequence[int], *, size: int) -> Figure:
    """What one position in the middle reads on every map, walked back: a cone for each depth.

    Args:
        depths: poolings, one cone each.
        size: side of the input.
    """
    width, height = max(3.4 * len(depths), 5), 1.5 + 0.45 * max(depths) * 2
    figure, axes = plt.subplots(1, len(depths), figsize=(width, height), layout="constrained")
    middle = size // 2
    for ax, depth in zip(np.atleast_1d(axes), depths, strict=True):
        spans = {"out": (middle, middle), **cone((middle, middle), size, depth)}
        ends = []
        rows = range(2 * max(depths) + 2 - len(spans), 2 * max(depths) + 2)  # "in" is level
        for row, (name, (first, last)) in zip(rows, spans.items(), strict=True):
            step = 2 ** int(name[-1]) if name[-1].isdigit() else 1  # of the map, in inputs
            left, right = ((at * step - middle) for at in (first - 0.5, last + 0.5))
            ends.append((left, right))
            look = {"edgecolor": "white", "linewidth": 0.6, "height": 0.5}
            colour = UP if name.startswith(("up", "out")) else DOWN
            for cell in range(first, last + 1):
                ax.barh(row, step, left=(cell - 0.5) * step - middle, color=colour, **look)
            words = f"{name}: {last - first + 1}"
            ax.text(right + 2, row, words, va="center", fontsize=10, color=INK)
        for side in zip(*ends, strict=True):
            ax.plot(side, rows, color=MUTED, linewidth=0.8, zorder=0)
        seen = spans["in"][1] - spans["in"][0] + 1
        plural = "pooling sees" if depth == 1 else "poolings see"
        ax.set_title(f"{depth} {plural} {seen}", fontsize=11)
        ax.set(yticks=[], xlim=(-50, 76), xticks=(-40, -20, 0, 20, 40))
        ax.set_ylim(-0.5, 2 * max(depths) + 1.5)
        ax.set_xlabel("input position, 0 in the middle")
        ax.invert_yaxis()
        ax.spines[["top", "right", "left"]].set_visible(False)
    for row, (words, colour) in enumerate((("the way up", UP), ("the way down", DOWN))):
        figure.axes[0].text(-48, 0.6 + 0.8 * row, f"■ {words}", color=colour, fontsize=12)
    return figure


def walk_in_words(depths: Sequence[int], *, size: int) -> str:
    """The same, as numbers."""
    told = []
    for depth in depths:
        spans = cone((size // 2, size // 2), size, depth)
        told.append(", ".join(f"{name} {b - a + 1}" for name, (a, b) in spans.items()))
    return f"How many positions one output reads along a side, map by map: {'; '.join(told)}."


def cost_picture(bars: Mapping[str, Mapping[str, float]], views: Sequence[int]) -> Axes:
    """Costs in residual units, one stacked bar a branch, and what the branch sees.

    Args:
        bars: the bar's label -> {part's label: cost in units at full resolution}.
        views: for each bar, how many positions along a side the branch sees.
    """
    _, ax = plt.subplots(figsize=(8.4, 2.6), layout="constrained")
    for row, ((label, parts), side) in enumerate(zip(bars.items(), views, strict=True)):
        left, kind = 0.0, "mask" if "mask" in label else "trunk"
        for place, (part, value) in enumerate(parts.items()):
            hatch = HATCHES[kind] if place else ""
            look = {"color": PART_COLOURS[kind], "hatch": hatch, "edgecolor": "white"}
            ax.barh(row, value, left=left, **look)
            box = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}
            words = {"ha": "center", "va": "center", "color": INK, "bbox": box}
            ax.text(left + value / 2, row, f"{part}\n{value:.2f}", fontsize=9, **words)
            left += value
        ax.text(left + 0.06, row, f"sees {side}×{side}", va="center", fontsize=10, color=INK)
    ax.set(yticks=range(len(bars)), yticklabels=list(bars), xlim=(0, 4.2))
    ax.set_xlabel("cost, in residual units at full resolution")
    ax.invert_yaxis()
    ax.spines[["top", "right"]].set_visible(False)
    ax.set_title("two masks of about the same price see very different distances")
    return ax
