"""Everything at once: copies and pages of all notebooks, glossary, guide, and a way in."""

from pathlib import Path

import nbformat

from resattn_lab.course import ledger
from resattn_lab.explore import write_page

from .copies import instructor_copy, learner_copy, recall_copy
from .guide import first_heading
from .page import notebook_page, text_page

COPIES = {"learner": learner_copy, "instructor": instructor_copy, "recall": recall_copy}
TEXTS = ("glossary", "instructor")
# Networks of the box that are shown on scenes which may be handed on.
LIVE = {
    "live_page.html": "scenes_attention_56",
    "live_page_64.html": "scenes_64_attention_56",
}


def neighbours(names: list[str], number: int) -> dict[str, str]:
    """The links at the top of a notebook's page."""
    links = {"Course": "../index.html", "Glossary": "../glossary.html"}
    if number > 0:
        links["← Before"] = f"{names[number - 1]}.html"
    if number + 1 < len(names):
        links["Next →"] = f"{names[number + 1]}.html"
    return links


def build_course(notebooks: Path, docs: Path, out: Path) -> list[Path]:
    """Write ``out/learner``, ``out/instructor``, ``out/recall`` and the pages around them.

    Args:
        notebooks: the folder of the sources, outputs included.
        docs: the folder with ``glossary.md`` and ``instructor.md``.

    Returns:
        Every file that was written.

    Raises:
        ValueError: a folder without notebooks.
    """
    sources = sorted(notebooks.glob("[0-9][0-9]_*.ipynb"))
    if not sources:
        raise ValueError(f"there is no notebook in {notebooks}")
    names, written, titles = [path.stem for path in sources], [], []
    for number, path in enumerate(sources):
        source = nbformat.read(path, as_version=4)
        titles.append(first_heading(source.cells[0].source))
        for kind, make in COPIES.items():
            folder = out / kind
            folder.mkdir(parents=True, exist_ok=True)
            made, links = make(source), neighbours(names, number)
            nbformat.write(made, folder / path.name)
            page = folder / f"{path.stem}.html"
            page.write_text(notebook_page(made, links, kind=f"{kind}'s copy"), encoding="utf-8")
            written += [folder / path.name, page]
    for name in TEXTS:
        page = out / f"{name}.html"
        text = (docs / f"{name}.md").read_text(encoding="utf-8")
        page.write_text(text_page(text, {"Course": "index.html"}, kind=name), encoding="utf-8")
        written.append(page)
    page = out / "ledger.html"
    kept = ledger_text([name[:2] for name in names], titles)
    page.write_text(text_page(kept, {"Course": "index.html"}, kind="ledger"), encoding="utf-8")
    written.append(page)
    for name, network in LIVE.items():
        written += write_page(out / name, network)
    index = out / "index.html"
    index.write_text(text_page(contents(names, titles), {}, kind="contents"), encoding="utf-8")
    return [*written, index]


def ledger_text(numbers: list[str], titles: list[str]) -> str:
    """Every notebook's ledger, one below the other, as Markdown with tables in HTML."""
    parts = [
        "# The paper ledger",
        "What the paper says, what was found here and how, a verdict. A dash: not measured.",
    ]
    for number, title in zip(numbers, titles, strict=True):
        table = ledger(number)
        if table.entries:
            parts += [f"## {number}: {title}", table._repr_html_()]
    return "\n\n".join(parts) + "\n"


def contents(names: list[str], titles: list[str]) -> str:
    """The course's way in, as Markdown."""
    rows = [
        f"| {name[:2]} | [{title}](learner/{name}.html) | "
        f"[with solutions](instructor/{name}.html) | [from memory](recall/{name}.html) |"
        for name, title in zip(names, titles, strict=True)
    ]
    return (
        "# Residual Attention Lab: the course\n\n"
        "Trained networks that run in your browser: "
        "[scenes of 32×32 pixels](live_page.html), [of 64×64](live_page_64.html).\n\n"
        "| | notebook | instructor | recall |\n"
        "|---|---|---|---|\n" + "\n".join(rows) + "\n\n"
        "[Glossary](glossary.html), [the paper ledger](ledger.html), "
        "[for the instructor](instructor.html)\n"
    )
