"""Accuracies of notebook 04 as pictures: over the mask's strength, and with other masks."""

from collections.abc import Mapping

from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from resattn_lab.measures import wilson_interval
from resattn_lab.plots import interval_rows
from resattn_lab.plots.palette import INK, MUTED

LOOKS = {  # deeper modules in a darker purple, the mask's colour; all of them together in ink
    "stage1.0": ("#9a77d1", "--"),
    "stage2.0": ("#6f42c1", "-."),
    "stage3.0": ("#3b1f7a", "-"),
    "all three": (INK, ":"),
}


def strength_curves(curves: Mapping[str, Mapping[float, float]], *, guessing: float) -> Axes:
    """Accuracy against the strength λ, each curve named at its end.

    Args:
        curves: name of ``LOOKS`` -> strength -> accuracy; the same strengths, ascending.
    """
    strengths = list(next(iter(curves.values())))
    _, ax = plt.subplots(figsize=(7.4, 4.2), layout="constrained")
    ax.axhline(guessing, color=MUTED, linestyle="--", linewidth=1.2)
    ax.text(strengths[-1], guessing + 0.02, "guessing", color=MUTED, fontsize=11, ha="right")
    ends = sorted(curves, key=lambda name: curves[name][strengths[-1]], reverse=True)
    height = 1.1
    for name in ends:
        colour, dash = LOOKS[name]
        look = {"color": colour, "linewidth": 2.4, "markersize": 5, "clip_on": False}
        ax.plot(strengths, list(curves[name].values()), dash + "o", **look)
        height = min(curves[name][strengths[-1]], height - 0.07)
        end = (strengths[-1] + 0.12, height)
        ax.text(*end, name, color=colour, fontsize=12, fontweight="bold", va="center")
    ax.set(xlabel="mask strength λ (1: as trained, 0: removed)", ylabel="accuracy")
    ax.set(xlim=(strengths[0] - 0.1, strengths[-1] + 1.0), ylim=(0, 1.03))
    ax.set_xticks([strength for strength in strengths if strength == int(strength)])
    ax.set_title("removing a single mask can be enough to fail", fontsize="medium")
    return ax


def control_rows(
    found: Mapping[str, Mapping[str, float]], *, count: int, guessing: float
) -> Figure:
    """Accuracy with each mask in a mask's place, one Axes a module.

    Args:
        found: module -> what weighs the trunk -> accuracy on ``count`` scenes.
    """
    size = {"figsize": (9.6, 3.1), "layout": "constrained"}
    figure, axes = plt.subplots(1, len(found), **size)
    figure.suptitle("a constant amount mends the last module, not the first", fontsize="medium")
    for number, (ax, (module, row)) in enumerate(zip(axes, found.items(), strict=True)):
        rows = {
            name: (share, *wilson_interval(round(share * count), count))
            for name, share in row.items()
        }
        shown = {"guessing": guessing, "title": module, "names": number == 0, "ax": ax}
        interval_rows(rows, xlabel="accuracy", **shown)
    return figure


def accuracies_in_words(found: Mapping[str, Mapping]) -> str:
    """Every accuracy of ``strength_curves`` or ``control_rows``."""
    return "Accuracy on unseen scenes. " + "; ".join(
        f"{name}: " + ", ".join(f"{at} {share:.2f}" for at, share in row.items())
        for name, row in found.items()
    )
