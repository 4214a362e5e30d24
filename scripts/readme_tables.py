"""Write the README's tables of claims, masks and panels, from what was trained and measured.

Run: python scripts/readme_tables.py

A test holds the README to what this would write.
"""

import json
from pathlib import Path
from statistics import fmean

from resattn_lab.ablations import CLAIMS, ClaimRow, claim_table, load_results
from resattn_lab.course import record
from resattn_lab.course.ledger import entries

ROOT = Path(__file__).resolve().parents[1]
ABLATIONS = ROOT / "results" / "ablations"
SOURCES = ("scenes", "photographs")
# Claims that no pair of trainings can answer: from the ledgers of the notebooks.
LEDGER = (
    ("06.released_56", "06"),
    ("06.released_92", "06"),
    ("06.parameters_92", "06"),
    ("06.operations_56", "06"),
    ("06.cifar_92", "06"),
    ("06.cifar_236", "06"),
    ("06.cifar_452", "06"),
    ("03.reach_centre", "03"),
    ("04.gate", "04"),
    ("04.noise", "04"),
    ("05.shrinking", "05"),
)

MODULES = ("stage1.0", "stage2.0", "stage3.0")
MEASURES = ("iou", "pointing", "energy")
MAPS = {
    "mean mask, stage 1": "stage1.0 mean",
    "mean mask, stage 2": "stage2.0 mean",
    "mean mask, stage 3": "stage3.0 mean",
    "best channel¹, stage 1": "stage1.0 channel",
    "best channel¹, stage 2": "stage2.0 channel",
    "best channel¹, stage 3": "stage3.0 channel",
    "Grad-CAM (captum)": "Grad-CAM",
    "distance of colours: no network": "colour",
    "centre prior": "centre",
    "chance": "chance",
}
WAYS = {
    "removed": "remove",
    "flattened to each channel's mean": "mean",
    "shuffled over the places": "shuffle",
    "another image's": "other",
}


def found(row: ClaimRow | None) -> str:
    """Both means in percent, the gap with its interval, and the verdict."""
    if row is None:
        return "not run"
    means = f"{fmean(row.lower):.1f} / {fmean(row.higher):.1f}"
    return f"{means}; {row.verdict.gap_in_words()}: **{row.verdict.word}**"


def trained() -> list[str]:
    """A line for each claim that trainings were run for."""
    rows = {(row.key, row.source): row for row in claim_table(ABLATIONS)}
    lines = ["| claim | the paper | scenes | photographs |", "|---|---|---|---|"]
    for key, claim in CLAIMS.items():
        cells = [
            f"{claim.says} ({claim.source})",
            f"{claim.paper[0]:g} / {claim.paper[1]:g}",
            *(found(rows.get((key, source))) for source in SOURCES),
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def computed() -> list[str]:
    """A line for each claim that was computed or measured without such a pair."""
    lines = ["| claim | the paper | here | verdict |", "|---|---|---|---|"]
    for key, notebook in LEDGER:
        entry = entries(notebook)[key]
        cells = [
            f"{entry.claim} ({entry.source})",
            entry.paper,
            entry.measured,
            f"**{entry.verdict}**",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def claims() -> list[str]:
    """What trainings say, and below it what was computed."""
    runs = [run for found in load_results(ABLATIONS).values() for run in found.runs]
    hours = sum(run["seconds"] for run in runs) / 3600
    cost = (
        f"{len(runs)} trainings of one CPU thread each, {hours:.0f} hours together "
        "(beside other work)."
    )
    between = "Claims that were computed, or measured without a pair of trainings:"
    return [*trained(), "", cost, "", between, "", *computed()]


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def interval(found: list[float]) -> str:
    """A mean with its interval, to three decimals."""
    return "{:.3f} ({:.3f} to {:.3f})".format(*found)


def untrained(key: str, measure: str) -> list[float]:
    """A measure of each untrained network's map."""
    drawn = record("mask_evidence")["parts"]["untrained"]["zero_residual"]
    return [network[measure][0] for network in drawn[key]]


def span(values: list[float]) -> str:
    return f"{min(values):.2f} to {max(values):.2f}"


def box() -> list[str]:
    """How often the network in the box is right, and on which scenes that was counted."""
    evidence = record("mask_evidence")
    right = evidence["parts"]["agreement"]["accuracy"]
    return [
        f"It names {right[0]:.1%} ({right[1]:.1%} to {right[2]:.1%}) of 4,000 scenes of "
        "another seed. Whether its masks find the object in these scenes stands above."
    ]


def masks() -> list[str]:
    """Do masks find the object, and do predictions rest on them? (notebook 11)."""
    parts = record("mask_evidence")["parts"]
    maps = parts["agreement"]["maps"]
    lines = ["| map | overlap (IoU) | pointing game | energy inside |", "|---|---|---|---|"]
    for name, key in MAPS.items():
        lines.append(f"| {name} | {' | '.join(interval(maps[key][m]) for m in MEASURES)} |")
    for stage, module in enumerate(MODULES, start=1):
        cells = [span(untrained(f"{module} channel", measure)) for measure in MEASURES]
        name = f"five untrained networks², best channel¹, stage {stage}"
        lines.append(f"| {name} | {' | '.join(cells)} |")
    lines += ["", "| masks replaced | stage 1 | stage 2 | stage 3 | all |"]
    lines.append("|---|---|---|---|---|")
    for name, way in WAYS.items():
        found = [parts["causality"][way][m]["changed"] for m in (*MODULES, "all")]
        lines.append(f"| {name} | {' | '.join(f'{share[0]:.0%}' for share in found)} |")
    return lines


def seeds() -> list[str]:
    """How far the masks of networks trained alike differ, and those of larger scenes."""
    parts = record("scene_networks")["parts"]
    spread = parts["32"]["spread"]["trained"]
    alike = [
        "{mean:.3f} ({least:.3f} to {most:.3f})".format(**spread[module]["pointing"])
        for module in MODULES
    ]
    ((name, looking),) = parts["64"]["trained"].items()
    larger = [f"{looking[module]['pointing'][0]:.3f}" for module in MODULES]
    return [
        "Over three networks trained alike, each with its own seed, the best channels of "
        "stages 1, 2 and 3 point at the object in {}, {} and {} of these scenes (mean, least "
        "and most); ".format(*alike)
        + f"those of `{name}` in "
        + "{}, {} and {} of scenes of 64×64 pixels ".format(*larger)
        + "([docs/results.md](docs/results.md))."
    ]


def panels() -> list[str]:
    """Milliseconds of a move in the kernel, and from a key to the picture in a browser."""
    redraw, browser = (
        json.loads((ROOT / "benchmarks" / "results" / f"{name}.json").read_text())
        for name in ("panel_redraw", "key_to_picture")
    )
    shipped, paper = redraw["milliseconds"].values()
    lines = ["| move | shipped network | paper-sized Attention-56 |", "|---|---|---|"]
    lines += [f"| {what} | {ms:.0f} | {paper[what]:.0f} |" for what, ms in shipped.items()]
    grown = redraw["megabytes_over_1000_moves"]
    timed = {name: panel["median_ms"] for name, panel in browser["panels"].items()}
    slow = ("MaskExplorer", "KernelExplorer")
    others = [timed[name] for name in timed if name not in slow]
    return [
        *lines,
        "",
        f"A plain matplotlib figure of the same views takes {redraw['plain_over_ours']} times "
        "as long as a channel move in the same run. Over 1,000 moves the process grew by "
        f"{grown['masks']} MB (masks) and {grown['kernels']} MB (kernels).",
        "",
        "From the key press to the changed picture in Chromium, median of 20 "
        f"(`benchmarks/key_to_picture.py`): MaskExplorer {timed[slow[0]]} ms, KernelExplorer "
        f"{timed[slow[1]]} ms, the {len(others)} others {min(others)} to {max(others)} ms.",
    ]


SECTIONS = {
    "claims": claims,
    "masks": masks,
    "seeds": seeds,
    "box": box,
    "panels": panels,
}


def section(name: str) -> str:
    """The tables of ``name``, between their marks."""
    return "\n".join([f"<!-- {name} -->", *SECTIONS[name](), f"<!-- end of {name} -->"])


def main() -> None:
    path = ROOT / "README.md"
    text = path.read_text(encoding="utf-8")
    for name in SECTIONS:
        before, rest = text.split(f"<!-- {name} -->")
        text = before + section(name) + rest.split(f"<!-- end of {name} -->")[1]
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
