"""What the paper says about masks and objects, and what was found here."""

from ..ledger import Entry
from ..record import record


def percent(value: float) -> str:
    return f"{100 * value:.0f} %"


def agreement() -> str:
    """The best channel, an untrained network's, and chance: overlap and hits."""
    parts = record("mask_evidence")["parts"]
    maps = parts["agreement"]["maps"]
    name = f"{parts['agreement']['best_module']} channel"
    raw = [seed[name]["iou"][0] for seed in _seeds(parts)]
    return (
        f"best channel of the best module: IoU {maps[name]['iou'][0]:.2f}, untrained "
        f"{min(raw):.2f} to {max(raw):.2f}, chance {maps['chance']['iou'][0]:.2f}"
    )


def _seeds(parts: dict) -> list[dict]:
    found = parts["untrained"]["zero_residual"]
    count = len(next(iter(found.values())))
    return [{name: rows[n] for name, rows in found.items()} for n in range(count)]


def without_places() -> str:
    """What flattening each module's mask does to the predictions."""
    ways = record("mask_evidence")["parts"]["causality"]
    changed = [ways["mean"][f"stage{n}.0"]["changed"][0] for n in (1, 2, 3)]
    said = ", ".join(percent(value) for value in changed)
    return f"masks flattened to their means: {said} of predictions change (stages 1, 2, 3)"


SCENES = "recorded: scenes_attention_56 on unseen planted scenes, CPU; choices on other scenes"

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
        measure=without_places,
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
