"""The learning rate over a training, for several recipes, one of them the learner's."""

from collections.abc import Mapping

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from numpy.typing import NDArray
from torch import nn

from resattn_lab.plots.palette import CHOSEN_CLASS, INK, TRUE_CLASS
from resattn_lab.training import Recipe, make_optimiser, make_schedule

POINTS = 200  # along a training
STYLES = (("-", INK), ("--", TRUE_CLASS), ("o", CHOSEN_CLASS))


def rates_over(recipe: Recipe) -> NDArray[np.float64]:
    """The learning rate at evenly spaced shares of a training, (POINTS,)."""
    if recipe.schedule == "steps":
        done = np.arange(POINTS) / POINTS * recipe.iterations
        falls = np.array(recipe.milestones).reshape(-1, 1)
        return recipe.learning_rate / 10.0 ** (done >= falls).sum(axis=0)
    optimiser = make_optimiser(nn.Linear(1, 1), recipe)
    schedule, found = make_schedule(optimiser, recipe, POINTS), []
    for _ in range(POINTS):
        found.append(optimiser.param_groups[0]["lr"])
        optimiser.step()
        schedule.step()
    return np.array(found)


def schedules(recipes: Mapping[str, object]) -> Axes:
    """The rate over the share of each training; what is no recipe (yet) is left out."""
    _, ax = plt.subplots(figsize=(7.4, 3.6), layout="constrained")
    share = np.arange(POINTS) / POINTS
    for (name, recipe), (style, colour) in zip(recipes.items(), STYLES, strict=True):
        if isinstance(recipe, Recipe):
            rates = rates_over(recipe)
            ax.semilogy(share, rates, style, color=colour, markevery=10, linewidth=2)
            level = {"va": "top" if style == "o" else "bottom", "fontsize": 11}
            ax.text(1.02, rates[-12], name, color=colour, **level)
    ax.set(xlim=(0, 1.28), ylim=(5e-5, 0.3), xticks=[0, 0.25, 0.5, 0.75, 1])
    ax.set(xlabel="share of the training", ylabel="learning rate")
    ax.set_title("long steps first, short ones later", fontsize=12)
    return ax


def schedules_in_words(recipes: Mapping[str, object]) -> str:
    parts = [
        f"{name} begins at {rates[0]:.2g}, has {rates[POINTS // 2]:.2g} half of the way and "
        f"{rates[-1]:.2g} at the end"
        for name, recipe in recipes.items()
        if isinstance(recipe, Recipe)
        for rates in [rates_over(recipe)]
    ]
    return f"The learning rate over the share of a training: {'; '.join(parts)}."
