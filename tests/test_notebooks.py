"""Every notebook keeps the course's conventions; nbval runs the cells, in the same `pytest`."""

import ast
import re
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request):
    return nbformat.read(request.param, as_version=4)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_there_is_a_first_notebook():
    assert [path.name for path in NOTEBOOKS][:1] == ["00_start_here.ipynb"]


def test_it_opens_with_title_question_and_promises_then_imports_then_constants(notebook):
    title, imports, constants = notebook.cells[:3]
    assert title.cell_type == "markdown" and title.source.startswith("# ")
    for promise in ("question", "you can", "You need", "Time", "Download"):
        assert promise in title.source
    kinds = {type(node) for node in ast.parse(imports.source).body}
    assert kinds <= {ast.Import, ast.ImportFrom}
    assert "FAST" in constants.source and "SEED" in constants.source
    later = "\n".join(cell.source for cell in code_cells(notebook)[1:])
    assert not re.search(r"^\s*(import|from) ", later, re.MULTILINE)


def test_it_has_one_title_and_at_most_forty_cells(notebook):
    text = "\n".join(c.source for c in notebook.cells if c.cell_type == "markdown")
    assert len(re.findall(r"^# ", text, re.MULTILINE)) == 1
    assert len(notebook.cells) <= 40


def test_cells_and_functions_are_short(notebook):
    for cell in code_cells(notebook):
        assert len(cell.source.splitlines()) <= 25
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.FunctionDef):
                assert node.end_lineno - node.lineno + 1 <= 15, node.name


def test_outputs_are_there_to_compare_with_and_to_read(notebook):
    compared = [
        cell
        for cell in code_cells(notebook)
        if "nbval-check-output" in cell.metadata.get("tags", [])
    ]
    assert len(compared) >= 3
    assert all(cell.outputs for cell in compared)
    assert all(cell.execution_count for cell in code_cells(notebook))
    pictures = [
        o for c in code_cells(notebook) for o in c.outputs if "image/png" in o.get("data", {})
    ]
    assert len(pictures) >= 3


def test_no_output_is_an_error_or_a_warning(notebook):
    for cell in code_cells(notebook):
        for output in cell.outputs:
            assert output.output_type != "error"
            assert output.get("name") != "stderr", output


def test_nothing_is_stored_that_only_a_kernel_could_use(notebook):
    assert "widgets" not in notebook.metadata
    stored = str(notebook.cells)
    assert "widget-view" not in stored and "widget-state" not in stored


def test_every_panel_has_a_picture_with_words_for_it(notebook):
    for cell in code_cells(notebook):
        for output in cell.outputs:
            if "Explorer:" in output.get("data", {}).get("text/plain", ""):
                assert "image/png" in output["data"]
                assert len(output["metadata"]["image/png"]["alt"]) > 80


def test_no_photograph_and_no_path_is_stored(notebook):
    stored = str(notebook.cells)
    assert "photographs: CIFAR" not in stored
    assert not re.search(r"(/home/|/root/|/work/|/Users/)", stored)


def test_nothing_silences_warnings_or_uses_outputs_that_hang(notebook):
    source = "\n".join(cell.source for cell in code_cells(notebook))
    for word in ("filterwarnings", "simplefilter", "interact", "Output(", "%matplotlib widget"):
        assert word not in source


def test_links_lead_somewhere(notebook):
    text = "\n".join(c.source for c in notebook.cells if c.cell_type == "markdown")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert target.startswith("http") or (ROOT / "notebooks" / target).exists(), target
