"""Imports run one way: what each part of the package may know of the others."""

import ast
import json
import subprocess
import sys
from importlib.util import resolve_name
from pathlib import Path

import pytest

import resattn_lab

PACKAGE = Path(resattn_lab.__file__).parent
PARTS = {path.stem for path in PACKAGE.iterdir() if path.suffix in ("", ".py")}

# A part that is not listed may import no other.
MAY_IMPORT = {
    "blocks": {"choice"},
    "networks": {"blocks", "choice"},
    "data": {"choice", "settings"},
    "training": {"checkpoints", "data", "files", "provenance"},
    "recording": {"blocks"},
    "interventions": {"blocks", "recording"},
    "attribution": {"recording"},
    "inspection": {"data", "interventions", "measures", "recording"},
    "checkpoints": {"files", "networks"},
    "panels": {
        "attention",
        "data",
        "files",
        "inspection",
        "interventions",
        "measures",
        "networks",
        "plots",
        "recording",
    },
    "ablations": {
        *("blocks", "choice", "data", "files", "networks", "provenance", "recording"),
        *("shipped", "training"),
    },
    "exporting": {"checkpoints", "choice", "extras", "files", "recording"},
    "explore": {
        *("blocks", "checkpoints", "data", "extras", "files", "measures", "networks"),
        *("panels", "plots", "recording"),
    },
    "course": PARTS - {"cli", "publishing"},
    "publishing": {"course", "explore", "extras", "shipped"},
    "cli": PARTS,
}


def imported_parts(source, package):
    """The parts that a file of ``package``, such as ``resattn_lab.blocks``, names.

    Imports inside of functions count. ``from resattn_lab import __version__`` is no edge.
    """
    names = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = resolve_name("." * node.level + (node.module or ""), package)
            names += [f"{base.rstrip('.')}.{alias.name}" for alias in node.names]
    return {name.split(".")[1] for name in names if name.startswith("resattn_lab.")} & PARTS


def edges():
    for path in sorted(PACKAGE.rglob("*.py")):
        file = path.relative_to(PACKAGE.parent)
        part = file.parts[1].removesuffix(".py")
        source = path.read_text(encoding="utf-8")
        for other in imported_parts(source, ".".join(file.parts[:-1])) - {part}:
            yield file.as_posix(), part, other


def test_every_import_runs_in_an_allowed_direction():
    forbidden = [
        f"{file} imports {other}"
        for file, part, other in edges()
        if other not in MAY_IMPORT.get(part, set())
    ]
    assert forbidden == []


def test_the_reader_finds_imports_that_are_there():
    found = {(part, other) for _, part, other in edges()}
    assert {("networks", "blocks"), ("training", "data"), ("panels", "plots")} <= found


@pytest.mark.parametrize(
    "line",
    [
        "from resattn_lab.panels import MaskExplorer",
        "from resattn_lab.panels.screen import Screen",
        "from resattn_lab import panels",
        "import resattn_lab.panels.screen as screen",
        "from ..panels import MaskExplorer",
        "from .. import panels",
        "def later():\n    from resattn_lab.panels import MaskExplorer",
    ],
)
def test_the_reader_sees_through_every_way_to_write_an_import(line):
    assert imported_parts(line, "resattn_lab.blocks") == {"panels"}


@pytest.mark.parametrize(
    "line",
    ["from .choice import choose", "from . import gates", "import torch", "import os.path"],
)
def test_the_reader_passes_over_a_parts_own_files_and_other_packages(line):
    assert imported_parts(line, "resattn_lab.blocks") <= {"blocks"}


def test_the_reader_knows_that_a_file_of_the_package_itself_lies_one_level_higher():
    assert imported_parts("from .panels import Selection", "resattn_lab") == {"panels"}


@pytest.fixture(scope="module")
def newly_loaded():
    """What each import brings along, in one new Python, in this order."""
    parts = ("networks", "data", "training", "explore")
    order = ["resattn_lab", *(f"resattn_lab.{part}" for part in parts)]
    script = (
        "import importlib, json, sys\n"
        "loaded = {}\n"
        f"for name in {order!r}:\n"
        "    before = set(sys.modules)\n"
        "    importlib.import_module(name)\n"
        "    loaded[name] = sorted({m.split('.')[0] for m in set(sys.modules) - before})\n"
        "print(json.dumps(loaded))\n"
    )
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


def test_the_package_itself_loads_no_torch(newly_loaded):
    assert newly_loaded["resattn_lab"] == ["resattn_lab"]


@pytest.mark.parametrize("part", ["networks", "data", "training", "explore"])
def test_what_runs_without_the_notebook_extra_loads_nothing_to_draw_or_to_click(
    part, newly_loaded
):
    heavy = {"torchvision", "matplotlib", "ipywidgets"}
    assert "resattn_lab" in newly_loaded[f"resattn_lab.{part}"]
    assert not heavy & set(newly_loaded[f"resattn_lab.{part}"])
