"""Write what README and docs/routes.md say of results and minutes, between their marks.

Run: python scripts/front_page.py

A test holds both to what this would write.
"""

from pathlib import Path
from statistics import fmean

import nbformat
from result_tables import ABLATIONS, MODULES, table, untrained

from resattn_lab.ablations import claim_table, load_results
from resattn_lab.course import record
from resattn_lab.publishing import first_heading, planned_minutes

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
NUMBERS = ("none", "one", "two", "all")
LAB_DAY = ("00", "03", "04", "05", "08", "09", "11")


def findings() -> list[str]:
    """Three results of the recorded runs, in a sentence each."""
    photographs = load_results(ABLATIONS)["depth", "photographs"]
    residual, plain, naive = (
        fmean(photographs.values(name)) for name in ("ARL 164", "ResNet-164", "NAL 164")
    )
    depths = {
        (row.key, row.source): row.verdict.word == "repeated"
        for row in claim_table(ABLATIONS)
        if row.claim.source == "Table 3"
    }
    this = "and" if depths["depth_164", "photographs"] else "though not"
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
        "* **The 1 in 1 + M repairs what masks break; no benefit of masks was seen.** In short "
        "trainings on photographs Attention-164 with naive masks (M·T) errs on "
        f"{naive:.1f} %, with the 1 + on {residual:.1f} %; ResNet-164, which has no masks, on "
        f"{plain:.1f} %. Of {len(depths)} such comparisons (four depths; photographs, scenes) "
        f"the 1 + is clearly better than M·T in {sum(depths.values())}, {this} in this one.",
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
