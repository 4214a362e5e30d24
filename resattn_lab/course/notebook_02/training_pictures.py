"""Pictures of trainings in notebook 02: small classifiers with `x +` and without."""

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes

from resattn_lab.plots.depth_curves import LINES, MARKERS
from resattn_lab.plots.palette import MUTED

from .trained import Trained

SIGNS = {"plain, 2": "□", "plain, 16": "■", "residual, 2": "○", "residual, 16": "●"}


def losses(trained: Trained, kinds: str = "plain, residual") -> Axes:
    """The training loss at the end against the learning rate, a dot for each seed.

    Args:
        kinds: of the networks to show.
    """
    names = [name for name in trained.losses if name.split(",")[0] in kinds]
    _, ax = plt.subplots(figsize=(8.4, 4), layout="constrained")
    for name in names:
        number, deep, rates = int("residual" in name), "16" in name, trained.losses[name]
        colour, at = LINES[number], sorted(rates)
        means = [float(np.mean(rates[rate])) for rate in at]
        ax.plot(at, means, color=colour, linestyle="-" if deep else "--")
        look = {"color": colour, "markerfacecolor": colour if deep else "#ffffff"}
        for rate in at:
            there = [rate] * len(rates[rate])
            ax.plot(there, rates[rate], MARKERS[number], markersize=5.5, **look)
        label = f"{SIGNS[name.removesuffix(' units')]} {name}"
        if name == "residual, 16 units":  # its end lies on that of another line
            lowest = int(np.argmin(means))
            ax.text(at[lowest] / 1.15, means[lowest] - 0.02, label, ha="right", color=colour)
        else:
            apart = 0.03 if name == "plain, 2 units" else -0.03
            ax.text(at[-1] * 1.12, means[-1] + apart, label, color=colour, va="center")
    ax.plot([at[0], at[-1]], [trained.guessing] * 2, color=MUTED, linestyle=":")
    ax.text(at[0], trained.guessing + 0.03, "guessing", color=MUTED, va="bottom")
    ax.set(xscale="log", xlabel="learning rate", ylabel="training loss at the end")
    ax.set(xlim=(at[0] / 1.2, at[-1] * 4.5), ylim=(1, 1.08 * trained.guessing))
    ax.set_xticks(at, [f"{rate:g}" for rate in at])
    ax.minorticks_off()
    title = "sixteen plain units learn less than two, at every learning rate"
    if "residual" in kinds:
        title = "with the shortcut, sixteen units at their best rate learn as well as two"
    ax.set_title(title, fontsize=11)
    return ax


def losses_in_words(trained: Trained, kinds: str = "plain, residual") -> str:
    best = ", ".join(
        f"{name} {loss:.2f} at {rate:g}"
        for name, (rate, loss) in trained.best.items()
        if name.split(",")[0] in kinds
    )
    return (
        "Training loss at the end against the learning rate, a dot for each of three seeds. "
        f"Lowest means: {best}. A dotted line marks guessing at {trained.guessing:.2f}."
    )
