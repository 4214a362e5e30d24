"""How a command says no: in one line, with exit code 2; and how it is stopped."""

import traceback
from collections.abc import Callable
from functools import wraps
from pathlib import Path

import typer

PACKAGE = Path(__file__).parents[1]
REFUSED = (ValueError, RuntimeError, OSError, FloatingPointError)
STOPPED = 130  # 128 and the number of the signal that Ctrl-C sends


def refusing(command: Callable) -> Callable:
    """The same command, but what it refuses is said without a traceback."""

    @wraps(command)
    def run(*arguments, **options):
        try:
            return command(*arguments, **options)
        except typer.Exit:  # a RuntimeError too, and no refusal
            raise
        except KeyboardInterrupt as stop:
            say(str(stop) or "stopped")
            raise typer.Exit(STOPPED) from stop
        except REFUSED as error:
            if isinstance(error, RuntimeError) and not is_refusal(error):
                raise
            say(f"{error.strerror}: {error.filename}" if from_system(error) else str(error))
            raise typer.Exit(2) from error

    return run


def is_refusal(error: RuntimeError) -> bool:
    """Whether this package raised it on purpose, or it lost a process that has said why.

    What torch raises in the midst of a computation is a fault of ours: its traceback stays.
    """
    from resattn_lab.training.launch import refusal_was_left

    raised_in = Path(traceback.extract_tb(error.__traceback__)[-1].filename)
    return raised_in.is_relative_to(PACKAGE) or refusal_was_left()


def say(message: str) -> None:
    """Say it here, or leave it to the process that launched this one to say it once."""
    from resattn_lab.training.launch import leave_refusal  # takes time, so only when needed

    line = f"resattn-lab: {message}"
    if not leave_refusal(line):
        typer.echo(line, err=True)


def from_system(error: Exception) -> bool:
    return isinstance(error, OSError) and bool(error.strerror and error.filename)
