"""What a reader should know about the images that were read, said on the error stream."""

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

NAMED = 3  # of so many entries with the same fate, the names are printed


def note(text: str) -> None:
    """Say it once, however many processes are training.

    Not a Python warning: those are said once for each line of code, and not for each folder.
    """
    if os.environ.get("RANK", "0") == "0":
        print(f"resattn-lab: {text}", file=sys.stderr, flush=True)


def note_skipped(folder: Path, skipped: Mapping[str, Iterable[str]]) -> None:
    """Count and name, reason by reason, what was not read; nothing if there is nothing."""
    fates = {reason: sorted(names) for reason, names in skipped.items() if names}
    if fates:
        lines = [f"  {len(names)} {reason}: {some(names)}" for reason, names in fates.items()]
        note("\n".join([f"not read of {folder}:", *lines]))


def some(names: Iterable[str]) -> str:
    """The first few names, in one line whatever they are made of."""
    names = list(names)
    return ", ".join(map(shown, names[:NAMED])) + (" …" if len(names) > NAMED else "")


def shown(name: str) -> str:
    """A name as it can be printed and stored, whatever bytes a file system has for it."""
    return name if name.isprintable() else repr(name)
