"""What the paper says about masks and objects, and what was found here."""

from ..ledger import Entry
from ..record import record
from .evidence import MODULES, accuracies


def percent(value: float) -> str:
    return f"{100 * value:.0f} %"


def span(values: list[float]) -> str:
    return f"{min(values):.2f} to {max(values):.2f}"


def agreement() -> str:
    """Three networks' best channels, their untrained twins', and chance: overlap."""
    known = record("scene_networks")["parts"]["32"]
    best, raw = (
        [max(net[name]["iou"][0] for name in MODULES) for net in known[kind].values()]
        for kind in ("trained", "untrained")
    )
    return (
        f"best channel of three networks: IoU {span(best)}, untrained {span(raw)}, chance "
        f"{known['chance']['iou'][0]:.2f}"
    )


def without_locations() -> str:
    """What flattening each module's mask does to the predictions of three networks."""
    flat = accuracies("untouched", "mean")
    own, *shares = (
        percent(sum(found) / len(found))
        for found in (
            flat["untouched"]["all"],
            *(flat["mean"][name] for name in MODULES),
        )
    )
    return (
        f"masks made flat: {', '.join(shares)} of scenes named rightly (stages 1, 2, 3; "
        f"mean of "
        f"three networks), {own} as trained"
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
        verdict="agrees",
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
    Entry(
        key="11.measure",
        claim="how well masks and objects agree, on any data",
        source="Sec. 4",
        paper="not printed",
        verdict="not published",
    ),
)
