"""The whole training: epochs, the best of them by validation, and a folder with the result."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from itertools import islice
from pathlib import Path

from torch import nn
from torch.utils.data import DataLoader

from resattn_lab.data import (
    Batches,
    BatchOrder,
    ImageSet,
    LoaderBatches,
    Splits,
    identity,
    image_facts,
    noisy_labels,
)
from resattn_lab.provenance import versions

from .engine import Engine
from .history import History
from .loop import check_batch_of_one, evaluate, train_one_epoch
from .observers import Observer, usual_observers
from .recipe import Recipe
from .run_folder import RunFolder, explained
from .state import TrainingState
from .state_file import belonging, check_same


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
    resume: bool = False,
    save_every: int = 100,
    snapshots: int = 0,
    observers: Sequence[Observer] = (),
) -> History:
    """Train ``network`` on ``data.train``; leave it with the weights that validated best.

    After each epoch the network is judged on ``data.validation``; the epoch that did best
    there is kept. ``data.test`` is looked at once, when everything has been chosen. Under
    ``torchrun`` every process calls this with the same arguments; one of them writes.

    Args:
        network: any module from float images in [0, 1] to logits.
        data: three ``ImageSet``, or three ``DataLoader`` for images that do not fit.
        folder: where ``history.json`` and ``.csv``, ``weights.safetensors`` with its card, and
            the state go, each written as soon as there is something new; nothing is written
            when None.
        card: what the card shall say besides what ``fit`` knows (command, network, data).
        size: height and width that batches of an ``ImageSet`` are resized to.
        progress: whether the start, each epoch and the time to go are printed.
        resume: go on with the training in ``folder``, from the state that was kept last.
        save_every: optimiser steps from one kept state to the next.
        snapshots: weights to keep on the way, evenly spaced, besides those at the start.
        observers: more who watch, such as ``TensorBoard(folder)``; called after the usual.

    Returns:
        The history; ``history.best`` is the epoch whose weights the network now has.

    Raises:
        FileExistsError: ``folder`` holds a training, and ``resume`` is false; or another
            training is writing there.
        FileNotFoundError, ValueError: no state to go on from, or another training's.
        ValueError: ``save_every`` or ``snapshots`` out of range.
        FloatingPointError, OSError, torch.OutOfMemoryError: the loss is no number, the disk
            or the memory is full; the last good state is left as it was.
    """
    engine = Engine(
        device,
        precision=recipe.precision,
        channels_last=recipe.channels_last,
        compile=recipe.compile,
    )
    run = RunFolder(folder, writes=engine.leads)
    usual = usual_observers(
        run, progress=progress and engine.leads, save_every=save_every, snapshots=snapshots
    )
    with run.held(resume=resume) as kept:
        if kept is not None and recipe.precision == "auto":  # as it was found then
            engine.precision = kept["belongs"]["recipe"]["precision"]
        recipe = replace(recipe, precision=engine.precision)
        run.card = {
            **(card or {}),
            "recipe": asdict(recipe),
            "seed": recipe.seed,
            "device": str(engine),
            "versions": versions(),
            **image_facts(data, size=size),
        }
        run.belongs = {} if folder is None else belonging(network, recipe, data, size)
        if kept is not None:
            check_same(kept["belongs"], run.belongs, run.state_path)
        with engine, explained(recipe, run):
            try:
                return _train(
                    network, data, recipe, engine, run, kept, size, [*usual, *observers]
                )
            finally:
                engine.release(network)


def _train(
    network: nn.Module,
    data: Splits,
    recipe: Recipe,
    engine: Engine,
    run: RunFolder,
    kept: dict | None,
    size: int | None,
    observers: Sequence[Observer],
) -> History:
    """Epoch after epoch, from where the state stands to the recipe's end; then the test."""
    train = training_batches(data.train, recipe, engine, size)
    validation = as_batches(data.validation, recipe, engine, size)
    state = TrainingState(network, recipe, engine, batches=len(train))
    check_last_batch(network, data.train, train, state)
    if kept is not None:
        state.restore(kept)

    def after_step() -> None:
        state.after_step()
        for observer in observers:
            observer.step(state)

    try:
        for observer in observers:
            observer.start(state)
        while state.steps_this_epoch > 0:  # all may be taken, and the epoch not yet judged
            learned = train_one_epoch(
                state.trained,
                islice(
                    train.epoch(state.epoch, state.step, share=state.shares_of_side[0]),
                    state.steps_this_epoch - state.step,
                ),
                state.optimiser,
                schedule=state.schedule,
                engine=engine,
                label_smoothing=recipe.label_smoothing,
                clip_gradient=recipe.clip_gradient,
                tally=state.tally,
                after_step=after_step,
            )
            state.check_numbers()  # the epoch's last step can ruin weights, and no loss
            validated = evaluate(state.eval_network, validation, engine=engine)
            state.end_epoch(learned, validated)
            for observer in observers:
                observer.epoch(state)

        test, history = as_batches(data.test, recipe, engine, size), state.history
        history.last_test_accuracy = evaluate(state.eval_network, test, engine=engine).accuracy
        network.load_state_dict(state.best)
        history.test_accuracy = evaluate(network, test, engine=engine).accuracy
        run.card["test_images"] = identity(data.test)
        for observer in observers:
            observer.end(state)
    finally:
        for observer in observers:
            observer.close()
    return history


def training_batches(
    data: ImageSet | DataLoader, recipe: Recipe, engine: Engine, size: int | None
) -> Batches | LoaderBatches:
    """Batches in a new order every epoch, augmented, with the wrong labels of Eq. 7.

    Raises:
        ValueError: as ``as_batches``; noise is asked for, and the labels are the loader's.
    """
    mean = data.pixel_mean() if isinstance(data, ImageSet) else None
    if recipe.label_noise:
        if mean is None:
            raise ValueError(
                "label_noise needs an ImageSet; a DataLoader brings its own labels"
            )
        noise, classes = recipe.label_noise, len(data.class_names)
        labels = noisy_labels(data.labels, classes=classes, noise=noise, seed=recipe.seed)
        data = replace(data, labels=labels)
    order = {"shuffle": True, "augment": recipe.augment, "mean": mean}
    return as_batches(data, recipe, engine, size, **order)


def as_batches(
    data: ImageSet | DataLoader, recipe: Recipe, engine: Engine, size: int | None, **options
) -> Batches | LoaderBatches:
    """Batches on the engine's device, of whichever kind of data this is.

    Raises:
        ValueError: a ``DataLoader`` that does not share its batches among the processes.
    """
    if isinstance(data, DataLoader):
        order = data.batch_sampler
        share = order.processes if isinstance(order, BatchOrder) else 1
        if share != engine.processes:
            raise ValueError(
                f"this DataLoader is made for 1 of {share} processes, and there are "
                f"{engine.processes}; give folder_loader(process=…, processes=…)"
            )
        return LoaderBatches(data, device=engine.device)
    return Batches(
        data,
        recipe.batch_size,
        seed=recipe.seed,
        padding=recipe.padding,
        size=size,
        device=engine.device,
        process=engine.rank,
        processes=engine.processes,
        **options,
    )


def check_last_batch(
    network: nn.Module,
    data: ImageSet | DataLoader,
    batches: Batches | LoaderBatches,
    state: TrainingState,
) -> None:
    """Where an epoch ends with one image alone, try it before the training.

    Raises:
        ValueError: as ``check_batch_of_one``.
    """
    size, alone = state.recipe.batch_size, state.engine.processes == 1
    reached = state.steps >= len(batches)
    if isinstance(data, ImageSet) and alone and reached and (len(data) - 1) % size == 0:
        last = batches.epoch(0, len(batches) - 1, share=state.shares_of_side[0])
        image, _ = next(last)
        check_batch_of_one(network, image, len(data), size)
