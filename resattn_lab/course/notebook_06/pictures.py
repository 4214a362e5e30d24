"""Pictures of notebook 06: where a network's costs sit, and which guesses agree."""

from collections.abc import Mapping, Sequence

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from resattn_lab.networks import PARTS, Cost
from resattn_lab.plots.cost_bars import HATCHES, PART_COLOURS
from resattn_lab.plots.palette import INK, MUTED

from .depth_guesses import PRINTED, WAYS, Depths, fits_both, millions

AMOUNTS = {"parameters": (1e6, "million parameters"), "multiply_accumulates": (1e9, "G MAC")}
NEAR = 0.09  # how far beside a printed count a guess is still drawn, as a share of it


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
    axes[1].set_title("… and do an eighth of the work", loc="left", fontsize="medium")
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
    """For each way to count, the guesses near both printed counts; those that fit are full."""
    figure, axes = plt.subplots(1, 2, figsize=(9, 3.4), sharey=True, layout="constrained")
    for ax, (name, printed) in zip(axes, PRINTED.items(), strict=True):
        ax.axvspan(printed - 0.05, printed + 0.05, color="0.88")
        ax.text(printed, -0.68, f"rounds to {printed}", ha="center", fontsize=9, color=MUTED)
        for row, way in enumerate(WAYS):
            for depths in combinations:
                count, fits = millions(name, depths, way), fits_both(depths, way)
                if abs(count - printed) > NEAR * printed:
                    continue
                face = INK if fits else "none"
                ax.plot(count, row, "o", color=INK, markerfacecolor=face, markersize=7)
                if fits:
                    words = ", ".join(map(str, depths))
                    ax.text(count, row - 0.3, words, ha="center", fontsize=10, color=INK)
        title = name.removeprefix("cifar_").capitalize().replace("_", "-")
        ax.set(title=title, xlabel="million parameters", ylim=(3.5, -1.0))
        ax.set(xlim=(printed * (1 - NEAR), printed * (1 + NEAR)))
        ax.spines[["top", "right"]].set_visible(False)
    axes[0].set(yticks=range(len(WAYS)), yticklabels=[str(way) for way in WAYS])
    figure.suptitle("two guesses lie in both grey bands, and they are not the same")
    return figure


def guesses_in_words(found: Mapping) -> str:
    """What ``guesses_beside_prints`` shows."""
    rows = [
        f"{way}: {'; '.join(', '.join(map(str, d)) for d in fitting) or 'none'}"
        for way, fitting in found.items()
    ]
    return (
        "Four rows, a way to count each, with a dot for every combination of depths near the "
        "printed count of Attention-92 (left) and -236 (right). Combinations that round to "
        f"both: {'. '.join(rows)}."
    )
