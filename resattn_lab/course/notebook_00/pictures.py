"""Pictures of notebook 00 that need a few lines, and the words for all of them."""

from collections.abc import Sequence

from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from torch import Tensor

from resattn_lab.data import Scenes
from resattn_lab.measures import pointing_hits
from resattn_lab.plots import as_picture, draw_outline, mask_grid, mask_overlay
from resattn_lab.plots.palette import INK, MASK_COLOURS

from .scores import PointingScores

INCHES = 2.2  # of one picture


def first_masks(scenes: Scenes, masks: Tensor) -> Figure:
    """Scenes, their (K, h, w) masks by themselves, and the masks as light on the scenes."""
    size = (INCHES * len(masks), 3 * INCHES + 0.4)
    figure, axes = plt.subplots(3, len(masks), figsize=size, layout="constrained")
    for ax in axes.flat:
        ax.set(xticks=[], yticks=[])
    for image, mask, truth, (above, middle, below) in zip(
        scenes.images, masks, scenes.true_masks, axes.T, strict=False
    ):
        above.imshow(as_picture(image))
        bare = middle.imshow(mask, cmap=MASK_COLOURS, vmin=0, vmax=1)
        draw_outline(truth, ax=middle)
        inside, outside = (mask[where].mean() for where in (truth, ~truth))
        middle.set_title(f"{inside:.2f} on the object, {outside:.2f} off it", fontsize=9)
        mask_overlay(image, mask, true_mask=truth, ax=below)
    for ax, label in zip(axes[:, 0], ("the scene", "the mask", "as light"), strict=True):
        ax.set_ylabel(label, fontsize=11)
    figure.colorbar(bare, ax=list(axes[1]), shrink=0.9, aspect=14).outline.set_visible(False)
    return figure


def channels_picture(masks: Tensor, best: int, *, named: Sequence[int]) -> Figure:
    """All channels of one image's (C, h, w) masks; some have their numbers on them."""
    columns = 8
    figure, ax = plt.subplots(figsize=(8, 4.2), layout="constrained")
    mask_grid(masks, columns=columns, marked=best, ax=ax)
    ax.set_title("some light the object, some the rest", fontsize="medium")
    for number in named:
        row, column = divmod(number, columns)
        corner = (column * (masks.shape[2] + 1) + 2, row * (masks.shape[1] + 1) + 2)
        box = {"facecolor": "white", "edgecolor": "none", "pad": 1}
        ax.text(*corner, number, fontsize=9, color=INK, va="top", bbox=box)
    figure.colorbar(ax.images[0], ax=ax, shrink=0.7, aspect=18).outline.set_visible(False)
    return figure


def first_masks_in_words(scenes: Scenes, masks: Tensor, channel: int) -> str:
    """What the first picture shows: (N, C, h, w) masks on the first four scenes."""
    names = [scenes.class_names[label] for label in scenes.labels[:4]]
    shown, truths = masks[:4, channel], scenes.true_masks[:4]
    hits = pointing_hits(shown, truths)
    on_and_off = ", ".join(
        f"{mask[truth].mean():.2f} and {mask[~truth].mean():.2f}"
        for mask, truth in zip(shown, truths, strict=True)
    )
    return (
        f"Four planted scenes ({', '.join(names)}); below them channel {channel} of the first "
        f"mask, its means on the object and off it {on_and_off}; and the scenes under it as "
        f"light. Its highest value lies on the object in {int(hits.sum())} of the four."
    )


def scores_in_words(scores: PointingScores) -> str:
    """Every row of the picture of scores."""
    rows = (f"{name} {share:.0%}" for name, (share, *_) in scores.rows.items())
    return (
        "Share of unseen scenes in which each map peaks on the object, as dots with 95 % "
        f"intervals: {', '.join(rows)}. A dashed line marks chance at {scores.chance:.0%}."
    )


def channels_in_words(masks: Tensor, best: int) -> str:
    """What the grid of one image's (C, h, w) masks shows."""
    means = masks.mean(dim=(1, 2))
    return (
        f"All {len(masks)} channels of the first mask on one scene, as small squares on one "
        f"colour scale from 0 to 1, their numbers at the left; channel {best} is framed. "
        f"Their means go from {means.min():.2f} to {means.max():.2f}."
    )
