"""Notebooks and texts as HTML pages that need nothing else: no script, no network."""

import copy
import html
import re
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter
from nbconvert.filters import markdown2html
from nbformat import NotebookNode
from pygments.formatters import HtmlFormatter

from .formulas import with_mathml
from .guide import first_heading

STYLE = Path(__file__).with_name("page.css")


def style() -> str:
    """The page's style sheet: its own, and two schemes of coloured code."""
    light = HtmlFormatter(style="default").get_style_defs(".highlight")
    dark = HtmlFormatter(style="github-dark").get_style_defs(".highlight")
    ground = ".highlight { background: var(--code) !important; }"
    return (
        f"{STYLE.read_text(encoding='utf-8')}\n{light}\n"
        f"@media (prefers-color-scheme: dark) {{\n{dark}\n}}\n{ground}\n"
    )


def shell(
    title: str, body: str, links: dict[str, str], kind: str, *, indexed: bool = True
) -> str:
    """A whole page around ``body``.

    Args:
        links: words and addresses at the top of the page.
        kind: which copy this is, in a word or two.
        indexed: whether the search finds this page.
    """
    found = "".join(
        f'<a href="{html.escape(address)}">{html.escape(words)}</a>'
        for words, address in links.items()
    )
    found_by_search = " data-pagefind-body" if indexed else ""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(title)}</title>\n<style>\n{style()}</style>\n</head>\n<body>\n"
        '<a class="skip" href="#text">To the text</a>\n'
        f'<nav aria-label="Course">{found}<span class="copy">{html.escape(kind)}</span></nav>\n'
        f'<main id="text"{found_by_search}>\n{body}\n</main>\n</body>\n</html>\n'
    )


def page_addresses(body: str, *, root: str) -> str:
    """Links between notebooks and texts as links between their pages."""
    body = re.sub(r'href="([\w./-]+)\.ipynb', r'href="\1.html', body)
    return re.sub(r'href="(?:\.\./docs/)?(\w+)\.md', rf'href="{root}\1.html', body)


def panel_as_page(cell: NotebookNode, live_page: str | None) -> None:
    """Say below a panel's still where it moves; where masks are shown, show the live page."""
    names = re.findall(r"\b(\w+(?:Explorer|Panel))\(", cell.source)
    results = [made for made in cell.outputs if made.output_type == "execute_result"]
    if not names or not results:
        return
    if live_page is None or "MaskExplorer" not in names:
        words = "In the notebook this panel moves: here it is a still."
        cell.outputs.append(html_output(f'<p class="still">{words}</p>'))
        return
    frame = (
        f'<iframe src="{live_page}" title="The network, live: masks and prediction"></iframe>'
    )
    words = f'The notebook has a panel here; this is <a href="{live_page}">the live page</a>.'
    at = cell.outputs.index(results[-1])
    cell.outputs[at] = html_output(f'{frame}<p class="still">{words}</p>')


def html_output(text: str) -> NotebookNode:
    return nbformat.v4.new_output("display_data", data={"text/html": text})


def notebook_page(
    notebook: NotebookNode,
    links: dict[str, str],
    *,
    kind: str,
    live_page: str | None = None,
    indexed: bool = True,
) -> str:
    """A notebook with its outputs as a page.

    Args:
        links: words and addresses at the top of the page.
        kind: which copy this is, in a word or two.
        live_page: the address of the live page, which stands in for panels of masks.
        indexed: whether the search finds this page.
    """
    shown = copy.deepcopy(notebook)
    for cell in shown.cells:
        if cell.cell_type == "markdown":
            cell.source = with_mathml(cell.source)
        else:
            panel_as_page(cell, live_page)
    body, _ = HTMLExporter(template_name="basic", exclude_anchor_links=True).from_notebook_node(
        shown
    )
    title = first_heading(notebook.cells[0].source)
    return shell(title, page_addresses(body, root="../"), links, kind, indexed=indexed)


def anchor(heading: str) -> str:
    """What GitHub calls the place of a heading, from nbconvert's name for it."""
    return re.sub(r"[^\w-]", "", heading.lower())


def text_page(markdown: str, links: dict[str, str], *, kind: str, indexed: bool = True) -> str:
    """A Markdown text, such as the glossary, as a page."""
    body = str(markdown2html(with_mathml(markdown)))
    body = re.sub(r'<a class="anchor-link".*?</a>', "", body)
    body = re.sub(r'id="([^"]+)"', lambda found: f'id="{anchor(found[1])}"', body)
    body = re.sub(r'href="\.\./notebooks/([\w-]+)\.ipynb', r'href="learner/\1.html', body)
    return shell(
        first_heading(markdown), page_addresses(body, root=""), links, kind, indexed=indexed
    )
