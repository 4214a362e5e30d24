"""Pictures of scenes under masks and squares in notebook 09, each with its words."""

from collections.abc import Mapping

from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from torch import Tensor

from resattn_lab.data import Scenes
from resattn_lab.measures import inside_and_outside
from resattn_lab.networks import ResidualAttentionNetwork
from resattn_lab.plots import as_picture, draw_outline, frame, mask_overlay
from resattn_lab.plots.palette import INK, MAGNITUDE_COLOURS

from .twins import best_channels, masks_of, ready_twin

SIZE = 11  # of words, in points
Drawn = tuple[Figure, str]  # a picture and its words


def _row(columns: int, rows: int = 1, inches: float = 2.35) -> tuple[Figure, list]:
    size = {"figsize": (inches * columns, (inches + 0.25) * rows), "layout": "constrained"}
    figure, axes = plt.subplots(rows, columns, squeeze=False, **size)
    for ax in axes.flat:
        ax.set(xticks=[], yticks=[])
    return figure, axes


def _scene(image: Tensor, true_mask: Tensor | None, title: str, ax: Axes) -> None:
    ax.imshow(as_picture(image), extent=frame(*image.shape[-2:]), interpolation="nearest")
    if true_mask is not None:
        draw_outline(true_mask, ax=ax)
    ax.set_title(title, fontsize=SIZE)


def _on_and_beside(masks: Tensor, true_masks: Tensor) -> str:
    on, beside = (float(v.mean()) for v in inside_and_outside(masks, true_masks))
    return f"{on:.2f} on the object and {beside:.2f} beside it"


def which_was_trained(
    network: ResidualAttentionNetwork,
    scenes: Scenes,
    number: int,
    choose_on: Scenes,
    module: str = "stage2.0",
) -> Drawn:
    """One scene under the masks of a trained network and of two untrained twins.

    Each mask is the best channel of the module on the scenes to choose on. Neither picture
    nor words say which is which.
    """
    twins = [ready_twin(network, choose_on, seed=k) for k in (0, 1)]
    image, truth = scenes.images[number], scenes.true_masks[number]
    figure, axes = _row(4, inches=2.45)
    _scene(image, truth, "the scene", axes[0, 0])
    told = []
    for name, ax, made in zip("ABC", axes[0, 1:], (twins[0], network, twins[1]), strict=True):
        channel = best_channels(made, choose_on)[module]
        mask = masks_of(made, image[None])[module][:, channel]
        mask_overlay(image, mask[0], true_mask=truth, ax=ax)
        ax.set_title(name, fontsize=SIZE)
        told.append(f"{name} {_on_and_beside(mask, truth[None])}")
    label = scenes.class_names[scenes.labels[number]]
    return figure, (
        f"A scene ({label}), the object's outline in white, and the same scene under masks as "
        f"light: bright where a mask is near 1. Means: {'; '.join(told)}."
    )


def own_and_same(scenes: Scenes, own: Tensor, same: Tensor) -> Drawn:
    """Scenes, each under its own mask (N, h, w), and all under one and the same (h, w)."""
    figure, axes = _row(len(own), 3, inches=2.15)
    truths, same = scenes.true_masks[: len(own)], same.expand(len(own), -1, -1)
    names = [scenes.class_names[label] for label in scenes.labels[: len(own)]]
    for number, (scene, *below) in enumerate(zip(*axes, strict=True)):
        _scene(scenes.images[number], truths[number], names[number], scene)
        for masks, ax in zip((own, same), below, strict=True):
            look = {"true_mask": truths[number], "ax": ax}
            mask_overlay(scenes.images[number], masks[number], **look)
    labels = ("the scene", "its own mask", "one mask for all")
    for ax, label in zip(axes[:, 0], labels, strict=True):
        ax.set_ylabel(label, fontsize=SIZE)
    return figure, (
        f"Scenes with {', '.join(names)}; below, each under its own mask as light, "
        f"{_on_and_beside(own, truths)}; at the bottom all under one mask, "
        f"{_on_and_beside(same, truths)}."
    )


def side_by_side(pictures: Mapping[str, Tensor]) -> Figure:
    """Images in a row, each below its title."""
    figure, axes = _row(len(pictures))
    for ax, (title, image) in zip(axes[0], pictures.items(), strict=True):
        _scene(image, None, title, ax)
    return figure


def falls(image: Tensor, true_mask: Tensor, maps: Mapping[str, Tensor]) -> Drawn:
    """A scene, and occlusion maps of it by the square's colour, on one scale from 0 to 1."""
    figure, axes = _row(1 + len(maps))
    _scene(image, true_mask, "the scene", axes[0, 0])
    for ax, (title, found) in zip(axes[0, 1:], maps.items(), strict=True):
        look = {"cmap": MAGNITUDE_COLOURS, "vmin": 0, "vmax": 1, "interpolation": "nearest"}
        drawn = ax.imshow(found, extent=frame(*true_mask.shape), **look)
        draw_outline(true_mask, ax=ax)
        ax.set_title(title, fontsize=SIZE)
    bar = figure.colorbar(drawn, ax=list(axes[0, 1:]), shrink=0.8)
    bar.set_label("fall of the probability", fontsize=SIZE, color=INK)
    told = (
        f"{title}: highest fall {found.max():.2f}, above one half at "
        f"{(found > 0.5).float().mean():.0%} of the locations"
        for title, found in maps.items()
    )
    return figure, (
        "A scene, and maps of how far the probability of its class falls when a square "
        f"of one colour covers each location. {'; '.join(told)}."
    )
