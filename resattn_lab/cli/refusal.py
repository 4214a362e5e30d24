"""How a command says no: in one line, with exit code 2; and how it is stopped."""

import traceback
from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path

import typer

from .arguments import flag

PACKAGE = Path(__file__).parents[1]
REFUSED = (ValueError, RuntimeError, OSError, FloatingPointError, MemoryError)
STOPPED = 130  # 128 and the number of the signal that Ctrl-C sends


def refusing(command: Callable) -> Callable:
    """The same command, but what it refuses is said without a traceback."""

    @wraps(command)
    def run(*arguments, **options):
        try:
            refuse_empty(options)
            return command(*arguments, **options)
        except typer.Exit:  # a RuntimeError too, and no refusal
            raise
        except KeyboardInterrupt as stop:
            say(str(stop) or "stopped")
            raise typer.Exit(STOPPED) from stop
        except REFUSED as error:
            if not is_refusal(error):
                raise
            say(in_words(error))
            raise typer.Exit(2) from error

    return run


def refuse_empty(options: Mapping[str, object]) -> None:
    """No word at all is not the current folder, nor anything else that an option can name.

    Raises:
        ValueError: says which one is empty.
    """
    for name, value in options.items():
        if isinstance(value, str) and not value.strip():
            raise ValueError(
                f"{flag(name)} is empty; give it a value, or leave {flag(name)} out"
            )


def in_words(error: Exception) -> str:
    """What is said of it."""
    if from_system(error):
        return f"{error.strerror}: {error.filename}"
    if isinstance(error, MemoryError):
        why = str(error) or "the system has no more to give"
        return f"there is not enough memory for that: {why}; ask for fewer or smaller images"
    return str(error)


def is_refusal(error: Exception) -> bool:
    """Whether this package or the system said no, or a process was lost that has said why.

    What others raise in the midst of our own work is a fault of ours: its traceback stays.
    """
    from resattn_lab.training.launch import refusal_was_left

    raised_in = Path(traceback.extract_tb(error.__traceback__)[-1].filename)
    if from_system(error) or isinstance(error, MemoryError):
        return True
    return raised_in.is_relative_to(PACKAGE) or refusal_was_left()


def say(message: str) -> None:
    """Say it here, or leave it to the process that launched this one to say it once."""
    from resattn_lab.training.launch import leave_refusal  # takes time, so only when needed

    line = f"resattn-lab: {message}"
    if not leave_refusal(line):
        typer.echo(line, err=True)


def from_system(error: Exception) -> bool:
    return isinstance(error, OSError) and bool(error.strerror and error.filename)
