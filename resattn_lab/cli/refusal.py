"""How a command says no: in one line, with exit code 2."""

from collections.abc import Callable
from functools import wraps

import typer

REFUSED = (ValueError, RuntimeError, OSError, FloatingPointError)


def refusing(command: Callable) -> Callable:
    """The same command, but what it refuses is said without a traceback."""

    @wraps(command)
    def run(*arguments, **options):
        try:
            return command(*arguments, **options)
        except typer.Exit:  # a RuntimeError too, and no refusal
            raise
        except REFUSED as error:
            message = f"{error.strerror}: {error.filename}" if from_system(error) else error
            typer.echo(f"resattn-lab: {message}", err=True)
            raise typer.Exit(2) from error

    return run


def from_system(error: Exception) -> bool:
    return isinstance(error, OSError) and bool(error.strerror and error.filename)
