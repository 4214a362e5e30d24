"""The parts of docs/results.md about repeated trainings: claims, controls, arms, and luck."""

import json
from pathlib import Path
from statistics import fmean, stdev

from result_tables import ABLATIONS, table

from resattn_lab.ablations import (
    CLAIMS,
    STUDIES,
    ClaimRow,
    claim_table,
    comparison_table,
    load_results,
    seeds_needed,
)

RULE = Path(__file__).resolve().parents[1] / "results" / "rule"


def errors(values: list[float]) -> str:
    return ", ".join(f"{value:.1f}" for value in values)


def both(row: ClaimRow) -> str:
    """The numbers of the network that the claim names first / of the other, seed by seed."""
    if row.claim.ratio:
        ratios = ([value / 100 for value in values] for values in (row.lower, row.higher))
        return "stage 3 over stage 1: " + " / ".join(map(errors, ratios))
    return f"{errors(row.lower)} / {errors(row.higher)} %"


def needed(row: ClaimRow) -> str:
    """Pairs that would see the paper's gap, where the pairs' spread means something."""
    if row.verdict.reason == "neither network learned" or len(row.verdict.gaps) < 2:
        return "–"
    return f"{seeds_needed(row.claim.paper_gap, stdev(row.verdict.gaps)):,}"


def claims() -> str:
    rows = [
        (
            f"{row.claim.says} ({row.claim.source})",
            row.source,
            row.claim.paper_in_words(),
            both(row),
            row.verdict.pairs_in_words(),
            row.verdict.gap_in_words(),
            f"**{row.verdict.word}**: {row.verdict.reason}",
            needed(row),
        )
        for row in claim_table(ABLATIONS)
    ]
    words = [row[6].split("**")[1] for row in rows]
    counts = ", ".join(f"{words.count(word)} {word}" for word in dict.fromkeys(sorted(words)))
    head = (
        "claim",
        "images",
        "paper's gap",
        "found, seed by seed: of the network named first / of the other",
        "gap of each pair",
        "mean gap, 95 % interval",
        "verdict",
        "pairs for 90 % power",
    )
    return (
        f"## The claims\n\n{len(rows)} verdicts: {counts}. Where nothing differs, luck alone "
        f"makes {len(rows) / 40:.1f} of {len(rows)} *repeated*. The last column is how many "
        "pairs would see the paper's gap in 90 of 100 experiments if they scatter as these "
        "three did; from three pairs that is a rough guess.\n\n" + table(head, rows)
    )


def asked(study: str) -> list[tuple]:
    """The comparisons of a study, with images, errors and gap."""
    every = comparison_table(ABLATIONS)
    return [row for row in every if row[0].study == study]


def controls() -> str:
    rows = [
        (
            comparison.asks,
            source,
            f"{comparison.lower}: {errors(lower)}",
            f"{comparison.higher}: {errors(higher)}",
            verdict.pairs_in_words(),
            verdict.gap_in_words(),
        )
        for comparison, source, lower, higher, verdict in asked("depth")
    ]
    head = (
        "question",
        "images",
        "one, %",
        "other, %",
        "gap of each pair",
        "mean gap, 95 % interval",
    )
    runs = load_results(ABLATIONS)["depth", "photographs"].runs
    full, plain = (
        next(run for run in runs if run["variant"] == name)
        for name in ("ARL 164", "ResNet-164")
    )
    work = plain["multiply_accumulates"] / full["multiply_accumulates"]
    return f"""## The control beside no mask

The claims about attention residual learning compare two networks that both have masks.
ResNet-164 has none, and is smaller: {plain["parameters"]:,} parameters where Attention-164
has {full["parameters"]:,}, and {work:.0%} of its multiply-accumulates. After 200 steps at one
learning rate it errs on photographs as Attention-164 with the 1 + does, and far less than the
naive one: **deep and briefly trained, the 1 + repairs the harm of M·T, and no benefit of masks
was seen.** With rates chosen and ten times the steps, at depth 56, see *Five arms*. Above 0
the one errs less.

{table(head, rows)}"""


def trained() -> str:
    rows = []
    for (study, source), found in load_results(ABLATIONS).items():
        facts, conditions = found.facts, found.facts["conditions"]
        networks = dict.fromkeys(v.network for v in STUDIES[study].variants.values())
        recipe = conditions["recipe"]
        hours = sum(run["seconds"] for run in found.runs) / 3600
        rows.append(
            (
                f"`{study}_{source}`",
                f"{', '.join(networks)}, width {conditions['width']:g}",
                f"{facts['data']['train']} to train, {facts['data']['test']} to test; "
                f"{conditions['size']}×{conditions['size']} pixels",
                f"{recipe['iterations']} of {recipe['batch_size']} images, "
                f"{recipe['optimiser']}",
                ", ".join(map(str, found.seeds)),
                f"{facts['device']}, torch {facts['versions']['torch']}",
                f"{len(found.runs)} in {hours:.1f} h",
                f"`{facts['commit'][:7]}`",
            )
        )
    head = ("file", "networks", "images", "steps", "seeds", "device", "trainings", "commit")
    return (
        "## What was trained\n\nFor each claim the file of its study in `results/ablations` "
        "(Tables 1 and 4: `masks`; Table 3 and Fig. 4: `depth`; Table 5: `noise`; Table "
        "7: `units`; five arms: `fusion`), which holds every epoch and the command.\n\n"
        + table(head, rows)
    )


def arms() -> str:
    found = load_results(ABLATIONS)["fusion", "photographs"]
    networks = STUDIES["fusion"].variants
    means = {name: fmean(found.values(name)) for name in networks}
    printed = CLAIMS["depth_56"]
    share = printed.paper_gap / printed.paper[1]
    as_large = share * means["M·T"]
    rows = [
        (
            comparison.asks,
            f"{comparison.higher} − {comparison.lower}",
            verdict.pairs_in_words(),
            verdict.gap_in_words(),
            f"{seeds_needed(as_large / 3, stdev(verdict.gaps))}",
        )
        for comparison, _, _, _, verdict in asked("fusion")
    ]
    head = (
        "question",
        "gap",
        "of each pair",
        "mean, 95 % interval",
        "pairs for a third of the paper's",
    )
    told = ", ".join(f"{name} {mean:.1f} %" for name, mean in means.items())
    conditions = found.facts["conditions"]
    return (
        "## Five arms: what does the mask do?\n\nThe study `fusion` weighs one trunk, that of "
        f"Attention-56 at width {conditions['width']:g}, in five ways; "
        f"{conditions['recipe']['iterations']:,} steps on photographs of "
        f"{conditions['size']}×{conditions['size']} pixels, {len(found.seeds)} seeds. Arms of "
        "one seed begin with the same trunk. Each arm's learning rate is chosen on validation "
        f"images, on seeds of its own, from the same grid. Mean errors: {told}.\n\n```sh\n"
        f"{found.facts['command']}\n```\n\nThe paper's gap at this depth (Table 3) is "
        f"{share:.1%} of the naive error; as large a share would here be {as_large:.1f} "
        "points. The first five questions were written down before the trainings; the last, "
        "which is the paper's own pair, was added when these had been read.\n\n"
        + table(head, rows)
        + "\n\n"
        + planned()
    )


def planned() -> str:
    """How the number of pairs of the five arms was chosen before they were trained."""
    made = json.loads((RULE / "fusion_power.json").read_text())
    rows = [
        (
            f"Attention-{row['depth']}",
            row["spread"],
            f"{row['relative_gap']:.1%}",
            f"{row['relative_spread']:.1%}",
            str(row["pairs_needed"]),
            str(row["pairs"]),
            f"{row['power']:.0%}",
        )
        for row in made["rows"]
    ]
    head = (
        "network",
        "spread",
        "gap to be seen",
        "spread of a pair",
        "pairs for 90 % power",
        "pairs planned, 8 at least",
        "power of these",
    )
    return (
        "How it was planned: the gap to be seen was a third of the paper's share, the spreads "
        "those of pairs recorded earlier on photographs, as shares of the error "
        f"(`{made['command']}`). The row of Attention-56 with the pooled spread was taken. The "
        "pairs then scattered as the last column above says.\n\n" + table(head, rows)
    )


def luck() -> str:
    made = json.loads((RULE / "luck.json").read_text())
    words = ("repeated", "not repeated", "not testable at this size")
    names = ("paired", "spreads", "seeds", "paper_gap")
    shares: dict[tuple, dict[str, str]] = {}
    for row in made["rows"]:
        found = " / ".join(f"{row[word]:.1%}" for word in words)
        shares.setdefault(tuple(row[name] for name in names), {})[row["true_gap"]] = found
    rows = [
        (
            "pairs" if paired else "Welch's",
            spreads,
            str(seeds),
            f"{paper_gap:g}",
            found["0"],
            found["the paper's"],
        )
        for (paired, spreads, seeds, paper_gap), found in shares.items()
    ]
    alarms, missed = (
        max(row[word] for row in made["rows"] if row["true_gap"] == truth)
        for truth, word in (("0", "repeated"), ("the paper's", "not repeated"))
    )
    head = (
        "interval",
        "spreads",
        "seeds",
        "paper's gap, in spreads of a pair",
        "nothing differs",
        "the paper is right",
    )
    return (
        f"## What luck gives\n\nBy simulation (`{made['command']}`, {made['tries']:,} tries a "
        "cell): normal errors of two networks whose spreads are equal or ten-fold unequal, "
        "judged by the rule; the shares of *repeated*, *not repeated* and *not testable*. A "
        "pair's gap has one spread, so unequal spreads of the networks change nothing there. "
        f"Where nothing differs at most {alarms:.1%} are *repeated*; where the paper's gap "
        f"is true at most {missed:.1%} are *not repeated*.\n\n" + table(head, rows)
    )
