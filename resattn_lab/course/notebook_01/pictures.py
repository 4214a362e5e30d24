"""Pictures of notebook 01 that need a few lines, and the words for all of them."""

from collections.abc import Mapping, Sequence

import torch
from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from torch import Tensor

from resattn_lab.attention import attention_weights, effective_places
from resattn_lab.plots import (
    as_picture,
    draw_outline,
    glimpse_pair,
    weight_bars,
    weight_ruler,
)
from resattn_lab.plots.palette import INK, MASK_COLOURS, MUTED, SIGNED_COLOURS

from .states import Costs

SOFT, HARD = "#3b5ba5", "#be551a"
GATES = {"sigmoid": torch.sigmoid, "softmax": attention_weights}


def votes_in_numbers(image: Tensor, truth: Tensor, votes: Tensor, name: str) -> Figure:
    """A scene beside the (h, w) votes of its locations for one class, as numbers."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 4.6), layout="constrained")
    left.imshow(as_picture(image))
    left.set_title("the scene", fontsize=11)
    draw_outline(truth, ax=left)
    limit = votes.abs().max().item()
    high, wide = image.shape[-2:]  # the votes lie where their locations lie in the scene
    cell = high / votes.shape[0]
    reach = {"extent": (-0.5, wide - 0.5, high - 0.5, -0.5)}
    right.imshow(votes, cmap=SIGNED_COLOURS, vmin=-limit, vmax=limit, **reach)
    draw_outline(truth, ax=right)
    right.set_title(f"the object's locations vote for “{name}”", fontsize=11)
    for row, values in enumerate(votes.tolist()):
        for column, value in enumerate(values):
            colour = "white" if abs(value) > 0.6 * limit else INK
            place = {"ha": "center", "va": "center", "fontsize": 11}
            x, y = (cell * (at + 0.5) - 0.5 for at in (column, row))
            right.text(x, y, f"{value:.0f}".replace("-0", "0"), color=colour, **place)
    for ax in (left, right):
        ax.set(xticks=[], yticks=[])
    return figure


def temperatures_in_pictures(
    image: Tensor, truth: Tensor, windows: Tensor, columns: Mapping[str, Tensor]
) -> Figure:
    """Weights as bars, as light on the image, and the glimpse that they give.

    Args:
        windows: (K, 3, s, s), around each location.
        columns: name -> weights (K,).
    """
    figure, axes = plt.subplots(
        3,
        len(columns) + 1,
        figsize=(2.5 * len(columns) + 0.6, 7.4),
        layout="constrained",
        width_ratios=[1] * len(columns) + [0.06],
        height_ratios=[0.7, 1, 1],
    )
    for (bars, *pair), (name, weights) in zip(axes.T, columns.items(), strict=False):
        count = effective_places(weights).item()
        weight_bars(weights, title=name, ax=bars)
        glimpse = (weights @ windows.flatten(1)).reshape(windows.shape[1:])
        titles = (f"spread over {count:.1f} locations", "their glimpse")
        side = int(len(weights) ** 0.5)
        light = weights.reshape(side, side)
        glimpse_pair(image, light, glimpse, true_mask=truth, titles=titles, axes=pair)
        bars.set_xlabel("location")
    for ax in axes[0, 1:-1]:
        ax.set_yticklabels([])
    axes[0, 0].set_ylabel("weight")
    axes[0, 0].text(1, 1 / len(windows) + 0.03, "1/64: all alike", color=MUTED, fontsize=10)
    weight_ruler(axes[1, -1])
    for ax in (axes[0, -1], axes[2, -1]):
        ax.set_axis_off()
    return figure


def cost_curves(temperatures: Sequence[float], costs: Costs, *, touched: float) -> Figure:
    """What a choice costs (left) and where it looks (right), against the temperature."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(9.6, 3.9), layout="constrained")
    left.set_title("averaging is safe; a choice has to be a good one", fontsize=11)
    lines = (costs.soft, "o-", SOFT, 10), (costs.hard, "s--", HARD, 5)  # one shows behind
    for values, style, colour, size in lines:
        left.semilogx(temperatures, values, style, color=colour, markersize=size)
    left.text(900, costs.soft[-1] - 0.1, "soft: all averaged", color=SOFT, ha="right")
    left.text(900, costs.hard[-1] - 0.14, "hard: one drawn", color=HARD, ha="right")
    left.axhline(0.1, linestyle=":", color=MUTED)
    left.text(0.1, 0.12, "guessing among ten classes", color=MUTED)
    left.set(ylabel="share of scenes classified correctly")
    right.set_title("only a cold softmax looks at the object", fontsize=11)
    right.semilogx(temperatures, costs.on_object, "^-", color=INK)
    right.text(30, 0.45, "weight on the object", color=INK)
    right.axhline(touched, linestyle=":", color=MUTED)
    right.text(0.1, touched - 0.07, "share of locations that it touches", color=MUTED)
    right.set(ylabel="share of the weight")
    for ax in (left, right):
        ax.set(xlabel="temperature", ylim=(0, 1.05))
    return figure


def keyhole_pictures(
    seen: Mapping[int, Tensor], shares: Mapping[int, Sequence[float]], location: int
) -> Figure:
    """A square of one scene in another, growing; below, whose shape the state there names.

    Args:
        seen: side of the square in pixels -> the picture (3, H, W).
        shares: side -> share of scenes in which the state names the shape of the square's
            scene, and of the scene around it.
        location: whose state is read, on a grid of 8×8; it is framed.
    """
    figure = plt.figure(figsize=(9.6, 5.2), layout="constrained")
    grid = figure.add_gridspec(2, len(shares), height_ratios=[1, 1.25])
    for column, (side, picture) in enumerate(seen.items()):
        ax = figure.add_subplot(grid[0, column])
        ax.imshow(as_picture(picture))
        cell = picture.shape[-1] / 8
        corner = [cell * at - 0.5 for at in (location % 8, location // 8)]
        for colour, width in (("black", 3), ("white", 1.5)):
            frame = Rectangle(corner, cell, cell, fill=False, edgecolor=colour, linewidth=width)
            ax.add_patch(frame)
        ax.set(xticks=[], yticks=[])
        ax.set_title(f"{side}×{side} pixels", fontsize=11)
    ax = figure.add_subplot(grid[1, :])
    lines = list(zip(*shares.values(), strict=True))
    for line, name, style, colour in zip(
        lines, ("the square's", "the surroundings'"), ("o-", "s--"), (SOFT, HARD), strict=True
    ):
        ax.plot(line, style, color=colour)
        for at, share in enumerate(line):
            up = 9 if share == max(other[at] for other in lines) else -18
            text = {"ha": "center", "color": colour, "textcoords": "offset points"}
            ax.annotate(f"{share:.0%}", (at, share), xytext=(0, up), fontsize=11, **text)
        ax.text(len(line) - 0.85, line[-1], name, color=colour, fontsize=11, va="center")
    ax.axhline(0.1, linestyle=":", color=MUTED, zorder=0)
    ax.text(-0.48, 0.115, "guessing", color=MUTED)
    ax.set(xticks=range(len(shares)), xticklabels=[f"{side}×{side}" for side in shares])
    ax.set(xlim=(-0.5, len(shares) + 0.1), ylim=(-0.2, 1.08), yticks=[0, 0.5, 1])
    ax.set(xlabel="the square around the framed location", ylabel="its state names the shape")
    ax.set_title("a state names the shape that surrounds it", fontsize=11)
    return figure


def competition(truth: Tensor, before: Tensor, after: Tensor, sums: Tensor) -> Figure:
    """Sigmoid above softmax, of a channel's scores (K,) and with one raised; and all sums.

    Args:
        sums: over the locations, of every sigmoid mask.
    """
    figure = plt.figure(figsize=(9.6, 5.6), layout="constrained")
    grid = figure.add_gridspec(2, 3, width_ratios=[1, 1, 1.1])
    side, (high, wide) = int(len(before) ** 0.5), truth.shape
    reach = {"extent": (-0.5, wide - 0.5, high - 0.5, -0.5), "cmap": MASK_COLOURS, "vmin": 0}
    for row, (name, squash) in enumerate(GATES.items()):
        most = 1 if name == "sigmoid" else squash(before).max()  # else all would be dark
        pair = [figure.add_subplot(grid[row, column]) for column in (0, 1)]
        for ax, scores, what in zip(pair, (before, after), ("", ", corner + 8"), strict=True):
            values = squash(scores)
            shown = ax.imshow(values.reshape(side, side), vmax=most, **reach)
            draw_outline(truth, ax=ax)
            ax.set(xticks=[], yticks=[])
            ax.set_title(f"{name}{what}", fontsize=11)
            star = values[before.argmax()]
            ax.set_xlabel(f"corner {values[0]:.2f}, star at most {star:.2f}", fontsize=11)
        beyond = {"extend": "max" if squash(after).max() > most else "neither"}
        bar = figure.colorbar(shown, ax=pair, shrink=0.9, aspect=14, **beyond)
        bar.outline.set_visible(False)
    ax = figure.add_subplot(grid[:, 2])
    counts, *_ = ax.hist(sums.flatten(), bins=32, range=(0, 64), color=SOFT)
    ax.axvline(1, color=INK, linestyle="--")
    ax.set_ylim(0, 1.2 * counts.max())  # room for the words
    ax.text(3, 0.94, "a softmax: always 1", color=INK, transform=ax.get_xaxis_transform())
    ax.set(xlabel="sum over the 64 locations", ylabel="channels of the 24 scenes")
    ax.set_title("a sigmoid's sum is free", fontsize=11)
    return figure


def votes_in_words(votes: Tensor, truth: Tensor, name: str) -> str:
    """What ``votes_in_numbers`` shows."""
    row, column = divmod(votes.argmax().item(), votes.shape[1])
    return (
        f"A scene with a {name}, its outline drawn, beside a grid of 8 by 8 votes for that "
        f"class: from {votes.min():.0f} to {votes.max():.0f}, the highest in row {row}, column "
        f"{column}, where the object is; far from it they are near 0."
    )


def temperatures_in_words(name: str, columns: Mapping[str, Tensor]) -> str:
    """What ``temperatures_in_pictures`` shows."""
    parts = "; ".join(
        f"{title}: on {effective_places(weights):.1f} locations, the largest weight "
        f"{weights.max():.2f}"
        for title, weights in columns.items()
    )
    return (
        f"A scene with a {name} under four sets of weights, as bars from 0 to 1, as light on "
        f"the image and as the glimpse they give. {parts}. The glimpse goes from a smear of "
        "the whole image to one sharp window."
    )


def costs_in_words(temperatures: Sequence[float], costs: Costs) -> str:
    """What ``cost_curves`` shows."""
    low, high = temperatures[0], temperatures[-1]
    return (
        f"Two graphs over the temperature from {low:g} to {high:g}. Left: soft attention "
        f"classifies {costs.soft[-1]:.0%} of the scenes correctly when hot and "
        f"{costs.soft[0]:.0%} when cold, hard attention {costs.hard[-1]:.0%} and "
        f"{costs.hard[0]:.0%}. Right: the weight on the object grows from "
        f"{costs.on_object[-1]:.0%} when hot to {costs.on_object[0]:.0%} when cold."
    )


def keyholes_in_words(shares: Mapping[int, tuple]) -> str:
    """What ``keyhole_pictures`` shows."""
    parts = "; ".join(
        f"{side} by {side} pixels: {own:.0%} and {other:.0%}"
        for side, (own, other) in shares.items()
    )
    return (
        "A square around the chosen location, pasted into another scene, growing from picture "
        "to picture; below, how often the state there names the shape of the square's own "
        f"scene and of the scene around it. {parts}."
    )


def competition_in_words(before: Tensor, after: Tensor, sums: Tensor) -> str:
    """What ``competition`` shows."""
    at = before.argmax()
    parts = "; ".join(
        f"the {name} goes from {squash(before)[0]:.2f} to {squash(after)[0]:.2f} in the corner "
        f"and from {squash(before)[at]:.2f} to {squash(after)[at]:.2f} on the star"
        for name, squash in GATES.items()
    )
    return (
        "One channel of the last mask as 8 by 8 squares, before and after the corner's score "
        f"is raised by 8: {parts}. Beside them a histogram of the sums of all channels, from "
        f"{sums.min():.1f} to {sums.max():.1f}; those of a softmax would all be 1."
    )


def typical_open_count(masks: Tensor) -> float:
    """The median over scenes and channels of the locations above one half, of (N, C, K)."""
    return torch.quantile((masks > 0.5).sum(dim=-1).float().flatten(), 0.5).item()
