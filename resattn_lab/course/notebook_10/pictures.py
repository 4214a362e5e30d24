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
from resattn_lab.measures import frequency_response, joint_response, mean_interval, passband
from resattn_lab.plots import frequency_map, tile
from resattn_lab.plots.palette import CHOSEN_CLASS, INK, MUTED, PART_COLOURS, TRUE_CLASS

from .directions import TOP, top_images
from .kinds import KINDS, Sorted

DOTS = 128  # of the maps of each kind
PAIR = [8, 9]  # channels that are drawn against each other
LABELS = "share of the most frequent shape", "overlap with the best shape (IoU)"
SIGNS = {"low-pass": "o", "band": "^", "edge": "s"}
COLOURS = {"low-pass": INK, "band": MUTED, "edge": CHOSEN_CLASS}


def responses(kernels: Mapping[str, ArrayLike]) -> Figure:
    """The frequency response of each kernel, and its kind."""
    size = (3.5 * len(kernels), 3.3)
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
    return f"Frequency responses, bright where a wave comes out strongly. {'; '.join(parts)}."


def first_layers(stems: Mapping[str, NDArray], found: Mapping[str, Sorted]) -> Figure:
    """The kernels of each first layer in colour, grey for zero, each above its response."""
    figure = plt.figure(figsize=(9.6, 2.6 * len(stems)), layout="constrained")
    parts = figure.subfigures(len(stems), 1, squeeze=False, hspace=0.07)[:, 0]
    for part, (name, kernels) in zip(parts, stems.items(), strict=True):
        axes, largest = part.subplots(2, len(kernels)), abs(kernels).max()
        kinds = found[name].kinds
        order = np.argsort([KINDS.index(kind) for kind in kinds], kind="stable")
        for (above, below), number in zip(axes.T, order, strict=True):
            above.imshow((kernels[number].transpose(1, 2, 0) / largest + 1) / 2)
            above.set_title(f"{number}: {kinds[number]}", fontsize=11)
            frequency_map(joint_response(kernels[number]), ax=below)
            for ax in (above, below):
                ax.set(xticks=[], yticks=[], xlabel="")
        part.supylabel(name, fontsize=12, weight="bold")
        for ax, words in zip(axes[:, 0], ("kernel", "response"), strict=True):
            ax.set_ylabel(words, fontsize=11)
    return figure


def first_layers_in_words(found: Mapping[str, Sorted]) -> str:
    counts = (
        f"{name}: " + ", ".join(f"{s.kinds.count(kind)} {kind}" for kind in KINDS)
        for name, s in found.items()
    )
    return (
        "The first-layer kernels of three networks in colour, each above its frequency "
        f"response. {'; '.join(counts)}."
    )


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


def smoother(
    steps: Sequence[int],
    path: Mapping[str, Sequence[float]],
    level: float,
    energies: Sequence[NDArray],
) -> Figure:
    """The mean energy at first and at last, and the mean low share over a training.

    Args:
        path: the low share of each part after each of ``steps``.
        level: the low share of random weights.
        energies: as ``mean_energy`` gives them.
    """
    size = {"figsize": (9.8, 3.3), "layout": "constrained", "width_ratios": (1, 1, 1.75)}
    figure, (first, last, ax) = plt.subplots(1, 3, **size)
    for view, energy, step in ((first, energies[0], steps[0]), (last, energies[1], steps[-1])):
        frequency_map(energy, highest=energies[1].max(), title=f"step {step}", ax=view)
    first.set_ylabel("cycles per pixel down")
    bar = figure.colorbar(last.images[0], ax=[first, last], location="bottom", shrink=0.7)
    bar.set_label("energy (random weights: 1)")
    ax.axhline(level, color=MUTED, linestyle="--", linewidth=1.2)
    for (name, shares), style in zip(path.items(), ("o-", "s--"), strict=True):
        ax.plot(steps, shares, style, color=PART_COLOURS[name])
    for name, move in (("mask", 0.02), ("trunk", -0.04)):
        words = {"color": PART_COLOURS[name], "fontsize": 11, "ha": "right"}
        ax.text(steps[-1], path[name][-1] + move, name, **words)
    ax.text(steps[-1], level - 0.008, "random weights", color=MUTED, va="top", ha="right")
    ax.set(xlabel="training step", ylabel="mean low share", ylim=(0, 0.4))
    ax.set_title("more and more of the energy in the ring", fontsize="medium")
    return figure


def smoother_in_words(path: Mapping[str, Sequence[float]], level: float) -> str:
    lines = (f"{part} {p[0]:.2f} at first, {p[-1]:.2f} at last" for part, p in path.items())
    return (
        "Mean energy of all slices by frequency, level before the training and a hill in the "
        f"middle after it. Mean low share: {', '.join(lines)}; random weights {level:.2f}."
    )


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


def two_channels(features: Mapping[str, Tensor]) -> Figure:
    """Two channels against each other, a dot a location, before and behind the ReLU."""
    size = {"figsize": (3.6 * len(features), 3.6), "layout": "constrained"}
    figure, axes = plt.subplots(1, len(features), **size)
    titles = ("in the sum: nothing is cut", "after the ReLU: cut along both axes")
    for ax, (where, maps), title in zip(axes, features.items(), titles, strict=True):
        first, second = (maps[:, number].flatten()[::37] for number in PAIR)
        ax.axhline(0, color=INK, linewidth=0.8)
        ax.axvline(0, color=INK, linewidth=0.8)
        ax.plot(first, second, ".", color=TRUE_CLASS, markersize=4, alpha=0.4)
        ax.set(xlabel=f"channel {PAIR[0]} {where}", ylabel=f"channel {PAIR[1]} {where}")
        ax.set_title(title, fontsize="medium")
    return figure


def two_channels_in_words(features: Mapping[str, Tensor]) -> str:
    shares = (
        f"{where}, {(maps[:, PAIR] < 0).float().mean():.0%} of the values lie below zero and "
        f"{(maps[:, PAIR] == 0).float().mean():.0%} at zero"
        for where, maps in features.items()
    )
    return f"Two channels against each other, a dot a location: {'; '.join(shares)}."


def against_directions(
    found: Mapping[str, Mapping[str, Tensor]], noise: Sequence[float]
) -> Figure:
    """Dots for the first 128 maps, the mean with its 95 % interval; one Axes a measure.

    Args:
        found: as ``beside_directions`` gives them.
        noise: what maps of noise have, by the same measures.
    """
    size = {"figsize": (9.6, 4), "layout": "constrained"}
    figure, axes = plt.subplots(1, len(found), sharey=True, **size)
    figure.suptitle("channels are just ahead of random directions", fontsize="medium")
    dice = np.random.default_rng(0)
    for ax, (title, kinds), label, base in zip(axes, found.items(), LABELS, noise, strict=True):
        ax.axvline(base, color=INK, linestyle="--", linewidth=1.2)
        place = {"ha": "left", "va": "bottom", "fontsize": 9, "color": INK}
        ax.text(base, len(kinds) - 0.52, f" noise {base:.2f}", **place)
        for row, (name, values) in enumerate(kinds.items()):
            colour = TRUE_CLASS if "channels" in name else MUTED
            height = row + dice.uniform(-0.25, 0.25, DOTS)
            ax.plot(values[:DOTS], height, ".", color=colour, alpha=0.45)
            mean, low, high = mean_interval(values.numpy())
            ax.plot([low, high], [row, row], color=INK, linewidth=3)
            ax.plot(mean, row, "D", color=INK, markersize=6)
            place = {"xytext": (0, 10), "textcoords": "offset points", "ha": "center"}
            place["bbox"] = {"color": "white", "alpha": 0.8, "pad": 0.5}
            ax.annotate(f"{mean:.2f}", (mean, row), color=INK, **place)
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
