"""What the record of notebook 16 holds, in the rows of its pictures."""

from collections.abc import Mapping, Sequence

from resattn_lab.networks.one_attention import KINDS

from .weighing import ANEW, OWN

Pairs = list[tuple[float, float]]
ROWS = {
    "SE: channels weighed\nalike in all images": ("SE", "channels: the same for all images"),
    "CBAM: channels weighed\nalike in all images": (
        "CBAM",
        "channels: the same for all images",
    ),
    "CBAM: all locations\nweighed alike": ("CBAM", "locations: all alike"),
    "self-attention: one row\nfor all who ask": ("self-attention", "one row for all who ask"),
    "self-attention:\nall asked alike": ("self-attention", "all alike"),
}


def by_kind(runs: Sequence[Mapping]) -> dict[str, list[Mapping]]:
    """The runs of each kind of attention, in the order of their seeds."""
    return {
        kind: sorted((r for r in runs if r["kind"] == kind), key=lambda r: r["seed"])
        for kind in KINDS
    }


def pairs(runs: Sequence[Mapping], figure: str) -> dict[str, Pairs]:
    """``accuracy`` or ``pointing``, trained and untrained, of each seed; kinds that have it."""
    names = ("test_accuracy" if figure == "accuracy" else figure, f"{figure}_untrained")
    return {
        kind: [(run[names[0]], run[names[1]]) for run in found]
        for kind, found in by_kind(runs).items()
        if found[0][names[0]] is not None
    }


def coarser_rows(runs: Sequence[Mapping], *, anew: bool = True) -> dict[str, Pairs]:
    """Accuracy with own and with coarser weights, three seeds a row.

    Args:
        anew: the statistics of the batch norms are set anew, for either weights; otherwise
            they are those of training, which go with the network's own weights.
    """
    found, state = by_kind(runs), ANEW if anew else ""
    return {
        name: [
            (run["coarser"][OWN + state], run["coarser"][way + state]) for run in found[kind]
        ]
        for name, (kind, way) in ROWS.items()
    }


def lost_lines(runs: Sequence[Mapping]) -> list[str]:
    """The points that coarser weights cost each seed, with either statistics."""
    states = coarser_rows(runs), coarser_rows(runs, anew=False)
    lines = [f"{'points lost, statistics':<45}{'anew':<18}of training"]
    for name in ROWS:
        told = (
            ", ".join(f"{100 * (own - coarser):.1f}" for own, coarser in state[name])
            for state in states
        )
        lines.append(f"{name.replace(chr(10), ' '):<45}{next(told):<18}{next(told)}")
    return lines


def as_accurate(found: Pairs) -> str:
    """Whether coarser weights cost less than two points, in the words of the prediction."""
    kept = sum(own - coarser < 0.02 for own, coarser in found)
    if kept == len(found):
        return "yes, in all three seeds"
    return "in some seeds" if kept else "no, in none"
