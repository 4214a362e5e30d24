"""One recipe with several seeds, and what the best of many epochs owes to luck."""

import numpy as np

from ..record import record


def centre_runs() -> list[dict]:
    """The recorded runs of one recipe with several seeds, by seed."""
    grid = record("recipe_grid")
    runs = [run for run in grid["runs"] if grid["centre"].items() <= run.items()]
    return sorted(runs, key=lambda run: run["seed"])


def lucky_epochs(
    right: float, *, images: int, epochs: int, times: int, seed: int
) -> tuple[float, float]:
    """Test accuracies that two habits report, on average over many trainings.

    The network is right with one probability in all of its epochs, and is judged after each.

    Returns:
        That of the epoch with the best test accuracy, and of the one that validated best.
    """
    dice = np.random.default_rng(seed)
    size = (2, times, epochs)
    on_test, on_validation = dice.binomial(images, right, size=size) / images
    chosen = np.take_along_axis(on_test, on_validation.argmax(axis=1)[:, None], axis=1)
    return float(on_test.max(axis=1).mean()), float(chosen.mean())
