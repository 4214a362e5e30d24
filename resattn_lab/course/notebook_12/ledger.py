"""The paper's ablations beside ours: made from the results that lie in the repository."""

from statistics import fmean, stdev

from resattn_lab.ablations import (
    CLAIMS,
    ClaimRow,
    claim_table,
    comparison_table,
    decide,
    load_results,
    recorded_folder,
)

from ..ledger import Entry

RESULTS = recorded_folder()
FOUND = load_results(RESULTS) if any(RESULTS.glob("*.json")) else {}
RESNET = "ResNet-164"
NOTHING = "no results in results/ablations"


def conditions(study: str, source: str) -> str:
    """How the runs of a study were made, from its file."""
    facts = FOUND[study, source].facts
    made = facts.get("conditions", {})
    return (
        f"{source}, setting {FOUND[study, source].setting}: {made.get('size', '?')} pixels "
        f"square, width {made.get('width', '?')}, {facts.get('device', '?')}"
    )


def over_stage_1(low: float, high: float) -> str:
    """Two ratios that are recorded in percent, of responses in the last and first stage."""
    return f"stage 3 / stage 1: {low / 100:.2g} against {high / 100:.2g}"


def in_words(row: ClaimRow) -> str:
    """Both means, the gap with its interval and its pairs, and the reason of the verdict."""
    verdict, (low, high) = row.verdict, map(fmean, (row.lower, row.higher))
    means = f"{low:.1f} against {high:.1f} %"
    if row.claim.ratio:
        means = over_stage_1(low, high)
    return (
        f"{means}, gap {verdict.gap_in_words()}; pairs {verdict.pairs_in_words()}: "
        f"{verdict.reason}"
    )


def claim_entries() -> list[Entry]:
    """One entry for each claim and kind of images; without results one for the claim."""
    rows = claim_table(RESULTS) if FOUND else []
    made = []
    for key, claim in CLAIMS.items():
        printed = f"{claim.paper[0]:g} against {claim.paper[1]:g} %"
        paper = over_stage_1(*claim.paper) if claim.ratio else printed
        fixed = {"source": claim.source, "paper": paper}
        for row in (row for row in rows if row.key == key):
            made.append(
                Entry(
                    key=f"12.{key}_{row.source}",
                    claim=f"{row.source}: {claim.says}",
                    measure=lambda row=row: in_words(row),
                    conditions=conditions(claim.study, row.source),
                    verdict=row.verdict.word,
                    **fixed,
                )
            )
        if not any(row.key == key for row in rows):
            verdict = {"conditions": NOTHING, "verdict": "not measured here"}
            made.append(Entry(key=f"12.{key}", claim=claim.says, **fixed, **verdict))
    return made


def resnet_entries() -> list[Entry]:
    """Whether ResNet-164's last stage answers more weakly than its first (Fig. 4)."""
    made = []
    for (study, source), results in FOUND.items():
        found = results.values(RESNET, "response") if study == "depth" else []
        if not found:
            continue
        made.append(
            Entry(
                key=f"12.response_resnet_{source}",
                claim=f"{source}: ResNet-164's stage 3 answers more weakly than its stage 1",
                source="Fig. 4",
                paper="stage 3 / stage 1: 0.30 (read off the plot)",
                measure=lambda found=found: (
                    "stage 3 / stage 1: " + ", ".join(f"{value / 100:.2f}" for value in found)
                ),
                conditions=f"one number a seed; {conditions(study, source)}",
                verdict="agrees" if max(found) < 100 else "differs",
            )
        )
    return made


def arms_entries() -> list[Entry]:
    """The paper's own pair among the five arms, each with the learning rate of its choice."""
    claim = CLAIMS["depth_56"]
    return [
        Entry(
            key=f"12.arms_{source}",
            claim=f"{source}, rates chosen: {claim.says}",
            source=claim.source,
            paper=f"{claim.paper[0]:g} against {claim.paper[1]:g} %",
            measure=lambda low=low, high=high, verdict=verdict: (
                f"{fmean(low):.1f} against {fmean(high):.1f} %, gap {verdict.gap_in_words()}; "
                f"{len(low)} pairs: {verdict.pairs_in_words()}"
            ),
            conditions=conditions("fusion", source),
            verdict=decide(verdict.low, verdict.high, claim.paper_gap),
        )
        for asks, source, low, high, verdict in (comparison_table(RESULTS) if FOUND else [])
        if (asks.lower, asks.higher) == ("(1 + M)·T", "M·T")
    ]


def spreads() -> str:
    """The least and the largest spread of a network's seeds, in points of test error."""
    found = [
        stdev(values)
        for results in FOUND.values()
        for variant in dict.fromkeys(run["variant"] for run in results.runs)
        if len(values := results.values(variant)) > 1
    ]
    return f"{min(found):.1f} to {max(found):.1f} points" if found else "one seed each so far"


ENTRIES = (
    *claim_entries(),
    *arms_entries(),
    *resnet_entries(),
    Entry(
        key="12.spread",
        claim="spread of the seeds (standard deviation of a network's test error)",
        source="Tables 1, 3, 4, 5",
        paper="not printed",
        measure=spreads,
        conditions="all networks of results/ablations",
        verdict="not published",
    ),
)
