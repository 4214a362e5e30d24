"""What stood on the command line, and how it is written again."""

from __future__ import annotations

from dataclasses import replace
from itertools import count as count_up
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from resattn_lab.data import InputSpec

Device = Annotated[str, typer.Option(help="auto, cpu or cuda.")]
Size = Annotated[int | None, typer.Option(help="Pixels a side; if not given, as in training.")]


def given(context: typer.Context) -> list[str]:
    """The options that stand on the command line, by name."""
    return [
        name
        for name in context.params
        if context.get_parameter_source(name).name == "COMMANDLINE"
    ]


def at_size(spec: InputSpec, size: int | None) -> InputSpec:
    """What is expected of images where ``--size`` names another size; noted if it differs."""
    check_size(size)
    if size is None:
        return spec
    wanted = replace(spec, size=(size, size))
    if spec.size not in (None, wanted.size):
        one, other = (f"{high}×{wide}" for high, wide in (wanted.size, spec.size))
        typer.echo(f"note: at {one} pixels, but the network was trained at {other}", err=True)
    return wanted


def check_size(size: int | None) -> None:
    """Refuse ``--size 0``, or what a card has in its place, with ValueError."""
    if size is not None and (not isinstance(size, int) or size < 1):
        raise ValueError(f"size must be at least 1, got {size}")


def flag(name: str) -> str:
    """How an option is written; Python's own words end in an underscore here: ``from_``."""
    return "--" + name.strip("_").replace("_", "-")


def new_folder(name: str) -> Path:
    """Make the first of ``runs/name-1``, ``runs/name-2``, … that does not exist."""
    for number in count_up(1):
        folder = Path("runs") / f"{name}-{number}"
        try:
            folder.mkdir(parents=True)
        except FileExistsError:  # also where another training has made it just now
            continue
        return folder


def typed(
    context: typer.Context, *, also: tuple[str, ...] = (), without: tuple[str, ...] = ()
) -> list[str]:
    """The options on the command line, again; ``also`` those that have their default."""
    arguments = []
    for name in dict.fromkeys([*also, *given(context)]):
        value = context.params[name]
        if name in without:
            continue
        if isinstance(value, bool):
            arguments.append(flag(name) if value else flag(f"no_{name}"))
        elif isinstance(value, tuple):
            arguments += [flag(name), ",".join(map(str, value))]
        else:
            arguments += [flag(name), str(value)]
    return arguments
