"""Pictures of notebook 10 that need a few lines, and the words for all of them."""

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray
from torch import Tensor

from resattn_lab.data import ImageSet
from resattn_lab.measures import frequency_response, mean_interval, passband
from resattn_lab.plots import frequency_map, tile
from resattn_lab.plots.palette import CHOSEN_CLASS, INK, MUTED, TRUE_CLASS

from .directions import TOP, top_images
from .kinds import KINDS, Sorted

DOTS = 128  # of the maps of each kind
SIGNS = {"low-pass": "o", "band": "^", "edge": "s"}
COLOURS = {"low-pass": INK, "band": MUTED, "edge": CHOSEN_CLASS}


def responses(kernels: Mapping[str, ArrayLike]) -> Figure:
    """The frequency response of each kernel, and its kind."""
    size = (2.7 * len(kernels), 3.0)
    figure, axes = plt.subplots(1, len(kernels), figsize=size, layout="constrained")
    for ax, (name, kernel) in zip(axes, kernels.items(), strict=True):
        response = frequency_response(kernel)
        frequency_map(response, title=f"{name}: {passband(response).kind}", ax=ax)
        ax.set_xlabel("cycles per pixel across", fontsize=9)
        bar = figure.colorbar(ax.images[0], ax=ax, shrink=0.75, aspect=14)
        bar.ax.tick_params(labelsize=9)
    axes[0].set_ylabel("cycles per pixel down", fontsize=9)
    return figure


def responses_in_words(kernels: Mapping[str, ArrayLike]) -> str:
    parts = (
        f"{name}: {found.kind}, {found.at_zero:.2f} of the peak in the centre, peak at "
        f"{found.across:.2f} across and {found.down:.2f} down"
        for name, kernel in kernels.items()
        for found in [passband(frequency_response(kernel))]
    )
    return f"Frequency responses, bright where a wave comes out strong. {'; '.join(parts)}."


def first_layers(stems: Mapping[str, NDArray], found: Mapping[str, Sorted]) -> Figure:
    """All kernels of each first layer in colour, grey for zero, with their kinds."""
    rows, columns = len(stems), max(map(len, stems.values()))
    size = {"figsize": (1.2 * columns, 1.62 * rows), "layout": "constrained"}
    figure, axes = plt.subplots(rows, columns, **size)
    for line, (name, kernels) in zip(axes, stems.items(), strict=True):
        largest = abs(kernels).max()
        order = sorted(range(columns), key=lambda n: KINDS.index(found[name].kinds[n]))
        for ax, number in zip(line, order, strict=True):
            ax.imshow((kernels[number].transpose(1, 2, 0) / largest + 1) / 2)
            ax.set(xticks=[], yticks=[])
            ax.set_title(found[name].kinds[number], fontsize=10)
        line[0].set_ylabel(name, fontsize=10)
    return figure


def first_layers_in_words(found: Mapping[str, Sorted]) -> str:
    counts = (
        f"{name}: " + ", ".join(f"{s.kinds.count(kind)} {kind}" for kind in KINDS)
        for name, s in found.items()
    )
    return f"The first-layer kernels of three networks in colour. {'; '.join(counts)}."


def beside_random(found: Mapping[str, Sorted]) -> Figure:
    """Left the share of each kind, right the grey share of each kernel, a row a source."""
    size = {"figsize": (9.4, 3.6), "layout": "constrained"}
    figure, (left, right) = plt.subplots(1, 2, sharey=True, **size)
    dice = np.random.default_rng(0)
    for row, part in enumerate(found.values()):
        start = 0.0
        for kind, colour in COLOURS.items():
            share = part.share(kind)
            left.barh(row, share, left=start, color=colour, height=0.6, edgecolor="white")
            if share > 0.03:
                middle = {"ha": "center", "va": "center", "color": "white", "fontsize": 10}
                left.text(start + share / 2, row, f"{share:.0%}", **middle)
            start += share
            chosen = [n for n, k in enumerate(part.kinds[:500]) if k == kind]
            height = row + dice.uniform(-0.27, 0.27, len(chosen))
            clear = len(chosen) < 9 or kind == "edge"  # the cloud of the others is pale
            style = {"color": colour, "markersize": 5, "alpha": 0.8 if clear else 0.25}
            right.plot(part.grey[chosen], height, SIGNS[kind], **style)
    for number, (kind, colour) in enumerate(COLOURS.items()):
        left.text(0.02 + 0.3 * number, -0.55, kind, color=colour, fontsize=11)
        right.text(0.42 + 0.22 * number, -0.55, kind, color=colour, fontsize=11)
        right.plot(0.395 + 0.22 * number, -0.59, SIGNS[kind], color=colour)
    right.axvline(1 / 3, ymax=0.86, color=MUTED, linestyle="--", linewidth=1)
    right.text(0.325, -0.55, "random: a third", color=MUTED, fontsize=9, ha="right")
    left.set_yticks(range(len(found)), list(found))
    left.set(xlabel="share of the kernels", xlim=(0, 1), ylim=(len(found) - 0.5, -0.8))
    right.set(xlabel="grey share of each kernel", xlim=(0, 1))
    left.set_title("kinds of kernels, trained and random", fontsize="medium")
    right.set_title("the share of grey, trained and random", fontsize="medium")
    return figure


def beside_random_in_words(found: Mapping[str, Sorted]) -> str:
    rows = (
        f"{name}: "
        + ", ".join(f"{part.share(kind):.0%} {kind}" for kind in KINDS)
        + f", grey share {part.grey.min():.2f} to {part.grey.max():.2f}"
        for name, part in found.items()
    )
    return "Kinds of first-layer kernels and their grey shares. " + "; ".join(rows) + "."


def smoother(steps: Sequence[int], path: Mapping[str, Sequence[float]], chance: float) -> Axes:
    """The mean low share over the steps of a training, each line named at its end."""
    _, ax = plt.subplots(figsize=(6.4, 3.6), layout="constrained")
    ax.axhline(chance, color=MUTED, linestyle="--", linewidth=1.2)
    styles = {"trunk": ("o-", TRUE_CLASS), "mask": ("s-", CHOSEN_CLASS)}
    for name, (style, colour) in styles.items():
        ax.plot(steps, path[name], style, color=colour)
    ends, beside = {n: p[-1] for n, p in path.items()}, 1.015 * steps[-1]
    apart = 0.012 if ends["trunk"] >= ends["mask"] else -0.012
    for name, move in (("trunk", apart), ("mask", -apart)):
        ax.text(beside, ends[name] + move, name, color=styles[name][1], va="center")
    ax.text(beside, chance, "random\nweights", color=MUTED, va="center")
    ax.set_xticks(steps)
    ax.set(xlabel="training step", ylabel="mean low share of all slices")
    ax.set(ylim=(0, 0.45), xlim=(-0.03 * steps[-1], 1.15 * steps[-1]))
    ax.set_title("kernels become smoother, and do so early", fontsize="medium")
    return ax


def top_rows(scenes: ImageSet, rows: Sequence[tuple[Tensor, int]]) -> Axes:
    """The nine scenes that excite each map most, a row a map."""
    chosen = torch.cat([top_images(maps, number) for maps, number in rows])
    shown = (scenes.images[chosen] / 255).permute(0, 2, 3, 1).numpy()
    _, ax = plt.subplots(figsize=(7.4, 5), layout="constrained")
    ax.imshow(np.nan_to_num(tile(shown, columns=TOP, padding=2), nan=1.0))
    ax.set(xticks=[], title="what excites each map most")
    ax.set_yticks(
        [18 + 34 * n for n in range(len(rows))], [f"row {n + 1}" for n in range(len(rows))]
    )
    return ax


def top_rows_in_words(scenes: ImageSet, rows: Sequence[tuple[Tensor, int]]) -> str:
    lines = (
        ", ".join(scenes.class_names[n] for n in scenes.labels[top_images(*row)].tolist())
        for row in rows
    )
    return "Rows of nine scenes, by shape. " + ". ".join(lines) + "."


def two_channels(features: Mapping[str, Tensor], pair: tuple[int, int] = (8, 9)) -> Figure:
    """Two channels against each other, a dot a location, before and behind the ReLU."""
    size = {"figsize": (3.6 * len(features), 3.6), "layout": "constrained"}
    figure, axes = plt.subplots(1, len(features), **size)
    titles = ("in the sum: nothing is cut", "after the ReLU: cut along both axes")
    for ax, (place, maps), title in zip(axes, features.items(), titles, strict=True):
        first, second = (maps[:, number].flatten()[::37] for number in pair)
        ax.axhline(0, color=INK, linewidth=0.8)
        ax.axvline(0, color=INK, linewidth=0.8)
        ax.plot(first, second, ".", color=TRUE_CLASS, markersize=4, alpha=0.4)
        ax.set(xlabel=f"channel {pair[0]} {place}", ylabel=f"channel {pair[1]} {place}")
        ax.set_title(title, fontsize="medium")
    return figure


def two_channels_in_words(
    features: Mapping[str, Tensor], pair: tuple[int, int] = (8, 9)
) -> str:
    shares = (
        f"{place}, {(maps[:, list(pair)] < 0).float().mean():.0%} of the values lie below "
        f"zero and {(maps[:, list(pair)] == 0).float().mean():.0%} at zero"
        for place, maps in features.items()
    )
    return (
        f"Channels {pair[0]} and {pair[1]} against each other, a dot a location: "
        f"{'; '.join(shares)}."
    )


def against_directions(
    found: Mapping[str, Mapping[str, Tensor]],
    labels: Sequence[str],
    noise: Sequence[float],
) -> Figure:
    """Dots for the first 128 maps, the mean with its 95 % interval; one Axes a measure.

    Args:
        found: measure -> kind of map -> value of each map.
        labels: what each measure is, for its axis.
        noise: what maps of noise have, by the same measures.
    """
    size = {"figsize": (9.6, 4), "layout": "constrained"}
    figure, axes = plt.subplots(1, len(found), sharey=True, **size)
    figure.suptitle("channels are just ahead of random directions", fontsize="medium")
    dice = np.random.default_rng(0)
    for ax, (title, kinds), label, base in zip(axes, found.items(), labels, noise, strict=True):
        ax.axvline(base, color=INK, linestyle="--", linewidth=1.2)
        place = {"ha": "left", "va": "bottom", "fontsize": 9, "color": INK}
        ax.text(base, len(kinds) - 0.52, f" noise {base:.2f}", **place)
        for row, (name, values) in enumerate(kinds.items()):
            colour = TRUE_CLASS if "channels" in name else MUTED
            height = row + dice.uniform(-0.25, 0.25, DOTS)
            ax.plot(values[:DOTS], height, ".", color=colour, alpha=0.45)
            mean, low, high = mean_interval(values.numpy())
            ax.plot([low, high], [row, row], color=CHOSEN_CLASS, linewidth=3)
            ax.plot(mean, row, "D", color=CHOSEN_CLASS, markersize=6)
            place = {"xytext": (0, 10), "textcoords": "offset points", "ha": "center"}
            place["bbox"] = {"color": "white", "alpha": 0.8, "pad": 0.5}
            ax.annotate(f"{mean:.2f}", (mean, row), color=CHOSEN_CLASS, **place)
        ax.set_title(title, fontsize="medium")
        ax.set(xlabel=label, xlim=(0, None), ylim=(len(kinds) - 0.5, -0.6))
        ax.set_yticks(range(len(kinds)), list(kinds))
    return figure


def against_directions_in_words(found: Mapping[str, Mapping[str, Tensor]]) -> str:
    rows = (
        f"{title}: " + ", ".join(f"{name} {v.mean():.2f}" for name, v in kinds.items())
        for title, kinds in found.items()
    )
    return "Channels beside random directions, a dot a map; means: " + "; ".join(rows) + "."
