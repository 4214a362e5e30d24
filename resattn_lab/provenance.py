"""Where a result comes from: the commit and the versions that made it."""

import platform
import subprocess
from pathlib import Path


def commit() -> str | None:
    """The commit of this checkout, with ``-dirty`` if it was changed since; None without git.

    An installed copy of the package lies in no checkout of its own and has none.
    """
    folder = Path(__file__).parents[1]
    if not (folder / ".git").exists():
        return None
    try:
        told = subprocess.run(
            ["git", "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"],
            cwd=folder,
            capture_output=True,
            text=True,
            check=True,
        )
    except (FileNotFoundError, subprocess.CalledProcessError):
        return None
    return told.stdout.strip()


def versions() -> dict[str, str]:
    """What a result can depend on besides its own code: torch and Python."""
    import torch  # here, as the command line asks for the commit before it loads torch

    return {"torch": str(torch.__version__), "python": platform.python_version()}
