"""Pictures of notebook 08, and the words for all of them."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import torch
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray
from torch import Tensor
from torch.optim import SGD, AdamW, Optimizer

from resattn_lab.plots.palette import CHOSEN_CLASS, INK, MUTED, TRUE_CLASS

BOWLS = {  # how far a step goes, in parts of the way to the bottom
    "too small: it creeps": 0.15,
    "just right: one step": 1.0,
    "too large: it jumps across": 1.8,
    "larger still: it flies off": 2.15,
}
STRIDES = 7  # steps drawn in each bowl
STEEP = (1.0, 30.0)  # curvatures along a valley and across it
START, VALLEY_STEPS = (-4.0, 0.8), 20
VALLEY_RULES = {
    "SGD, η = 0.02:\nit creeps along the floor": lambda w: SGD(w, 0.02),
    "SGD, η = 0.07:\nthe walls throw it out": lambda w: SGD(w, 0.07),
    "with momentum, η = 0.02:\nit gathers speed, runs past": lambda w: SGD(
        w, 0.02, momentum=0.9, nesterov=True
    ),
    "AdamW, η = 0.2:\nequal steps both ways": lambda w: AdamW(w, 0.2, weight_decay=0.0),
}
GUESS = 0.1  # of accuracy, among ten classes


def bowls() -> Figure:
    """Four rates on one bowl: every step, from a start at the left."""
    figure, axes = plt.subplots(1, 4, figsize=(10.4, 3), sharey=True, layout="constrained")
    across = np.linspace(-2.6, 2.6, 200)
    for ax, (title, share) in zip(axes, BOWLS.items(), strict=True):
        path = -1.0 * (1 - share) ** np.arange(STRIDES + 1)
        ax.plot(across, across**2, color=MUTED, linewidth=1.5)
        ax.plot(path, path**2, "o-", color=CHOSEN_CLASS, linewidth=1.8, markersize=6)
        ax.plot(path[0], path[0] ** 2, "o", color=INK, markersize=9)
        ax.annotate("start", (path[0], 1), (-10, 4), textcoords="offset points", ha="right")
        ax.set(xlim=(-2.7, 2.7), ylim=(-0.25, 6.5), xticks=[0], yticks=[], xlabel="weight")
        ax.set_title(title, fontsize=12)
    axes[0].set_ylabel("loss")
    return figure


def bowls_in_words() -> str:
    return (
        f"A loss shaped like a bowl, four times, with the path of {STRIDES} steps from one "
        "start. First: small steps creep down one side and are still on their way. Second: one "
        "step ends at the bottom. Third: each step crosses the bottom and ends a little lower "
        "on the other side. Fourth: each step crosses the bottom and ends higher than before."
    )


def valley() -> Figure:
    """Four kinds of step down one valley, from the same start."""
    figure, axes = plt.subplots(1, 4, figsize=(11.2, 3.1), sharey=True, layout="constrained")
    across, up = np.meshgrid(np.linspace(-5, 2, 200), np.linspace(-1.7, 1.7, 200))
    height = (STEEP[0] * across**2 + STEEP[1] * up**2) / 2
    for ax, (title, make) in zip(axes, VALLEY_RULES.items(), strict=True):
        ax.contour(across, up, height, levels=np.linspace(0.5, 6, 7) ** 2, colors="#bbbbbb")
        path = path_down(make)
        ax.plot(*path.T, "o-", color=CHOSEN_CLASS, linewidth=1.8, markersize=5)
        ax.plot(*path[0], "o", color=INK, markersize=9)
        ax.plot(0, 0, "X", color=TRUE_CLASS, markersize=10)
        ax.set(xlim=(-5, 2), ylim=(-1.7, 1.7), xticks=[], yticks=[], xlabel="a flat weight")
        ax.set_title(title, fontsize=11)
    axes[0].set_ylabel("a steep weight")
    axes[0].text(0.15, 0.2, "lowest", color=TRUE_CLASS)
    axes[0].annotate("start", START, (9, 4), textcoords="offset points")
    return figure


def path_down(make: Callable[[list[Tensor]], Optimizer]) -> NDArray:
    """The two weights before and after every step in the valley, (VALLEY_STEPS + 1, 2)."""
    weights = torch.tensor(START, requires_grad=True)
    optimiser, path = make([weights]), [START]
    for _ in range(VALLEY_STEPS):
        weights.grad = torch.tensor(STEEP) * weights.detach()  # the slope of ½·h·w²
        optimiser.step()
        path.append(tuple(weights.tolist()))
    return np.array(path)


def valley_in_words() -> str:
    ends = "; ".join(
        f"{title.replace(chr(10), ' ')} {np.abs(path_down(make)[-1]).round(1).tolist()}"
        for title, make in VALLEY_RULES.items()
    )
    return (
        f"A valley seen from above, {STEEP[1] / STEEP[0]:.0f} times as steep across as along, "
        f"four times, with the path of {VALLEY_STEPS} steps. Distances from the lowest point "
        f"at the end, along and across: {ends}."
    )


def where_and_what(
    curves: Mapping[str, Mapping], untrained: Sequence[Mapping], spot: float, at: int
) -> Figure:
    """Accuracy and the pointing of each stage's best channel over the steps of trainings.

    Args:
        curves: trainings as ``scripts/record_scene_networks.py`` writes them.
        untrained: networks that learned nothing, of the same record.
        spot: how often a spot in the middle of the picture lies on the object.
        at: the step that is marked.
    """
    size = {"figsize": (11.2, 3.9), "layout": "constrained"}
    figure, axes = plt.subplots(1, 4, sharey=True, **size)
    names = ("accuracy", "stage1.0", "stage2.0", "stage3.0")
    for ax, name in zip(axes, names, strict=True):
        what = name == "accuracy"
        colour, level = (TRUE_CLASS, GUESS) if what else (CHOSEN_CLASS, spot)
        _band(ax, curves, name, colour)
        ax.axhline(level, color=INK, linestyle="--", linewidth=1.3)
        ax.axvline(at, color=MUTED, linestyle=":", linewidth=1.3)
        then = at_step(curves, name, at)
        ax.plot([at] * len(then), then, "o", color=colour, markersize=7, zorder=3)
        start = [n["accuracy" if what else name] for n in untrained]
        start = [s[0] if what else s["pointing"][0] for s in start]
        ax.plot([0] * len(start), start, "o", color=colour, fillstyle="none", clip_on=False)
        title = "WHAT: named rightly" if what else f"WHERE: stage {name[5]} points at it"
        ax.set_title(f"{title}\nstep {at}: {min(then):.0%} to {max(then):.0%}", fontsize=11)
        ax.set(xlabel="step", xlim=(0, 1180), ylim=(0, 1.02), xticks=[0, at, 564, 1125])
        told = "guessing" if what else "spot in the middle"
        ax.text(1160, level - 0.015, told, ha="right", va="top", fontsize=10)
    axes[0].set_ylabel("share of unseen scenes")
    return figure


def _band(ax: Axes, curves: Mapping[str, Mapping], name: str, colour: str) -> None:
    """Every training's line, and from the lowest to the highest of them at each moment."""
    lines = [
        np.array([[row[0], row[training["columns"].index(name)]] for row in training["rows"]])
        for training in curves.values()
    ]
    grid = np.arange(62, max(line[-1, 0] for line in lines) + 1)
    values = [np.interp(grid, *line.T, right=np.nan) for line in lines]
    low, high = np.nanmin(values, axis=0), np.nanmax(values, axis=0)
    ax.fill_between(grid, low, high, color=colour, alpha=0.2, linewidth=0)
    for line, training in zip(lines, curves.values(), strict=True):
        narrow = training["width"] < 0.5
        style = ":" if narrow else ("-", "--")[training["seed"] % 2]
        ax.plot(*line[1:].T, linestyle=style, color=colour, linewidth=2.2)
        if name == "stage1.0":  # the three ends lie well apart here
            told = "narrow" if narrow else f"seed {training['seed']}"
            look = {"textcoords": "offset points", "ha": "right", "fontsize": 10}
            ax.annotate(told, line[-1], (0, 6 if training["seed"] == 2 else -15), **look)


def at_step(curves: Mapping[str, Mapping], name: str, step: int) -> list[float]:
    """One quantity of each training at one step that all of them kept."""
    return [
        row[training["columns"].index(name)]
        for training in curves.values()
        for row in training["rows"]
        if row[0] == step
    ]


def where_and_what_in_words(curves: Mapping[str, Mapping], spot: float, at: int) -> str:
    rows = "; ".join(
        f"{name} {', '.join(f'{v:.0%}' for v in at_step(curves, name, at))} at step {at} and "
        + ", ".join(f"{t['rows'][-1][t['columns'].index(name)]:.0%}" for t in curves.values())
        + " at the end"
        for name in ("accuracy", "stage1.0", "stage2.0", "stage3.0")
    )
    return (
        "Four curves over the steps of three trainings, each a band with three lines: the "
        f"share of scenes named rightly, and how often the best channel of each stage peaks on "
        f"the object. {rows}. Dashed: guessing, and a spot in the middle of the picture "
        f"({spot:.0%})."
    )


def seeds_and_luck(tested: NDArray, equal: NDArray) -> Axes:
    """Recorded seeds of one recipe, one draw of equally good recipes, the best of every draw.

    Args:
        tested: test accuracy of each seed.
        equal: accuracies of equally good recipes, one run each, a row a draw.
    """
    _, ax = plt.subplots(figsize=(9.4, 4), layout="constrained")
    mean, best = tested.mean(), equal.max(axis=1)
    ax.axvline(GUESS, color=INK, linestyle="--", linewidth=1.3)
    ax.text(GUESS + 0.004, -0.55, "guessing", va="center")
    ax.axvline(mean, color=TRUE_CLASS, linewidth=1.8)
    ax.text(mean, -0.55, f"mean of the seeds: {mean:.1%} ", color=TRUE_CLASS, ha="right")
    ax.plot(tested, [0] * len(tested), "o", color=INK, markersize=9)
    place = {"textcoords": "offset points", "ha": "center", "fontsize": 10}
    for seed, value in enumerate(tested):
        ax.annotate(f"{seed}", (value, 0), (0, -19 if seed % 2 else 9), **place)
    height = np.random.default_rng(0).uniform(-0.22, 0.22, (2, max(equal.shape)))
    ax.plot(equal[0], 1 + height[0, : equal.shape[1]], "o", color=MUTED, markersize=6)
    ax.plot(best[0], 1, "D", color=CHOSEN_CLASS, markersize=11)
    shown = best[:300]
    place = 2 + height[1, : len(shown)]
    ax.plot(shown, place, "D", color=CHOSEN_CLASS, markersize=4, alpha=0.3)
    ax.annotate("", (best.mean(), 2.4), (mean, 2.4), arrowprops={"arrowstyle": "->"})
    luck = f"on average {100 * (best.mean() - mean):.1f} points too good "
    ax.text(mean, 2.4, luck, color=CHOSEN_CLASS, ha="right", va="center")
    rows = (
        "one recipe,\nseeds 0 to 4",
        f"{equal.shape[1]} equal recipes,\ndrawn once: ◆ the best",
        f"the best of each\nof {len(shown)} such draws",
    )
    ax.set_yticks(range(3), rows, fontsize=11)
    ax.set(ylim=(2.7, -0.8), xlim=(0.08, 0.52), xlabel="test accuracy")
    ax.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    ax.set_title(
        f"the best of {equal.shape[1]} equally good recipes is the luckiest", fontsize=12
    )
    return ax


def seeds_and_luck_in_words(tested: NDArray, equal: NDArray) -> str:
    seeds = ", ".join(f"{value:.1%}" for value in tested)
    best = equal.max(axis=1)
    return (
        f"Test accuracy of one recipe with five seeds: {seeds}, mean {tested.mean():.1%}. "
        f"Below, {equal.shape[1]} equally good recipes with one seed each, drawn: from "
        f"{equal[0].min():.1%} to {best[0]:.1%}. Below that, the best of each of many draws: "
        f"{best.mean():.1%} on average, {100 * (best.mean() - tested.mean()):.1f} points too "
        "good."
    )
