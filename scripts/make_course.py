"""Build the course's copies and pages; bring instructor's guide and live page up to date.

Run: python scripts/make_course.py [--out build/course]
"""

import argparse
from pathlib import Path

from resattn_lab.explore import write_page
from resattn_lab.publishing import build_course, update_guide

ROOT = Path(__file__).parents[1]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "course")
    out = parser.parse_args().out
    guide = ROOT / "docs" / "instructor.md"
    guide.write_text(update_guide(guide, ROOT / "notebooks"), encoding="utf-8")
    write_page(ROOT / "docs" / "live_page.html")
    written = build_course(ROOT / "notebooks", ROOT / "docs", out)
    print(f"{len(written)} files; the way in is {out / 'index.html'}")


if __name__ == "__main__":
    main()
