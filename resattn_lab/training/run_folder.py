"""The folder of one training: its own, held while it runs, and never written over."""

import shlex
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import torch

from resattn_lab.files import check_writable, held

from .recipe import Recipe
from .state import PARTS
from .state_file import read_state

STATE = "state.resattn"


def check_new_run(folder: Path | str) -> None:
    """Refuse a folder for a new training before any time is spent on it.

    Raises:
        FileExistsError: it holds a training, or one is writing there now.
        OSError: nothing can be written there.
    """
    run = RunFolder(folder)
    run.check_unused()
    check_writable(run.folder)
    if run.folder.is_dir():
        with held(run.folder):
            pass


class RunFolder:
    """Where a training's weights, history, snapshots and state lie, and who may write there.

    Args:
        folder: nothing is written when None.
        writes: false in all processes of a training but one.
    """

    def __init__(self, folder: Path | str | None, *, writes: bool = True):
        self.folder = None if folder is None else Path(folder)
        self.writes = writes and folder is not None
        self.card = {}  # what the card of every file of weights says
        self.belongs = {}  # what a state is held against; see ``check_same``

    @property
    def state_path(self) -> Path:
        return self.folder / STATE

    @contextmanager
    def held(self, *, resume: bool) -> Iterator[dict | None]:
        """Keep other trainings out of the folder, which is made unless it must be there.

        Returns:
            For ``with … as``: the state to go on from; None where a training begins.

        Raises:
            FileExistsError: another training is writing there at this moment, or has left
                what a new one would write over.
            OSError: nothing can be written there.
            FileNotFoundError, ValueError: as ``read_state``.
        """
        with ExitStack() as stack:
            if self.writes and (self.folder.is_dir() or not resume):
                check_writable(self.folder)
                self.folder.mkdir(parents=True, exist_ok=True)
                stack.enter_context(held(self.folder))
            yield self.read_state() if resume else self.check_unused()

    def check_unused(self) -> None:
        """Refuse to write over an earlier training.

        Raises:
            FileExistsError: there is one; what to do instead.
        """
        files = (STATE, "history.json", "weights.safetensors")
        if self.folder is not None and any((self.folder / name).exists() for name in files):
            raise FileExistsError(
                f"{self.folder} holds a training already; go on with it (resume=True, or "
                f"resattn-lab train --resume {shlex.quote(str(self.folder))}), or choose "
                "another folder"
            )

    def read_state(self) -> dict:
        """The state that was written last.

        Raises:
            FileNotFoundError, ValueError: there is none, or not one to go on from.
        """
        if self.folder is None:
            raise ValueError("resume needs the folder of the training to go on with")
        state = read_state(self.state_path)
        absent = [name for name in ("belongs", "card", *PARTS) if name not in state]
        if absent:
            raise ValueError(
                f"{self.state_path} was written by another version of this package: it lacks "
                f"{', '.join(absent)}; go on with that version, or start anew"
            )
        return state

    def way_on(self) -> str:
        """How a stopped training goes on, where it can."""
        if self.folder is None or not self.state_path.exists():
            return ""
        named = shlex.quote(str(self.folder))
        return f"; go on with resume=True, or resattn-lab train --resume {named}"

    def last_state(self) -> str:
        """What an error message says about what is left."""
        if self.folder is None:
            return "nothing was kept, as no folder was given"
        if not self.state_path.exists():
            return "no state had been kept yet"
        try:
            kept = read_state(self.state_path)
        except ValueError as error:  # must not hide the error that it is asked for
            return f"there is no state to go on from: {error}"
        return (
            f"the state after step {kept['step']} of epoch {kept['epoch'] + 1} is kept in "
            f"{self.state_path}"
        )


@contextmanager
def explained(recipe: Recipe, run: RunFolder) -> Iterator[None]:
    """Add to an error what to do, and which state is left to go on from.

    Raises:
        KeyboardInterrupt: somebody stopped it.
        torch.OutOfMemoryError: the device's memory is full.
        FloatingPointError: the loss is no number.
        OSError: the disk is full.
    """
    try:
        yield
    except KeyboardInterrupt as stop:
        raise KeyboardInterrupt(f"stopped; {run.last_state()}{run.way_on()}") from stop
    except torch.OutOfMemoryError as error:
        precision = ", precision='bfloat16'" if recipe.precision == "float32" else ""
        raise torch.OutOfMemoryError(
            f"the device's memory does not hold a step of {recipe.batch_size} images; try "
            f"batch_size={max(1, recipe.batch_size // 2)}{precision} or smaller images "
            f"({str(error).splitlines()[0]}); {run.last_state()}"
        ) from error
    except FloatingPointError as error:
        raise FloatingPointError(
            f"{error}, and start anew in another folder; {run.last_state()}"
        ) from error
    except OSError as error:
        if error.errno is None:
            raise
        reason = f"{error.strerror}; {run.last_state()}"
        raise OSError(error.errno, reason, error.filename) from error
