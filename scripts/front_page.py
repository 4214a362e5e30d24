"""Write what README and docs/routes.md say of results and minutes, between their marks.

Run: python scripts/front_page.py

A test holds both to what this would write.
"""

from pathlib import Path
from statistics import fmean

import nbformat
from result_tables import ABLATIONS, MODULES, table, untrained

from resattn_lab.ablations import STUDIES, claim_table, comparison_table, load_results
from resattn_lab.course import record
from resattn_lab.publishing import first_heading, planned_minutes

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
NUMBERS = ("none", "one", "two", "all")
LAB_DAY = ("00", "03", "04", "05", "08", "09", "11")


def masks_and_the_1() -> str:
    """What two studies found of masks and of the 1 in 1 + M."""
    arms = load_results(ABLATIONS)["fusion", "photographs"]
    means = [fmean(arms.values(name)) for name in STUDIES["fusion"].variants]
    gaps = {
        (asks.lower, asks.higher): f"{gap.gap:.1f} points ({gap.low:.1f} to {gap.high:.1f})"
        for asks, images, _, _, gap in comparison_table(ABLATIONS)
        if (asks.study, images) == ("fusion", "photographs")
    }
    by_m, by_t = (gaps["(1 + M)·T", other] for other in ("M·T", "no mask"))
    rows = [row for row in claim_table(ABLATIONS) if row.claim.source == "Table 3"]
    clear = sum(row.verdict.word == "repeated" for row in rows)
    return (
        "* **No benefit of masks was seen; the 1 in 1 + M helps against M·T.** At depth "
        "56, each with a learning rate of its own, networks that pass on T alone, M·T, 2M·T, "
        f"1.5·T or (1 + M)·T all err on {min(means):.1f} to {max(means):.1f} % of photographs "
        f"({len(arms.seeds)} trainings each). (1 + M)·T is ahead of M·T by {by_m}, of T alone "
        f"by {by_t}. Briefly trained at one rate, at depths of 56 to 164, networks with the "
        f"1 + are clearly better than with M·T in {clear} of {len(rows)} comparisons."
    )


def findings() -> list[str]:
    """Three results of the recorded runs, in a sentence each."""
    centre = record("mask_evidence")["parts"]["agreement"]["maps"]["centre"]["pointing"][0]
    networks = list(record("other_masks")["parts"]["networks"].values())
    drawn = [share for name in MODULES for share in untrained(f"{name} channel", "pointing")]
    known = record("scene_networks")["parts"]["32"]["trained"].values()
    stages = [network["stage1.0"] for network in known]
    hits = [stage["pointing"][0] for stage in stages]
    lowest = sum(stage["chosen"]["pointing"]["low"] for stage in stages)
    removed, flat = (
        [network["replaced"][way]["all"]["accuracy"][0] for network in networks]
        for way in ("remove", "mean")
    )
    whole = [network["replaced"]["untouched"]["accuracy"][0] for network in networks]
    return [
        masks_and_the_1(),
        "* **Some masks find the object, and nobody told them where it is.** In three trained "
        "networks the best channel of stage 1, chosen on other scenes, has its highest value "
        f"(in {NUMBERS[lowest]} of the three its lowest) on the object in {min(hits):.0%} to "
        f"{max(hits):.0%} of new scenes. Pointing at the centre hits {centre:.0%}; the best "
        f"channel of an untrained network, {max(drawn):.0%} at most.",
        "* **Trained networks come to depend on their masks; how much on *where*, differs.** "
        f"Without any mask the three are right in {fmean(removed):.0%} of the scenes, which is "
        f"guessing; as trained, in {min(whole):.0%} or more. With every mask made flat, so "
        f"that it points nowhere, in {min(flat):.0%}, {sorted(flat)[1]:.0%} and "
        f"{max(flat):.0%}.",
    ]


def course() -> list[str]:
    """Each notebook with its question and its planned minutes."""
    rows = []
    for path in NOTEBOOKS:
        notebook = nbformat.read(path, as_version=4)
        title, _, question = first_heading(notebook.cells[0].source).partition(": ")
        link = f"[{title}](notebooks/{path.name})"
        rows.append((path.name[:2], link, question, f"{planned_minutes(notebook)}"))
    return [table(("no.", "notebook", "its question", "planned minutes"), rows)]


def minutes(numbers: tuple[str, ...]) -> int:
    """Planned minutes of some notebooks together."""
    return sum(
        planned_minutes(nbformat.read(path, as_version=4))
        for path in NOTEBOOKS
        if path.name[:2] in numbers
    )


def sums() -> list[str]:
    """How long the lab day and the whole course are."""
    everything = tuple(path.name[:2] for path in NOTEBOOKS)
    rows = [
        ("a lab day", ", ".join(LAB_DAY), f"{minutes(LAB_DAY)}"),
        ("the whole course", f"00 to {everything[-1]}", f"{minutes(everything)}"),
    ]
    return [table(("route", "notebooks", "planned minutes"), rows)]


SECTIONS = {
    ROOT / "README.md": {"findings": findings, "course": course},
    ROOT / "docs" / "routes.md": {"sums": sums},
}


def page(path: Path) -> str:
    """The text of ``path`` with its marked parts made anew."""
    text = path.read_text(encoding="utf-8")
    for name, lines in SECTIONS[path].items():
        before, rest = text.split(f"<!-- {name} -->")
        after = rest.split(f"<!-- end of {name} -->")[1]
        marked = "\n".join([f"<!-- {name} -->", *lines(), f"<!-- end of {name} -->"])
        text = before + marked + after
    return text


def main() -> None:
    for path in SECTIONS:
        path.write_text(page(path), encoding="utf-8")


if __name__ == "__main__":
    main()
