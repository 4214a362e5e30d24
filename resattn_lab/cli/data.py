"""The command ``resattn-lab data``."""

from pathlib import Path
from typing import Annotated

import typer


def data(
    name: Annotated[str, typer.Argument(help="cifar10 or cifar100.")],
    folder: Annotated[str | None, typer.Option(help="Where to; RESATTN_DATA if unset.")] = None,
) -> None:
    """Download CIFAR, check it, and say where it is."""
    from resattn_lab import settings
    from resattn_lab.data import load_cifar

    folder = settings.data_folder() if folder is None else Path(folder)
    parts = load_cifar(name, folder=folder)
    typer.echo(f"{', '.join(f'{len(part)} {part.source}' for part in parts)}: {folder}")
