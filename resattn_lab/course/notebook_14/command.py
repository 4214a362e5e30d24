"""The command line, called from a cell: what a terminal would show."""

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

from typer.main import get_command

from resattn_lab.cli import app


def lab(folder: Path, *arguments: str) -> str:
    """Run ``resattn-lab`` with the words of these arguments, standing in ``folder``.

    Returns:
        What it prints, paths in ``folder`` shortened.

    Raises:
        RuntimeError: it refused; with what it said.
    """
    words = [word for part in arguments for word in part.split()]
    printed, noted = io.StringIO(), io.StringIO()
    with _standing_in(folder), redirect_stdout(printed), redirect_stderr(noted):
        code = get_command(app)(words, standalone_mode=False)
    if code:
        raise RuntimeError(noted.getvalue().strip())
    return printed.getvalue().replace(f"{folder}{os.sep}", "").rstrip()


@contextmanager
def _standing_in(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
