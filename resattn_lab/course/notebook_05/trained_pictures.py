"""Pictures of trained networks in notebook 05, and the words for each."""

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from resattn_lab.plots.palette import INK, MUTED
from resattn_lab.plots.response_lines import LINES, log_axis

from . import evidence
from .pictures import SIZE, short

CLASSES = 10  # of the scenes
THIN = "thin: a seed; thick: their mean"


def trained() -> Figure:
    """The products after three epochs, module by module, one Axes a stage."""
    found = evidence.trained_modules()
    figure, axes = plt.subplots(1, 3, figsize=(10, 3.9), sharey=True, layout="constrained")
    across = np.arange(1, evidence.IN_A_STAGE + 1)
    for stage, ax in enumerate(axes):
        part = slice(stage * evidence.IN_A_STAGE, (stage + 1) * evidence.IN_A_STAGE)
        for name, rows in found.items():
            colour, dash, marker = LINES[name]
            middle = evidence.geometric_mean(rows[:, part])
            for row in rows[:, part]:
                ax.plot(across, row, dash, color=colour, linewidth=1.1, alpha=0.7)
            ax.plot(across, middle, dash + marker, color=colour, linewidth=2.4)
            place = {"color": colour, "fontsize": SIZE, "fontweight": "bold", "va": "center"}
            ax.text(across[-1] + 0.2, middle[-1], name, **place)
            factor = 1.5 if name == "ARL" else 0.5
            bare = middle[0] * factor ** (across - 1)
            ax.plot(across, bare, ":", color=MUTED, linewidth=1.6)
        log_axis(ax, (0.02, 12))
        ax.set(xlim=(0.8, 5.2), xticks=across, xlabel="module of the stage")
        ax.set_title(f"stage {stage + 1}", fontsize=SIZE)
    axes[0].set_ylabel("mean absolute response of the product")
    words = {"color": MUTED, "transform": axes[0].transAxes}
    axes[0].text(0.03, 0.04, "dotted: masks of 0.5 alone", **words)
    axes[1].text(0.03, 0.04, THIN, color=MUTED, transform=axes[1].transAxes)
    figure.suptitle(
        "after three epochs, NAL fades in stage 1 and ARL grows in all", fontsize=SIZE
    )
    return figure


def trained_in_words() -> str:
    """What ``trained`` shows."""
    told = []
    for name, rows in evidence.trained_modules().items():
        middle = evidence.geometric_mean(rows)
        told.append(f"{name}: {', '.join(f'{value:.2f}' for value in middle)}")
    return (
        "Mean absolute response of the product in the four modules of each stage, three seeds "
        f"and their geometric mean, on a log scale, from stage 1 to 3. {'; '.join(told)}."
    )


def _name_stages(ax: Axes, ends: list[float]) -> None:
    """Name the stages' lines at their ends; two that end close together share a label."""
    stages = {"stage 1": ends[0], "stage 2": ends[1], "stage 3": ends[2]}
    if ends[1] < 4 * ends[2]:
        stages = {"stage 1": ends[0], "stages 2, 3": (ends[1] * ends[2]) ** 0.5}
    for name, height in stages.items():
        ax.text(41, height, name, fontsize=SIZE, va="center", color=INK)


def exploding() -> Figure:
    """The stages' responses in the first steps of SGD, for both fusions, and both losses."""
    steps, found = evidence.first_steps()
    figure, axes = plt.subplots(
        1, 3, figsize=(11.5, 3.9), layout="constrained", width_ratios=(1, 1, 0.9)
    )
    titles = {"NAL": "NAL: stage 1 explodes, stage 3 stays", "ARL": "ARL: stage 1 grows"}
    for ax, name in zip(axes, ("NAL", "ARL"), strict=False):
        for stage, style in enumerate(("-o", "--s", ":^")):
            middle = evidence.geometric_mean(found[name][:, :, stage])
            shade = {"color": LINES[name][0], "alpha": 1 - 0.25 * stage}
            ax.plot(steps, middle, style, linewidth=2, markersize=5, **shade)
            for row in found[name][:, :, stage]:
                ax.plot(steps, row, style[:-1], linewidth=1, **shade)
        log_axis(ax, (0.3, 1e8))
        _name_stages(ax, evidence.geometric_mean(found[name][:, -1]))
        ax.set(xlim=(-1, 56), xlabel="steps of SGD", xticks=range(0, 41, 10))
        ax.set_title(titles[name], fontsize=SIZE)
    axes[0].set_ylabel("mean absolute response")
    axes[1].text(0.03, 0.94, THIN, color=MUTED, transform=axes[1].transAxes)
    _losses(axes[2])
    return figure


def _losses(ax: Axes) -> None:
    """The mean loss of the seeds at each step, and what guessing costs."""
    guess = np.log(CLASSES)
    ax.axhline(guess, color=MUTED, linewidth=1)
    ax.text(40, guess - 0.06, "guessing: ln 10", color=MUTED, fontsize=SIZE, ha="right")
    for (name, rows), height in zip(evidence.first_losses().items(), (2.7, 2.8), strict=True):
        colour, dash, _ = LINES[name]
        ax.plot(range(1, rows.shape[1] + 1), rows.mean(dim=0), dash, color=colour)
        look = {"color": colour, "fontsize": SIZE, "fontweight": "bold"}
        ax.text(1, height, f"{name} {dash.replace('-', '–')}", **look)
    ax.set(ylim=(2, 2.9), xlabel="steps of SGD", ylabel="loss, mean of three seeds")
    ax.set_title("the loss does not notice", fontsize=SIZE)


def exploding_in_words() -> str:
    """What ``exploding`` shows."""
    steps, found = evidence.first_steps()
    told = []
    for name, rows in found.items():
        before, after = (
            [short(value) for value in evidence.geometric_mean(rows[:, step])]
            for step in (0, -1)
        )
        told.append(f"{name} from {', '.join(before)} to {', '.join(after)}")
    losses = {name: rows.mean().item() for name, rows in evidence.first_losses().items()}
    return (
        f"Mean absolute response of stages 1, 2 and 3 over {steps[-1]} steps of SGD, three "
        f"seeds and their geometric mean, on a log scale. {'; '.join(told)}. The losses stay "
        f"at guessing, 2.30: {losses['ARL']:.2f} with ARL and {losses['NAL']:.2f} with NAL, on "
        "average."
    )
