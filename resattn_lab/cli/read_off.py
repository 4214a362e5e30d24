"""Options of the command line, read off the signature and docstring of what takes them."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Collection, Mapping
from functools import wraps
from types import NoneType
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import typer
from typer.core import TyperCommand

NONE = "none"  # how a line says that a value is to be absent: --clip-gradient none
ENTRY = re.compile(r" {4}(\w+(?:, \w+)*): (.*)")


def options_of(
    kind: Callable,
    *,
    panel: str,
    without: Collection[str] = (),
    defaults: Mapping[str, Any] | None = None,
) -> list[inspect.Parameter]:
    """An option for each keyword argument of ``kind``, with its docstring's words as help.

    Args:
        kind: a class or a function whose docstring has ``Args``.
        panel: under which the help shows them.
        without: arguments that come from elsewhere.
        defaults: where they are not None, which stands for "not given".
    """
    hints = get_type_hints(kind.__init__ if isinstance(kind, type) else kind)
    words, defaults = argument_help(kind), defaults or {}
    return [
        option(name, hints[name], help=words[name], panel=panel, default=defaults.get(name))
        for name, parameter in inspect.signature(kind).parameters.items()
        if name not in without and parameter.kind is not inspect.Parameter.VAR_KEYWORD
    ]


def option(
    name: str, kind: type, *, help: str, panel: str, default: Any = None
) -> inspect.Parameter:
    """``--name`` of this kind; None where it is not given and has no default."""
    annotation, how = kind | None, {}
    one = next((part for part in get_args(kind) if part is not NoneType), None)
    if get_origin(kind) is tuple:
        annotation = str | None
        how = {"parser": list_of(one), "metavar": f"{one.__name__.upper()},…"}
    elif NoneType in get_args(kind):
        annotation = str | None
        how = {"parser": number_or_none(one), "metavar": f"{one.__name__.upper()}|{NONE}"}
    how |= {"help": help, "rich_help_panel": panel, "show_default": default is not None}
    return inspect.Parameter(
        name,
        inspect.Parameter.KEYWORD_ONLY,
        default=default,
        annotation=Annotated[annotation, typer.Option(**how)],
    )


def number_or_none(kind: type) -> Callable[[str], Any]:
    """Reads a number, or the word for none."""

    def read(text: str) -> Any:
        return NONE if text == NONE else kind(text)

    return read


def list_of(kind: type) -> Callable[[str], tuple]:
    """Reads ``1,2,3``."""

    def read(text: str | tuple) -> tuple:
        return tuple(kind(part) for part in text.split(",") if part.strip())

    return read


def argument_help(kind: Callable) -> dict[str, str]:
    """What the docstring of ``kind`` says of each of its arguments."""
    texts, names = {}, []
    for line in inspect.getdoc(kind).partition("Args:\n")[2].splitlines():
        if line.strip() and not line.startswith("    "):
            break  # the next section
        if entry := ENTRY.fullmatch(line):
            names, text = entry[1].split(", "), entry[2]
            texts |= dict.fromkeys(names, text[0].upper() + text[1:])
        else:
            texts |= {name: f"{texts[name]} {line.strip()}" for name in names}
    spoken = {name: re.sub(r'``|"', "", text).strip() for name, text in texts.items()}
    return {name: text.replace("None", NONE) for name, text in spoken.items()}


def with_options(command: Callable, more: list[inspect.Parameter]) -> Callable:
    """``command`` with more options, which it finds in its context."""
    own = inspect.signature(command, eval_str=True).parameters

    @wraps(command)
    def run(**values):
        return command(**{name: values[name] for name in own})

    parameters = [*own.values(), *more]
    run.__signature__ = inspect.Signature(parameters)
    run.__annotations__ = {part.name: part.annotation for part in parameters}
    return run


def read_off_later(make: Callable[[], Callable]) -> type[TyperCommand]:
    """A command whose options are read off when they are asked for: that takes torch.

    Args:
        make: makes the whole command.
    """

    class ReadOffLater(TyperCommand):
        whole = None

        def get_params(self, context):
            if self.whole is None:
                app = typer.Typer(add_completion=False)
                app.command()(make())
                self.whole = typer.main.get_command(app)
                self.params, self.callback = self.whole.params, self.whole.callback
            return super().get_params(context)

    return ReadOffLater
