"""The option that says which images are meant."""

from typing import Annotated

import typer

Source = Annotated[
    str, typer.Option(help="scenes, cifar10, cifar100, or a folder of class folders.")
]
