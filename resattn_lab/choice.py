"""Choosing one of a few named things, with an error that lists them."""

from collections.abc import Mapping
from typing import TypeVar

Chosen = TypeVar("Chosen")


def choose(table: Mapping[str, Chosen], name: str, what: str) -> Chosen:
    """Return ``table[name]``.

    Args:
        what: the noun for the error message, such as ``"network"``.

    Raises:
        ValueError: ``name`` is not in ``table``; the message lists what is.
    """
    if not isinstance(name, str) or name not in table:
        raise ValueError(f"unknown {what} {name!r}; choose one of {', '.join(table)}")
    return table[name]
