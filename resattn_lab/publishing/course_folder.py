"""The course in a folder of one's own: notebooks to work in, and the glossary they link to."""

import json
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import NamedTuple

import nbformat

from resattn_lab.shipped import shipped_folder

from .copies import instructor_copy, learner_copy

GLOSSARY = "docs/glossary.md"


class CourseFiles(NamedTuple):
    """What ``write_course_folder`` did: the notebooks it wrote, left alone, and set aside."""

    written: list[Path]
    left: list[Path]
    set_aside: list[Path]


def write_course_folder(
    folder: Path, *, instructor: bool = False, replace: bool = False
) -> CourseFiles:
    """Write the learner's notebooks and the glossary into ``folder``.

    A notebook that is there already is somebody's work: it stays as it is, or, with
    ``replace``, is set aside under another name before the new one is written.

    Args:
        instructor: solutions and notes are in.
        replace: write every notebook afresh that differs from what would be written.

    Raises:
        ValueError: ``folder`` is a file.
        FileNotFoundError: see ``shipped_folder``.
    """
    if folder.exists() and not folder.is_dir():
        raise ValueError(f"{folder} is a file; name a folder, or one that is not there yet")
    source = shipped_folder("notebooks").parent
    made = CourseFiles([], [], [])
    make = instructor_copy if instructor else learner_copy
    (folder / GLOSSARY).parent.mkdir(parents=True, exist_ok=True)
    (folder / GLOSSARY).write_bytes((source / GLOSSARY).read_bytes())
    for path in sorted((source / "notebooks").glob("[0-9][0-9]_*.ipynb")):
        target, text = folder / path.name, copy_text(path, make)
        if target.exists():
            if not replace or target.read_bytes() == text.encode():
                made.left.append(target)
                continue
            made.set_aside.append(target.rename(unused_name(target)))
        target.write_bytes(text.encode())
        made.written.append(target)
    return made


def copy_text(
    path: Path, make: Callable[[nbformat.NotebookNode], nbformat.NotebookNode]
) -> str:
    """One copy as the text of a file; links to ``../docs`` lead to ``docs`` beside it."""
    notebook = make(nbformat.read(path, as_version=4))
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = cell.source.replace("](../docs/", "](docs/")
    return json.dumps(notebook, ensure_ascii=False, indent=1) + "\n"


def unused_name(path: Path) -> Path:
    """``name.mine-1.ipynb``, or the first higher number that is free."""

    numbered = (path.with_name(f"{path.stem}.mine-{n}{path.suffix}") for n in count(1))
    return next(candidate for candidate in numbered if not candidate.exists())
