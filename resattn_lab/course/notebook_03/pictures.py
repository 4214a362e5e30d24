"""Pictures of notebook 03: maps, cones, fields, masks and costs."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from torch import Tensor

from resattn_lab.data import Scenes
from resattn_lab.plots import as_picture, mask_overlay
from resattn_lab.plots.cost_bars import HATCHES, PART_COLOURS
from resattn_lab.plots.palette import INK

INCHES = 2.1  # of one picture
DIMMED = 0.35  # of a map's light is left outside of a cone


def _frames(rows: int, columns: int) -> tuple[Figure, np.ndarray]:
    """A figure and its (rows, columns) Axes, without ticks."""
    size = (INCHES * columns, (INCHES + 0.3) * rows)
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
    rows: Mapping[str, Mapping[str, Tensor]], names: Sequence[str], *, number: int, channel: int
) -> Figure:
    """One channel of some maps of image ``number``: a row for each of ``rows``.

    Every map goes from black at its lowest value to white at its highest.

    Args:
        rows: what to write at the left -> the maps, as ``branch_maps`` gives them.
        names: of the maps, from left to right.
    """
    figure, axes = _frames(len(rows), len(names))
    for line, (label, maps) in zip(axes, rows.items(), strict=True):
        line[0].set_ylabel(label, fontsize=11)
        for ax, name in zip(line, names, strict=True):
            values = maps[name][number, channel]
            ax.imshow(_light(values), cmap="gray", vmin=0, vmax=1)
            ax.set_title(f"{name}, {_size(values)}", fontsize=11)
    return figure


def cone_picture(
    maps: Mapping[str, Tensor],
    cones: tuple[Mapping[str, tuple[int, int]], Mapping[str, tuple[int, int]]],
    place: tuple[int, int],
    *,
    number: int,
    channel: int,
) -> Figure:
    """What one position of the branch's output reads, lit on every map.

    Args:
        cones: of the rows and of the columns, as ``cone`` gives them.
        place: the position's row and column.
    """
    names = ("out", "up1", "up2", "up3", "in", "down1", "down2", "down3")
    figure, axes = _frames(2, 4)
    for ax, name in zip(axes.flat, names, strict=True):
        values = maps[name][number, channel]
        (top, bottom), (left, right) = (
            along.get(name, (at, at)) for along, at in zip(cones, place, strict=True)
        )
        light = DIMMED * _light(values)
        light[top : bottom + 1, left : right + 1] /= DIMMED
        ax.imshow(light, cmap="gray", vmin=0, vmax=1)
        height, width = bottom - top + 1, right - left + 1
        corner = (left - 0.5, top - 0.5)
        style = {"fill": False, "edgecolor": "#ff9d3c", "linewidth": 2.5, "clip_on": False}
        ax.add_patch(Rectangle(corner, width, height, **style))
        ax.set_title(f"{name}: {height}×{width} of {_size(values)}", fontsize=11)
    axes[0, 0].set_ylabel("the way up, read back", fontsize=11)
    axes[1, 0].set_ylabel("the way down", fontsize=11)
    return figure


def masks_picture(
    scenes: Scenes, masks: Mapping[str, Tensor], *, number: int, channel: int
) -> Figure:
    """A scene, then the scene under one channel of each mask as light, by its name."""
    figure, (line,) = _frames(1, 1 + len(masks))
    image, truth = scenes.images[number], scenes.true_masks[number]
    line[0].imshow(as_picture(image))
    line[0].set_title("the scene", fontsize=11)
    for ax, (name, mask) in zip(line[1:], masks.items(), strict=True):
        mask_overlay(image, mask[number, channel], true_mask=truth, ax=ax)
        ax.set_title(name, fontsize=11)
    return figure


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
