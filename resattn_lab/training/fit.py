"""The whole training: epochs, the best of them by validation, and a folder with the result."""

import time
from copy import deepcopy
from dataclasses import asdict
from itertools import islice
from pathlib import Path

import torch
from torch import nn
from torch.optim import SGD, AdamW, Optimizer
from torch.optim.lr_scheduler import LRScheduler, MultiStepLR, OneCycleLR
from torch.utils.data import DataLoader

from resattn_lab.data import Batches, ImageSet, LoaderBatches, Splits

from .engine import Engine
from .epoch import evaluate, train_one_epoch
from .history import EpochRecord, History
from .progress import show_progress
from .recipe import Recipe
from .weights import save_weights


def fit(
    network: nn.Module,
    data: Splits,
    recipe: Recipe,
    *,
    folder: Path | str | None = None,
    card: dict | None = None,
    device: str = "auto",
    size: int | None = None,
    progress: bool = True,
) -> History:
    """Train ``network`` on ``data.train``; leave it with the weights that validated best.

    After each epoch the network is judged on ``data.validation``; the epoch that did best
    there is kept. ``data.test`` is looked at once, when everything has been chosen.

    Args:
        network: any module from float images in [0, 1] to logits.
        data: three ``ImageSet``, or three ``DataLoader`` for images that do not fit.
        folder: where ``history.json``, ``weights.safetensors`` and its card go, each
            written as soon as there is something new; nothing is written when None.
        card: what the card shall say besides what ``fit`` knows (command, network, data).
        size: height and width that batches of an ``ImageSet`` are resized to.

    Returns:
        The history; ``history.best`` is the epoch whose weights the network now has.
    """
    engine = Engine(device)
    network = engine.prepare(network)
    mean = data.train.pixel_mean() if isinstance(data.train, ImageSet) else None
    train = as_batches(
        data.train, recipe, engine, size, shuffle=True, augment=recipe.augment, mean=mean
    )
    validation = as_batches(data.validation, recipe, engine, size)
    steps = recipe.steps(len(train))
    optimiser = make_optimiser(network, recipe)
    schedule = make_schedule(optimiser, recipe, steps)
    history, best = History(), None
    keeper = Keeper(folder, {**(card or {}), **_facts(recipe, engine, data)})
    if progress:
        print(f"training on {engine}: {steps} steps of {recipe.batch_size} images")

    for epoch in range(-(-steps // len(train))):
        began = time.perf_counter()
        count = min(len(train), steps - epoch * len(train))
        batches = show_progress(
            islice(train.epoch(epoch), count),
            total=count,
            what=f"epoch {epoch + 1}",
            enabled=progress,
        )
        learned = train_one_epoch(
            network,
            batches,
            optimiser,
            schedule=schedule,
            engine=engine,
            label_smoothing=recipe.label_smoothing,
            clip_gradient=recipe.clip_gradient,
        )
        judged = evaluate(network, validation)
        record = EpochRecord(
            epoch=epoch + 1,
            train_loss=learned.loss,
            train_accuracy=learned.accuracy,
            validation_loss=judged.loss,
            validation_accuracy=judged.accuracy,
            learning_rate=optimiser.param_groups[0]["lr"],
            seconds=time.perf_counter() - began,
        )
        if history.add(record):
            best = deepcopy(network.state_dict())
            keeper.keep_weights(network, history)
        keeper.keep_history(history)
        if progress:
            print(_line(record), flush=True)

    test = as_batches(data.test, recipe, engine, size)
    history.last_test_accuracy = evaluate(network, test).accuracy
    network.load_state_dict(best)
    history.test_accuracy = evaluate(network, test).accuracy
    keeper.keep_weights(network, history)
    keeper.keep_history(history)
    return history


def as_batches(
    data: ImageSet | DataLoader, recipe: Recipe, engine: Engine, size: int | None, **options
) -> Batches | LoaderBatches:
    """Batches on the engine's device, of whichever kind of data this is."""
    if isinstance(data, DataLoader):
        return LoaderBatches(data, device=engine.device)
    return Batches(
        data,
        recipe.batch_size,
        seed=recipe.seed,
        padding=recipe.padding,
        size=size,
        device=engine.device,
        **options,
    )


def make_optimiser(network: nn.Module, recipe: Recipe) -> Optimizer:
    """The recipe's optimiser over every parameter of ``network``."""
    rate, decay = recipe.learning_rate, recipe.weight_decay
    if recipe.optimiser == "adamw":
        return AdamW(network.parameters(), lr=rate, weight_decay=decay)
    return SGD(
        network.parameters(),
        lr=rate,
        momentum=recipe.momentum,
        nesterov=recipe.momentum > 0,
        weight_decay=decay,
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


class Keeper:
    """Writes the best weights with their card, and the history, into the run's folder."""

    def __init__(self, folder: Path | str | None, card: dict):
        self.folder = None if folder is None else Path(folder)
        self.card, self.start = card, time.process_time()

    def keep_weights(self, network: nn.Module, history: History) -> None:
        if self.folder is None:
            return
        learned = {
            "epoch": history.best.epoch,
            "accuracy": {
                "validation": history.best.validation_accuracy,
                "test": history.test_accuracy,
            },
            "seconds": round(history.seconds, 1),
            "cpu_seconds": round(time.process_time() - self.start, 1),
        }
        save_weights(self.folder / "weights.safetensors", network, {**self.card, **learned})

    def keep_history(self, history: History) -> None:
        if self.folder is not None:
            history.save(self.folder / "history.json")


def _facts(recipe: Recipe, engine: Engine, data: Splits) -> dict:
    facts = {"recipe": asdict(recipe), "seed": recipe.seed, "device": str(engine)}
    facts["versions"] = {"torch": torch.__version__}
    if isinstance(data.train, ImageSet):
        facts["data"] = {
            part: f"{images.source}: {len(images)} images"
            for part, images in data._asdict().items()
        }
        facts["class_names"] = list(data.train.class_names)
    return facts


def _line(record: EpochRecord) -> str:
    return (
        f"epoch {record.epoch:3d}   loss {record.train_loss:.3f}   "
        f"train {record.train_accuracy:.1%}   validation {record.validation_accuracy:.1%}   "
        f"{record.seconds:.0f} s"
    )
