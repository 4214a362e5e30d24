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


def named_folder(option: str, text: str) -> Path:
    """The folder that an option names; no name at all is not the current folder."""
    if not text.strip():
        raise ValueError(f"{option} is empty; name a folder, or leave {option} out")
    return Path(text)


def started_with(folder: Path, context: typer.Context) -> tuple[dict, dict]:
    """The options that the training in ``folder`` was started with, and where it comes from.

    An option that came later has its default.
    """
    from resattn_lab.training import read_state

    others = sorted(set(given(context)) - {"resume", "device", "processes"})
    if others:
        raise ValueError(
            "--resume goes on with what the training was started with; leave out "
            + ", ".join(map(flag, others))
        )
    card = read_state(folder / "state.resattn").get("card", {})
    if "options" not in card:
        raise ValueError(f"{folder} was not written by resattn-lab train; use training.fit")
    unknown = sorted(set(card["options"]) - set(context.params))
    if unknown:
        raise ValueError(
            f"{folder} was started by another version, with options that this one does not "
            f"know: {', '.join(unknown)}; go on with that version"
        )
    options = {**context.params, **card["options"], "out": folder}
    return options, {name: card.get(name) for name in ("command", "commit")}


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
