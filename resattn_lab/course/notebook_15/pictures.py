"""Pictures of notebook 15 that need a few lines, and the words for all of them."""

from collections.abc import Mapping, Sequence

from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from torch import Tensor

from resattn_lab.attention import context_vector
from resattn_lab.plots.palette import CHOSEN_CLASS, INK, MUTED, TRUE_CLASS

from .descent import START, weights_of
from .landscape import ACROSS, UP, Landscape, losses_at, lowest

COLOURS = {
    "exact": TRUE_CLASS,
    "REINFORCE": "#a3265f",
    "with a baseline": "#6b5d00",
    "straight-through": CHOSEN_CLASS,
}
WEIGHT = "#3b5ba5"  # as soft weights in notebook 01
LAND = "Blues"  # of a loss; darker is higher
LEVELS = (0.62, 0.7, 0.8, 0.9, 1, 1.2, 1.5, 2, 3, 4, 6, 8, 10)
LOWEST, HIGHEST = 0.6, 12.0  # of the blues; what is higher looks alike
DARKEST = 60.0  # so that words can be read on the darkest that is drawn
READABLE = [withStroke(linewidth=3, foreground="white")]
BOLD = 4  # runs of many that are drawn boldly
NAMES = {"expected": "expected loss of a choice, J", "soft": "loss of the average, L(c)"}


def draw_contours(ax: Axes, found: Landscape, loss: Tensor) -> None:
    """Contours of one loss, each with its height; darker is higher."""
    levels = [level for level in LEVELS if loss.min() < level < loss.max()]
    bounds = [LOWEST, *levels, HIGHEST]
    blues = {"cmap": LAND, "norm": LogNorm(LOWEST, DARKEST)}
    ax.contourf(found.x, found.y, loss.clamp(LOWEST, HIGHEST), bounds, **blues)
    lines = ax.contour(found.x, found.y, loss, levels, colors=MUTED, linewidths=0.8)
    ax.clabel(lines, [level for level in levels if level > 0.75], fmt="%g", colors=INK)
    ax.set(xlim=ACROSS, ylim=UP, xlabel="first number of the query")


def scenes_under_queries(states: Tensor, target: Tensor, queries: Sequence[Tensor]) -> Figure:
    """One scene (8, 2) in the plane: each state as large as its weight."""
    size = {"figsize": (9.6, 3.6), "layout": "constrained"}
    figure, axes = plt.subplots(1, len(queries), sharey=True, **size)
    for ax, query in zip(axes, queries, strict=True):
        weights = weights_of(query, states)
        average = context_vector(states, weights)
        ax.scatter(*states.T, s=1500 * weights + 6, color=WEIGHT, alpha=0.75, linewidth=0)
        ax.plot(*average, "x", color=INK, markersize=11, markeredgewidth=2.5)
        ax.plot(
            *target, "o", color=TRUE_CLASS, markersize=30, markeredgewidth=2, fillstyle="none"
        )
        named = {"textcoords": "offset points", "ha": "center", "fontsize": 11}
        ax.annotate("marked", target, (0, -29), **named)
        if ax is axes[0]:
            ax.annotate("average", average, (0, 12), **named)
        x, y = query.tolist()
        ax.set_title(f"query ({x:g}, {y:g}): largest weight {weights.max():.2f}", fontsize=11)
        ax.set(xlabel="first number of the state")
        ax.margins(0.18)
    axes[0].set_ylabel("second number")
    return figure


def paths_on_landscapes(
    found: Landscape,
    drawn: Sequence[tuple[str, str, Mapping[str, Tensor]]],
    *,
    after: Sequence[int] = (),
) -> Figure:
    """Descents over the contours of a loss, one Axes for each of ``drawn``.

    Args:
        drawn: a title, the loss ("expected" or "soft"), and descents (R, T, 2) by name. The
            soft loss's lowest point gets a ring.
        after: steps whose places on the descents are marked and named.
    """
    size = {"figsize": (4.9 * len(drawn), 4.3), "layout": "constrained"}
    figure, axes = plt.subplots(1, len(drawn), squeeze=False, **size)
    for ax, (title, loss, paths) in zip(axes[0], drawn, strict=True):
        draw_contours(ax, found, getattr(found.losses, loss))
        if loss == "soft":
            ring_lowest(ax, found)
        draw_paths(ax, paths, after)
        ax.set_title(title, fontsize=11)
    axes[0, 0].set_ylabel("second number of the query")
    return figure


def ring_lowest(ax: Axes, found: Landscape) -> None:
    """A ring about the lowest loss of the average, with its height."""
    x, y = lowest(found, found.losses.soft)
    ax.plot(x, y, "o", color=INK, markersize=30, fillstyle="none", zorder=4)
    place = {"textcoords": "data", "ha": "center", "fontsize": 11, "color": INK}
    arrow = {"arrowstyle": "-", "color": INK, "shrinkB": 16}
    words = f"lowest: {found.losses.soft.min():.2f}"
    named = ax.annotate(words, (x, y), (6.3, 0.95), arrowprops=arrow, zorder=6, **place)
    named.set_path_effects(READABLE)


def draw_paths(ax: Axes, paths: Mapping[str, Tensor], after: Sequence[int] = ()) -> None:
    """Lines, their ends as dots; names beside and below the ends, in turn.

    Of many runs a few are bold. ``after`` marks and names some steps of a single run.
    """
    words = {"color": INK, "fontsize": 11, "path_effects": READABLE, "zorder": 7}
    for number, (name, runs) in enumerate(paths.items()):
        colour, ends = COLOURS[name], runs[:, -1]
        for run_number, run in enumerate(runs):
            bold = run_number < BOLD
            wide = 3 if len(runs) == 1 else 1.6 if bold else 0.8
            ax.plot(*run.T, color=colour, linewidth=wide, alpha=0.85 if bold else 0.3)
        ax.plot(*ends.T, ".", color=colour, markersize=9)
        for step in after:
            x, y = runs[0, step].tolist()
            ax.plot(x, y, "o", color=colour, markersize=7)
            named = f"{step:,} steps" if step == after[-1] else f"{step:,}"
            ax.text(x, y - 0.45, named, ha="center", **words)
        style = words | {"color": colour, "weight": "bold"}
        x, y = ends.mean(dim=0).tolist()
        if after:
            ax.text(runs[0, after[0], 0].item(), y + 0.5, name, **style)
        elif number % 2:
            ax.text(x, ends[:, 1].min().item() - 0.5, name, ha="center", **style)
        else:
            ax.text(ends[:, 0].max().item() + 0.2, y, name, va="center", **style)
    ax.plot(*START, "s", color=INK, markersize=7)
    ax.text(START[0] - 0.25, START[1], "start", ha="right", va="center", **words)


def two_parts(paths: Mapping[str, Tensor], states: Tensor, target: Tensor) -> Figure:
    """What a draw costs where the runs of each gradient end: average, spread, and their sum."""
    figure, ax = plt.subplots(figsize=(9.6, 2.7), layout="constrained")
    ends = [losses_at(runs[:, -1], states, target) for runs in paths.values()]
    parts = {"average": [losses.soft.mean().item() for losses in ends]}
    parts["spread"] = [losses.spread.mean().item() for losses in ends]
    colours = {"average": WEIGHT, "spread": [COLOURS[how] for how in paths]}
    left = [0.0] * len(ends)
    for name, sizes in parts.items():
        bars = ax.barh(list(paths), sizes, left=left, color=colours[name], height=0.6)
        ax.bar_label(bars, fmt=f"{name} %.3f", label_type="center", color="white", fontsize=11)
        left = sizes
    sums = [f"J = {found.expected.mean():.3f} ± {found.expected.std():.2f}" for found in ends]
    ax.bar_label(bars, sums, padding=5)
    ax.set(xlim=(0, 1.5), xlabel="loss where the runs end")
    ax.invert_yaxis()
    return figure


def paths_in_words(paths: Mapping[str, Tensor], states: Tensor, target: Tensor) -> str:
    """Where each gradient's runs end, and with what losses."""
    parts = []
    for name, runs in paths.items():
        ends = runs[:, -1]
        x, y = ends.mean(dim=0).tolist()
        apart = (ends - ends.mean(dim=0)).norm(dim=1).mean()
        found = losses_at(ends, states, target)
        parts.append(
            f"{name}: {len(runs)} end near ({x:.1f}, {y:.1f}), {apart:.1f} from there on "
            f"average; expected loss {found.expected.mean():.2f}, loss of the average "
            f"{found.soft.mean():.2f}"
        )
    return f"Contours of a loss over the plane of queries, and descents. {'. '.join(parts)}."


def scenes_in_words(states: Tensor, queries: Sequence[Tensor]) -> str:
    """What ``scenes_under_queries`` shows."""
    largest = ", ".join(
        f"{weights_of(query, states).max():.2f} with query ({query[0]:g}, {query[1]:g})"
        for query in queries
    )
    return (
        "Eight states as discs in a plane, as large as their weights, three times. The largest "
        f"weight is {largest}; the average moves from the middle to the states on the right."
    )


def two_parts_in_words(paths: Mapping[str, Tensor], states: Tensor, target: Tensor) -> str:
    """What ``two_parts`` shows."""
    rows = []
    for how, runs in paths.items():
        expected, soft = (loss.mean() for loss in losses_at(runs[:, -1], states, target))
        rows.append(f"{how} {soft:.2f} + {expected - soft:.2f} = {expected:.2f}")
    return f"Bars of the average's loss, the spread, and their sum J: {'; '.join(rows)}."
