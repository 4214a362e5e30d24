"""Build the course's copies and pages, after the set-up; `make course` runs this.

Instructor's guide and live page in docs/ are brought up to date as well.

Run: python scripts/make_course.py [--out build/course] [--learner]
"""

import argparse
import sys
from pathlib import Path

from set_up import ROOT, exit_status, in_environment, say


def build(arguments: list[str]) -> None:
    from resattn_lab.explore import write_page
    from resattn_lab.publishing import COPIES, build_course, update_guide

    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "course")
    parser.add_argument("--learner", action="store_true", help="without solutions and notes")
    options = parser.parse_args(arguments)
    out, kinds = options.out, ("learner",) if options.learner else tuple(COPIES)
    guide = ROOT / "docs" / "instructor.md"
    guide.write_text(update_guide(guide, ROOT / "notebooks"), encoding="utf-8")
    write_page(ROOT / "docs" / "live_page.html")
    written = build_course(
        ROOT / "notebooks",
        ROOT / "docs",
        out,
        kinds=kinds,
        search=True,
        tell=lambda name: say(f"{name}: written"),
    )
    megabytes = sum(path.stat().st_size for path in written) / 1e6
    print(f"{len(written)} files, {megabytes:.1f} MB; the way in is {out / 'index.html'}")


def main() -> None:
    status = in_environment(__file__, sys.argv[1:])
    if status is None:
        build(sys.argv[1:])
    sys.exit(status)


if __name__ == "__main__":
    sys.exit(exit_status(main))
