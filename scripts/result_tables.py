"""Tables of the page of results: claims that were computed, and what masks find."""

from pathlib import Path

from resattn_lab.checkpoints import load_checkpoint
from resattn_lab.course import record
from resattn_lab.course.ledger import entries
from resattn_lab.networks import count_parameters

ROOT = Path(__file__).resolve().parents[1]
ABLATIONS = ROOT / "results" / "ablations"
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
    "mean mask¹, stage 1": "stage1.0 mean",
    "mean mask¹, stage 2": "stage2.0 mean",
    "mean mask¹, stage 3": "stage3.0 mean",
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
    "flat: each channel's mean at every location": "mean",
    "shuffled over the locations": "shuffle",
    "another image's": "other",
}


def computed() -> list[str]:
    """A line for each claim that was computed, or measured without a pair of trainings."""
    rows = []
    for key, notebook in LEDGER:
        entry = entries(notebook)[key]
        claim = f"{entry.claim} ({entry.source})"
        rows.append(
            (claim, entry.paper, entry.measured, f"**{entry.verdict}**", entry.conditions)
        )
    return [table(("claim", "the paper", "here", "verdict", "how ours was made"), rows)]


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
    right = record("mask_evidence")["parts"]["agreement"]["accuracy"]
    network, card = load_checkpoint("scenes_attention_56")
    return [
        "The network in the box, `scenes_attention_56`, is an Attention-56 for 32×32 at half "
        f"the paper's width ({count_parameters(network):,} parameters), trained by "
        f"`{card['command']}` in {card['seconds'] / 60:.0f} minutes. It names {right[0]:.1%} "
        f"({right[1]:.1%} to {right[2]:.1%}) of 4,000 scenes of another seed. What its masks "
        "find in these scenes:"
    ]


def masks() -> list[str]:
    """What maps find of the object (notebook 11)."""
    maps = record("mask_evidence")["parts"]["agreement"]["maps"]
    lines = ["| map | overlap (IoU) | pointing game | energy inside |", "|---|---|---|---|"]
    for name, key in MAPS.items():
        lines.append(f"| {name} | {' | '.join(interval(maps[key][m]) for m in MEASURES)} |")
    for stage, module in enumerate(MODULES, start=1):
        cells = [span(untrained(f"{module} channel", measure)) for measure in MEASURES]
        name = f"five untrained networks², best channel¹, stage {stage}"
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return lines


def notes() -> list[str]:
    """The footnotes of that table."""
    parts = record("mask_evidence")["parts"]
    maps = parts["agreement"]["maps"]
    he = [network["pointing"][0] for network in parts["untrained"]["he"]["stage1.0 channel"]]
    low = [
        name
        for name, key in MAPS.items()
        if key != "chance" and maps[key]["chosen"]["pointing"]["low"]
    ]
    return [
        "¹ on other scenes it was chosen, for each measure by itself, whether high or low "
        "values mark, the threshold of the overlap, and the channel. In the pointing game the "
        f"*lowest* value counts for: {'; '.join(low).replace('¹', '')}. ² on 500 of these "
        "scenes; least and most of five networks with new weights, whose units begin as "
        "the identity, as those of the trained ones did. With He's weights the best channel of "
        f"stage 1 points at {' and '.join(f'{share:.2f}' for share in he)} (two networks)."
    ]


def replaced() -> list[str]:
    """How many answers change without a module's own mask (notebooks 04 and 11)."""
    found = record("mask_evidence")["parts"]["causality"]
    rows = [
        (name, *(f"{found[way][module]['changed'][0]:.0%}" for module in (*MODULES, "all")))
        for name, way in WAYS.items()
    ]
    return [
        f"Do its answers rest on the masks? The share of {found['images']} of these scenes "
        "whose answer *changes* with another mask in one stage, or in all. (It is no accuracy: "
        "with the own masks it is 0.)",
        "",
        table(("in place of the own mask", "stage 1", "stage 2", "stage 3", "all"), rows),
    ]


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
        + "{}, {} and {} of scenes of 64×64 pixels.".format(*larger)
    ]
