"""Write the table of the paper's claims into the README, from results/ablations and the ledger.

Run: python scripts/claims_table.py

A test holds the README to what this would write.
"""

from pathlib import Path

from resattn_lab.ablations import CLAIMS, ClaimRow, claim_table
from resattn_lab.ablations.verdict import LEAST_SEEDS, mean
from resattn_lab.course.ledger import entries

ROOT = Path(__file__).resolve().parents[1]
START, END = "<!-- claims -->", "<!-- end of claims -->"
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


def found(row: ClaimRow | None) -> str:
    """Both means in percent, the gap with two standard errors, and the verdict."""
    if row is None:
        return "not run"
    said = f"{mean(row.lower):.1f} / {mean(row.higher):.1f}"
    seeds = min(len(row.lower), len(row.higher))
    if seeds < LEAST_SEEDS:
        return f"{said}; fewer than {LEAST_SEEDS} seeds yet: **{row.verdict.word}**"
    gap = f"{row.verdict.gap:+.1f} ± {2 * row.verdict.standard_error:.1f}"
    return f"{said}; {gap}: **{row.verdict.word}**"


def trained() -> list[str]:
    """A line for each claim that trainings were run for."""
    rows = {(row.key, row.source): row for row in claim_table(ROOT / "results" / "ablations")}
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


def section() -> str:
    """Both tables, between the marks."""
    between = "Claims that were computed, or measured without a pair of trainings:"
    return "\n".join([START, *trained(), "", between, "", *computed(), END])


def main() -> None:
    path = ROOT / "README.md"
    text = path.read_text(encoding="utf-8")
    before, rest = text.split(START)
    _, after = rest.split(END)
    path.write_text(before + section() + after, encoding="utf-8")


if __name__ == "__main__":
    main()
