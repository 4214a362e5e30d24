"""Every notebook runs with its solutions in: each check says "Right", each claim holds."""

import json
import os
from pathlib import Path

import nbformat
import pytest
from claims.run_claims import cell_source
from nbclient import NotebookClient

from resattn_lab.course import exercise_key, solved

FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


@pytest.fixture
def in_fast_mode(monkeypatch, tmp_path):
    monkeypatch.setenv("RESATTN_FAST", "1")
    if "RESATTN_DATA" not in os.environ:
        monkeypatch.setenv("RESATTN_DATA", str(tmp_path))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs_with_every_solution_in_and_does_what_its_prose_says(path, in_fast_mode):
    notebook = nbformat.read(path, as_version=4)
    cells = [c for c in notebook.cells if c.cell_type == "code" and exercise_key(c.source)]
    for cell in cells:
        cell.source = solved(cell.source)
    notebook.cells.append(nbformat.v4.new_code_cell(cell_source(path.name[:2])))
    folder = {"metadata": {"path": str(FOLDER)}}
    settings = {"timeout": 180, "store_widget_state": False, "coalesce_streams": True}
    NotebookClient(notebook, resources=folder, **settings).execute()
    said = {exercise_key(c.source): c.outputs[-1].text for c in cells}
    assert said and all(text.startswith("Right.") for text in said.values()), said
    assert json.loads(notebook.cells[-1].outputs[-1].text) == {}  # claims that do not hold
