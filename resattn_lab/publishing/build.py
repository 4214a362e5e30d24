"""Everything at once: copies and pages of all notebooks, glossary, guide, and a way in."""

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import nbformat

from resattn_lab.course import ledger
from resattn_lab.explore import write_page

from .copies import instructor_copy, learner_copy, recall_copy
from .guide import first_heading
from .minutes import planned_minutes
from .page import notebook_page, text_page
from .search import PAGE, add_search

COPIES = {"learner": learner_copy, "instructor": instructor_copy, "recall": recall_copy}
TEXTS = ("routes", "glossary", "results", "performance", "training")
PICTURES = ("training_cost.png", "live_page.webp")
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
    names, written, lessons = [path.stem for path in sources], [], {}
    for number, path in enumerate(sources):
        source = nbformat.read(path, as_version=4)
        lessons[path.stem] = (first_heading(source.cells[0].source), planned_minutes(source))
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
    texts["ledger"] = ledger_text({name: title for name, (title, _) in lessons.items()})
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
    text = text_page(contents(lessons, kinds), links, kind="contents", indexed=False)
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


def contents(lessons: dict[str, tuple[str, int]], kinds: Iterable[str]) -> str:
    """The course's way in, as Markdown: the live page, then a row for each lesson.

    Args:
        lessons: heading ("name: its question") and planned minutes by the notebook's name.
        kinds: which of ``COPIES`` there are; the learner's is what a lesson's name leads to.
    """
    kinds = tuple(kinds)
    others = {"instructor": "with solutions", "recall": "from memory"}
    rows = []
    for name, (heading, minutes) in lessons.items():
        title, _, question = heading.partition(": ")
        copies = "".join(
            f' <a href="{kind}/{name}.html">{words}</a>'
            for kind, words in others.items()
            if kind in kinds
        )
        rows.append(
            f'<li><span class="number">{name[:2]}</span> '
            f'<a href="{kinds[0]}/{name}.html">{title}</a> '
            f'<span class="question">{question[:1].upper()}{question[1:]}</span> '
            f'<span class="aside">{minutes} min{copies}</span></li>'
        )
    guide = ", [for the instructor](instructor.html)" * ("instructor" in kinds)
    return (
        "# Residual Attention Lab\n\n"
        "A neural network looks at a picture and names the shape in it. Inside it, *masks* "
        "weigh what it sees, location by location. In seventeen lessons you build such a "
        "network, train it, and find out what its masks do.\n\n"
        "[![The live page: a square covers most of a heart, and the network's answer goes "
        "from heart to arrow](live_page.webp)](live_page.html)\n\n"
        "**Try it first:** [the live page](live_page.html) is the trained network, in your "
        "browser. Cover the heart with a square, and the answer changes. "
        "[A second one](live_page_64.html) looks at larger pictures.\n\n"
        "## The lessons\n\n"
        "Each is a Jupyter notebook; here you can read it. Minutes are planned, with the "
        "exercises.\n\n"
        f'<ul class="lessons">\n{chr(10).join(rows)}\n</ul>\n\n'
        "## More\n\n"
        "[Routes](routes.html): what to take in 90 minutes or a day. "
        "[Results](results.html) and [the paper ledger](ledger.html): what was found, and how "
        f"sure it is. [Glossary](glossary.html), [your own images](training.html), "
        f"[performance](performance.html){guide}.\n"
    )
