"""Pictures of notebook 03: maps, masks, cones and costs."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from torch import Tensor

from resattn_lab.data import Scenes
from resattn_lab.plots import as_picture, mask_overlay
from resattn_lab.plots.cost_bars import HATCHES, PART_COLOURS
from resattn_lab.plots.outline import draw_outline
from resattn_lab.plots.palette import CHOSEN_CLASS, INK, MUTED

from .reach import cone

INCHES = 10.6  # of a row of pictures
PEAK = CHOSEN_CLASS
READ = "#b9cfe0"  # what is read on the way down


def _frames(rows: int, columns: int) -> tuple[Figure, np.ndarray]:
    """A figure and its (rows, columns) Axes, without ticks."""
    size = (INCHES, (INCHES / columns + 0.45) * rows)
    figure, axes = plt.subplots(
        rows, columns, figsize=size, layout="constrained", squeeze=False
    )
    for ax in axes.flat:
        ax.set(xticks=[], yticks=[])
    return figure, axes


def _light(values: Tensor) -> np.ndarray:
    """One channel between 0, at its lowest value, and 1, at its highest."""
    low, high = values.min(), values.max()
    return ((values - low) / (high - low)).numpy()


def _size(values: Tensor) -> str:
    return "×".join(str(side) for side in values.shape[-2:])


def maps_picture(
    rows: Mapping[str, Mapping[str, Tensor]],
    names: Sequence[str],
    scenes: Scenes,
    *,
    number: int,
    channel: int,
    with_scene: bool = False,
) -> Figure:
    """One channel of some maps of scene ``number``, the object's outline on each.

    Every map goes from black at its own lowest value to white at its own highest.

    Args:
        rows: what to write at the left -> the maps, as ``branch_maps`` gives them.
        names: of the maps, from left to right.
        with_scene: whether each row begins with the scene.
    """
    figure, axes = _frames(len(rows), len(names) + with_scene)
    truth = scenes.true_masks[number]
    extent = (-0.5, truth.shape[1] - 0.5, truth.shape[0] - 0.5, -0.5)  # of the scene
    for line, (label, maps) in zip(axes, rows.items(), strict=True):
        line[0].set_ylabel(label, fontsize=11)
        if with_scene:
            line[0].imshow(as_picture(scenes.images[number]))
            line[0].set_title(f"the scene, {_size(truth)}", fontsize=11)
        for ax, name in zip(line[int(with_scene) :], names, strict=True):
            values = maps[name][number, channel]
            ax.imshow(_light(values), cmap="gray", vmin=0, vmax=1, extent=extent)
            ends = f"{values.min():.1f} to {values.max():.1f}".replace("-", "−")
            ax.set_title(f"{name}, {_size(values)}\n({ends})", fontsize=11)
        for ax in line:
            draw_outline(truth, ax=ax)
    return figure


def masks_picture(
    scenes: Scenes, masks: Mapping[str, Tensor], *, number: int, channel: int, moved: int
) -> Figure:
    """A scene, then the scene under one channel of each mask as light, its peak marked.

    Args:
        moved: how far to the right of the object its outline is drawn once more, dashed.
    """
    figure, (line,) = _frames(1, 1 + len(masks))
    image, truth = scenes.images[number], scenes.true_masks[number]
    line[0].imshow(as_picture(image))
    line[0].set_title("the scene", fontsize=11)
    for ax, (name, mask) in zip(line[1:], masks.items(), strict=True):
        values = mask[number, channel]
        mask_overlay(image, values, true_mask=truth, ax=ax)
        row, column = divmod(int(values.argmax()), values.shape[-1])
        ax.plot(column, row, "o", color=PEAK, markeredgecolor="white", markersize=9)
        ax.set_title(f"skips {name}", fontsize=11)
    line[-1].contour(truth.roll(moved, -1), levels=[0.5], colors="white", linestyles=":")
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
            colour = PART_COLOURS["mask"] if name.startswith(("up", "out")) else READ
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
