"""Accuracies of notebook 04 as pictures: over the mask's strength, and with other masks."""

from collections.abc import Mapping

from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from resattn_lab.measures import wilson_interval
from resattn_lab.plots import interval_rows
from resattn_lab.plots.palette import MUTED


def strength_curves(curves: Mapping[str, Mapping[float, float]], *, chance: float) -> Axes:
    """Accuracy against the strength λ, each curve named at its end.

    Args:
        curves: name -> strength -> accuracy; the same strengths, ascending, in each.
    """
    strengths = list(next(iter(curves.values())))
    _, ax = plt.subplots(figsize=(7.4, 4.2), layout="constrained")
    ax.axhline(chance, color=MUTED, linestyle="--", linewidth=1.2)
    ax.text(strengths[-1], chance + 0.02, "chance", color=MUTED, fontsize=10, ha="right")
    ends = sorted(curves, key=lambda name: curves[name][strengths[-1]], reverse=True)
    height = 1.1
    for name, style in zip(ends, ("o-", "s--", "^-.", "D:"), strict=True):
        (line,) = ax.plot(
            strengths, list(curves[name].values()), style, clip_on=False, markersize=5
        )
        height = min(curves[name][strengths[-1]], height - 0.07)
        end = (strengths[-1] + 0.12, height)
        ax.text(*end, name, color=line.get_color(), fontsize=11, va="center")
    ax.set(xlabel="mask strength λ (1: as trained, 0: removed)", ylabel="accuracy")
    ax.set(xlim=(strengths[0] - 0.1, strengths[-1] + 1.0), ylim=(0, 1.03))
    ax.set_xticks([strength for strength in strengths if strength == int(strength)])
    ax.set_title("removing a single mask can be enough to fail", fontsize="medium")
    return ax


def control_rows(
    found: Mapping[str, Mapping[str, float]], *, count: int, chance: float
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
        shown = {"chance": chance, "title": module, "names": number == 0, "ax": ax}
        interval_rows(rows, xlabel="accuracy", **shown)
        if number:
            ax.get_legend().remove()
    return figure


def accuracies_in_words(found: Mapping[str, Mapping]) -> str:
    """Every accuracy of ``strength_curves`` or ``control_rows``."""
    return "Accuracy on unseen scenes. " + "; ".join(
        f"{name}: " + ", ".join(f"{at} {share:.2f}" for at, share in row.items())
        for name, row in found.items()
    )
