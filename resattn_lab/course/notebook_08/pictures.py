"""Pictures of notebook 08, and the words for all of them."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from resattn_lab.plots import learning_curves
from resattn_lab.plots.palette import CHOSEN_CLASS, INK, MUTED, TRUE_CLASS

BOWLS = {  # how far a step goes, in parts of the way to the bottom
    "too small: it creeps": 0.15,
    "just right: one step": 1.0,
    "too large: it jumps across": 1.8,
    "larger still: it flies off": 2.15,
}
STRIDES = 7  # steps drawn in each bowl
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


def loss_and_accuracy(curves: Mapping[str, Sequence[tuple[int, float]]]) -> Figure:
    """The curves of a training among ten classes, as ``LiveCurves`` keeps them."""
    figure, axes = plt.subplots(1, 2, figsize=(9.6, 3.6), layout="constrained")
    titles = {"loss": "the loss leaves that of guessing", "accuracy": "ever more are right"}
    for ax, (what, title) in zip(axes, titles.items(), strict=True):
        learning_curves(curves, what, guess=np.log(10) if what == "loss" else GUESS, ax=ax)
        ax.get_legend().remove()
        ax.set_title(title, fontsize=12)
        last = ax.get_xlim()[1]
        ax.set_xlim(0, 1.4 * last)
        for line in ax.lines:  # its name stands at its end
            end = (min(line.get_xdata()[-1], 1) * last, line.get_ydata()[-1])
            level = "bottom" if line.get_label().startswith("guessing") else "center"
            ax.text(*end, f" {line.get_label()}", color=line.get_color(), va=level)
    return figure


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
        start = [n["accuracy" if what else name] for n in untrained]
        start = [s[0] if what else s["pointing"][0] for s in start]
        ax.plot([0] * len(start), start, "o", color=colour, fillstyle="none", clip_on=False)
        low, high = np.quantile(at_step(curves, name, at), (0, 1))
        title = "WHAT: named rightly" if what else f"WHERE: stage {name[5]} points at it"
        ax.set_title(f"{title}\nstep {at}: {low:.0%} to {high:.0%}", fontsize=11)
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


def seeds_and_luck(tested: NDArray, equal: NDArray, gap: float) -> Axes:
    """Recorded seeds of one recipe above one draw of recipes that are all as good.

    Args:
        tested: test accuracy of each seed.
        equal: accuracies of equally good recipes, one run each.
        gap: by how much the best of such a draw is ahead of the truth, on average.
    """
    _, ax = plt.subplots(figsize=(8.6, 3.3), layout="constrained")
    mean, best = tested.mean(), equal.max()
    ax.axvline(GUESS, color=INK, linestyle="--", linewidth=1.3)
    ax.text(GUESS + 0.004, -0.62, "guessing", fontsize=10, va="center")
    ax.axvline(mean, color=TRUE_CLASS, linewidth=1.8)
    ax.text(mean, -0.62, f"mean {mean:.1%} ", color=TRUE_CLASS, ha="right", va="center")
    ax.plot(tested, [0] * len(tested), "o", color=INK, markersize=9)
    for number, value in enumerate(tested):
        place = {"textcoords": "offset points", "ha": "center", "fontsize": 10}
        ax.annotate(f"{number}", (value, 0), (0, -19 if number % 2 else 9), **place)
    heights = 1 + np.random.default_rng(0).uniform(-0.22, 0.22, len(equal))
    ax.plot(equal, heights, "o", color=MUTED, markersize=6, alpha=0.7)
    ax.plot(best, heights[equal.argmax()], "D", color=CHOSEN_CLASS, markersize=10)
    words = f"the best: on average\n{100 * gap:.1f} points too good"
    place = {"textcoords": "offset points", "va": "center", "color": CHOSEN_CLASS}
    ax.annotate(words, (best, heights[equal.argmax()]), (12, 0), **place)
    rows = ["one recipe,\nseeds 0 to 4", f"{len(equal)} equal recipes,\none seed each (drawn)"]
    ax.set_yticks([0, 1], rows, fontsize=11)
    ax.set(ylim=(1.5, -0.85), xlim=(0.08, 0.55), xlabel="test accuracy")
    ax.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    ax.set_title("the same recipe scatters, and the best of many looks better", fontsize=12)
    return ax


def seeds_and_luck_in_words(tested: NDArray, equal: NDArray, gap: float) -> str:
    seeds = ", ".join(f"{value:.1%}" for value in tested)
    return (
        f"Test accuracy of one recipe with five seeds: {seeds}, mean {tested.mean():.1%}. "
        f"Below, {len(equal)} equally good recipes with one seed each, drawn: from "
        f"{equal.min():.1%} to {equal.max():.1%}; the best of such a draw is on average "
        f"{100 * gap:.1f} points too good."
    )
