"""What the paper says about masks and objects, and what was found here."""

from ..ledger import Entry
from ..record import record
from .charts import mean
from .evidence import MODULES, accuracies


def span(values: list[float]) -> str:
    return f"{min(values):.2f} to {max(values):.2f}"


def agreement() -> str:
    """Best channels of three networks, twins and chance: overlap; and which point by lows."""
    known = record("scene_networks")["parts"]["32"]
    best, raw = (
        [max(net[name]["iou"][0] for name in MODULES) for net in known[kind].values()]
        for kind in ("trained", "untrained")
    )
    lows = [
        net[m]["chosen"]["pointing"]["low"]
        for net in known["trained"].values()
        for m in MODULES
    ]
    return (
        f"best channel of three networks: IoU {span(best)}, untrained {span(raw)}, chance "
        f"{known['chance']['iou'][0]:.2f}; of the {len(lows)} channels that point best "
        f"{sum(lows)} do so by their lowest value"
    )


def without_locations() -> str:
    """Scenes that three networks name rightly when one stage's mask is flat, or moved."""
    found = accuracies("untouched", "mean", "moved")
    own, flat, moved = (
        ", ".join(f"{100 * mean(ways[name]):.0f} %" for name in MODULES)
        for ways in found.values()
    )
    return (
        f"right with the own mask {own} (stages 1, 2, 3; mean of three networks), flat {flat}, "
        f"moved by half an image {moved}"
    )


SCENES = "recorded: three networks on unseen planted scenes, CPU; choices on other scenes"

ENTRIES = (
    Entry(
        key="11.highlight",
        claim="masks highlight the object",
        source="Sec. 1, Fig. 1",
        paper="shown by examples",
        measure=agreement,
        conditions=SCENES,
        verdict="mixed",
    ),
    Entry(
        key="11.needed",
        claim="where a mask is high is what the prediction rests on",
        source="Sec. 1",
        paper="not printed",
        measure=without_locations,
        conditions=SCENES,
        verdict="not published",
    ),
)
