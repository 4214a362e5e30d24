"""Write docs/results.md: every claim with its pairs, what was trained, and what luck gives.

Run: python scripts/results_page.py

A test holds the page to what this would write.
"""

from pathlib import Path

import network_spread
import result_tables
from result_studies import arms, claims, controls, luck, trained
from result_tables import table

from resattn_lab.checkpoints import load_checkpoint
from resattn_lab.course import record

PAGE = Path(__file__).resolve().parents[1] / "docs" / "results.md"

INTRODUCTION = """# Results: what was trained, what was found, and how sure it is

Made by `python scripts/results_page.py` from `results/`; a test holds it to that.

**The rule.** Runs that share a seed are a pair: it decides first weights (of networks that
differ in a formula alone), order of images, augmentation and wrong labels. A claim's gap is
the mean of the pairs' gaps, higher minus lower, with its 95 % interval from the t
distribution with one degree of freedom fewer than pairs; runs that are not paired would be
judged by Welch's interval. Errors are compared in points, ratios (Fig. 4) by their
logarithms, written as factors.

| word | when |
|---|---|
| **repeated** | the interval lies wholly above 0 |
| **not repeated** | it lies wholly below the paper's gap |
| **not testable at this size** | it holds both |

These three words are the rule's, and are said of paired trainings alone. What was computed,
or measured without such pairs, *agrees* with the paper or *differs*. It is *mixed* where some
of our networks, or of their masks, agree and others differ. It is *not published* where the
paper has no figure, or *not measured here*. The paper *contradicts itself* where two of its
own figures differ.

Nor is anything testable with fewer than three pairs, or where neither network is 5 points
better than guessing. Guessing errs in 1 − 1/classes of the images at hand. Pairs whose gaps
are all equal have no spread to judge by.

A verdict is about the networks, images and steps that stand below, not about the paper's.
An earlier rule took two standard errors of unpaired means; all results were judged again
when it was replaced. It was too quick to call a gap clear, and said *not repeated* where
the paper's gap had not been excluded."""


def computed() -> str:
    return (
        "## Claims without a pair of trainings\n\nComputed, or measured on single networks.\n\n"
        + "\n".join(result_tables.computed())
    )


def masks() -> str:
    lines = [
        "## Do masks find the object?",
        "",
        *result_tables.box(),
        "",
        *result_tables.masks(),
        "",
        *result_tables.notes(),
        "",
        *result_tables.replaced(),
        "",
        *result_tables.seeds(),
    ]
    return "\n".join(lines)


def sources() -> str:
    evidence = record("mask_evidence")
    maps = evidence["parts"]["agreement"]["maps"]
    right = evidence["parts"]["agreement"]["accuracy"]
    best, photographs = maps["stage1.0 channel"], record("photograph_evidence")
    card = load_checkpoint("scenes_attention_56")[1]["accuracy"]
    other = load_checkpoint("cifar10_attention_56")[1]
    rows = [
        (
            "mean mask of stage 1 has its highest value on the object",
            f"{maps['stage1.0 mean']['pointing'][0]:.1%}",
            "above, notebook 11",
            "`mask_evidence`: 4,000 scenes of seed 1",
        ),
        (
            "the same",
            "as its cell counts",
            "notebook 00",
            "live: 1,000 scenes of seed 7 (400 in fast mode)",
        ),
        (
            f"best channel of stage 1 (channel {best['chosen']['pointing']['channel']}) has "
            "its highest value on the object",
            f"{best['pointing'][0]:.1%}",
            "above, README, notebooks 09 and 11",
            "`mask_evidence`, `scene_networks`: 4,000 scenes of seed 1",
        ),
        (
            "the same",
            "as their cells count",
            "notebooks 00 and 03",
            "live: 1,000 scenes of seed 7, and 400 of them",
        ),
        (
            "accuracy of `scenes_attention_56`",
            f"{right[0]:.1%}",
            "above, notebook 11",
            "`mask_evidence`: 4,000 scenes of seed 1",
        ),
        (
            "the same",
            f"{card['test']:.1%}, {card['validation']:.1%}",
            "the network's card",
            "2,400 scenes each of the training's own seed 0, test and validation",
        ),
        (
            "accuracy of `cifar10_attention_56`",
            f"{photographs['accuracy']:.1%}",
            "notebook 11",
            f"`photograph_evidence`: {photographs['photographs']}",
        ),
        (
            "the same",
            f"{other['accuracy']['test']:.1%}",
            "the network's card, notebook 14",
            f"{other['data']['test']} to test",
        ),
    ]
    head = ("figure", "value", "where it is quoted", "record, and on which images")
    return (
        "## Where a figure comes from\n\nA figure that is quoted in more than one place comes "
        "from one record; where two look alike and differ, they are of other images. Beside "
        "every pointing score stand chance, a centre prior (the spot in the middle) and the "
        "best channel of untrained networks.\n\n" + table(head, rows)
    )


def page() -> str:
    parts = (
        INTRODUCTION,
        claims(),
        controls(),
        computed(),
        trained(),
        luck(),
        arms(),
        masks(),
        network_spread.section(),
        sources(),
    )
    return "\n\n".join(parts) + "\n"


def main() -> None:
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
