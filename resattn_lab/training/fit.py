"""The whole training: epochs, the best of them by validation, and a folder with the result."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from itertools import islice
from pathlib import Path

from torch import Tensor, nn
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
from .epoch import evaluate, train_one_epoch
from .failures import check_batch_of_one, explained
from .history import EpochRecord, History
from .progress import TimeToGo, show_progress
from .recipe import Recipe
from .run_folder import RunFolder
from .same_training import check_same, outline
from .training_state import TrainingState


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
) -> History:
    """Train ``network`` on ``data.train``; leave it with the weights that validated best.

    After each epoch the network is judged on ``data.validation``; the epoch that did best
    there is kept. ``data.test`` is looked at once, when everything has been chosen. Under
    ``torchrun`` every process calls this with the same arguments; one of them writes.

    Args:
        network: any module from float images in [0, 1] to logits.
        data: three ``ImageSet``, or three ``DataLoader`` for images that do not fit.
        folder: where ``history.json``, ``weights.safetensors`` with its card, and the state
            go, each written as soon as there is something new; nothing is written when None.
        card: what the card shall say besides what ``fit`` knows (command, network, data).
        size: height and width that batches of an ``ImageSet`` are resized to.
        resume: go on with the training in ``folder``, from the state that was kept last.
        save_every: optimiser steps from one kept state to the next.
        snapshots: weights to keep on the way, evenly spaced, besides those at the start.

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
    if save_every < 1 or snapshots < 0:
        raise ValueError(
            "save_every must be above 0 and snapshots 0 or more, "
            f"got {save_every} and {snapshots}"
        )
    engine = Engine(
        device,
        precision=recipe.precision,
        channels_last=recipe.channels_last,
        compile=recipe.compile,
    )
    run = RunFolder(folder, writes=engine.leads)
    with run.held(resume=resume):
        kept = run.read_state() if resume else run.check_unused()
        if kept is not None and recipe.precision == "auto":  # as it was found then
            engine.precision = kept["belongs"]["recipe"]["precision"]
        recipe = replace(recipe, precision=engine.precision)
        run.card = {**(card or {}), **_facts(recipe, engine), **image_facts(data, size=size)}
        run.belongs = {} if folder is None else _belongs(network, recipe, data, size)
        if kept is not None:
            check_same(kept["belongs"], run.belongs, run.state_path)
        with engine, explained(recipe, run):
            try:
                return _train(
                    network,
                    data,
                    recipe,
                    engine,
                    run,
                    kept,
                    size=size,
                    progress=progress and engine.leads,
                    save_every=save_every,
                    snapshots=snapshots,
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
    *,
    size: int | None,
    progress: bool,
    save_every: int,
    snapshots: int,
) -> History:
    mean = data.train.pixel_mean() if isinstance(data.train, ImageSet) else None
    train = as_batches(
        with_label_noise(data.train, recipe),
        recipe,
        engine,
        size,
        shuffle=True,
        augment=recipe.augment,
        mean=mean,
    )
    validation = as_batches(data.validation, recipe, engine, size)
    state = TrainingState(
        network,
        recipe,
        engine,
        steps=recipe.steps(len(train)),
        steps_per_epoch=len(train),
    )
    ends_with_one = (len(data.train) - 1) % recipe.batch_size == 0 and engine.processes == 1
    if isinstance(data.train, ImageSet) and ends_with_one and state.steps >= len(train):
        image, _ = next(train.epoch(0, len(train) - 1))
        check_batch_of_one(network, image, len(data.train), recipe.batch_size)
    if kept is not None:
        state.restore(kept)
    pictured = {round(n * state.steps / snapshots) for n in range(snapshots + 1) if snapshots}
    to_go = TimeToGo(state.steps - state.steps_done, enabled=progress)
    if progress:
        print(_first_line(state, recipe, resumed=kept is not None), flush=True)

    def after_step() -> None:
        state.after_step()
        to_go.step()
        if state.steps_done in pictured:  # first: a kept state has all its snapshots
            run.write_snapshot(state.judged, state.steps_done, state.steps)
        if state.steps_done % save_every == 0:
            run.write_state(state.to_dict())

    if kept is None:
        run.remove_snapshots()
        if 0 in pictured:
            run.write_snapshot(state.judged, 0, state.steps)
    while state.steps_this_epoch > 0:  # all may be taken, and the epoch not yet judged
        learned = train_one_epoch(
            state.trained,
            _rest_of_epoch(train, state, progress),
            state.optimiser,
            schedule=state.schedule,
            engine=engine,
            label_smoothing=recipe.label_smoothing,
            clip_gradient=recipe.clip_gradient,
            tally=state.tally,
            after_step=after_step,
        )
        state.check_numbers()  # the last step of the epoch can ruin weights, and no loss
        judged = evaluate(state.judged, validation, engine=engine)
        if state.end_epoch(learned, judged):
            run.write_weights(state.judged, state.history, state.clock)
        run.write_history(state.history)
        run.write_state(state.to_dict())
        if progress:
            print(_line(state.history.records[-1]), flush=True)

    test, history = as_batches(data.test, recipe, engine, size), state.history
    history.last_test_accuracy = evaluate(state.judged, test, engine=engine).accuracy
    network.load_state_dict(state.best)
    history.test_accuracy = evaluate(network, test, engine=engine).accuracy
    run.card["test_images"] = identity(data.test)
    run.write_weights(network, history, state.clock)
    run.write_history(history)
    return history


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


def with_label_noise(data: ImageSet | DataLoader, recipe: Recipe) -> ImageSet | DataLoader:
    """The training set with the share of wrong labels that the recipe asks for (Eq. 7).

    Raises:
        ValueError: noise is asked for, and the labels are not there to be changed.
    """
    if not recipe.label_noise:
        return data
    if not isinstance(data, ImageSet):
        raise ValueError("label_noise needs an ImageSet; a DataLoader brings its own labels")
    labels = noisy_labels(
        data.labels,
        classes=len(data.class_names),
        noise=recipe.label_noise,
        seed=recipe.seed,
    )
    return replace(data, labels=labels)


def _rest_of_epoch(
    train: Batches | LoaderBatches, state: TrainingState, progress: bool
) -> Iterator[tuple[Tensor, Tensor]]:
    count = state.steps_this_epoch
    return show_progress(
        islice(train.epoch(state.epoch, state.step), count - state.step),
        total=count,
        begin=state.step,
        what=f"epoch {state.epoch + 1}",
        enabled=progress,
    )


def _belongs(network: nn.Module, recipe: Recipe, data: Splits, size: int | None) -> dict:
    """What makes a training this one and no other; the test images have no part in it."""
    parts = {
        part: images.fingerprint() if isinstance(images, ImageSet) else len(images.dataset)
        for part, images in (("train", data.train), ("validation", data.validation))
    }
    return {
        "network": outline(network),
        "recipe": asdict(recipe),
        "data": {**parts, "size": size},
    }


def _facts(recipe: Recipe, engine: Engine) -> dict:
    facts = {"recipe": asdict(recipe), "seed": recipe.seed, "device": str(engine)}
    facts["versions"] = versions()
    return facts


def _first_line(state: TrainingState, recipe: Recipe, *, resumed: bool) -> str:
    line = (
        f"training on {state.engine} in {state.engine.precision}: {state.steps} steps of "
        f"{recipe.batch_size} images"
    )
    return f"{line}, from step {state.steps_done} on" if resumed else line


def _line(record: EpochRecord) -> str:
    return (
        f"epoch {record.epoch:3d}   loss {record.train_loss:.3f}   "
        f"train {record.train_accuracy:.1%}   validation {record.validation_accuracy:.1%}   "
        f"{record.seconds:.0f} s"
    )
