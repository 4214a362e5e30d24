"""Pictures of three seeds: own and coarser weights, trained and untrained networks."""

from collections.abc import Mapping, Sequence

from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from resattn_lab.plots.palette import CHOSEN_CLASS, MUTED, TRUE_CLASS

from .asking import SIZE

SIGNS = ("o", "s", "^")  # seeds 0, 1, 2
Pairs = Sequence[tuple[float, float]]  # of each seed


def pairs_of_dots(ax: Axes, rows: Sequence[Pairs]) -> None:
    """In each row three seeds: a full dot joined to a hollow one."""
    for row, pairs in enumerate(rows):
        for seed, (full, hollow) in enumerate(pairs):
            height = row + 0.2 * (seed - 1)
            ax.plot([hollow, full], [height, height], color=MUTED, linewidth=1.5)
            style = {"markersize": 8, "markeredgewidth": 1.8, "clip_on": False}
            ax.plot(hollow, height, SIGNS[seed], mfc="white", mec=CHOSEN_CLASS, **style)
            ax.plot(full, height, SIGNS[seed], color=TRUE_CLASS, **style)
    ax.set_ylim(len(rows) - 0.5, -0.75)
    ax.grid(axis="y", color="#ececec")
    ax.set_axisbelow(True)


def named(ax: Axes, words: str, x: float, y: float, colour: str) -> None:
    """Words above a symbol, or on a line, which they interrupt."""
    ground = {"facecolor": "white", "edgecolor": "none", "pad": 1}
    ax.text(x, y, words, color=colour, fontsize=SIZE, ha="center", va="bottom", bbox=ground)


def coarser(rows: Mapping[str, Pairs], untrained: float) -> Axes:
    """Accuracy with a network's own weights and with coarser ones, by name, three seeds each.

    Args:
        rows: with the batch norms' statistics set anew, for either weights.
        untrained: the accuracy of networks that learned nothing.
    """
    _, ax = plt.subplots(figsize=(9.4, 3.9), layout="constrained")
    ax.axvline(untrained, color=MUTED, linestyle="--", linewidth=1.5)
    named(ax, "untrained", untrained, -0.45, MUTED)
    pairs_of_dots(ax, list(rows.values()))
    full, hollow = next(iter(rows.values()))[0]
    named(ax, "own weights", full, -0.45, TRUE_CLASS)
    named(ax, "coarser", hollow, -0.45, CHOSEN_CLASS)
    for row, pairs in enumerate(rows.values()):
        for seed, (own, other) in enumerate(pairs):
            if own == other:
                ax.text(own + 0.02, row + 0.2 * (seed - 1), "dead", va="center", fontsize=SIZE)
    ax.set_yticks(range(len(rows)), list(rows), fontsize=SIZE)
    ax.set(xlim=(0, 0.9), xticks=(0, 0.2, 0.4, 0.6, 0.8))
    words = "test accuracy of seeds 0, 1, 2 (circle, square, triangle), statistics set anew"
    ax.set_xlabel(words, fontsize=SIZE)
    ax.set_title("what each network loses when its weights become coarser", fontsize=SIZE + 1)
    return ax


def pairs_in_words(rows: Mapping[str, Pairs]) -> str:
    """The numbers of each row, full symbol and hollow, for those who cannot see them."""
    return "; ".join(
        f"{name.replace(chr(10), ' ')} "
        + ", ".join(f"{full:.2f} ({hollow:.2f})" for full, hollow in pairs)
        for name, pairs in rows.items()
    )


def beside_untrained(
    accuracies: Mapping[str, Pairs],
    hits: Mapping[str, Pairs],
    *,
    chance: float,
    centre: float,
) -> Figure:
    """Accuracy and pointing of trained networks, each joined to its untrained twin's."""
    size = {"figsize": (10.6, 3.9), "layout": "constrained"}
    figure, (left, right) = plt.subplots(1, 2, **size)
    for ax, found in ((left, accuracies), (right, hits)):
        pairs_of_dots(ax, list(found.values()))
        ax.set_yticks(range(len(found)), list(found), fontsize=SIZE)
    left.set(xlim=(0, 0.9), xticks=(0, 0.2, 0.4, 0.6, 0.8))
    full, hollow = accuracies["none"][0]
    named(left, "trained", full, -0.4, TRUE_CLASS)
    named(left, "untrained", hollow, -0.4, CHOSEN_CLASS)
    left.set_xlabel("test accuracy of seeds 0, 1, 2 (circle, square, triangle)", fontsize=SIZE)
    left.set_title("which kind names the most shapes?", fontsize=SIZE + 1)
    for name, value in (("chance", chance), ("centre", centre)):
        right.axvline(value, color=MUTED, linestyle="--", linewidth=1.5)
        named(right, name, value, -0.55, MUTED)
    right.set(xlim=(0, 1), xticks=(0, 0.25, 0.5, 0.75, 1))
    right.set_xlabel("share of scenes with the peak on the object", fontsize=SIZE)
    right.set_title("whose map peaks on the object most often?", fontsize=SIZE + 1)
    return figure
