"""Everything at once: copies and pages of all notebooks, glossary, guide, and a way in."""

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import nbformat

from resattn_lab.course import ledger
from resattn_lab.explore import write_page

from .copies import instructor_copy, learner_copy, recall_copy
from .guide import first_heading
from .page import notebook_page, text_page
from .search import PAGE, add_search

COPIES = {"learner": learner_copy, "instructor": instructor_copy, "recall": recall_copy}
TEXTS = ("routes", "glossary", "results", "performance", "training")
PICTURES = ("training_cost.png",)
# Networks of the box that are shown on scenes which may be handed on.
LIVE = {
    "live_page.html": "scenes_attention_56",
    "live_page_64.html": "scenes_64_attention_56",
}


def neighbours(names: list[str], number: int, search: bool) -> dict[str, str]:
    """The links at the top of a notebook's page."""
    links = {"Course": "../index.html", "Glossary": "../glossary.html"}
    if search:
        links["Search"] = f"../{PAGE}"
    if number > 0:
        links["← Before"] = f"{names[number - 1]}.html"
    if number + 1 < len(names):
        links["Next →"] = f"{names[number + 1]}.html"
    return links


def build_course(
    notebooks: Path,
    docs: Path,
    out: Path,
    *,
    kinds: Iterable[str] = tuple(COPIES),
    search: bool = False,
    tell: Callable[[str], None] = lambda words: None,
) -> list[Path]:
    """Write a folder of each kind of copy, with pages, and the texts around them.

    Args:
        notebooks: the folder of the sources, outputs included.
        docs: the folder with the texts that are pages too.
        kinds: which of ``COPIES``; without "instructor" no solution and no note is written.
        search: whether to index the learner's pages and the texts, and to write a page that
            searches them; needs the extra "site".
        tell: is called with each notebook's name as soon as its pages are there.

    Returns:
        Every file that was written.

    Raises:
        ValueError: a folder without notebooks.
        RuntimeError: ``search`` without Pagefind.
    """
    sources = sorted(notebooks.glob("[0-9][0-9]_*.ipynb"))
    if not sources:
        raise ValueError(f"there is no notebook in {notebooks}")
    names, written, titles = [path.stem for path in sources], [], {}
    for number, path in enumerate(sources):
        source = nbformat.read(path, as_version=4)
        titles[path.stem] = first_heading(source.cells[0].source)
        for kind in kinds:
            folder = out / kind
            folder.mkdir(parents=True, exist_ok=True)
            made, links = COPIES[kind](source), neighbours(names, number, search)
            nbformat.write(made, folder / path.name)
            page = folder / f"{path.stem}.html"
            words = f"{kind}'s copy"
            text = notebook_page(
                made,
                links,
                kind=words,
                live_page="../live_page.html",
                indexed=kind == "learner",
            )
            page.write_text(text, encoding="utf-8")
            written += [folder / path.name, page]
        tell(path.stem)
    texts = {name: (docs / f"{name}.md").read_text(encoding="utf-8") for name in TEXTS}
    texts["ledger"] = ledger_text(titles)
    if "instructor" in kinds:
        texts["instructor"] = (docs / "instructor.md").read_text(encoding="utf-8")
    home = {"Course": "index.html"} | ({"Search": PAGE} if search else {})
    for name, text in texts.items():
        page = out / f"{name}.html"
        made = text_page(text, home, kind=name, indexed=name != "instructor")
        page.write_text(made, encoding="utf-8")
        written.append(page)
    for name in PICTURES:
        written.append(Path(shutil.copy(docs / name, out / name)))
    for name, network in LIVE.items():
        written += write_page(out / name, network)
    index = out / "index.html"
    links = {"Search": PAGE} if search else {}
    text = text_page(contents(titles, kinds), links, kind="contents", indexed=False)
    index.write_text(text, encoding="utf-8")
    return [*written, index, *(add_search(out) if search else [])]


def ledger_text(titles: dict[str, str]) -> str:
    """Every notebook's ledger, one below the other, as Markdown with tables in HTML."""
    parts = [
        "# The paper ledger",
        "What the paper says, what was found here and how, a verdict. A dash: not measured.",
    ]
    for name, title in titles.items():
        table = ledger(name[:2])
        if table.entries:
            parts += [f"## {name[:2]}: {title}", table._repr_html_()]
    return "\n\n".join(parts) + "\n"


def contents(titles: dict[str, str], kinds: Iterable[str]) -> str:
    """The course's way in, as Markdown: a row for each notebook, a column for each kind."""
    rows = []
    for name, title in titles.items():
        words = {"learner": title, "instructor": "with solutions", "recall": "from memory"}
        links = " | ".join(f"[{words[kind]}]({kind}/{name}.html)" for kind in kinds)
        rows.append(f"| {name[:2]} | {links} |")
    head = {"learner": "notebook", "instructor": "instructor", "recall": "recall"}
    guide = ", [for the instructor](instructor.html)" * ("instructor" in kinds)
    return (
        "# Residual Attention Lab: the course\n\n"
        "Trained networks that run in your browser: "
        "[scenes of 32×32 pixels](live_page.html), [of 64×64](live_page_64.html).\n\n"
        f"| no. | {' | '.join(head[kind] for kind in kinds)} |\n"
        f"|---|{'---|' * len(tuple(kinds))}\n" + "\n".join(rows) + "\n\n"
        "[Routes](routes.html), [glossary](glossary.html), [results](results.html), "
        "[the paper ledger](ledger.html), [your own images](training.html), "
        f"[performance](performance.html){guide}\n"
    )
