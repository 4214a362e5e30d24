"""Pictures of scenes under masks and squares in notebook 09, and the words for each."""

from collections.abc import Mapping

from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from torch import Tensor

from resattn_lab.data import Scenes
from resattn_lab.measures import inside_and_outside
from resattn_lab.networks import (
    ResidualAttentionNetwork,
    settle_batch_norms,
    untrained_twin,
)
from resattn_lab.plots import as_picture, draw_outline, frame, mask_overlay
from resattn_lab.plots.palette import INK, MAGNITUDE_COLOURS

from .twins import best_channels, masks_of

SIZE = 10  # of words, in points


def _row(columns: int, rows: int = 1, inches: float = 2.3) -> tuple[Figure, list]:
    size = {"figsize": (inches * columns, (inches + 0.25) * rows), "layout": "constrained"}
    figure, axes = plt.subplots(rows, columns, squeeze=False, **size)
    for ax in axes.flat:
        ax.set(xticks=[], yticks=[])
    return figure, axes


def _scene(image: Tensor, true_mask: Tensor | None, title: str, ax) -> None:
    ax.imshow(as_picture(image), extent=frame(*image.shape[-2:]), interpolation="nearest")
    if true_mask is not None:
        draw_outline(true_mask, ax=ax)
    ax.set_title(title, fontsize=SIZE)


def under_lights(image: Tensor, true_mask: Tensor, lights: Mapping[str, Tensor]) -> Figure:
    """A scene, and the same scene under one channel of each mask (h, w), by its title."""
    figure, axes = _row(1 + len(lights), inches=2.4)
    _scene(image, true_mask, "the scene", axes[0, 0])
    for ax, (title, mask) in zip(axes[0, 1:], lights.items(), strict=True):
        mask_overlay(image, mask, true_mask=true_mask, ax=ax)
        ax.set_title(title, fontsize=SIZE)
    return figure


def under_lights_in_words(name: str, true_mask: Tensor, lights: Mapping[str, Tensor]) -> str:
    told = []
    for title, mask in lights.items():
        on, beside = (float(v) for v in inside_and_outside(mask[None], true_mask[None]))
        told.append(f"{title} {on:.2f} on it and {beside:.2f} beside it")
    return (
        f"A scene ({name}), the object's outline in white, and the same scene under masks as "
        f"light: bright where a mask is near 1. Means: {'; '.join(told)}."
    )


def which_was_trained(
    network: ResidualAttentionNetwork,
    scenes: Scenes,
    number: int,
    choose_on: Scenes,
    module: str = "stage2.0",
) -> tuple[Figure, str]:
    """One scene under the masks of a trained network and of two untrained twins.

    Each mask is the best channel of the module on the scenes to choose on.

    Returns:
        The figure, and its words; neither says which is which.
    """
    seen = choose_on.images / 255
    twins = [settle_batch_norms(untrained_twin(network, seed=k), seen) for k in (0, 1)]
    image, truth = scenes.images[number], scenes.true_masks[number]
    lights = {}
    for name, made in zip("ABC", (twins[0], network.eval(), twins[1]), strict=True):
        channel = best_channels(made, choose_on)[module]
        lights[name] = masks_of(made, image[None])[module][0, channel]
    label = scenes.class_names[scenes.labels[number]]
    words = under_lights_in_words(label, truth, lights)
    return under_lights(image, truth, lights), words


def own_and_same(scenes: Scenes, own: Tensor, same: Tensor) -> Figure:
    """Scenes, each under its own mask (N, h, w), and all under one and the same (h, w)."""
    figure, axes = _row(len(own), 3, inches=2.15)
    for number, (scene, above, below) in enumerate(zip(*axes, strict=True)):
        image, truth = scenes.images[number], scenes.true_masks[number]
        _scene(image, truth, scenes.class_names[scenes.labels[number]], scene)
        mask_overlay(image, own[number], true_mask=truth, ax=above)
        mask_overlay(image, same, true_mask=truth, ax=below)
    labels = ("the scene", "its own mask", "one mask for all")
    for ax, label in zip(axes[:, 0], labels, strict=True):
        ax.set_ylabel(label, fontsize=SIZE)
    return figure


def own_and_same_in_words(scenes: Scenes, own: Tensor, same: Tensor) -> str:
    truth = scenes.true_masks[: len(own)]
    names = ", ".join(scenes.class_names[k] for k in scenes.labels[: len(own)])
    on, beside = (v.mean() for v in inside_and_outside(own, truth))
    flat_on, flat_beside = (
        v.mean() for v in inside_and_outside(same.expand(len(own), *same.shape), truth)
    )
    return (
        f"Scenes with {names}; below, each under its own mask as light, {on:.2f} on the object "
        f"and {beside:.2f} beside it; at the bottom all under one mask, {flat_on:.2f} and "
        f"{flat_beside:.2f}."
    )


def side_by_side(pictures: Mapping[str, Tensor]) -> Figure:
    """Images in a row, each below its title."""
    figure, axes = _row(len(pictures), inches=2.3)
    for ax, (title, image) in zip(axes[0], pictures.items(), strict=True):
        _scene(image, None, title, ax)
    return figure


def falls(image: Tensor, true_mask: Tensor, maps: Mapping[str, Tensor]) -> Figure:
    """A scene, and occlusion maps of it by the square's colour, on one scale from 0 to 1."""
    figure, axes = _row(1 + len(maps), inches=2.3)
    _scene(image, true_mask, "the scene", axes[0, 0])
    for ax, (title, found) in zip(axes[0, 1:], maps.items(), strict=True):
        look = {"cmap": MAGNITUDE_COLOURS, "vmin": 0, "vmax": 1, "interpolation": "nearest"}
        drawn = ax.imshow(found, extent=frame(*true_mask.shape), **look)
        draw_outline(true_mask, ax=ax)
        ax.set_title(title, fontsize=SIZE)
    bar = figure.colorbar(drawn, ax=list(axes[0, 1:]), shrink=0.8)
    bar.set_label("fall of the probability", fontsize=SIZE, color=INK)
    return figure


def falls_in_words(maps: Mapping[str, Tensor]) -> str:
    told = (
        f"{title}: highest fall {found.max():.2f}, above one half at "
        f"{(found > 0.5).float().mean():.0%} of the locations"
        for title, found in maps.items()
    )
    return (
        "A scene, and maps of how far the probability of its class falls when a square "
        f"of one colour covers each location. {'; '.join(told)}."
    )
