"""The committed guide is what the notebooks say now, and the course builds."""

import re
from pathlib import Path

from resattn_lab.publishing import build_course, update_guide

ROOT = Path(__file__).parents[2]


def test_the_instructors_guide_is_current():
    path = ROOT / "docs" / "instructor.md"
    assert update_guide(path, ROOT / "notebooks") == path.read_text(encoding="utf-8"), (
        "run make course"
    )


def test_every_anchor_that_a_page_links_to_is_there(tmp_path):
    build_course(ROOT / "notebooks", ROOT / "docs", tmp_path)
    pages = {path: path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.html")}
    for path, text in pages.items():
        for target, anchor in re.findall(r'href="([^"#:]*)#([^"]+)"', text):
            other = pages[(path.parent / target).resolve()] if target else text
            assert f'id="{anchor}"' in other, (path.name, target, anchor)
