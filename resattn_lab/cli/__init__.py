"""The command line: ``resattn-lab train | evaluate | explore | course | …``."""

from typing import Annotated

import typer

from resattn_lab import __version__

from .ablate import ablate
from .course import course
from .data import data
from .evaluate import evaluate
from .explore import explore
from .export import export
from .predict import predict
from .refusal import refusing
from .train import train

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    help="Train Residual Attention Networks and look at what comes out. "
    "Begin with: resattn-lab train",
)


def show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"resattn-lab {__version__}")
        raise typer.Exit


@app.callback()
def lab(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=show_version, is_eager=True, help="Say which, and end."
        ),
    ] = False,
) -> None:
    """What holds for every command."""


for command in (train, evaluate, predict, ablate, explore, export, data, course):
    app.command()(refusing(command))

__all__ = ["app"]
