"""The command line: ``resattn-lab train | evaluate | explore | course | …``."""

import typer

from .ablate import ablate
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
for command in (train, evaluate, predict, ablate, explore, export, data):
    app.command()(refusing(command))

__all__ = ["app"]
