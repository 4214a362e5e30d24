"""What a trained body is worth, by the number of images: the record, and its picture."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from resattn_lab.plots.palette import CHOSEN_CLASS, INK, MUTED

CHANCE, WITHIN = 0.25, 0.02  # of four classes; what counts as caught up
BLUE, PURPLE = "#1f5fa8", "#7a5195"
# way -> its name, where that stands, colour and style of its line
WHOLE = {
    "all of it": ("● fine-tuned", (52, 0.9), BLUE, "o-"),
    "from scratch": ("■ from scratch", (58, 0.38), INK, "s--"),
}
LAYERS = {
    "last layer, photographs": ("◆ body trained on photographs", (52, 0.83), PURPLE, "D-"),
    "last layer, scenes": ("● body trained on scenes", (52, 0.76), BLUE, "o-"),
    "last layer, untrained": ("▲ body not trained", (52, 0.17), MUTED, "^--"),
}


def values_of(runs: Sequence[Mapping]) -> dict[str, dict[int, list[float]]]:
    """Way -> number of images -> test accuracy, one a seed."""
    found: dict[str, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    for run in runs:
        found[run["way"]][run["images"]].append(run["test"])
    return {way: dict(values) for way, values in found.items()}


def means_of(runs: Sequence[Mapping]) -> dict[str, dict[int, float]]:
    """Way -> number of images -> mean test accuracy."""
    return {
        way: {count: float(np.mean(seeds)) for count, seeds in by_count.items()}
        for way, by_count in values_of(runs).items()
    }


def learned(runs: Sequence[Mapping], way: str, images: int) -> str:
    """The steps that a way took to converge, and what it had learned then, over the seeds."""
    found = [run for run in runs if (run["way"], run["images"]) == (way, images)]
    steps = [run["steps"] for run in found]
    steps = " to ".join(map(str, sorted({min(steps), max(steps)})))
    right = np.mean([run["training"] for run in found])
    return f"{steps} steps, then {right:.0%} of its training images right"


def catches_up(means: Mapping[str, Mapping[int, float]]) -> str:
    """From how many images on a new network is as good as the fine-tuned one, in words."""
    tuned, new = means["all of it"], means["from scratch"]
    ahead = [count for count in sorted(new) if tuned[count] - new[count] > WITHIN]
    later = [count for count in sorted(new) if count > max(ahead, default=0)]
    return f"{later[0]:,}" if later else f"not even with {max(new):,}"


def learning_from_few(runs: Sequence[Mapping]) -> Figure:
    """Test accuracy over the number of images: whole networks, and last layers alone."""
    found = values_of(runs)
    size = {"figsize": (9.8, 4.1), "layout": "constrained", "sharey": True}
    figure, axes = plt.subplots(1, 2, **size)
    titles = (
        "whole networks: a trained body helps while images are few",
        "last layers alone: any trained body will do",
    )
    for ax, styles, title in zip(axes, (WHOLE, LAYERS), titles, strict=True):
        for way, (name, place, colour, style) in styles.items():
            counts = sorted(found[way])
            means = [np.mean(found[way][count]) for count in counts]
            ax.plot(counts, means, style, color=colour, linewidth=2, markersize=0)
            for count in counts:
                dots = [count] * len(found[way][count])
                ax.plot(
                    dots, found[way][count], style[0], color=colour, markersize=6, alpha=0.7
                )
            ax.text(*place, name, color=colour, fontsize=11)
        ax.axhline(CHANCE, color=CHOSEN_CLASS, linestyle=":", linewidth=1.5)
        ax.text(1000, 0.255, "chance", color=CHOSEN_CLASS, ha="right", va="bottom", fontsize=11)
        ax.set(xscale="log", xlabel="training images", ylim=(0, 1.04), xlim=(9, 1400))
        ax.set_xticks(counts, [f"{count:,}" for count in counts])
        ax.minorticks_off()
        ax.set_title(title, fontsize=11)
    axes[0].set_ylabel("share of test images right")
    return figure


def learning_from_few_in_words(runs: Sequence[Mapping]) -> str:
    rows = (
        f"{way}: "
        + ", ".join(f"{np.mean(values):.0%} with {count}" for count, values in ways.items())
        for way, ways in values_of(runs).items()
    )
    return f"Test accuracy by number of training images, means of seeds. {'; '.join(rows)}."
