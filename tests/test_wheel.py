"""What pip installs: everything that running needs is in the wheel."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).parents[1]
NEEDED = (
    "pyproject.toml",
    "README.md",
    "LICENSE",
    "resattn_lab",
    "notebooks",
    "docs",
    "results",
)
PASSING = {"__pycache__", ".ipynb_checkpoints"}


@pytest.fixture(scope="module")
def wheel_names(tmp_path_factory):
    """The names in a wheel that is built from a copy: building writes into its folder."""
    folder = tmp_path_factory.mktemp("source")
    for name in NEEDED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns(*PASSING))
        else:
            shutil.copy(ROOT / name, folder / name)
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation"]
    made = subprocess.run(
        [*command, "--no-index", "--wheel-dir", folder / "wheels", folder],
        capture_output=True,
        text=True,
        cwd=folder,
    )
    assert made.returncode == 0, made.stdout + made.stderr
    (wheel,) = (folder / "wheels").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def files(folder):
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not PASSING & set(path.parts):
            yield PurePosixPath(path.relative_to(ROOT).as_posix())


def test_every_file_of_the_package_is_in_the_wheel(wheel_names):
    assert [
        str(path) for path in files(ROOT / "resattn_lab") if str(path) not in wheel_names
    ] == []


def test_notebooks_glossary_and_recorded_results_are_in_the_wheel(wheel_names):
    installed = {name.split(".data/data/share/resattn-lab/")[-1] for name in wheel_names}
    sources = [str(path) for path in files(ROOT / "notebooks") if path.name[:2].isdigit()]
    recorded = [str(path) for path in files(ROOT / "results" / "ablations")]
    assert [
        name for name in (*sources, *recorded, "docs/glossary.md") if name not in installed
    ] == []
