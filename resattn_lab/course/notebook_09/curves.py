"""Results of three networks in notebook 09 as pictures, each with its words."""

from collections.abc import Mapping

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray
from torch import Tensor, nn

from resattn_lab.data import Scenes
from resattn_lab.plots import draw_outline, frame
from resattn_lab.plots.palette import CHOSEN_CLASS, INK, MASK_COLOURS, MUTED, TRUE_CLASS

from .results import FAR, MODULES, accuracies, ends, reading, squares, taken
from .squares import FILLS, fill_colour
from .twins import best_channels, masks_of

SIZE = 11  # of words, in points
SIGNS = ("o", "s", "^")  # of seeds 0, 1 and 2
KEY = "seeds 0 ●, 1 ■, 2 ▲"
PLACES = {module: module for module in MODULES} | {"all three": "all"}
STYLES = dict(zip((*FILLS, FAR), ("-", "--", "-.", ":"), strict=True))
Drawn = tuple[Figure, str]  # a picture and its words


def _per_cent(shares: ArrayLike) -> str:
    return ", ".join(f"{100 * share:.0f}" for share in np.ravel(shares))


def _row(columns: int, high: float, **size) -> tuple[Figure, NDArray]:
    look = {"figsize": (10.2, high), "layout": "constrained", "sharey": True}
    return plt.subplots(1, columns, **look, **size)


def more_scenes() -> Drawn:
    """How often a simple rule tells trained from untrained, by the scenes it looks at."""
    counts, shares = reading()
    figure, axes = _row(3, 3.4)
    for column, (ax, module) in enumerate(zip(axes, MODULES, strict=True)):
        ax.axhline(50, color=MUTED, linestyle="--", linewidth=1.4)
        for sign, row in zip(SIGNS, shares[:, column], strict=True):
            ax.plot(range(len(counts)), 100 * row, f"-{sign}", color=INK, markersize=7)
        ax.set_xticks(range(len(counts)), [str(count) for count in counts])
        ax.set(ylim=(44, 103), xlabel="scenes that the rule looks at")
        ax.set_title(module, fontsize=SIZE)
    axes[0].set_ylabel("right verdicts, %", fontsize=SIZE)
    axes[0].text(0, 51, "guessing", fontsize=SIZE, color=MUTED)
    lowest = 100 * shares.min() - 3
    axes[-1].text(3, lowest, "this one stays", ha="right", va="top", fontsize=SIZE)
    title = f"more scenes tell trained from untrained, in eight modules of nine   ({KEY})"
    figure.suptitle(title, fontsize=SIZE + 1)
    told = "; ".join(f"{m}: {_per_cent(shares[:, k])}" for k, m in enumerate(MODULES))
    return figure, (
        "How often a rule that compares a mask on the object with the mask beside it tells a "
        f"trained network from its twin, in percent, with {counts} scenes, for seeds 0, 1 and "
        f"2 in turn. {told}. Guessing: 50."
    )


def at_the_ends(
    made: Mapping[str, tuple[str, nn.Module]], scenes: Scenes, number: int, choose_on: Scenes
) -> Drawn:
    """One mask of each kind of network, and its share of nearly shut or nearly open values.

    Args:
        made: words -> the kind's name in the record, and a network of it, whose best channel
            of stage2.0 is shown on one of the scenes.
    """
    figure, told = plt.figure(figsize=(10.2, 0.9 + 2.05 * len(made)), layout="constrained"), []
    grid = figure.add_gridspec(len(made), 4, width_ratios=(1.3, 1, 1, 1))
    panels = [figure.add_subplot(grid[:, 1 + column]) for column in range(3)]
    for row, (words, (kind, network)) in enumerate(made.items()):
        ax = figure.add_subplot(grid[row, 0], xticks=[], yticks=[])
        channel = best_channels(network, choose_on)["stage2.0"]
        mask = masks_of(network, scenes.images[[number]])["stage2.0"][0, channel]
        look = {"cmap": MASK_COLOURS, "vmin": 0, "vmax": 1, "interpolation": "nearest"}
        ax.imshow(mask, extent=frame(*scenes.images.shape[-2:]), **look)
        draw_outline(scenes.true_masks[number], ax=ax)
        ax.set_ylabel(words, fontsize=SIZE, rotation=0, ha="right", va="center")
        if row == 0:
            ax.set_title("a mask of 64×64, stage2.0\n(dark 0, bright 1)", fontsize=SIZE)
        for panel, column in zip(panels, ends(kind).T, strict=True):
            for lift, sign, value in zip((-0.12, 0, 0.12), SIGNS, column, strict=True):
                at = row + lift
                panel.plot([0, 100 * value], [at, at], color=INK, linewidth=1.6)
                panel.plot(100 * value, at, sign, color=INK, markersize=8)
        told.append(f"{words}: {', '.join(map(_per_cent, ends(kind).T))}")
    for panel, module in zip(panels, MODULES, strict=True):
        panel.set(xlim=(0, 104), ylim=(len(made) - 0.5, -0.5), yticks=[])
        panel.set(xticks=(0, 25, 50, 75, 100), xlabel="values near 0 or 1, %")
        panel.set_title(module, fontsize=SIZE)
    title = "just built, an untrained twin is nearly all or nothing"
    if len(made) > 2:
        title = "settled, the twin is not all or nothing"
    figure.suptitle(f"{title}   ({KEY})", fontsize=SIZE + 1)
    return figure, (
        "A mask of each kind of network, and the share of values below 0.05 or above 0.95 in "
        f"percent, of three networks in stages 1, 2 and 3 in turn. {'; '.join(told)}."
    )


def other_masks(*, anew: bool = False) -> Drawn:
    """What three networks lose with one mask for all scenes, and with none.

    Args:
        anew: also what of it comes back when all statistics of batch norms are set anew.
    """
    ways = {"one mask for all": "same", "no mask": "none"}
    if anew:
        ways = {"masks as trained": "as trained"} | ways
    figure, axes = _row(len(PLACES), 1.5 + 0.75 * len(ways))
    told = []
    for ax, (name, where) in zip(axes, PLACES.items(), strict=True):
        ax.axvline(10, color=MUTED, linestyle="--", linewidth=1.4)
        for row, (words, way) in enumerate(ways.items()):
            _losses(ax, row, where, way, anew)
            now = _anew(way) if anew else way
            told.append(f"{name}, {words}: {_per_cent(accuracies(where, now))}")
        ax.set(xlim=(0, 103), ylim=(len(ways) - 0.5, -0.5), xticks=(0, 25, 50, 75, 100))
        ax.set_xlabel("accuracy, %")
        ax.set_title(name, fontsize=SIZE)
    axes[0].set_yticks(range(len(ways)), list(ways), fontsize=SIZE)
    axes[-1].text(13, -0.42, "guessing", fontsize=SIZE, color=MUTED, va="top")
    title = "orange: what is lost with one mask for all scenes, or with none"
    if anew:
        title = "green: what comes back when the batch norms' statistics are set anew"
    figure.suptitle(f"{title}   ({KEY})", fontsize=SIZE + 1)
    state = ", all batch norms' statistics set anew" if anew else ""
    return figure, (
        f"Accuracy of three networks in percent{state}, by the modules that are changed. "
        f"{'; '.join(told)}. As trained: {_per_cent(accuracies('all', 'as trained'))}. "
        "Guessing: 10."
    )


def _anew(way: str) -> str:
    return "statistics anew" if way == "as trained" else f"{way}, statistics anew"


def _losses(ax: Axes, row: int, where: str, way: str, anew: bool) -> None:
    """A line for each network, from what is left to what it had."""
    had, left = (100 * accuracies(where, one) for one in ("as trained", way))
    back = 100 * accuracies(where, _anew(way)) if anew else left
    for k, sign in enumerate(SIGNS):
        at = row + 0.24 * (k - 1)
        ax.plot([back[k], had[k]], [at, at], color=CHOSEN_CLASS, linewidth=3, alpha=0.6)
        ax.plot([left[k], back[k]], [at, at], color=TRUE_CLASS, linewidth=3, alpha=0.6)
        ax.plot(back[k], at, sign, color=TRUE_CLASS if anew else INK, markersize=7)


def square_curves(small: int, large: int, image: Tensor, true_mask: Tensor) -> Drawn:
    """Accuracy by the square's side for each fill; which classes the wrong answers name.

    Args:
        small, large: sides of the squares in grey and in the background's colour, and in the
            object's colour, whose wrong answers are shown.
        image, true_mask: what the lines have their colours from.
    """
    colours = {f: fill_colour(image, true_mask, f).flatten() / 255 for f in FILLS}
    colours = {fill: tuple(colour.tolist()) for fill, colour in colours.items()} | {FAR: MUTED}
    look = {"figsize": (10.4, 4.4), "layout": "constrained", "width_ratios": (1.5, 1)}
    figure, (left, right) = plt.subplots(1, 2, **look)
    left.axhline(10, color=MUTED, linestyle="--", linewidth=1.4)
    told = []
    for fill, style in STYLES.items():
        sides, shares = squares(fill)
        middle, low, high = (100 * f(shares, axis=0) for f in (np.mean, np.min, np.max))
        left.fill_between(sides, low, high, color=colours[fill], alpha=0.18, linewidth=0)
        left.plot(sides, middle, style, color=colours[fill], linewidth=3)
        told.append(f"{fill}: {_per_cent(shares.mean(axis=0))}")
    at = dict(zip(STYLES, ((2.1, 24), (8.2, 50), (2.1, 16), (7, 92)), strict=True))
    for fill, (across, height) in at.items():
        left.text(across, height, fill, color=colours[fill], fontsize=SIZE, weight="bold")
    left.text(12.3, 4, "guessing", fontsize=SIZE, color=MUTED, ha="right")
    left.set(xlim=(1.5, sides[-1] + 0.5), ylim=(0, 103), xticks=sides)
    left.set(xlabel="side of the square, pixels", ylabel="accuracy, %")
    left.set_title(
        "a square's colour decides what it does   (band: lowest to highest)", fontsize=SIZE
    )
    wrong = _taken_bars(right, {FILLS[0]: small, FILLS[2]: small, FILLS[1]: large}, colours)
    return figure, (
        f"Left, accuracy in percent with a square of {', '.join(map(str, sides))} pixels, the "
        f"mean of three networks. {'; '.join(told)}. Right, the classes that wrong answers "
        f"name most often. {wrong}."
    )


def _taken_bars(ax: Axes, sizes: Mapping[str, int], colours: Mapping, most: int = 3) -> str:
    row, ticks, told = 0.0, {}, []
    for fill, size in sizes.items():
        words = f"{fill}, {size}×{size}"
        classes = dict(list(taken(fill, size).items())[:most])
        ax.text(0, row, words, fontsize=SIZE, va="center", color=INK, weight="bold")
        for name, shares in classes.items():
            row += 1
            ticks[row] = name
            ax.barh(row, 100 * shares.mean(), color=colours[fill], alpha=0.6, height=0.7)
            for sign, share in zip(SIGNS, shares, strict=True):
                ax.plot(100 * share, row, sign, color=INK, markersize=5, fillstyle="none")
        row += 1.3
        named = (f"{name} {_per_cent(shares.mean())} %" for name, shares in classes.items())
        told.append(f"{words}: {', '.join(named)}")
    ax.set_yticks(list(ticks), list(ticks.values()), fontsize=SIZE)
    ax.set(xlim=(0, 100), ylim=(row - 0.5, -0.8), xlabel="share of the wrong answers, %")
    ax.set_title("what it says instead   (seeds 0 ○, 1 □, 2 △)", fontsize=SIZE)
    return "; ".join(told)
