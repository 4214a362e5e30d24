"""One recipe with several seeds, and what the best of many epochs owes to luck."""

from typing import NamedTuple

import numpy as np

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


def lucky_epochs(
    right: float, *, images: int, epochs: int, times: int, seed: int
) -> LuckyEpochs:
    """A network that is right with one probability in all of its epochs, judged after each."""
    dice = np.random.default_rng(seed)
    size = (2, times, epochs)
    on_test, on_validation = dice.binomial(images, right, size=size) / images
    chosen = np.take_along_axis(on_test, on_validation.argmax(axis=1)[:, None], axis=1)
    return LuckyEpochs(float(on_test.max(axis=1).mean()), float(chosen.mean()))
