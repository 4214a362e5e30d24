"""Node for the tests of the page's JavaScript: the one on the path, or Playwright's own."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent / "live"


def find_node() -> str:
    """Its path; without one the test is skipped, and fails in CI."""
    found = shutil.which("node") or _playwrights()
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("node is needed for the live page's tests", pytrace=False)
        pytest.skip("node is not installed")
    return found


def _playwrights() -> str | None:
    try:
        from playwright._impl._driver import compute_driver_executable
    except ModuleNotFoundError:
        return None
    command = compute_driver_executable()
    path = command if isinstance(command, str) else command[0]
    return path if Path(path).is_file() else None


def run_node(*arguments: str) -> str:
    """What a script printed; its complaint when it failed."""
    ended = subprocess.run(
        [find_node(), *map(str, arguments)], capture_output=True, text=True, cwd=HERE
    )
    assert ended.returncode == 0, ended.stdout[-4000:] + ended.stderr[-4000:]
    return ended.stdout
