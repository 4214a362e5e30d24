"""The command line, called from a cell: what a terminal would show."""

import os
import subprocess
import sys
from pathlib import Path

QUIET = {"TQDM_DISABLE": "1", "PYTHONIOENCODING": "utf-8"}  # bars are for terminals


def lab(folder: Path, line: str, *more: object) -> str:
    """Run ``resattn-lab`` with the words of ``line``, standing in ``folder``.

    Args:
        more: further words, which may have spaces in them, such as a path.

    Returns:
        What it prints, paths in ``folder`` shortened.

    Raises:
        RuntimeError: it refused; with what it said.
    """
    command = [sys.executable, "-m", "resattn_lab.cli", *line.split(), *map(str, more)]
    ran = subprocess.run(
        command, cwd=folder, env={**os.environ, **QUIET}, capture_output=True, encoding="utf-8"
    )
    if ran.returncode:
        raise RuntimeError(ran.stderr.strip())
    return ran.stdout.replace(f"{folder}{os.sep}", "").rstrip()
