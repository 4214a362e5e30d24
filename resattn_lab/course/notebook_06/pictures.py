"""Pictures of notebook 06: where a network's costs sit, and which guesses agree."""

from collections.abc import Mapping, Sequence

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from resattn_lab.networks import PARTS, Cost, NetworkSpecification
from resattn_lab.plots.cost_bars import HATCHES, PART_COLOURS
from resattn_lab.plots.palette import INK

from .depth_guesses import PRINTED, WAYS, Depths, Way, fits_both, millions
from .layer_walk import layer_walk

AMOUNTS = {
    "parameters": (1e6, "million parameters", "half of the parameters sit at the end …"),
    "multiply_accumulates": (
        1e9,
        "billion multiply-accumulates for an image",
        "… and an eighth of the work is done there",
    ),
}
HALF = 0.05  # million: what rounds to a printed count lies that near
NEAR = ((1.76, 1.96), (4.84, 5.36))  # million: what is drawn, across and up
EDGE = 0.018  # million: nearer to the frame than that a guess's name would be cut


def gate_costs(specification: NetworkSpecification, image_side: int) -> dict[str, Cost]:
    """What the gates of each stage's masks cost: a batch norm and a 1×1 convolution, twice."""
    costs = {}
    sides = {p.place: p.side for p in layer_walk(specification, image_side)}
    for number, channels in enumerate(specification.channels, start=1):
        weights = 2 * channels**2
        one = Cost(weights + 4 * channels, weights * sides[f"stage {number}"] ** 2)
        costs[f"stage{number}"] = one * specification.modules[number - 1]
    return costs


def cost_by_place(costs: Mapping[str, Mapping[str, Cost]], gates: Mapping[str, Cost]) -> Figure:
    """What each place of a network holds and does: two rows of stacked bars.

    Args:
        costs: of ``networks.part_costs``.
        gates: of ``gate_costs``; they are a part of the masks.
    """
    figure, axes = plt.subplots(1, 2, figsize=(9, 3.3), sharey=True, layout="constrained")
    for ax, (amount, (unit, words, title)) in zip(axes, AMOUNTS.items(), strict=True):
        for row, (place, parts) in enumerate(costs.items()):
            left, lengths = 0.0, {part: getattr(parts[part], amount) / unit for part in PARTS}
            gate = getattr(gates.get(place, Cost()), amount) / unit
            pieces = [("trunk", "trunk", lengths["trunk"])]
            pieces += [("mask", "mask: its units", lengths["mask"] - gate)]
            pieces += [("mask", "mask: its gate", gate), ("rest", "rest", lengths["rest"])]
            for part, name, length in pieces:
                hatch = "" if name.endswith("gate") else HATCHES[part]
                style = {"color": PART_COLOURS[part], "hatch": hatch, "edgecolor": "white"}
                ax.barh(row, length, left=left, label=None if row else name, **style)
                left += length
            ax.text(left, row, f" {left:.2f}", va="center", fontsize=10, color=INK)
        names = [place.replace("stage", "stage ") for place in costs]
        ax.set(xlabel=words, yticks=range(len(costs)), yticklabels=names)
        ax.set_title(title, loc="left", fontsize="medium")
        ax.margins(x=0.12)
        ax.spines[["top", "right"]].set_visible(False)
    axes[0].invert_yaxis()
    axes[0].legend(loc="upper right", frameon=False)
    return figure


def costs_in_words(costs: Mapping[str, Mapping[str, Cost]], gates: Mapping[str, Cost]) -> str:
    """What ``cost_by_place`` shows."""
    rows = []
    for place, parts in costs.items():
        parameters = sum(cost.parameters for cost in parts.values()) / 1e6
        operations = sum(cost.multiply_accumulates for cost in parts.values()) / 1e9
        rows.append(f"{place} {parameters:.2f} million, {operations:.2f} G")
    share = sum(gate.multiply_accumulates for gate in gates.values()) / sum(
        parts["mask"].multiply_accumulates for parts in costs.values()
    )
    return (
        "Parameters and multiply-accumulates at each place of the network, each bar split into "
        f"trunk, mask and rest: {'; '.join(rows)}. Of the masks' work the gates do {share:.0%}."
    )


def guesses_beside_prints(combinations: Sequence[Depths]) -> Figure:
    """For each way to count, every guess near both printed counts; those that fit are full."""
    shared = {"sharex": True, "sharey": True, "layout": "constrained"}
    figure, axes = plt.subplots(2, 2, figsize=(9, 7), **shared)
    (across, printed), (up, other) = PRINTED.items()
    for ax, way in zip(axes.flat, WAYS, strict=True):
        corner = (printed - HALF, other - HALF)
        ax.add_patch(plt.Rectangle(corner, 2 * HALF, 2 * HALF, color="0.86"))
        for depths in combinations:
            x, y = (millions(name, depths, way) for name in (across, up))
            if not all(
                low + EDGE < at < high - EDGE
                for at, (low, high) in zip((x, y), NEAR, strict=True)
            ):
                continue
            fits = fits_both(depths, way)
            ax.plot(x, y, "o", color=INK, markerfacecolor=INK if fits else "none", markersize=7)
            weight = "bold" if fits else "normal"
            words = ", ".join(map(str, depths))
            style = {"fontsize": 10, "va": "center", "fontweight": weight, "color": INK}
            side = -1 if _crowded(depths, combinations, way) else 1
            ax.text(x + side * 0.006, y, words, ha="left" if side > 0 else "right", **style)
        ax.set(xlim=NEAR[0], ylim=NEAR[1], xticks=(1.8, 1.85, 1.9, 1.95))
        ax.set_title(str(way), fontsize="medium", fontweight="bold")
        ax.spines[["top", "right"]].set_visible(False)
    for ax in axes[1]:
        ax.set_xlabel("Attention-92, million parameters")
    for ax in axes[:, 0]:
        ax.set_ylabel("Attention-236, million parameters")
    words = {"ha": "right", "va": "center", "color": INK, "fontsize": 10}
    axes[0, 0].text(printed + HALF - 0.003, other, "rounds to\n1.9 and 5.1", **words)
    figure.suptitle("with 100 classes one guess agrees: which one, depends on the counting")
    return figure


def _crowded(depths: Depths, combinations: Sequence[Depths], way: Way) -> bool:
    """Whether another guess lies just below, whose name would stand on this one's."""
    name = next(iter(PRINTED))
    here = millions(name, depths, way)
    others = (millions(name, other, way) for other in combinations if other != depths)
    return any(0 < here - other < HALF / 10 for other in others)


def guesses_in_words(found: Mapping) -> str:
    """What ``guesses_beside_prints`` shows."""
    rows = [
        f"{way}: {'; '.join(', '.join(map(str, d)) for d in fitting) or 'none'}"
        for way, fitting in found.items()
    ]
    return (
        "Four pictures, one for each way to count: every combination of depths as a dot, "
        "Attention-92 across and Attention-236 up, and a grey square of what rounds to both "
        f"printed counts. In the square: {'. '.join(rows)}."
    )
