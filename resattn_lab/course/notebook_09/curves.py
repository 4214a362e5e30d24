"""Results of three networks in notebook 09 as curves, from the record, and their words."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from resattn_lab.plots.palette import CHOSEN_CLASS, INK, MUTED

from ..record import record
from .squares import FILLS

SIZE = 10  # of words, in points
MODULES = ("stage1.0", "stage2.0", "stage3.0")
SEEDS = ("", "_seed_1", "_seed_2")  # of the checkpoints' names
SIGNS = ("o", "s", "^")  # of seeds 0, 1 and 2
FAR = "grey, far from the object"
TITLES = {  # of a picture, by what its last row shows
    "twin, statistics unset": "the untrained twins have the wider masks, it seems",
    "start of training, statistics set": "with statistics set, the twins have narrower masks",
    "none": "in a single module, one mask for all scenes often does",
    "none, statistics anew": "much of the loss was shifted numbers",
}
STYLES = dict(zip((*FILLS, FAR), ("-", "--", "-.", ":"), strict=True))


def networks() -> list[dict]:
    """What the record has of the three networks, in the order of their seeds."""
    found = record("mask_looks")["networks"]
    return [found[f"scenes_attention_56{seed}"] for seed in SEEDS]


def reading() -> tuple[Sequence[int], NDArray[np.float64]]:
    """Numbers of scenes, and the rule's share of right verdicts, (3 networks, counts)."""
    shares = [[n["readers"][m] for m in MODULES] for n in networks()]
    return record("mask_looks")["counts"], np.array(shares).mean(axis=1)


def ends(kind: str) -> NDArray[np.float64]:
    """Share of mask values below 0.05 or above 0.95, (3 networks, 3 modules)."""
    return np.array([[n["looks"][kind][m]["ends"] for m in MODULES] for n in networks()])


def accuracies(where: str, ways: Sequence[str]) -> NDArray[np.float64]:
    """Accuracy as trained and in each of the ways, (3 networks, 1 + ways).

    Args:
        where: a module, or "all".
        ways: as in the record; "statistics anew" leaves all masks as trained.
    """
    rows = []
    for masks in (network["masks"] for network in networks()):
        found = (masks[where].get(way) or masks[way] for way in ways)
        rows.append([masks["as trained"][0], *(accuracy for accuracy, *_ in found)])
    return np.array(rows)


def mean_accuracy(places: Sequence[str], way: str) -> float:
    """In percent, over the three networks and the places, such as modules, that are changed."""
    return float(100 * np.mean([accuracies(where, [way])[:, 1] for where in places]))


def squares(fill: str) -> tuple[list[int], NDArray[np.float64]]:
    """Sizes, and the accuracy with a square of each, (3 networks, sizes)."""
    rows = [n["squares"][fill] for n in networks()]
    return [row["size"] for row in rows[0]], np.array(
        [[row["right"][0] for row in one] for one in rows]
    )


def taken(fill: str, size: int) -> dict[str, NDArray[np.float64]]:
    """Class -> its share of each network's wrong answers, (3,), the most frequent first."""
    counts = np.array(
        [
            row["taken"]
            for network in networks()
            for row in network["squares"][fill]
            if row["size"] == size
        ]
    )
    names, order = record("mask_looks")["class_names"], np.argsort(-counts.sum(axis=0))
    shares = counts / counts.sum(axis=1, keepdims=True)
    return {names[k]: shares[:, k] for k in order}


def whose_are_wider(twins: str) -> str:
    """Whose masks have the larger share at the ends, on average, in words.

    Args:
        twins: their kind in the record.
    """
    more = ends(twins).mean() - ends("trained").mean()
    if abs(more) < 0.01:
        return "about the same"
    return "the untrained twins'" if more > 0 else "the trained networks'"


def most_harmful(size: int) -> str:
    """The fill of a square of this side that spoils the most answers, in words."""
    left = {}
    for fill in FILLS:
        sides, shares = squares(fill)
        left[fill] = shares.mean(axis=0)[sides.index(size)]
    grey, own, behind = (left[fill] for fill in FILLS)
    if own < min(grey, behind):
        return FILLS[1]
    if abs(grey - behind) < 0.05:
        return "grey and background alike"
    return "the grey one" if grey < behind else FILLS[2]


def _guess(ax: Axes, share: float) -> None:
    ax.axhline(100 * share, color=MUTED, linestyle="--", linewidth=1.4)


def more_scenes() -> Figure:
    """How often a simple rule tells trained from untrained, by the scenes it looks at."""
    counts, shares = reading()
    figure, ax = plt.subplots(figsize=(6.4, 3.7), layout="constrained")
    _guess(ax, 0.5)
    across = np.arange(len(counts))
    ax.text(across[-1], 51, "guessing", ha="right", fontsize=SIZE, color=MUTED)
    for row, sign in zip(shares, SIGNS, strict=True):
        ax.plot(across, 100 * row, f"-{sign}", color=INK, linewidth=1.8, markersize=6)
    ends_at = _apart([100 * row[-1] for row in shares], 3.2)
    for seed, height in enumerate(ends_at):
        ax.text(across[-1] + 0.08, height, f"seed {seed}", va="center", fontsize=SIZE)
    ax.set_xticks(across, [str(count) for count in counts])
    ax.set(xlim=(-0.2, across[-1] + 0.7), ylim=(40, 105))
    ax.set(xlabel="scenes that the rule looks at", ylabel="right verdicts, % (mean of modules)")
    ax.set_title("more scenes tell trained from untrained", fontsize=SIZE + 1)
    return figure


def more_scenes_in_words() -> str:
    counts, shares = reading()
    told = "; ".join(
        f"{count}: {', '.join(f'{100 * v:.0f} %' for v in column)}"
        for count, column in zip(counts, shares.T, strict=True)
    )
    return (
        "How often a rule that compares a mask on the object with the mask beside it tells a "
        f"trained network from its twin, for three networks, by the number of scenes. {told}. "
        "Guessing: 50 %."
    )


def _apart(heights: Sequence[float], least: float) -> list[float]:
    """The heights, moved so that words at them do not lie on one another."""
    order, moved = np.argsort(heights), list(map(float, heights))
    for before, after in zip(order, order[1:], strict=False):
        moved[after] = max(moved[after], moved[before] + least)
    return moved


def at_the_ends(kinds: Mapping[str, str]) -> Figure:
    """Share of nearly shut or nearly open values by module, a sign for each network.

    Args:
        kinds: words -> the kind's name in the record.
    """
    size = {"figsize": (9.6, 1.5 + 0.45 * len(kinds)), "layout": "constrained"}
    figure, axes = plt.subplots(1, 3, sharey=True, **size)
    for column, (ax, module) in enumerate(zip(axes, MODULES, strict=True)):
        for row, kind in enumerate(kinds.values()):
            for sign, value in zip(SIGNS, ends(kind)[:, column], strict=True):
                ax.plot(100 * value, row, sign, color=INK, markersize=8, fillstyle="none")
        ax.set(xlim=(-4, 104), ylim=(len(kinds) - 0.5, -0.5), xticks=(0, 25, 50, 75, 100))
        ax.set_xlabel("values near 0 or 1, %")
        ax.grid(axis="y", color="#e3e3e3")
        ax.set_title(module, fontsize=SIZE)
    axes[0].set_yticks(range(len(kinds)), list(kinds), fontsize=SIZE)
    place = {"ha": "center", "va": "center", "fontsize": SIZE}
    axes[2].text(65, 0.5, "seeds 0 ○, 1 □, 2 △", color=MUTED, **place)
    figure.suptitle(TITLES[list(kinds.values())[-1]], fontsize=SIZE + 1)
    return figure


def at_the_ends_in_words(kinds: Mapping[str, str]) -> str:
    told = []
    for words, kind in kinds.items():
        modules = (
            f"{module} {', '.join(f'{v:.0f}' for v in column)}"
            for module, column in zip(MODULES, 100 * ends(kind).T, strict=True)
        )
        told.append(f"{words}: {'; '.join(modules)}")
    return (
        "Share of mask values below 0.05 or above 0.95, in percent, of three networks for each "
        f"module. {'. '.join(told)}."
    )


def joined(places: Mapping[str, str], ways: Mapping[str, str]) -> Figure:
    """Accuracy as trained and with other masks, each network joined by a line.

    Args:
        places: title -> what is changed, a module or "all".
        ways: words -> the way's name in the record.
    """
    size = {"figsize": (10.2, 1.5 + 0.5 * (1 + len(ways))), "layout": "constrained"}
    figure, axes = plt.subplots(1, len(places), sharey=True, squeeze=False, **size)
    down = np.arange(1 + len(ways))
    for ax, (name, where) in zip(axes[0], places.items(), strict=True):
        ax.axvline(10, color=MUTED, linestyle="--", linewidth=1.4)
        for sign, row in zip(SIGNS, accuracies(where, list(ways.values())), strict=True):
            ax.plot(100 * row, down, f"-{sign}", color=INK, linewidth=1.3, markersize=7)
        ax.set(xlim=(0, 105), ylim=(down[-1] + 0.5, -0.5), xticks=(0, 25, 50, 75, 100))
        ax.set_xlabel("accuracy, %")
        ax.grid(axis="y", color="#e3e3e3")
        ax.set_axisbelow(True)
        ax.set_title(name, fontsize=SIZE)
    axes[0, 0].set_yticks(down, ["as trained", *ways], fontsize=SIZE)
    axes[0, 0].text(13, -0.05, "guessing", fontsize=SIZE, color=MUTED, va="center")
    title = TITLES[list(ways.values())[-1]]
    figure.suptitle(f"{title}   (● seed 0, ■ seed 1, ▲ seed 2)", fontsize=SIZE + 1)
    return figure


def joined_in_words(places: Mapping[str, str], ways: Mapping[str, str]) -> str:
    told = []
    for name, where in places.items():
        rows = 100 * accuracies(where, list(ways.values()))
        steps = ", ".join(
            f"{label} {' / '.join(f'{v:.0f}' for v in column)}"
            for label, column in zip(("as trained", *ways), rows.T, strict=True)
        )
        told.append(f"{name}: {steps}")
    return f"Accuracy of three networks, in percent. {'; '.join(told)}. Guessing: 10."


def square_curves(small: int, large: int) -> Figure:
    """Accuracy by the square's side for each fill; which classes the wrong answers name.

    Args:
        small, large: sides of the squares in grey and in the background's colour, and in the
            object's colour, whose wrong answers are shown.
    """
    shape = {"figsize": (10.4, 4.4), "layout": "constrained"}
    figure, (left, right) = plt.subplots(1, 2, width_ratios=(1.5, 1), **shape)
    _guess(left, 0.1)
    for fill, style in STYLES.items():
        sides, shares = squares(fill)
        colour = MUTED if fill == FAR else INK
        middle, low, high = (100 * f(shares, axis=0) for f in (np.mean, np.min, np.max))
        left.fill_between(sides, low, high, color=colour, alpha=0.13, linewidth=0)
        left.plot(sides, middle, style, color=colour, linewidth=2.4)
    for words, across, height in (
        (FAR, 8, 92),
        ("the object's colour", 8.3, 48),
        ("grey (line) and the background's\ncolour (dash-dot)", 2.1, 17),
    ):
        left.text(across, height, words, va="center", fontsize=SIZE)
    left.text(12.3, 4, "guessing", fontsize=SIZE, color=MUTED, ha="right")
    left.set(xlim=(1.5, sides[-1] + 0.5), ylim=(0, 103), xticks=sides)
    left.set(xlabel="side of the square, pixels", ylabel="accuracy, %")
    left.set_title("a square's colour decides what it does", fontsize=SIZE + 1)
    _taken_bars(right, small, large)
    return figure


def wrong_answers(small: int, large: int, most: int = 3) -> dict[str, dict]:
    """For each fill on the object, in words with its size, the classes named most often."""
    sizes = {FILLS[0]: small, FILLS[2]: small, FILLS[1]: large}
    return {
        f"{fill}, {size}×{size}": dict(list(taken(fill, size).items())[:most])
        for fill, size in sizes.items()
    }


def _taken_bars(ax: Axes, small: int, large: int) -> None:
    row, ticks, labels = 0.0, [], []
    for words, classes in wrong_answers(small, large).items():
        ax.text(0, row, words, fontsize=SIZE, va="center", color=INK, fontweight="bold")
        for name, shares in classes.items():
            row += 1
            ax.barh(row, 100 * shares.mean(), color=CHOSEN_CLASS, alpha=0.55, height=0.7)
            for sign, share in zip(SIGNS, shares, strict=True):
                ax.plot(100 * share, row, sign, color=INK, markersize=5, fillstyle="none")
            ticks.append(row)
            labels.append(name)
        row += 1.3
    ax.set_yticks(ticks, labels, fontsize=SIZE)
    ax.set(xlim=(0, 100), ylim=(row - 0.5, -0.8), xlabel="share of the wrong answers, %")
    ax.set_title("what seeds 0 ○, 1 □, 2 △ say instead", fontsize=SIZE + 1)


def square_curves_in_words(small: int, large: int) -> str:
    told = []
    for fill in STYLES:
        sides, shares = squares(fill)
        values = ", ".join(f"{100 * v:.0f}" for v in shares.mean(axis=0))
        told.append(f"{fill}: {values}")
    wrong = []
    for words, classes in wrong_answers(small, large).items():
        named = (f"{name} {100 * shares.mean():.0f} %" for name, shares in classes.items())
        wrong.append(f"{words}: {', '.join(named)}")
    return (
        f"Left, accuracy in percent with a square of {', '.join(map(str, sides))} pixels, the "
        f"mean of three networks. {'; '.join(told)}. Right, the classes that wrong answers "
        f"name most often. {'; '.join(wrong)}."
    )
