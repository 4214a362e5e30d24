"""Pictures of notebook 11 that show numbers, each with its words."""

from collections.abc import Mapping, Sequence

from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from resattn_lab.plots import interval_rows
from resattn_lab.plots.palette import CHOSEN_CLASS, INK, MASK_COLOURS, MUTED, TRUE_CLASS

MARKERS = ("o", "s", "^")  # one for each of the three networks
SAME_NETWORKS = "●  ■  ▲  three networks, trained alike from different initial weights"
LABELS = {f"stage{n}.0": f"stage {n}" for n in (1, 2, 3)}
LABELS |= {name: name for name in ("all", "untrained", "spot")}
OPEN = plt.get_cmap(MASK_COLOURS)(1.0)  # yellow: a mask's
GRID = {"color": "#e3e3e3", "linewidth": 0.8}


def mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def three_markers(
    ax: Axes, place: float, values: Sequence[float], *, upright: bool = False, **style
) -> None:
    """A marker for each network, joined; a map that needs none is a diamond."""
    span, here = [min(values), max(values)], [place, place]
    ax.plot(*((here, span) if upright else (span, here)), color=MUTED, linewidth=2)
    markers = MARKERS if len(values) == len(MARKERS) else ("D",)
    style = {"color": INK, "markersize": 6.5, "clip_on": False, "zorder": 3} | style
    for marker, value in zip(markers, values, strict=True):
        ax.plot(*((place, value) if upright else (value, place)), marker, **style)


def scores(
    board: Mapping[str, Mapping[str, Sequence[float]]], chance: float
) -> tuple[Figure, str]:
    """A column for each measure, a row for each map, a marker for each network."""
    size = {"figsize": (10.2, 4.4), "layout": "constrained"}
    figure, axes = plt.subplots(1, len(board), sharey=True, **size)
    names = {"iou": "overlap (IoU), mean", "pointing": "pointing game, share of hits"}
    names["energy"] = "energy on the object, mean"
    titles = {"iou": "overlap: colours win by far", "pointing": "pointing: the masks win"}
    titles["energy"] = "energy: the spot keeps up"
    for ax, (measure, rows) in zip(axes, board.items(), strict=True):
        best = max(rows, key=lambda row: mean(rows[row]))
        ax.axvline(chance, color=MUTED, linestyle="--", linewidth=1.4)
        ax.text(chance + 0.02, -0.55, "chance", color=MUTED, fontsize=10)
        ax.axhspan(-0.4, 2.5, color=OPEN, alpha=0.25, linewidth=0)
        for place, (name, values) in enumerate(rows.items()):
            hollow = {} if name.startswith("stage") else {"markerfacecolor": "white"}
            three_markers(ax, place, values, **hollow)
            at_left = max(values) > 0.8
            ax.annotate(
                f"{mean(values):.2f}",
                (min(values) if at_left else max(values), place),
                xytext=(-10 if at_left else 10, 0),
                textcoords="offset points",
                ha="right" if at_left else "left",
                va="center",
                fontsize=10,
                weight="bold" if name == best else "normal",
            )
        ax.set_yticks(range(len(rows)), list(rows), fontsize=11)
        ax.set(xlabel=names[measure], xlim=(0, 1), ylim=(len(rows) - 0.5, -1.0))
        ax.grid(axis="y", **GRID)
        ax.set_title(titles[measure], fontsize=11.5)
    key = f"full: masks    hollow: rivals    {SAME_NETWORKS}    ◆  needs no network"
    figure.supxlabel(key.replace("◆", "◇"), fontsize=10)
    told = (
        f"{measure}: "
        + ", ".join(f"{name} {mean(values):.2f}" for name, values in rows.items())
        for measure, rows in board.items()
    )
    return figure, f"Means of three networks. {'; '.join(told)}. Chance {chance:.2f}."


def hits_of_shapes(
    mask: Mapping[str, Mapping[str, Sequence[float]]],
    spot: Mapping[str, Mapping[str, Sequence[float]]],
) -> tuple[Figure, str]:
    """A row for each shape: hits of a mask's best channel, and of the spot."""
    figure, ax = plt.subplots(figsize=(7.4, 3.9), layout="constrained")
    shapes = sorted(mask, key=lambda shape: -mean(mask[shape]["object"]))
    for place, shape in enumerate(shapes):
        three_markers(ax, place, spot[shape]["object"], markerfacecolor="white")
        three_markers(ax, place, mask[shape]["object"])
        ax.text(1.02, place, f"{mean(mask[shape]['object']):.0%}", va="center", fontsize=11)
    ax.set_yticks(range(len(shapes)), shapes, fontsize=11)
    ax.set(xlabel="hits, share of the shape's scenes", xlim=(0, 1))
    ax.set_ylim(len(shapes) - 0.5, -0.5)
    ax.grid(axis="y", **GRID)
    ax.set_title("the mask of stage 1 hits nine shapes, and one it does not", fontsize=11.5)
    figure.supxlabel(
        "●  ■  ▲  best channel, three networks    ◇  spot in the middle", fontsize=10
    )
    means = (f"{shape} {mean(mask[shape]['object']):.0%}" for shape in shapes)
    return (
        figure,
        f"Hits of stage 1's best channel, mean of three networks: {', '.join(means)}.",
    )


def rings_with_holes_filled(
    classes: Mapping[str, Mapping[str, Mapping[str, Sequence[float]]]],
) -> tuple[Figure, str]:
    """Hits on rings with the object as it is, hollow, and with its hole filled, full."""
    figure, ax = plt.subplots(figsize=(7.4, 2.3), layout="constrained")
    told = []
    for place, (name, found) in enumerate(classes.items()):
        one, two = (mean(found["ring"][kind]) for kind in ("object", "filled"))
        ax.plot([one, two], [place, place], color=MUTED, linewidth=2)
        ax.plot(two, place, "o", color=INK, markersize=8)
        ax.plot(one, place, "o", color=INK, markersize=8, markerfacecolor="white")
        ax.text(1.02, place, f"{one:.0%} → {two:.0%}", va="center", fontsize=11)
        told.append(f"{LABELS[name]} from {one:.0%} to {two:.0%}")
    ax.set_yticks(range(len(classes)), [LABELS[name] for name in classes], fontsize=11)
    ax.set(xlim=(0, 1), ylim=(len(classes) - 0.5, -0.6))
    ax.set_xlabel("hits on rings, mean of three networks", fontsize=11)
    ax.grid(axis="y", **GRID)
    ax.set_title("hole not counted (hollow) and counted (full)", fontsize=11.5)
    return figure, f"Hits on rings before and after their holes are filled: {', '.join(told)}."


def deletion_and_insertion(walks: Mapping[str, Mapping[str, Mapping]]) -> tuple[Figure, str]:
    """Left deletion, right insertion: a curve a map, its name and area at its end."""
    colours = {"random": MUTED, "Grad-CAM": TRUE_CLASS, "mean mask, stage 1": CHOSEN_CLASS}
    styles = dict(zip(colours, ("--", "-", "-."), strict=True))
    ways = {
        "deletion": ("deletion: random order does as well", "greyed out", 0.96),
        "insertion": ("insertion: Grad-CAM is far ahead", "put in", 0.24),
    }
    size = {"figsize": (10.2, 3.7), "layout": "constrained"}
    figure, axes = plt.subplots(1, 2, sharey=True, **size)
    told = []
    for ax, (way, curves) in zip(axes, walks.items(), strict=True):
        title, done, height = ways[way]
        ranked = sorted(curves, key=lambda name: -curves[name]["area"][0])
        for place, name in enumerate(ranked):
            curve, area = curves[name]["curve"], curves[name]["area"][0]
            places = [step / (len(curve) - 1) for step in range(len(curve))]
            ax.plot(places, curve, styles[name], color=colours[name], linewidth=2.2)
            style = {"ha": "right", "va": "top", "fontsize": 11, "transform": ax.transAxes}
            at, words = (0.98, height - 0.09 * place), f"{name}: area {area:.2f}"
            ax.text(*at, words, color=colours[name], **style)
            told.append(f"{way}, {name} {area:.2f}")
        ax.set(ylim=(0, 1), xlim=(0, 1))
        ax.set_xlabel(f"share of the pixels {done}", fontsize=11)
        ax.set_title(title, fontsize=11.5)
    axes[0].set_ylabel("probability of the class", fontsize=11)
    return figure, f"Areas under the curves, on photographs: {'; '.join(told)}."


def donors_in_rows(rows: Mapping[str, Sequence[float]]) -> tuple[Axes, str]:
    """Accuracy on photographs with a mask from elsewhere, a row each."""
    named = {f"{name}: {interval[0]:.0%}": interval for name, interval in rows.items()}
    _, ax = plt.subplots(figsize=(8, 2.7), layout="constrained")
    interval_rows(
        named, xlabel="right, share of 500 photographs (bars: 95 %)", guessing=0.1, ax=ax
    )
    ax.set_title("most of what helps is the true class", fontsize=11.5)
    ax.set_ylabel("stage 3's mask is", fontsize=11)
    return ax, f"Photographs named rightly when stage 3's mask is … {', '.join(named)}."
