"""The glossary: every term has its notebook, which links to it where it is first used."""

import re
from pathlib import Path

import nbformat
import pytest

from resattn_lab.publishing import read_glossary

ROOT = Path(__file__).parents[1]
TERMS = read_glossary(ROOT / "docs" / "glossary.md")
NOTEBOOKS = {path.stem[:2]: path for path in sorted((ROOT / "notebooks").glob("*.ipynb"))}


def prose(number):
    notebook = nbformat.read(NOTEBOOKS[number], as_version=4)
    return "\n\n".join(c.source for c in notebook.cells if c.cell_type == "markdown")


def test_terms_stand_in_the_order_of_the_alphabet_and_once_each():
    names = [term.name.lower() for term in TERMS]
    assert names == sorted(set(names))


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.anchor)
def test_the_notebook_that_introduces_a_term_links_to_it(term):
    text = prose(term.notebook)
    link = f"(../docs/glossary.md#{term.anchor})"
    assert link in text, f"notebook {term.notebook} does not link to {term.name!r}"
    before = text[: text.index(link)].rsplit("[", 1)[0]
    promises = r"\*\*Afterwards you can\*\*(?:.|\n)*?\n\n"
    before = re.sub(rf"^#.*$|`[^`]*`|{promises}", "", before, flags=re.MULTILINE)
    assert not re.search(rf"\b{re.escape(term.name)}\b", before, re.IGNORECASE)


@pytest.mark.parametrize("number", NOTEBOOKS)
def test_links_to_the_glossary_find_their_term(number):
    linked = set(re.findall(r"\(\.\./docs/glossary\.md#([\w-]+)\)", prose(number)))
    assert linked and linked <= {term.anchor for term in TERMS}


def test_an_entry_without_its_notebook_is_refused(tmp_path):
    path = tmp_path / "glossary.md"
    path.write_text("# Glossary\n\n## mask\nA number for every place.\n")
    with pytest.raises(ValueError, match="'mask' must end with"):
        read_glossary(path)
