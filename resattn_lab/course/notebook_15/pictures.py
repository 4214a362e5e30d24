"""Pictures of notebook 15 that need a few lines, and the words for all of them."""

from collections.abc import Mapping, Sequence

from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from torch import Tensor

from resattn_lab.attention import context_vector
from resattn_lab.plots.palette import CHOSEN_CLASS, INK, MUTED, TRUE_CLASS

from .descent import START, weights_of
from .landscape import ACROSS, UP, Landscape, losses_at, lowest

COLOURS = {
    "exact": TRUE_CLASS,
    "REINFORCE": "#7a5195",
    "with a baseline": "#1f5fa8",
    "straight-through": CHOSEN_CLASS,
}
LEVELS = (0.62, 0.7, 0.8, 0.9, 1, 1.2, 1.5, 2, 3, 4, 6, 8, 10)
HIGHEST = 12.0  # what is higher looks alike
NAMES = {"expected": "expected loss of a choice, J", "soft": "loss of the average, L(c)"}


def draw_contours(ax: Axes, found: Landscape, loss: Tensor) -> None:
    """Contours of one loss in grey, each with its height; darker is higher."""
    levels = [level for level in LEVELS if loss.min() < level < loss.max()]
    bounds = [0, *levels, HIGHEST]
    ax.contourf(
        found.x, found.y, loss.clamp(max=HIGHEST), bounds, cmap="Greys", vmin=0, vmax=18
    )
    lines = ax.contour(found.x, found.y, loss, levels, colors=MUTED, linewidths=0.8)
    ax.clabel(lines, fontsize=9, fmt="%g", colors=INK)
    ax.set(xlim=ACROSS, ylim=UP, xlabel="first number of the query")


def scenes_under_queries(states: Tensor, target: Tensor, queries: Sequence[Tensor]) -> Figure:
    """One scene (8, 2) in the plane: each state as large as its weight."""
    size = {"figsize": (9.6, 3.6), "layout": "constrained"}
    figure, axes = plt.subplots(1, len(queries), sharey=True, **size)
    for ax, query in zip(axes, queries, strict=True):
        weights = weights_of(query, states)
        average = context_vector(states, weights)
        ax.scatter(*states.T, s=1500 * weights + 6, color="#1f5fa8", alpha=0.75, linewidth=0)
        ax.plot(*average, "x", color=INK, markersize=11, markeredgewidth=2.5)
        ax.plot(
            *target, "o", color=TRUE_CLASS, markersize=30, markeredgewidth=2, fillstyle="none"
        )
        ax.annotate("marked", target, (0, -28), textcoords="offset points", ha="center")
        x, y = query.tolist()
        ax.set_title(f"query ({x:g}, {y:g}): largest weight {weights.max():.2f}", fontsize=11)
        ax.set(xlabel="first number of the state")
        ax.margins(0.18)
    axes[0].set_ylabel("second number")
    return figure


def paths_on_landscapes(
    found: Landscape, drawn: Sequence[tuple[str, str, Mapping[str, Tensor]]]
) -> Figure:
    """Descents over the contours of a loss, one Axes for each of ``drawn``.

    Args:
        drawn: a title, the loss ("expected" or "soft"), and descents (R, T, 2) by name.
    """
    size = {"figsize": (4.9 * len(drawn), 4.3), "layout": "constrained"}
    figure, axes = plt.subplots(1, len(drawn), squeeze=False, **size)
    for ax, (title, loss, paths) in zip(axes[0], drawn, strict=True):
        draw_contours(ax, found, getattr(found.losses, loss))
        draw_paths(ax, paths)
        ax.set_title(title, fontsize=11)
    axes[0, 0].set_ylabel("second number of the query")
    return figure


def draw_paths(ax: Axes, paths: Mapping[str, Tensor]) -> None:
    """Thin lines, their ends as dots; names beside and below the ends, in turn."""
    for number, (name, runs) in enumerate(paths.items()):
        colour, ends = COLOURS[name], runs[:, -1]
        for run in runs:
            ax.plot(*run.T, color=colour, linewidth=3 / len(runs) ** 0.5, alpha=0.7)
        ax.plot(*ends.T, ".", color=colour, markersize=8)
        bold = {"color": colour, "fontsize": 11, "weight": "bold"}
        if number % 2:
            x, y = ends[:, 0].mean().item(), ends[:, 1].min().item() - 0.5
            ax.text(x, y, name, ha="center", **bold)
        else:
            x, y = ends[:, 0].max().item() + 0.15, ends[:, 1].mean().item()
            if x > ACROSS[1] - 2:  # no room beside them
                x, y = ACROSS[1] - 2, ends[:, 1].max().item() + 0.8
            ax.text(x, y, name, va="center", **bold)
    ax.plot(*START, "s", color=INK, markersize=7)
    ax.text(START[0] + 0.15, START[1] + 0.3, "start", color=INK, fontsize=11)


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


def landscape_in_words(found: Landscape) -> str:
    """Where the two losses are lowest on the map."""
    parts = []
    for name, loss in zip(NAMES, found.losses, strict=True):
        x, y = lowest(found, loss)
        parts.append(f"{NAMES[name]}: lowest on this map, {loss.min():.2f}, at ({x:g}, {y:g})")
    return "; ".join(parts) + "."
