"""What luck alone gives: the best of many recipes, and the best of many epochs."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..record import record


class LuckyEpochs(NamedTuple):
    """Test accuracies, on average over many trainings.

    Args:
        best: of the epoch with the best test accuracy.
        chosen: of the epoch with the best validation accuracy.
    """

    best: float
    chosen: float


def centre_runs() -> list[dict]:
    """The recorded runs of one recipe with several seeds, by seed."""
    grid = record("recipe_grid")
    runs = [
        run
        for run in grid["runs"]
        if all(run[name] == value for name, value in grid["centre"].items())
    ]
    return sorted(runs, key=lambda run: run["seed"])


def equal_recipes(
    accuracies: NDArray[np.float64], recipes: int, *, times: int, seed: int
) -> NDArray[np.float64]:
    """So many equally good recipes, one run each, drawn anew so many times.

    Args:
        accuracies: of one recipe, a value a seed; their mean and spread are taken for all.

    Shape: (times, recipes).
    """
    dice = np.random.default_rng(seed)
    return dice.normal(accuracies.mean(), accuracies.std(ddof=1), (times, recipes))


def lucky_epochs(
    right: float, *, images: int, epochs: int, times: int, seed: int
) -> LuckyEpochs:
    """A network that is right with one probability in all of its epochs, judged after each."""
    dice = np.random.default_rng(seed)
    size = (2, times, epochs)
    on_test, on_validation = dice.binomial(images, right, size=size) / images
    chosen = np.take_along_axis(on_test, on_validation.argmax(axis=1)[:, None], axis=1)
    return LuckyEpochs(float(on_test.max(axis=1).mean()), float(chosen.mean()))
