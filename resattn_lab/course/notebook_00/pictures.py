"""Pictures of notebook 00 that need a few lines, and the words for all of them."""

from collections.abc import Mapping, Sequence

from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from torch import Tensor

from resattn_lab.data import Scenes
from resattn_lab.measures import peak_positions, pointing_hits
from resattn_lab.plots import as_picture, draw_outline, mask_grid, mask_overlay
from resattn_lab.plots.cost_bars import PART_COLOURS
from resattn_lab.plots.palette import INK, MASK_COLOURS, MUTED

from .scores import MeanMask, PointingScores

INCHES = 2.4  # of one picture


def _draw_mask(mask: Tensor, truth: Tensor, ax: Axes, *, low: float = 0, high: float = 1):
    """A mask in colours over the whole scene, the object's outline, a cross at the highest."""
    tall, wide = truth.shape
    extent = (-0.5, wide - 0.5, tall - 0.5, -0.5)
    shown = ax.imshow(mask, cmap=MASK_COLOURS, vmin=low, vmax=high, extent=extent)
    draw_outline(truth, ax=ax)
    row, column = peak_positions(mask, truth.shape)
    for colour, width in (("white", 5), ("#d7191c", 2.5)):
        ax.plot(column, row, "x", color=colour, markersize=11, markeredgewidth=width)
    return shown


def first_masks(scenes: Scenes, masks: Tensor) -> Figure:
    """Scenes, their (K, h, w) masks by themselves, and the masks as light on the scenes."""
    size = (INCHES * len(masks), 3 * INCHES)
    figure, axes = plt.subplots(3, len(masks), figsize=size, layout="constrained")
    for image, mask, truth, label, (above, middle, below) in zip(
        scenes.images, masks, scenes.true_masks, scenes.labels, axes.T, strict=False
    ):
        above.imshow(as_picture(image))
        above.set_title(scenes.class_names[label], fontsize=11)
        bare = _draw_mask(mask, truth, middle)
        hits = bool(pointing_hits(mask[None], truth[None]))
        middle.set_title(f"cross {'on' if hits else 'beside'} the object", fontsize=11)
        mask_overlay(image, mask, true_mask=truth, ax=below)
    for ax, label in zip(axes[:, 0], ("the scene", "the mask", "as light"), strict=True):
        ax.set_ylabel(label, fontsize=11)
    figure.colorbar(bare, ax=list(axes[1]), shrink=0.9, aspect=14).outline.set_visible(False)
    for ax in axes.flat:
        ax.set(xticks=[], yticks=[])
    return figure


def scores_picture(scores: PointingScores) -> Figure:
    """A row a module, trained joined to untrained, beside two maps that never look."""
    figure, ax = plt.subplots(figsize=(8, 3.2), layout="constrained")
    kinds = {"": (PART_COLOURS["mask"], "trained"), ", untrained": (INK, "untrained")}
    for row, module in enumerate(scores.channels):
        pair = [scores.rows[module + kind] for kind in kinds]
        ax.plot([share for share, *_ in pair], [row, row], color="#d5d5d5", zorder=0)
        for (share, low, high), (colour, name) in zip(pair, kinds.values(), strict=True):
            ax.plot([low, high], [row, row], color=colour, linewidth=6, alpha=0.35)
            face = colour if name == "trained" else "white"
            ax.plot(share, row, "o", color=colour, markerfacecolor=face, markersize=8)
            said = f"{name} {share:.0%}" if row == 0 else f"{share:.0%}"
            text = ax.text(share, row - 0.22, said, color=colour, ha="center", fontsize=11)
            text.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 1})
    spot, *_ = scores.rows["spot in the middle"]
    for share, name, style in (
        (scores.chance, "chance", ":"),
        (spot, "spot in the middle", "--"),
    ):
        ax.axvline(share, color=MUTED, linestyle=style, zorder=0)
        ax.text(share, -0.78, f"{name} {share:.1%}", color=MUTED, ha="center", fontsize=11)
    ax.set_yticks(range(len(scores.channels)), list(scores.channels), fontsize=11)
    ax.set(xlim=(0, 1), ylim=(len(scores.channels) - 0.6, -0.65))
    ax.set_xlabel("share of unseen scenes in which the map peaks on the object", fontsize=11)
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.tick_params(axis="y", length=0)
    return figure


def means_picture(
    masks: Mapping[str, Tensor],
    truth: Tensor,
    scores: PointingScores,
    means: Mapping[str, MeanMask],
) -> Figure:
    """One scene's best channel of each module above the mean over all its channels.

    Args:
        masks: module -> (C, h, w).
    """
    size = (3 * INCHES + 0.8, 2 * INCHES + 0.9)
    figure, axes = plt.subplots(2, len(masks), figsize=size, layout="constrained")
    for (module, mask), (above, below) in zip(masks.items(), axes.T, strict=True):
        shown = _draw_mask(mask[scores.channels[module]], truth, above)
        mean = mask.mean(dim=0)
        low, high = (float(end) for end in (mean.min(), mean.max()))
        _draw_mask(mean, truth, below, low=low, high=high)
        above.set_title(f"{module}: hits in {_share(scores.rows[module][0])}", fontsize=11)
        below.set_title(f"hits in {_share(means[module].hits)}", fontsize=11)
        below.set_xlabel(f"blue {low:.2f}, yellow {high:.2f}", fontsize=11)
    for ax, label in zip(axes[:, 0], ("the best channel", "mean of all"), strict=True):
        ax.set_ylabel(label, fontsize=11)
    for ax in axes.flat:
        ax.set(xticks=[], yticks=[])
    figure.colorbar(shown, ax=list(axes[0]), shrink=0.9, aspect=14).outline.set_visible(False)
    return figure


def _share(share: float) -> str:
    """A share in per cent, with two figures."""
    return f"{100 * share:.2g}%"


def channels_picture(masks: Tensor, best: int, *, named: Sequence[int]) -> Figure:
    """All channels of one image's (C, h, w) masks; some have their numbers on them."""
    columns = 8
    figure, ax = plt.subplots(figsize=(8, 4.2), layout="constrained")
    mask_grid(masks, columns=columns, marked=best, ax=ax)
    ax.set_title("some light the object, some are dark on it", fontsize="medium")
    for number in named:
        row, column = divmod(number, columns)
        corner = (column * (masks.shape[2] + 1) + 2, row * (masks.shape[1] + 1) + 2)
        box = {"facecolor": "white", "edgecolor": "none", "pad": 1}
        ax.text(*corner, number, fontsize=10, color=INK, va="top", bbox=box)
    figure.colorbar(ax.images[0], ax=ax, shrink=0.7, aspect=18).outline.set_visible(False)
    return figure


def first_masks_in_words(scenes: Scenes, masks: Tensor, channel: int) -> str:
    """What the first picture shows: (N, C, h, w) masks on the first four scenes."""
    names = [scenes.class_names[label] for label in scenes.labels[:4]]
    shown, truths = masks[:4, channel], scenes.true_masks[:4]
    on_and_off = ", ".join(
        f"{mask[truth].mean():.2f} and {mask[~truth].mean():.2f}"
        for mask, truth in zip(shown, truths, strict=True)
    )
    return (
        f"Four planted scenes ({', '.join(names)}); below them channel {channel} of the first "
        f"mask, its means on the object and off it {on_and_off}, a cross at its highest value, "
        f"on the object in {int(pointing_hits(shown, truths).sum())} of the four; and the "
        "scenes under it as light."
    )


def scores_in_words(scores: PointingScores) -> str:
    """Every row of the picture of scores."""
    rows = (f"{name} {share:.0%}" for name, (share, *_) in scores.rows.items())
    return (
        "Share of unseen scenes in which each map peaks on the object, as dots with 95 % "
        f"intervals, each module's trained one joined to its untrained one: {', '.join(rows)}. "
        f"A dotted line marks chance at {scores.chance:.1%}, a dashed one the spot."
    )


def means_in_words(scores: PointingScores, means: Mapping[str, MeanMask]) -> str:
    """What ``means_picture`` shows."""
    rows = (
        f"{module}: {_share(scores.rows[module][0])} and {_share(found.hits)}"
        for module, found in means.items()
    )
    return (
        "On one scene the best channel of each module, and below it the mean of all its "
        "channels, each with a cross at its highest value; above them the shares of unseen "
        f"scenes in which the cross lies on the object: {'; '.join(rows)}."
    )


def channels_in_words(masks: Tensor, best: int) -> str:
    """What the grid of one image's (C, h, w) masks shows."""
    means = masks.mean(dim=(1, 2))
    return (
        f"All {len(masks)} channels of the first mask on one scene, as small squares on one "
        f"colour scale from 0 to 1, their numbers at the left; channel {best} is framed. "
        f"Their means go from {means.min():.2f} to {means.max():.2f}."
    )
