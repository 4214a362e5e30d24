"""Pictures of trained networks in notebook 05, and the words for each."""

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from resattn_lab.plots.palette import INK, MUTED
from resattn_lab.plots.response_lines import LINES, log_axis

from . import evidence
from .pictures import SIZE, short


def trained() -> Figure:
    """The products of trained networks, module by module, one Axes a stage."""
    found = evidence.trained_modules()
    figure, axes = plt.subplots(1, 3, figsize=(10, 3.9), sharey=True, layout="constrained")
    across = np.arange(1, evidence.IN_A_STAGE + 1)
    for stage, ax in enumerate(axes):
        part = slice(stage * evidence.IN_A_STAGE, (stage + 1) * evidence.IN_A_STAGE)
        for name, rows in found.items():
            colour, dash, marker = LINES[name]
            middle = evidence.geometric_mean(rows[:, part])
            for row in rows[:, part]:
                ax.plot(across, row, dash, color=colour, linewidth=0.9, alpha=0.6)
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
    figure.suptitle("after training, NAL fades in stage 1 and ARL grows in all", fontsize=SIZE)
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


def exploding() -> Figure:
    """The stages' responses in the first steps of SGD, one Axes for each way to fuse."""
    steps, found = evidence.first_steps()
    figure, axes = plt.subplots(1, 2, figsize=(9, 3.9), sharey=True, layout="constrained")
    titles = {"NAL": "NAL: stage 1 explodes, stage 3 stays", "ARL": "ARL: stage 1 grows"}
    for ax, name in zip(axes, ("NAL", "ARL"), strict=True):
        for stage, style in enumerate(("-o", "--s", ":^")):
            middle = evidence.geometric_mean(found[name][:, :, stage])
            shade = {"color": LINES[name][0], "alpha": 1 - 0.25 * stage}
            ax.plot(steps, middle, style, linewidth=2, markersize=5, **shade)
            for row in found[name][:, :, stage]:
                ax.plot(steps, row, style[:-1], linewidth=0.7, **shade)
        log_axis(ax, (0.3, 1e8))
        ends = [evidence.geometric_mean(found[name][:, :, stage])[-1] for stage in range(3)]
        lowest = 0.0
        for stage in (2, 1, 0):
            height = max(ends[stage], lowest * 4)
            lowest = height
            ax.text(41, height, f"stage {stage + 1}", fontsize=SIZE, va="center", color=INK)
        ax.set(xlim=(-1, 51), xlabel="steps of SGD", xticks=range(0, 41, 10))
        ax.set_title(titles[name], fontsize=SIZE)
    axes[0].set_ylabel("mean absolute response")
    return figure


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
    return (
        f"Mean absolute response of stages 1, 2 and 3 over {steps[-1]} steps of SGD, three "
        f"seeds and their geometric mean, on a log scale. {'; '.join(told)}."
    )
