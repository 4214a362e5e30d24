"""What stood on the command line, now or when a training was started."""

from itertools import count as count_up
from pathlib import Path

import typer


def given(context: typer.Context) -> list[str]:
    """The options that stand on the command line, by name."""
    return [
        name
        for name in context.params
        if context.get_parameter_source(name).name == "COMMANDLINE"
    ]


def started_with(folder: Path, named: list[str]) -> tuple[dict, dict]:
    """The options that the training in ``folder`` was started with, and where it comes from."""
    from resattn_lab.training import read_state

    others = sorted(set(named) - {"resume", "device", "processes"})
    if others:
        raise ValueError(
            "--resume goes on with what the training was started with; leave out "
            + ", ".join(map(flag, others))
        )
    card = read_state(folder / "state.resattn")["card"]
    if "options" not in card:
        raise ValueError(f"{folder} was not written by resattn-lab train; use training.fit")
    return {**card["options"], "out": folder}, {
        "command": card["command"],
        "commit": card["commit"],
    }


def flag(name: str) -> str:
    """How an option is written; Python's own words end in an underscore here: ``from_``."""
    return "--" + name.strip("_").replace("_", "-")


def new_folder(name: str) -> Path:
    """The first of ``runs/name-1``, ``runs/name-2``, … that does not exist."""
    for number in count_up(1):
        folder = Path("runs") / f"{name}-{number}"
        if not folder.exists():
            return folder


def typed(context: typer.Context, *, without: tuple[str, ...] = ()) -> list[str]:
    """The arguments on the command line, again."""
    arguments = []
    for name in given(context):
        value = context.params[name]
        if name in without:
            continue
        if isinstance(value, bool):
            arguments.append(flag(name) if value else flag(f"no_{name}"))
        else:
            arguments += [flag(name), str(value)]
    return arguments
