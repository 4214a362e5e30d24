"""Pictures of notebook 11 that show numbers, and the words for all of them."""

from collections.abc import Mapping, Sequence

from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from resattn_lab.plots.palette import CHOSEN_CLASS, INK, MUTED, TRUE_CLASS

MARKERS = ("o", "s", "^")  # one for each of the three networks
LABELS = {f"stage{n}.0": f"stage {n}" for n in (1, 2, 3)}
LABELS |= {name: name for name in ("all", "untrained", "spot")}


def three_markers(
    ax: Axes, place: float, values: Sequence[float], *, upright: bool = False
) -> None:
    """A marker for each network, joined from the least to the most."""
    span, here = [min(values), max(values)], [place, place]
    ax.plot(*((here, span) if upright else (span, here)), color=MUTED, linewidth=2)
    markers = MARKERS if len(values) == len(MARKERS) else ("D",)
    for marker, value in zip(markers, values, strict=True):
        at = (place, value) if upright else (value, place)
        ax.plot(*at, marker, color=INK, markersize=6, clip_on=False, zorder=3)


def scores_in_rows(board: Mapping[str, Mapping[str, Sequence[float]]], chance: float) -> Figure:
    """A column for each measure, a row for each map, a marker for each network."""
    size = {"figsize": (10.2, 4.1), "layout": "constrained"}
    figure, axes = plt.subplots(1, len(board), sharey=True, **size)
    names = {"iou": "overlap (IoU), mean", "pointing": "pointing game, share of hits"}
    names["energy"] = "energy on the object, mean"
    titles = {"iou": "overlap: colours win by far", "pointing": "pointing: the masks win"}
    titles["energy"] = "energy: the spot keeps up"
    for ax, (measure, rows) in zip(axes, board.items(), strict=True):
        best = max(rows, key=lambda row: sum(rows[row]) / len(rows[row]))
        ax.axvline(chance, color=MUTED, linestyle="--", linewidth=1.4)
        ax.text(chance + 0.02, -0.55, "chance", color=MUTED, fontsize=10)
        for place, (name, values) in enumerate(rows.items()):
            three_markers(ax, place, values)
            mean, bold = sum(values) / len(values), "bold" if name == best else "normal"
            side = {"textcoords": "offset points", "va": "center", "fontsize": 10}
            end, far = max(values), {"ha": "left", "xytext": (10, 0)}
            if end > 0.8:
                end, far = min(values), {"ha": "right", "xytext": (-10, 0)}
            ax.annotate(f"{mean:.2f}", (end, place), **side, **far, weight=bold)
        ax.set_yticks(range(len(rows)), list(rows), fontsize=11)
        ax.set(xlabel=names[measure], xlim=(0, 1), ylim=(len(rows) - 0.5, -1.0))
        ax.grid(axis="y", color="#e3e3e3", linewidth=0.8)
        ax.set_title(titles[measure], fontsize=11.5)
    return figure


def scores_in_words(board: Mapping[str, Mapping[str, Sequence[float]]], chance: float) -> str:
    parts = (
        f"{measure}: " + ", ".join(f"{n} {sum(v) / len(v):.2f}" for n, v in rows.items())
        for measure, rows in board.items()
    )
    return f"Means of three networks. {'; '.join(parts)}. Chance {chance:.2f}."


def filled_rows(before: Mapping[str, Sequence[float]], after, *, title: str, ax: Axes) -> None:
    """Hits with the object as it is, hollow, and with its hole filled, full."""
    for place, name in enumerate(before):
        one, two = (sum(part[name]) / len(part[name]) for part in (before, after))
        ax.plot([one, two], [place, place], color=CHOSEN_CLASS, linewidth=2)
        ax.plot(two, place, "o", color=CHOSEN_CLASS, markersize=7, clip_on=False)
        ax.plot(one, place, "o", color=INK, markersize=8, markerfacecolor="white")
        digits = 1 if two < 0.1 else 0
        ax.text(1.02, place, f"{one:.{digits}%} → {two:.{digits}%}", va="center", fontsize=10)
    ax.set_yticks(range(len(before)), list(before), fontsize=11)
    ax.set(xlim=(0, 1), ylim=(len(before) - 0.5, -0.6))
    ax.set_xlabel("hits, mean of three networks", fontsize=11)
    ax.grid(axis="y", color="#e3e3e3", linewidth=0.8)
    ax.set_title(title, fontsize=11.5)


def filled_in_rows(
    classes: Mapping[str, Mapping[str, Mapping[str, Sequence[float]]]],
    maps: tuple[Mapping[str, Sequence[float]], Mapping[str, Sequence[float]]],
) -> Figure:
    """Left rings and all other classes of a few maps, right every map on all scenes."""
    rows: tuple[dict, dict] = ({}, {})
    for part, kind in zip(rows, ("object", "filled"), strict=True):
        for name, found in classes.items():
            part[f"rings, {LABELS[name]}"] = found["ring"][kind]
        for name, found in classes.items():
            others = [found[shape][kind] for shape in found if shape != "ring"]
            part[f"others, {LABELS[name]}"] = [_mean(shares) for shares in others]
    size = {"figsize": (10.2, 3.7), "layout": "constrained"}
    figure, (left, right) = plt.subplots(1, 2, **size)
    filled_rows(*rows, title="only rings gain, in stage 2 most", ax=left)
    filled_rows(*maps, title="over all scenes little changes", ax=right)
    return figure


def filled_in_words(classes, maps) -> str:
    rings = (
        f"{LABELS[m]} from {_mean(f['ring']['object']):.0%} to {_mean(f['ring']['filled']):.0%}"
        for m, f in classes.items()
    )
    rest = (f"{n} {_mean(maps[0][n]):.0%} to {_mean(maps[1][n]):.0%}" for n in maps[0])
    return (
        f"Hits before and after holes are filled. Rings: {', '.join(rings)}. All scenes: "
        f"{', '.join(rest)}."
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def effects_in_dots(
    effects: Mapping[str, Mapping[str, Sequence[float]]],
    agreements: Mapping[str, tuple[float, float, float]],
) -> Figure:
    """Overlap and effect of each channel; a column a network, its rank agreement on top."""
    size = {"figsize": (10.2, 3.3), "layout": "constrained"}
    figure, axes = plt.subplots(1, len(effects), sharey=True, sharex=True, **size)
    for ax, (name, found) in zip(axes, effects.items(), strict=True):
        ax.semilogy(found["overlap"], found["moved"], "o", color=INK, markersize=5, alpha=0.7)
        rank, low, high = agreements[name]
        words = f"{name}: {rank:.2f} ({low:.2f} to {high:.2f})".replace("-", "−")
        ax.set_title(words, fontsize=11)
        ax.set_xlabel("overlap with the object (IoU)", fontsize=11)
    axes[0].set_ylabel("change of the logit", fontsize=11)
    return figure


def walks_in_pictures(walks: Mapping[str, Mapping[str, Mapping]]) -> Figure:
    """Left deletion, right insertion: a curve a map, its name and area at its end."""
    colours = {"random": MUTED, "Grad-CAM": TRUE_CLASS, "mean mask, stage 1": CHOSEN_CLASS}
    styles = dict(zip(colours, ("--", "-", "-."), strict=True))
    titles = {
        "deletion": "deletion: random order does as well",
        "insertion": "insertion: Grad-CAM is far ahead",
    }
    size = {"figsize": (10.2, 3.7), "layout": "constrained"}
    figure, axes = plt.subplots(1, 2, sharey=True, **size)
    for ax, (way, curves) in zip(axes, walks.items(), strict=True):
        for name, found in curves.items():
            curve = found["curve"]
            places = [step / (len(curve) - 1) for step in range(len(curve))]
            ax.plot(places, curve, styles[name], color=colours[name], linewidth=2.2)
        ranked = sorted(curves, key=lambda name: -curves[name]["area"][0])
        for place, name in enumerate(ranked):
            height = 0.96 if way == "deletion" else 0.24
            at = (0.98, height - 0.09 * place)
            words = f"{name}: area {curves[name]['area'][0]:.2f}"
            style = {"ha": "right", "va": "top", "fontsize": 11, "transform": ax.transAxes}
            ax.text(*at, words, color=colours[name], **style)
        ax.set(ylim=(0, 1), xlim=(0, 1))
        done = "greyed out" if way == "deletion" else "put in"
        ax.set_xlabel(f"share of the pixels {done}", fontsize=11)
        ax.set_title(titles[way], fontsize=11.5)
    axes[0].set_ylabel("probability of the class", fontsize=11)
    return figure


def walks_in_words(walks: Mapping[str, Mapping[str, Mapping]]) -> str:
    rows = (
        f"{way}: " + ", ".join(f"{name} {found['area'][0]:.2f}" for name, found in part.items())
        for way, part in walks.items()
    )
    return f"Areas under curves of the predicted class on photographs. {'; '.join(rows)}."


def donors_in_rows(rows: Mapping[str, Sequence[float]]) -> Axes:
    """Accuracy on photographs with a mask from elsewhere, a row each."""
    _, ax = plt.subplots(figsize=(8, 2.7), layout="constrained")
    ax.axvline(0.1, color=MUTED, linestyle="--", linewidth=1.4)
    ax.text(0.11, -0.5, "chance", color=MUTED, fontsize=10)
    for place, (share, low, high) in enumerate(rows.values()):
        ax.plot([low, high], [place, place], color=MUTED, linewidth=5, solid_capstyle="butt")
        ax.plot(share, place, "o", color=INK, markersize=6)
        ax.text(1.02, place, f"{share:.0%}", va="center", fontsize=11)
    rules = {"one of the same true class": "B: ", "one of the same answer": "C: "}
    labels = [rules.get(name, "") + name for name in rows]
    ax.set_yticks(range(len(rows)), labels, fontsize=11)
    ax.set(xlim=(0, 1), ylim=(len(rows) - 0.5, -0.95))
    ax.set_ylabel("stage 3's mask is", fontsize=11)
    ax.set_xlabel("right, share of 500 photographs (bars: 95 %)", fontsize=11)
    ax.set_title("only the donor of the true class helps", fontsize=11.5)
    return ax
