"""The instructor's guide: a part by hand, and a part from the notebooks' own notes."""

import re
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from .copies import LOOK_OUT, TEACHING

MARK = "<!-- Below this line: from the notebooks, by make course. -->"


def first_heading(source: str) -> str:
    """The text of a Markdown cell's first heading."""
    line = next(line for line in source.splitlines() if line.startswith("#"))
    return line.lstrip("# ")


def sections(notebook: NotebookNode) -> list[tuple[str, dict]]:
    """Heading and notes of every section that has notes, in order."""
    return [
        (first_heading(cell.source), cell.metadata[TEACHING])
        for cell in notebook.cells
        if TEACHING in cell.metadata
    ]


def opening(notebook: NotebookNode, label: str) -> str:
    """The sentence of the first cell that follows ``**label**``."""
    _, _, rest = notebook.cells[0].source.partition(f"**{label}**")
    return " ".join(rest.split("**")[0].split())


def guide(notebooks: list[tuple[str, NotebookNode]]) -> str:
    """The part that is made from the notebooks, as Markdown: (file name, notebook) each."""
    parts = []
    for name, notebook in notebooks:
        found = sections(notebook)
        if not found:
            continue
        parts += [
            f"## {name[:2]}: [{first_heading(notebook.cells[0].source)}](../notebooks/{name})",
            f"**Needs** {opening(notebook, 'You need')} **Time** {opening(notebook, 'Time')}",
        ]
        for heading, notes in found:
            parts += [
                f"### {heading} ({notes['minutes']} minutes)",
                f"- *{LOOK_OUT}:* {notes['stalls']}\n- *Ask:* {notes['ask']}\n"
                f"- *What the answer shows:* {notes['answer']}",
            ]
    # A note's links start in notebooks/, the guide lies in docs/.
    return re.sub(r"\]\((?=\d\d_\w+\.ipynb)", "](../notebooks/", "\n\n".join(parts)) + "\n"


def update_guide(path: Path, folder: Path) -> str:
    """The guide's text with its second part made anew from the notebooks in ``folder``.

    Raises:
        ValueError: the file at ``path`` lacks the line that the second part follows.
    """
    by_hand, mark, _ = path.read_text(encoding="utf-8").partition(MARK)
    if not mark:
        raise ValueError(f"{path.name} must hold the line {MARK!r}")
    files = sorted(folder.glob("*.ipynb"))
    notebooks = [(file.name, nbformat.read(file, as_version=4)) for file in files]
    return f"{by_hand}{MARK}\n\n{guide(notebooks)}"
