"""Those who watch a training: what is printed, and what is written, and when."""

import os
import sys
import time
from pathlib import Path

import torch
from torch import nn
from tqdm.auto import tqdm

from resattn_lab.checkpoints import save_weights

from .history import EpochRecord, History
from .run_folder import RunFolder
from .state import TrainingState
from .state_file import write_state


class Observer:
    """What ``fit`` calls at each turn of a training; a kind of its own says what it does then.

    Every process of a training calls its observers alike, with its own state; one that
    prints or writes does so where ``state.engine.leads``.
    """

    def start(self, state: TrainingState) -> None:
        """Before the first step, or the first one after a resume."""

    def step(self, state: TrainingState) -> None:
        """After an optimiser step."""

    def epoch(self, state: TrainingState) -> None:
        """After an epoch was judged and recorded: ``state.history.records[-1]``."""

    def end(self, state: TrainingState) -> None:
        """After the test; ``state.network`` has the weights that validated best."""

    def close(self) -> None:
        """Last of all, however the training ended."""


class Progress(Observer):
    """A line at the start and for each epoch, a bar of its steps, and once the time to go.

    A bar that ends is taken away, so that a notebook keeps results and not bars.
    """

    FIRST, LAST = 3, 13  # the first steps are slower: memory is fetched, kernels are chosen
    LONG = 50  # steps; of a shorter training nobody asks how long it takes

    def __init__(self):
        self.bar, self.taken, self.began = None, 0, 0.0

    def start(self, state: TrainingState) -> None:
        self.to_go = state.steps - state.steps_done
        resumed = f", from step {state.steps_done} on" if state.steps_done else ""
        print(
            f"training on {state.engine} in {state.engine.precision}: "
            f"{state.steps} steps of {state.recipe.batch_size} images{resumed}",
            flush=True,
        )
        self._open_bar(state)

    def step(self, state: TrainingState) -> None:
        self.bar.update()
        self.taken += 1
        if self.taken == self.FIRST:
            self.began = time.perf_counter()
        if self.taken == self.LAST and self.to_go >= self.LONG:
            a_step = (time.perf_counter() - self.began) / (self.LAST - self.FIRST)
            minutes = a_step * state.work_to_come / 60
            print(f"about {minutes:.1f} minutes to go, {a_step:.2f} s a step", flush=True)

    def epoch(self, state: TrainingState) -> None:
        self.close()
        print(_line(state.history.records[-1]), flush=True)
        self._open_bar(state)

    def close(self) -> None:
        if self.bar is not None:
            self.bar.close()
            self.bar = None

    def _open_bar(self, state: TrainingState) -> None:
        if state.steps_this_epoch > 0:
            share = state.shares_of_side[0]
            self.bar = tqdm(
                total=state.steps_this_epoch,
                initial=state.step,
                desc=f"epoch {state.epoch + 1}"
                + (f" at {share:.0%} size" if share < 1 else ""),
                mininterval=0.5,
                leave=False,
                disable="TQDM_DISABLE" in os.environ,  # launch(progress=False) sets it
                file=sys.stderr,
            )


class Snapshots(Observer):
    """Keeps the weights at evenly spaced steps, from before the first to after the last.

    Args:
        count: how many, besides those before the first step; none at all when 0.
    """

    def __init__(self, run: RunFolder, count: int):
        self.run, self.count, self.steps = run, count, set()

    def start(self, state: TrainingState) -> None:
        if not self.run.writes:
            return
        if not state.steps_done:  # a training that was killed before its first state left some
            for path in (self.run.folder / "snapshots").glob("step_*.*"):
                path.unlink()
        if self.count:
            parts = range(self.count + 1)
            self.steps = {round(part * state.steps / self.count) for part in parts}
            if not state.steps_done:
                self.step(state)

    def step(self, state: TrainingState) -> None:
        step = state.steps_done
        if step in self.steps:
            save_weights(
                self.run.folder / "snapshots" / f"step_{step:06d}.safetensors",
                state.eval_network,
                {**self.run.card, "step": step, "steps": state.steps},
                dtype=torch.float16,
            )


class Results(Observer):
    """Writes the weights that validated best, and the history as JSON and as CSV."""

    def __init__(self, run: RunFolder):
        self.run = run

    def epoch(self, state: TrainingState) -> None:
        best = state.history.best.epoch == state.epoch
        self._write(state.history, state.eval_network if best else None, state)

    def end(self, state: TrainingState) -> None:
        self._write(state.history, state.network, state)

    def _write(self, history: History, best: nn.Module | None, state: TrainingState) -> None:
        if not self.run.writes:
            return
        if best is not None:
            learned = {
                "epoch": history.best.epoch,
                "accuracy": {
                    "validation": history.best.validation_accuracy,
                    "test": history.test_accuracy,
                    "test_last_epoch": history.last_test_accuracy,
                },
                "seconds": round(history.seconds, 1),
                "cpu_seconds": round(state.clock.cpu, 1),
            }
            path = self.run.folder / "weights.safetensors"
            save_weights(path, best, {**self.run.card, **learned})
        history.save(self.run.folder / "history.json")
        history.save_csv(self.run.folder / "history.csv")


class States(Observer):
    """Keeps all that a resume needs, after every so many steps and after every epoch."""

    def __init__(self, run: RunFolder, every: int):
        self.run, self.every = run, every

    def step(self, state: TrainingState) -> None:
        if state.steps_done % self.every == 0:
            self.epoch(state)

    def epoch(self, state: TrainingState) -> None:
        whole = state.to_dict()  # all processes together; one of them writes
        if self.run.writes:
            belonging = {"belongs": self.run.belongs, "card": self.run.card}
            write_state(self.run.state_path, {**whole, **belonging})


class TensorBoard(Observer):
    """Writes loss, accuracy and rate for TensorBoard, against optimiser steps.

    Args:
        folder: of the event files; a resumed training goes on in it.

    Raises:
        ValueError: the package ``tensorboard`` is not installed.
    """

    def __init__(self, folder: Path | str):
        try:
            from torch.utils.tensorboard import SummaryWriter
        except ImportError as error:
            raise ValueError(
                "TensorBoard's package is not installed; pip install 'resattn-lab[tensorboard]'"
            ) from error
        self.folder, self.make_writer, self.writer = Path(folder), SummaryWriter, None

    def start(self, state: TrainingState) -> None:
        if state.engine.leads:  # what was written after the state that it goes on from, goes
            self.writer = self.make_writer(str(self.folder), purge_step=state.steps_done + 1)

    def epoch(self, state: TrainingState) -> None:
        if self.writer is None:
            return
        record = state.history.records[-1]
        for name, value in {
            "loss/train": record.train_loss,
            "loss/validation": record.validation_loss,
            "accuracy/train": record.train_accuracy,
            "accuracy/validation": record.validation_accuracy,
            "learning rate": record.learning_rate,
        }.items():
            self.writer.add_scalar(name, value, state.steps_done)
        self.writer.flush()

    def close(self) -> None:
        if self.writer is not None:
            self.writer.close()


def usual_observers(
    run: RunFolder, *, progress: bool, save_every: int, snapshots: int
) -> list[Observer]:
    """Those of every training, in the order in which what they write depends on each other.

    Raises:
        ValueError: ``save_every`` or ``snapshots`` out of range.
    """
    if save_every < 1 or snapshots < 0:
        raise ValueError(
            "save_every must be above 0 and snapshots 0 or more, "
            f"got {save_every} and {snapshots}"
        )
    # A state comes last: it has all snapshots, and all results, of the steps before it.
    writing = [Snapshots(run, snapshots), Results(run), States(run, save_every)]
    return [*writing, Progress()] if progress else writing


def _line(record: EpochRecord) -> str:
    return (
        f"epoch {record.epoch:3d}   loss {record.train_loss:.3f}   "
        f"train {record.train_accuracy:.1%}   validation {record.validation_accuracy:.1%}   "
        f"{record.seconds:.0f} s"
    )
