"""Build the course's copies and pages; bring instructor's guide and live page up to date.

Run: python scripts/make_course.py [--out build/course] [--learner]
"""

import argparse
from pathlib import Path

from resattn_lab.explore import write_page
from resattn_lab.publishing import COPIES, build_course, update_guide

ROOT = Path(__file__).parents[1]


def say(name: str) -> None:
    print(f"{name}: written", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "course")
    parser.add_argument("--learner", action="store_true", help="without solutions and notes")
    options = parser.parse_args()
    out, kinds = options.out, ("learner",) if options.learner else tuple(COPIES)
    guide = ROOT / "docs" / "instructor.md"
    guide.write_text(update_guide(guide, ROOT / "notebooks"), encoding="utf-8")
    write_page(ROOT / "docs" / "live_page.html")
    written = build_course(ROOT / "notebooks", ROOT / "docs", out, kinds=kinds, tell=say)
    megabytes = sum(path.stat().st_size for path in written) / 1e6
    print(f"{len(written)} files, {megabytes:.1f} MB; the way in is {out / 'index.html'}")


if __name__ == "__main__":
    main()
