"""The course in one's own folder: what is written, what is never written over."""

import re
from pathlib import Path

import nbformat
import pytest
from typer.testing import CliRunner

from resattn_lab import __version__
from resattn_lab.cli import app
from resattn_lab.publishing import write_course_folder

SOURCES = sorted((Path(__file__).parents[2] / "notebooks").glob("[0-9][0-9]_*.ipynb"))


@pytest.fixture(scope="module")
def learner(tmp_path_factory):
    folder = tmp_path_factory.mktemp("mine")
    return folder, write_course_folder(folder)


def test_a_learner_gets_every_notebook_without_the_instructors_notes(learner):
    folder, made = learner
    assert [path.name for path in made.written] == [path.name for path in SOURCES]
    for path in made.written:
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        assert not any("teaching" in cell.metadata for cell in notebook.cells)


def test_every_link_to_a_file_leads_to_one_that_is_there(learner):
    folder, made = learner
    for path in made.written:
        cells = nbformat.read(path, as_version=4).cells
        texts = [cell.source for cell in cells if cell.cell_type == "markdown"]
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", "\n".join(texts)):
            assert (folder / target).is_file(), (path.name, target)


def test_work_that_is_there_is_left_as_it_is(tmp_path):
    mine = tmp_path / SOURCES[0].name
    mine.write_text("my answers", encoding="utf-8")
    made = write_course_folder(tmp_path)
    assert made.left == [mine] and mine.read_text(encoding="utf-8") == "my answers"
    assert len(made.written) == len(SOURCES) - 1


def test_replacing_sets_work_aside_under_names_that_are_free(tmp_path):
    mine = tmp_path / SOURCES[0].name
    for text in ("first answers", "second answers"):
        mine.write_text(text, encoding="utf-8")
        write_course_folder(tmp_path, replace=True)
    kept = [mine.with_name(f"{mine.stem}.mine-{number}.ipynb") for number in (1, 2)]
    texts = [path.read_text(encoding="utf-8") for path in kept]
    assert texts == ["first answers", "second answers"]
    assert len(nbformat.read(mine, as_version=4).cells) > 10
    assert write_course_folder(tmp_path, replace=True).set_aside == []


def test_the_instructors_notebooks_have_the_solutions_in(tmp_path):
    write_course_folder(tmp_path, instructor=True)
    cells = nbformat.read(tmp_path / SOURCES[0].name, as_version=4).cells
    assert not any("NotImplementedError" in c.source for c in cells if c.cell_type == "code")
    assert any("**For the instructor" in cell.source for cell in cells)


def test_a_file_in_the_folders_place_is_refused(tmp_path):
    path = tmp_path / "course"
    path.touch()
    with pytest.raises(ValueError, match="is a file; name a folder"):
        write_course_folder(path)


def test_the_command_says_what_it_wrote_and_what_it_left(tmp_path):
    first = CliRunner().invoke(app, ["course", str(tmp_path), "--no-lab"])
    assert first.exit_code == 0 and f"{len(SOURCES)} learner's notebooks" in first.output
    again = CliRunner().invoke(app, ["course", str(tmp_path), "--no-lab"])
    assert f"{len(SOURCES)} were there already and were left as they are" in again.output


def test_the_command_tells_its_version():
    told = CliRunner().invoke(app, ["--version"])
    assert told.exit_code == 0 and told.output.strip() == f"resattn-lab {__version__}"
