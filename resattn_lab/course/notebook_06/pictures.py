"""Pictures of notebook 06: where a network's costs sit, and which guesses agree."""

from collections.abc import Mapping, Sequence

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from resattn_lab.networks import PARTS, Cost
from resattn_lab.plots.cost_bars import HATCHES, PART_COLOURS
from resattn_lab.plots.palette import INK

from .depth_guesses import PRINTED, WAYS, Depths, Way, fits_both, millions

AMOUNTS = {"parameters": (1e6, "million parameters"), "multiply_accumulates": (1e9, "G MAC")}
HALF = 0.05  # million: what rounds to a printed count lies that near
NEAR = ((1.76, 1.96), (4.86, 5.34))  # million: what is drawn, across and up


def cost_by_place(costs: Mapping[str, Mapping[str, Cost]]) -> Figure:
    """What each place of a network holds and does: two rows of stacked bars.

    Args:
        costs: of ``networks.part_costs``.
    """
    figure, axes = plt.subplots(1, 2, figsize=(9, 3), sharey=True, layout="constrained")
    for ax, (amount, (unit, words)) in zip(axes, AMOUNTS.items(), strict=True):
        for row, parts in enumerate(costs.values()):
            left = 0.0
            for part in PARTS:
                length = getattr(parts[part], amount) / unit
                style = {"color": PART_COLOURS[part], "hatch": HATCHES[part]}
                ax.barh(row, length, left=left, edgecolor="white", **style)
                left += length
            ax.text(left, row, f" {left:.2f}", va="center", fontsize=9, color=INK)
        ax.set(xlabel=words, yticks=range(len(costs)), yticklabels=list(costs))
        ax.margins(x=0.12)
        ax.spines[["top", "right"]].set_visible(False)
    axes[0].invert_yaxis()
    axes[0].set_title("half of the parameters sit at the end …", loc="left", fontsize="medium")
    axes[1].set_title(
        "… and an eighth of the work is done there", loc="left", fontsize="medium"
    )
    for part, y in zip(PARTS, (0.9, 0.8, 0.7), strict=True):
        style = {"facecolor": PART_COLOURS[part], "hatch": HATCHES[part], "edgecolor": "white"}
        box = plt.Rectangle((0.62, y), 0.07, 0.07, transform=axes[0].transAxes, **style)
        axes[0].add_patch(box)
        axes[0].text(0.71, y + 0.03, part, va="center", transform=axes[0].transAxes)
    return figure


def costs_in_words(costs: Mapping[str, Mapping[str, Cost]]) -> str:
    """What ``cost_by_place`` shows."""
    rows = []
    for place, parts in costs.items():
        parameters = sum(cost.parameters for cost in parts.values()) / 1e6
        operations = sum(cost.multiply_accumulates for cost in parts.values()) / 1e9
        rows.append(f"{place} {parameters:.2f} million, {operations:.2f} G")
    return (
        "Parameters and multiply-accumulates (MAC) at each place of the network, each bar "
        f"split into trunk, mask and rest: {'; '.join(rows)}."
    )


def guesses_beside_prints(combinations: Sequence[Depths]) -> Figure:
    """For each way to count, every guess near both printed counts; those that fit are full."""
    figure, axes = plt.subplots(2, 2, figsize=(9, 7.4), layout="constrained")
    (across, printed), (up, other) = PRINTED.items()
    for ax, way in zip(axes.flat, WAYS, strict=True):
        corner = (printed - HALF, other - HALF)
        ax.add_patch(plt.Rectangle(corner, 2 * HALF, 2 * HALF, color="0.86"))
        for depths in combinations:
            x, y = (millions(name, depths, way) for name in (across, up))
            if not (NEAR[0][0] < x < NEAR[0][1] and NEAR[1][0] < y < NEAR[1][1]):
                continue
            fits = fits_both(depths, way)
            ax.plot(x, y, "o", color=INK, markerfacecolor=INK if fits else "none", markersize=7)
            weight = "bold" if fits else "normal"
            words = ", ".join(map(str, depths))
            style = {"fontsize": 10, "va": "center", "fontweight": weight, "color": INK}
            side = -1 if _crowded(depths, combinations, way) else 1
            ax.text(x + side * 0.006, y, words, ha="left" if side > 0 else "right", **style)
        ax.set(xlim=NEAR[0], ylim=NEAR[1])
        ax.set_title(str(way), fontsize="medium")
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
