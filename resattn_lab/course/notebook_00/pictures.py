"""Pictures of notebook 00 that need a few lines, and the words for all of them."""

from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from torch import Tensor

from resattn_lab.data import Scenes
from resattn_lab.measures import pointing_hits

from .scores import PointingScores


def rows_of_pictures(rows: int, columns: int, *, inches: float = 2.1) -> tuple[Figure, list]:
    """A figure and its Axes, (rows, columns), without ticks and close together."""
    size = (inches * columns, inches * rows)
    figure, axes = plt.subplots(rows, columns, figsize=size, layout="constrained")
    for ax in axes.flat:
        ax.set(xticks=[], yticks=[])
    return figure, axes


def first_masks_in_words(scenes: Scenes, masks: Tensor, channel: int) -> str:
    """What the first picture shows: (N, C, h, w) masks on the first four scenes."""
    names = [scenes.class_names[label] for label in scenes.labels[:4]]
    hits = pointing_hits(masks[:4, channel], scenes.true_masks[:4])
    return (
        f"Four planted scenes ({', '.join(names)}), and below them the same scenes under "
        f"channel {channel} of the first mask as light: its brightest point lies on the "
        f"object in {int(hits.sum())} of the four; most of the rest is dark."
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
