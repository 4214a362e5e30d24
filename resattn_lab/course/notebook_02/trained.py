"""The small classifiers that notebook 02 compares, and what their recorded runs came to."""

from typing import NamedTuple

from torch import nn

from resattn_lab.blocks import PostActivationUnit, initialise

from ..record import record

CHANNELS = 32


class Trained(NamedTuple):
    """Training losses at the end, by the learning rate, one for each seed.

    Args:
        losses: network -> rate -> losses; networks are called "plain, 16 units".
        best: network -> its rate of the lowest mean loss, and that mean.
        guessing: the loss of a network that gives each class the same probability.
    """

    losses: dict[str, dict[float, list[float]]]
    best: dict[str, tuple[float, float]]
    guessing: float


def classifier(depth: int, *, shortcut: bool) -> nn.Sequential:
    """``depth`` post-activation units between a stem and a head, with He's initialisation.

    Shape: (N, 3, 32, 32) -> (N, 10).
    """
    units = [PostActivationUnit(CHANNELS, CHANNELS, shortcut=shortcut) for _ in range(depth)]
    stem = [nn.Conv2d(3, CHANNELS, 4, 4, bias=False), nn.BatchNorm2d(CHANNELS), nn.ReLU()]
    head = [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(CHANNELS, 10)]
    return initialise(nn.Sequential(*stem, *units, *head), "he")


def against_two(trained: Trained) -> str:
    """The loss of sixteen residual units beside that of two, as the prediction says it."""
    two, deep = (trained.best[f"residual, {depth} units"][1] for depth in (2, 16))
    if deep > 1.2 * two:
        return "higher than that of two"
    return "half of that of two" if deep < 0.7 * two else "about level with that of two"


def recorded_trainings() -> Trained:
    """The runs of the record ``depth_and_rate``."""
    kept = record("depth_and_rate")
    losses: dict[str, dict[float, list[float]]] = {}
    for run in kept["runs"]:
        kind = "residual" if run["shortcut"] else "plain"
        rates = losses.setdefault(f"{kind}, {run['depth']} units", {})
        rates.setdefault(run["learning_rate"], []).append(run["train_loss"])
    best = {}
    for name, rates in losses.items():
        means = {rate: sum(found) / len(found) for rate, found in rates.items()}
        best[name] = min(means.items(), key=lambda pair: pair[1])
    return Trained(losses, best, kept["guessing"])
