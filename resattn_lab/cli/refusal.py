"""How a command says no: in one line, with exit code 2; and how it is stopped."""

from collections.abc import Callable
from functools import wraps

import typer

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
            say(f"{error.strerror}: {error.filename}" if from_system(error) else str(error))
            raise typer.Exit(2) from error

    return run


def say(message: str) -> None:
    """Say it here, or leave it to the process that launched this one to say it once."""
    from resattn_lab.training.launch import leave_refusal  # takes time, so only when needed

    line = f"resattn-lab: {message}"
    if not leave_refusal(line):
        typer.echo(line, err=True)


def from_system(error: Exception) -> bool:
    return isinstance(error, OSError) and bool(error.strerror and error.filename)
