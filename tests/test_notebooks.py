"""Every notebook keeps the course's conventions; nbval runs the cells, in the same `pytest`."""

import ast
import base64
import io
import json
import re
import statistics
from pathlib import Path

import nbformat
import pytest
from PIL import Image, ImageChops

from resattn_lab.course import NUMBERS, exercise_key, exercises
from resattn_lab.course.exercise import NOT_YET
from resattn_lab.publishing import cover, planned_minutes

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
LESSONS = NOTEBOOKS[1:]  # notebook 00 is an invitation, and shorter


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request):
    return nbformat.read(request.param, as_version=4)


@pytest.fixture(params=LESSONS, ids=lambda path: path.stem)
def lesson(request):
    return nbformat.read(request.param, as_version=4)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_its_cover_is_the_part_of_a_picture_that_its_metadata_name(notebook):
    stored = notebook.cells[0].attachments["cover.png"]["image/png"]
    shown, made = Image.open(io.BytesIO(base64.b64decode(stored))), cover(notebook)
    assert shown.size == made.size
    assert max(high for _, high in ImageChops.difference(shown, made).getextrema()) < 8


def test_there_is_a_first_notebook():
    assert [path.name for path in NOTEBOOKS][:1] == ["00_start_here.ipynb"]


def test_it_opens_with_title_question_and_promises_then_imports_then_constants(notebook):
    title, imports, constants = notebook.cells[:3]
    assert title.cell_type == "markdown" and title.source.startswith("# ")
    for promise in ("question", "you can", "You need", "Time", "Download"):
        assert promise in title.source
    missing, closed, *_ = imports.source.splitlines()
    assert "No module resattn_lab" in missing and "%pip install" in missing
    assert "model not found" in closed and "Run All Cells" in closed
    kinds = {type(node) for node in ast.parse(imports.source).body}
    assert kinds <= {ast.Import, ast.ImportFrom}
    assert "FAST" in constants.source and "SEED" in constants.source
    later = "\n".join(cell.source for cell in code_cells(notebook)[1:])
    assert not re.search(r"^\s*(import|from) ", later, re.MULTILINE)


def prose(notebook):
    return "\n\n".join(c.source for c in notebook.cells if c.cell_type == "markdown")


def calls(notebook, *names):
    """The calls of functions with these names, over all cells, in order."""
    return [
        node
        for cell in code_cells(notebook)
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, ast.Call)
        and (getattr(node.func, "id", None) or getattr(node.func, "attr", None)) in names
    ]


def test_every_column_of_a_table_has_a_name(notebook):
    assert not re.search(r"^\|\s*\|", prose(notebook), re.MULTILINE)


def headings(notebook):
    return re.findall(r"^## (.+)$", prose(notebook), re.MULTILINE)


def test_help_is_at_hand(notebook):
    """What a check's message names can be called as it stands."""
    imported = notebook.cells[1].source
    assert all(f" {name}" in imported for name in ("check", "hint", "solution"))


def test_it_has_one_title_and_at_most_forty_five_cells(notebook):
    assert len(re.findall(r"^# ", prose(notebook), re.MULTILINE)) == 1
    assert len(notebook.cells) <= 45


def test_its_sections_go_from_a_prediction_to_something_made(notebook):
    labels = [heading.split(":")[0] for heading in headings(notebook)]
    assert {"Predict", "Run", "Investigate", "Modify", "Make"} <= set(labels)


def test_every_section_tells_the_instructor_what_to_expect(notebook):
    """Every section but the recall at the start has notes, and they fit in a lesson."""
    told = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and re.search(r"^## ", cell.source, re.MULTILINE):
            notes = cell.metadata.get("teaching")
            assert notes, f"no teaching notes at {cell.source[:60]!r}"
            assert set(notes) == {"minutes", "stalls", "ask", "answer"}
            assert all(len(notes[name]) > 15 for name in ("stalls", "ask", "answer"))
            told.append(notes["minutes"])
    assert 30 <= sum(told) <= 45


def test_a_lesson_asks_for_three_predictions_and_shows_each_beside_its_result(lesson):
    asked = len(calls(lesson, "Prediction", "NumberPrediction"))
    assert asked >= 3 and len(calls(lesson, "reveal")) >= asked


def test_what_answers_a_prediction_is_folded_away_until_its_cell_runs(notebook):
    folded = [cell for cell in code_cells(notebook) if "jupyter" in cell.metadata]
    assert folded == [cell for cell in code_cells(notebook) if ".reveal(" in cell.source]
    assert all(cell.metadata.jupyter == {"outputs_hidden": True} for cell in folded)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_answer_to_a_prediction_can_be_read_in_the_source_that_reveals_it(path):
    """The cell finds it among what it computes; no text in ``reveal`` says it."""
    reveals = calls(nbformat.read(path, as_version=4), "reveal")
    typed = [
        ast.unparse(call)
        for call in reveals
        for given in (*call.args, *(keyword.value for keyword in call.keywords))
        if isinstance(given, ast.Constant)
    ]
    assert reveals and not typed


def test_a_lesson_starts_with_recall_and_ends_with_a_quiz(lesson):
    assert len(calls(lesson, "recall")) == len(calls(lesson, "quiz")) == 1
    assert headings(lesson)[0] == "What you still know"
    assert headings(lesson)[-1] == "What stays"
    assert len(re.findall(r"^\*This is a good place to stop", prose(lesson), re.MULTILINE)) >= 3


def test_a_lesson_has_four_exercises_and_three_graded_changes(lesson):
    assert len(re.findall(r"^\*\*Exercise", prose(lesson), re.MULTILINE)) >= 4
    changes = re.findall(r"^\*\*\d\. Change (\w+ \w+)", prose(lesson), re.MULTILINE)
    assert changes == ["a number", "a block", "the architecture"]


def test_every_exercise_of_the_package_is_in_its_notebook_untouched():
    assert [path.name[:2] for path in NOTEBOOKS] == list(NUMBERS)
    for path in NOTEBOOKS:
        found = {}
        for cell in code_cells(nbformat.read(path, as_version=4)):
            key = exercise_key(cell.source)
            if key is not None:
                found[key] = cell.outputs[-1].text.strip()
                assert "nbval-check-output" in cell.metadata.tags
        assert set(found) == set(exercises(path.name[:2]))
        assert set(found.values()) == {NOT_YET}


def test_every_panel_has_a_task_and_a_question(lesson):
    panels = sum(
        "Prediction" not in text and "Quiz" not in text and "image/png" in output.data
        for cell in code_cells(lesson)
        for output in cell.outputs
        if output.output_type == "execute_result"
        for text in [output.data.get("text/plain", "")]
    )
    assert panels >= 1
    assert prose(lesson).count("**Task.**") >= panels <= prose(lesson).count("**Question.**")


def test_the_minutes_at_the_top_are_the_measured_ones():
    times = json.loads((ROOT / "benchmarks/results/notebooks.json").read_text())
    for path in NOTEBOOKS:
        took = times["seconds"][path.name]
        said = (
            f"All cells run in {took['full']} s; in fast mode in {took['fast']} s "
            f"({times['device']})"
        )
        assert said in nbformat.read(path, as_version=4).cells[0].source


def test_it_names_its_three_ideas_and_the_minutes_that_it_plans(notebook):
    ideas = notebook.metadata.lesson.ideas
    assert len(ideas) == 3 and all(len(idea.split()) > 3 for idea in ideas)
    minutes = planned_minutes(notebook)
    assert minutes <= 45
    assert f"{minutes} minutes planned" in notebook.cells[0].source


def test_its_cells_are_for_a_learner_to_read(notebook):
    cells = [cell.source.splitlines() for cell in code_cells(notebook)]
    assert len(notebook.cells) <= 45
    assert max(map(len, cells)) <= 20 and statistics.median(map(len, cells)) <= 8
    for cell in code_cells(notebook):  # what the prose claims is in tests/claims
        body = ast.parse(cell.source).body
        # a test that is written in the notebook is its subject, and asserts
        lines = [part for part in body if not getattr(part, "name", "").startswith("test_")]
        asserted = [n for part in lines for n in ast.walk(part) if isinstance(n, ast.Assert)]
        assert not asserted, cell.source


def test_cells_and_functions_are_short(notebook):
    for cell in code_cells(notebook)[1:]:  # the first holds all imports
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


def test_every_picture_has_words_for_those_who_cannot_see_it(notebook):
    for cell in code_cells(notebook):
        for output in cell.outputs:
            if "image/png" in output.get("data", {}):
                assert len(output.metadata["image/png"]["alt"]) > 60, cell.source


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
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text):
        attached = target.removeprefix("attachment:") in notebook.cells[0].attachments
        there = attached or (ROOT / "notebooks" / target).exists()
        assert target.startswith("http") or there, target
