"""Three copies of one notebook: the learner's, the instructor's, and one to recall from."""

import ast
import copy
import re
from collections.abc import Mapping

import nbformat
from nbformat import NotebookNode

from resattn_lab.course import exercise, exercise_key, solved

from .folded import unfold_answers

TEACHING = "teaching"  # in a section's metadata: minutes, stalls, ask, answer
LOOK_OUT = "Look out for"  # what may be stumbled over: no class has been watched
ASKED = r"\*\*(?:The question|You need|Task|Question|Exercise|\d\. Change)"
LABEL = r"\s*# [1-5] (?:trunk|down|up|gate|residual)\b"
FROM_MEMORY = "# Write this again, from memory."


def learner_copy(notebook: NotebookNode) -> NotebookNode:
    """The notebook as it is, without what is for the instructor alone."""
    made = copy.deepcopy(notebook)
    for cell in made.cells:
        cell.metadata.pop(TEACHING, None)
    return made


def teaching_note(notes: Mapping) -> str:
    """One section's notes for the instructor, as a quotation in Markdown."""
    return (
        f"> **For the instructor, {notes['minutes']} minutes.** "
        f"*{LOOK_OUT}:* {notes['stalls']} *Ask:* {notes['ask']} "
        f"*What the answer shows:* {notes['answer']}"
    )


def instructor_copy(notebook: NotebookNode) -> NotebookNode:
    """The notebook with solutions in, each checked here, and notes below every section."""
    made, cells = copy.deepcopy(notebook), []
    unfold_answers(made)
    for cell in made.cells:
        notes = cell.metadata.pop(TEACHING, None)
        key = exercise_key(cell.source) if cell.cell_type == "code" else None
        if key is not None:
            found = exercise(key)
            cell.source = solved(cell.source)
            said = found.check(found.answer()) + "\n"
            cell.outputs = [nbformat.v4.new_output("stream", name="stdout", text=said)]
        cells.append(cell)
        if notes is not None:
            cells.append(nbformat.v4.new_markdown_cell(teaching_note(notes)))
    made.cells = cells
    return made


def recall_copy(notebook: NotebookNode) -> NotebookNode:
    """Headings, questions and stubs; the answers and what was built are the reader's to give.

    Figures, panels and quizzes stay as code; what they put out goes.
    """
    made, cells = copy.deepcopy(notebook), []
    for number, cell in enumerate(made.cells):
        cell.metadata.pop(TEACHING, None)
        if cell.cell_type == "markdown":
            cell.source = questions_only(cell.source)
            cell.pop("attachments", None)  # the cover
        else:
            cell.outputs, cell.execution_count = [], None
            if number > 2 and exercise_key(cell.source) is None:
                cell.source = without_what_was_built(cell.source)
        if cell.source:
            cells.append(cell)
    made.cells = cells
    return made


def questions_only(source: str) -> str:
    """The headings of a Markdown cell, and the paragraphs that ask for something."""
    kept = [
        part
        for part in re.split(r"\n\s*\n", source)
        if part.startswith("#") or re.match(ASKED, part)
    ]
    return "\n\n".join(kept)


def without_what_was_built(source: str) -> str:
    """A cell whose functions, classes and labelled steps are left to the reader."""
    lines, blanked = source.splitlines(), []
    if any(re.match(LABEL, line) for line in lines):
        steps = [line for line in lines if re.match(LABEL, line)]
        return "\n".join([FROM_MEMORY, *steps])
    for node in ast.parse(source).body:
        if not isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            continue
        first = node.body[0]
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
            first = node.body[1] if len(node.body) > 1 else first  # keep the docstring
        blanked.append((first.lineno, node.end_lineno, first.col_offset))
    for start, end, indent in reversed(blanked):
        lines[start - 1 : end] = [" " * indent + FROM_MEMORY, " " * indent + "..."]
    return "\n".join(lines)
