"""Recipes: everything that decides how a network is trained, checked and written down."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from math import inf
from numbers import Integral, Real
from typing import get_args, get_origin, get_type_hints

from torch import nn
from torch.optim import SGD, AdamW, Optimizer
from torch.optim.lr_scheduler import LRScheduler, MultiStepLR, OneCycleLR

OPTIMISERS = ("sgd", "adamw")
SCHEDULES = ("steps", "one_cycle", "constant")
PRECISIONS = ("auto", "float32", "bfloat16")


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How to train. Change one with ``dataclasses.replace(recipe, epochs=3)``.

    Args:
        iterations: optimiser steps in all; or None, and ``epochs`` says how long.
        epochs: passes over the training set; or None, and ``iterations`` says how long.
        batch_size: images a step.
        optimiser: ``"sgd"`` (Nesterov) or ``"adamw"``.
        learning_rate: the highest rate that the schedule reaches.
        momentum: of ``"sgd"``.
        schedule: ``"steps"`` (÷10 at each of ``milestones``), ``"one_cycle"`` (up over the
            first ``warm_up`` share, then down to zero) or ``"constant"``.
        milestones: in iterations, where the schedule ``"steps"`` lets the rate fall.
        warm_up: share of the steps in which the schedule ``"one_cycle"`` rises.
        weight_decay: on every parameter, as in the paper.
        label_smoothing: share of the target that is spread over all classes.
        augment: pad by ``padding``, crop, flip (Sec. 4.1).
        padding: pixels on each side.
        growing: shares of the images' side that the epochs train at, in equal parts and
            rising to 1, as (0.5, 0.75, 1.0): small images cost little while much is still to
            be learned. Judging is at the whole size. () trains at the whole size throughout.
        clip_gradient: largest norm of the whole gradient; None leaves it alone.
        label_noise: share of the training labels that are made wrong, 1 - r in Eq. 7.
        average: decay of an exponential moving average of the weights, which is then what
            is judged and kept; None keeps the weights themselves.
        precision: ``"float32"``, or ``"bfloat16"`` for the forward and backward pass; the
            weights, the loss and all judging stay float32. ``"auto"`` is bfloat16 on a CPU
            that computes in it (AMX, AVX512-BF16) and float32 elsewhere; the first line of
            a training and its card say which.
        channels_last: memory layout of images and weights; changes the speed alone.
        compile: let torch compile the repeated blocks; changes the speed, and rounding.
        seed: of order, augmentation and label noise; on the command line of data and
            weights too.

    Raises:
        ValueError: a value out of range or of another kind; the message says which and what
            it must be.
    """

    iterations: int | None = None
    epochs: int | None = None
    batch_size: int = 64
    optimiser: str = "adamw"
    learning_rate: float = 3e-3
    momentum: float = 0.9
    schedule: str = "one_cycle"
    milestones: tuple[int, ...] = ()
    warm_up: float = 0.15
    weight_decay: float = 1e-4
    label_smoothing: float = 0.0
    augment: bool = True
    padding: int = 4
    growing: tuple[float, ...] = ()
    clip_gradient: float | None = None
    label_noise: float = 0.0
    average: float | None = None
    precision: str = "auto"
    channels_last: bool = True
    compile: bool = False
    seed: int = 0

    def __post_init__(self):
        def check(fine: bool, name: str, wanted: str):
            if not fine:
                raise ValueError(f"{name} must be {wanted}, got {getattr(self, name)!r}")

        for name, kind in get_type_hints(Recipe).items():
            check(is_of_kind(getattr(self, name), kind), name, f"of the kind {_in_words(kind)}")
        if (self.iterations is None) == (self.epochs is None):
            raise ValueError(
                "a recipe has either iterations or epochs, "
                f"got {self.iterations} and {self.epochs}"
            )
        check(self.iterations is None or self.iterations > 0, "iterations", "above 0")
        check(self.epochs is None or self.epochs > 0, "epochs", "above 0")
        check(self.batch_size > 0, "batch_size", "above 0")
        check(self.optimiser in OPTIMISERS, "optimiser", f"one of {OPTIMISERS}")
        check(self.schedule in SCHEDULES, "schedule", f"one of {SCHEDULES}")
        check(0 < self.learning_rate < inf, "learning_rate", "above 0")
        check(0 <= self.momentum < 1, "momentum", "in [0, 1)")
        check(0 < self.warm_up < 1, "warm_up", "in (0, 1)")
        check(0 <= self.weight_decay < inf, "weight_decay", "0 or more")
        check(0 <= self.label_smoothing < 1, "label_smoothing", "in [0, 1)")
        check(self.padding >= 0, "padding", "0 or more")
        check(
            self.clip_gradient is None or self.clip_gradient > 0,
            "clip_gradient",
            "above 0 or None",
        )
        check(0 <= self.label_noise <= 1, "label_noise", "in [0, 1]")
        check(self.average is None or 0 < self.average < 1, "average", "in (0, 1) or None")
        check(self.precision in PRECISIONS, "precision", f"one of {PRECISIONS}")
        check(0 <= self.seed < 2**31, "seed", "in [0, 2**31)")
        check(_rising((0, *self.milestones)), "milestones", "above 0 and in rising order")
        check(
            not self.growing or (_rising((0, *self.growing)) and self.growing[-1] == 1),
            "growing",
            "() or shares above 0, in rising order, the last of them 1",
        )

    @classmethod
    def from_dict(cls, entry: Mapping) -> "Recipe":
        """What ``dataclasses.asdict`` made of one; what it lacks has its default.

        Raises:
            ValueError: an entry that is no such dict, or a value that a recipe refuses.
        """
        if not isinstance(entry, Mapping):
            raise ValueError(f"a recipe must be a dict, got {entry!r:.60}")
        unknown = sorted(set(map(str, entry)) - {part.name for part in fields(cls)})
        if unknown:
            raise ValueError(f"a recipe has no {', '.join(unknown)}")
        listed = {n: tuple(v) if isinstance(v, list) else v for n, v in entry.items()}
        return cls(**listed)

    def steps(self, batches_per_epoch: int) -> int:
        """Optimiser steps in all."""
        if self.iterations is not None:
            return self.iterations
        return self.epochs * batches_per_epoch

    def share_of_side(self, epoch: int, epochs: int) -> float:
        """The share of the images' side at which ``epoch`` (from 0) of ``epochs`` trains."""
        if not self.growing:
            return 1.0
        parts_to_come = (epochs - 1 - epoch) * len(self.growing) // epochs
        return self.growing[-1 - parts_to_come]


def _rising(values: tuple[float, ...]) -> bool:
    return all(a < b for a, b in pairwise(values))


def is_of_kind(value: object, kind: type) -> bool:
    """Whether a recipe's field of this kind can have ``value``; true is not the number 1."""
    if get_origin(kind) is tuple:
        whole = get_args(kind)[0]
        return isinstance(value, tuple) and all(is_of_kind(part, whole) for part in value)
    if get_args(kind):
        return any(is_of_kind(value, one) for one in get_args(kind))
    if kind in (int, float):
        number = Integral if kind is int else Real
        return isinstance(value, number) and not isinstance(value, bool)
    return isinstance(value, kind)


def _in_words(kind: type) -> str:
    return kind.__name__ if isinstance(kind, type) and not get_args(kind) else str(kind)


def keep_shares(recipe: Recipe, whole: Recipe, batches_per_epoch: int) -> Recipe:
    """``recipe`` with its milestones at the shares of its length that ``whole`` has them at."""
    share = recipe.steps(batches_per_epoch) / whole.steps(batches_per_epoch)
    scaled = {round(milestone * share) for milestone in whole.milestones}
    return replace(recipe, milestones=tuple(sorted(scaled - {0})))


def make_optimiser(network: nn.Module, recipe: Recipe) -> Optimizer:
    """The recipe's optimiser over every parameter of ``network``.

    Its step is one fused pass over the parameters, several times as fast as torch's default.
    """
    rate, decay = recipe.learning_rate, recipe.weight_decay
    if recipe.optimiser == "adamw":
        return AdamW(network.parameters(), lr=rate, weight_decay=decay, fused=True)
    return SGD(
        network.parameters(),
        lr=rate,
        momentum=recipe.momentum,
        nesterov=recipe.momentum > 0,
        weight_decay=decay,
        fused=True,
    )


def make_schedule(optimiser: Optimizer, recipe: Recipe, steps: int) -> LRScheduler | None:
    """The recipe's schedule over ``steps`` optimiser steps; None keeps the rate."""
    if recipe.schedule == "constant":
        return None
    if recipe.schedule == "steps":
        return MultiStepLR(optimiser, list(recipe.milestones), gamma=0.1)
    return OneCycleLR(
        optimiser,
        recipe.learning_rate,
        total_steps=steps + 1,  # the scheduler counts the state after the last step too
        pct_start=max(recipe.warm_up, 2 / (steps + 1)),  # one step of warm-up at the least
        cycle_momentum=False,
    )


RECIPES = {
    # Sec. 4.1 of the paper, to the letter: 204.8 epochs of CIFAR-10's 50,000 images.
    "paper": Recipe(
        iterations=160_000,
        optimiser="sgd",
        learning_rate=0.1,
        schedule="steps",
        milestones=(64_000, 96_000),
        weight_decay=1e-4,
        precision="float32",
    ),
    # Gets most of the way in a lesson.
    "short": Recipe(epochs=3, learning_rate=0.01, weight_decay=0.05, clip_gradient=1.0),
    # For photographs of 32×32; what else was tried: docs/performance.md.
    "lesson": Recipe(
        epochs=36,
        batch_size=128,
        learning_rate=0.005,
        weight_decay=0.05,
        clip_gradient=1.0,
        warm_up=0.2,
        growing=(0.5, 0.75, 1.0),
    ),
    # Shows that everything runs.
    "smoke": Recipe(iterations=20, batch_size=32, clip_gradient=1.0),
}

# Measured; a test holds it to results/ and benchmarks/results/.
TAKES = {
    "paper": "about 15 hours at 0.33 s a step (CPU, 2 threads); not run",
    "lesson": "105 minutes on CIFAR-10 (CPU, 1 thread)",
    "short": "5 minutes on planted scenes (CPU, 2 threads)",
    "smoke": "7 s on planted scenes (CPU, 2 threads)",
}
