"""The paper ledger of notebook 08: the recipe, and what it says of chance."""

import statistics

from resattn_lab.training import RECIPES

from ..ledger import Entry
from .luck import centre_runs

RECIPE = "RECIPES['paper'], not run here"


def recipe() -> str:
    r = RECIPES["paper"]
    falls = " and ".join(f"{step // 1000}k" for step in r.milestones)
    return (
        f"{r.iterations // 1000}k iterations, batch {r.batch_size}, {r.learning_rate:g} ÷10 at "
        f"{falls}, Nesterov {r.momentum:g}, weight decay {r.weight_decay:g}"
    )


def spread() -> str:
    test = [run["test_accuracy_last_epoch"] for run in centre_runs()]
    return (
        f"{statistics.mean(test):.1%} accuracy, standard deviation "
        f"{100 * statistics.stdev(test):.1f} points, over {len(test)} seeds"
    )


ENTRIES = (
    Entry(
        key="08.recipe",
        claim="how the CIFAR networks are trained",
        source="Sec. 4.1",
        paper="160k iterations, batch 64, 0.1 ÷10 at 64k and 96k, Nesterov 0.9, weight decay "
        "0.0001",
        measure=recipe,
        conditions=RECIPE,
        verdict="agrees",
    ),
    Entry(
        key="08.error",
        claim="what this training comes to: CIFAR-10 error of Attention-56",
        source="Table 3",
        paper="5.52 %",
        verdict="not measured here",
    ),
    Entry(
        key="08.seeds",
        claim="spread of repeated trainings",
        source="Sec. 4.1, Tables 1 to 6",
        paper="not printed",
        measure=spread,
        conditions="another task: Attention-56 of a quarter of the width, scenes of 16×16, "
        "3 epochs (record recipe_grid)",
        verdict="not published",
    ),
)
