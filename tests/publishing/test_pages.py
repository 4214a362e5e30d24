"""Pages of the course: formulas without a script, links among pages, words for pictures."""

import re

import nbformat
import pytest

from resattn_lab.publishing import build_course, notebook_page, text_page, update_guide
from resattn_lab.publishing.build import PICTURES
from resattn_lab.publishing.formulas import with_mathml
from resattn_lab.publishing.guide import MARK

PNG = "iVBORw0KGgo="  # enough for a page: nothing here looks at the pixels


def lesson(title="Masks: what are they?"):
    md, code = nbformat.v4.new_markdown_cell, nbformat.v4.new_code_cell
    picture = nbformat.v4.new_output(
        "display_data",
        data={"image/png": PNG, "text/plain": "<Figure>"},
        metadata={"image/png": {"alt": "A mask, bright on the object."}},
    )
    notes = {"minutes": 7, "stalls": "There.", "ask": "Why?", "answer": "So."}
    opening = (
        f"# {title}\n\n**You need** notebook 00. **Time** 45 minutes. **Download** none.\n\n"
        "See [a term](../docs/glossary.md#soft-mask), [next](01_next.ipynb). $H = T$, `$x$`"
    )
    return nbformat.v4.new_notebook(
        cells=[
            md(opening),
            md("## Run: it", metadata={"teaching": notes}),
            code("draw()", outputs=[picture]),
        ]
    )


def test_formulas_become_mathml_and_code_stays_code():
    made = with_mathml("with $H = (1 + M) \\cdot T$ and `$HOME`\n\n$$a^2$$")
    assert made.count("<math") == 2 and 'display="block"' in made and "`$HOME`" in made


def test_a_page_needs_no_script_and_nothing_from_elsewhere():
    page = notebook_page(lesson(), {"Course": "../index.html"}, kind="learner's copy")
    assert "<script" not in page and not re.search(r'(src|href)="https?://', page)
    assert "<title>Masks: what are they?</title>" in page and "<math" in page


def test_links_between_notebooks_and_texts_lead_to_pages():
    page = notebook_page(lesson(), {}, kind="learner's copy")
    assert 'href="../glossary.html#soft-mask"' in page and 'href="01_next.html"' in page
    text = text_page("# Guide\n\n[00](../notebooks/00_start.ipynb)", {}, kind="guide")
    assert 'href="learner/00_start.html"' in text


def test_pictures_carry_their_words_and_dark_screens_get_dark_pages():
    page = notebook_page(lesson(), {}, kind="learner's copy")
    assert 'alt="A mask, bright on the object."' in page
    assert "prefers-color-scheme: dark" in page


@pytest.fixture
def sources(tmp_path):
    notebooks, docs = tmp_path / "notebooks", tmp_path / "docs"
    notebooks.mkdir()
    docs.mkdir()
    nbformat.write(lesson(), notebooks / "00_start.ipynb")
    nbformat.write(lesson("Next: what?"), notebooks / "01_next.ipynb")
    (docs / "glossary.md").write_text("# Glossary\n\n## Soft mask\nOne.\n")
    for name in ("routes", "results", "performance", "training"):
        (docs / f"{name}.md").write_text(f"# {name}\n\nSee [the results](results.md).\n")
    for name in PICTURES:
        (docs / name).write_bytes(b"picture")
    (docs / "instructor.md").write_text(f"# For the instructor\n\nBy hand.\n\n{MARK}\nold\n")
    return notebooks, docs


def test_a_build_holds_three_copies_and_their_pages_and_every_link_leads_somewhere(
    sources, tmp_path
):
    out = tmp_path / "out"
    written = build_course(*sources, out)
    assert len(written) == 2 * 3 * 2 + 12 and all(path.is_file() for path in written)
    for page in out.rglob("*.html"):
        text = page.read_text()
        for target in re.findall(r'(?:href|src)="([^"#:]+)["#]', text):
            assert (page.parent / target).is_file(), (page, target)


def test_the_way_in_gives_each_lesson_its_question_and_minutes(sources, tmp_path):
    build_course(*sources, tmp_path / "out", kinds=("learner",))
    text = (tmp_path / "out" / "index.html").read_text()
    row = re.search(r"<li><span[^>]*>01</span>.*?</li>", text)[0]
    assert '<a href="learner/01_next.html">Next</a>' in row
    assert ">What?</span>" in row and "1 min" in row


def test_a_build_for_learners_holds_nothing_of_the_instructor_and_no_link_to_it(
    sources, tmp_path
):
    out, told = tmp_path / "out", []
    written = build_course(*sources, out, kinds=("learner",), tell=told.append)
    assert told == ["00_start", "01_next"]
    assert not [
        path for path in out.rglob("*") if path.name.startswith(("instructor", "recall"))
    ]
    for page in (path for path in written if path.suffix == ".html"):
        assert "instructor" not in page.read_text().split("<body>")[-1], page


def a_panel(source):
    result = nbformat.v4.new_output(
        "execute_result", data={"image/png": PNG}, metadata={"image/png": {"alt": "Masks."}}
    )
    made = lesson()
    made.cells.append(nbformat.v4.new_code_cell(source, outputs=[result]))
    return notebook_page(made, {}, kind="learner's copy", live_page="../live_page.html")


def test_a_panel_of_masks_is_live_in_its_page_and_another_panel_says_where_it_moves():
    live, still = a_panel("panels.MaskExplorer(network)"), a_panel("panels.DepthPanel(runs)")
    assert '<iframe src="../live_page.html" title=' in live and 'alt="Masks."' not in live
    assert "<iframe" not in still and 'alt="Masks."' in still
    assert "In the notebook this panel moves" in still


def test_a_folder_without_notebooks_is_refused(tmp_path):
    with pytest.raises(ValueError, match="no notebook in"):
        build_course(tmp_path, tmp_path, tmp_path / "out")


def test_the_guide_keeps_what_is_by_hand_and_makes_the_rest_anew(sources):
    notebooks, docs = sources
    made = update_guide(docs / "instructor.md", notebooks)
    assert "By hand." in made and "old" not in made
    assert "### Run: it (7 minutes)" in made and "*Ask:* Why?" in made
    assert "*Look out for:* There." in made
    assert "**Needs** notebook 00. **Time** 45 minutes." in made


def test_a_guide_without_its_mark_is_refused(sources):
    notebooks, docs = sources
    (docs / "instructor.md").write_text("# For the instructor\n")
    with pytest.raises(ValueError, match="must hold the line"):
        update_guide(docs / "instructor.md", notebooks)
