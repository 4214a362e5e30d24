"""Pictures of notebook 04 that need a few lines, and the words for all of them."""

from collections.abc import Mapping

import torch
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from torch import Tensor

from resattn_lab.measures import wilson_interval
from resattn_lab.plots import as_picture, draw_outline, interval_rows
from resattn_lab.plots.palette import (
    CHOSEN_CLASS,
    INK,
    MAGNITUDE_COLOURS,
    MASK_COLOURS,
    MUTED,
    SIGNED_COLOURS,
)

INCHES = 2.5  # of one picture
Corner = tuple[int, int]
SIDE = 4  # of the patch that is shown in numbers


def rows_of_pictures(rows: int, columns: int) -> tuple[Figure, list[Axes]]:
    """A figure and its Axes, row by row, without ticks."""
    size = (INCHES * columns, (INCHES + 0.2) * rows)
    figure, axes = plt.subplots(rows, columns, figsize=size, layout="constrained")
    for ax in axes.flat:
        ax.set(xticks=[], yticks=[])
    return figure, list(axes.flat)


def _signed(ax: Axes, values: Tensor, limit: float, title: str) -> None:
    ax.imshow(values, cmap=SIGNED_COLOURS, vmin=-limit, vmax=limit)
    ax.set_title(title, fontsize=10)


def _mask(ax: Axes, values: Tensor, title: str, low: float = 0) -> None:
    ax.imshow(values, cmap=MASK_COLOURS, vmin=low, vmax=low + 1)
    ax.set_title(title, fontsize=10)


def patch_of(values: Tensor, corner: Corner) -> Tensor:
    """The 4×4 values of a (h, w) map from ``corner`` on."""
    row, column = corner
    return values[row : row + SIDE, column : column + SIDE]


def in_numbers(trunk: Tensor, mask: Tensor, output: Tensor, corner: Corner) -> Figure:
    """Trunk, mask and output of one channel, 4×4 locations, as numbers on their colours."""
    figure, axes = rows_of_pictures(1, 3)
    T, M, H = (patch_of(values, corner) for values in (trunk, mask, output))
    limit = output.abs().max().item()
    _signed(axes[0], T, limit, "T: the trunk")
    _mask(axes[1], M, "M: the mask")
    _signed(axes[2], H, limit, "H: what is passed on")
    for ax, values, top in zip(axes, (T, M, H), (limit, 1, limit), strict=True):
        for row in range(SIDE):
            for column in range(SIDE):
                value = values[row, column].item()
                light = abs(value) / top < 0.6 if ax is not axes[1] else value > 0.5
                colour = INK if light else "white"
                place = {"ha": "center", "va": "center", "fontsize": 11}
                ax.text(column, row, f"{value:.2f}", color=colour, **place)
        ax.set_xticks(range(SIDE), range(corner[1], corner[1] + SIDE))
        ax.set_yticks(range(SIDE), range(corner[0], corner[0] + SIDE))
        ax.tick_params(length=0)
    axes[0].set(ylabel="row")
    axes[1].set(xlabel="column")
    return figure


def in_pictures(
    image: Tensor, truth: Tensor, trunk: Tensor, mask: Tensor, output: Tensor, corner: Corner
) -> Figure:
    """The scene, and the same channel as three whole pictures; the patch has a frame."""
    figure, axes = rows_of_pictures(1, 4)
    limit = output.abs().max().item()
    axes[0].imshow(as_picture(image))
    axes[0].set_title("the scene", fontsize=10)
    _signed(axes[1], trunk, limit, f"T: {trunk.min():.2f} to {trunk.max():.2f}")
    _mask(axes[2], mask, f"M: {mask.min():.2f} to {mask.max():.2f}")
    _signed(axes[3], output, limit, f"H: {output.min():.2f} to {output.max():.2f}")
    for ax in axes:
        draw_outline(truth, ax=ax)
        start = (corner[1] - 0.5, corner[0] - 0.5)
        frame = {"fill": False, "edgecolor": CHOSEN_CLASS, "linewidth": 2.5}
        ax.add_patch(Rectangle(start, SIDE, SIDE, **frame))
    return figure


def way_back_in_pictures(
    arriving: Tensor, mask: Tensor, trunk: Tensor, sent: Mapping[str, tuple[Tensor, Tensor]]
) -> Figure:
    """One channel's gradients before and after the fusion.

    Args:
        sent: what (1 + M)·T and M·T, by these names, send to trunk and mask.
    """
    figure, axes = rows_of_pictures(2, 3)
    (to_trunk, to_mask), (naive_to_trunk, _) = sent["(1 + M)·T"], sent["M·T"]
    limit = to_trunk.abs().flatten().quantile(0.98).item()
    _signed(axes[0], arriving, limit, "g: arrives at the product")
    _signed(axes[1], to_trunk, limit, "to the trunk, from (1 + M)·T")
    _signed(axes[2], naive_to_trunk, limit, "to the trunk, from M·T")
    _mask(axes[3], mask, "M: the mask")
    _signed(axes[4], trunk, trunk.abs().max().item(), "T: the trunk")
    limit = to_mask.abs().flatten().quantile(0.98).item()
    _signed(axes[5], to_mask, limit, "to the mask, from either")
    return figure


def gates_in_pictures(gradients: Mapping[str, tuple[Tensor, Tensor]]) -> Figure:
    """For each label: the size of the gradient at the product, and the gate's factor.

    Args:
        gradients: label -> the gradients of one channel at the product and at the trunk.
    """
    figure, axes = rows_of_pictures(len(gradients), 2)
    for (label, (arriving, passed)), left, right in zip(
        gradients.items(), axes[::2], axes[1::2], strict=True
    ):
        size = arriving.abs()
        top = size.flatten().quantile(0.98).item()
        left.imshow(size, cmap=MAGNITUDE_COLOURS, vmin=0, vmax=top)
        left.set_title(f"{label}: arrives, up to {size.max():.1g}", fontsize=10)
        _mask(right, passed / arriving, f"{label}: factor to the trunk", low=1)
    return figure


def strength_curves(curves: Mapping[str, Mapping[float, float]], *, chance: float) -> Axes:
    """Accuracy against the strength λ, each curve named at its end.

    Args:
        curves: name -> strength -> accuracy; the same strengths, ascending, in each.
    """
    strengths = list(next(iter(curves.values())))
    _, ax = plt.subplots(figsize=(6.4, 4), layout="constrained")
    ax.axhline(chance, color=MUTED, linestyle="--", linewidth=1.2)
    ax.text(strengths[-1], chance + 0.02, "chance", color=MUTED, fontsize=10, ha="right")
    ends = sorted(curves, key=lambda name: curves[name][strengths[-1]], reverse=True)
    height = 1.1
    for name, style in zip(ends, ("o-", "s--", "^-.", "D:"), strict=True):
        (line,) = ax.plot(strengths, list(curves[name].values()), style, clip_on=False)
        height = min(curves[name][strengths[-1]], height - 0.07)
        end = (strengths[-1] + 0.12, height)
        ax.text(*end, name, color=line.get_color(), fontsize=11, va="center")
    ax.set(xlabel="mask strength λ (1: as trained, 0: removed)", ylabel="accuracy")
    ax.set(xlim=(strengths[0] - 0.1, strengths[-1] + 1.1), ylim=(0, 1.03))
    ax.set_xticks(strengths)
    ax.set_title("removing a single mask can be enough to fail", fontsize="medium")
    return ax


def control_rows(
    found: Mapping[str, Mapping[str, float]], *, count: int, chance: float
) -> Figure:
    """Accuracy with each mask in a mask's place, one Axes a module.

    Args:
        found: module -> what weighs the trunk -> accuracy on ``count`` scenes.
    """
    size = {"figsize": (9.6, 3.1), "layout": "constrained"}
    figure, axes = plt.subplots(1, len(found), **size)
    figure.suptitle("a constant amount mends the last module, not the first", fontsize="medium")
    for number, (ax, (module, row)) in enumerate(zip(axes, found.items(), strict=True)):
        rows = {
            name: (share, *wilson_interval(round(share * count), count))
            for name, share in row.items()
        }
        shown = {"chance": chance, "title": module, "names": number == 0, "ax": ax}
        interval_rows(rows, xlabel="accuracy", **shown)
        if number:
            ax.get_legend().remove()
    return figure


def patch_in_words(trunk: Tensor, mask: Tensor, output: Tensor, corner: Corner) -> str:
    """What ``in_numbers`` shows."""
    T, M, H = (patch_of(values, corner) for values in (trunk, mask, output))
    return (
        f"Three 4 by 4 grids of numbers, rows from {corner[0]}, columns from {corner[1]}: "
        f"trunk {T.min():.2f} to {T.max():.2f}, mask {M.min():.2f} to {M.max():.2f}, output "
        f"{H.min():.2f} to {H.max():.2f}; each output is 1 plus the mask, times the trunk."
    )


def pictures_in_words(truth: Tensor, trunk: Tensor, mask: Tensor) -> str:
    """What ``in_pictures`` shows."""
    return (
        "A scene, and trunk, mask and output of one channel as pictures of its size, with the "
        f"object's outline. The mask is {mask[truth].mean():.2f} on average on the object and "
        f"{mask[~truth].mean():.2f} off it; the output has the trunk's signs."
    )


def way_back_in_words(arriving: Tensor, sent: Mapping[str, tuple[Tensor, Tensor]]) -> str:
    """What ``way_back_in_pictures`` shows."""
    share = {
        name: (to_trunk.abs().sum() / arriving.abs().sum()).item()
        for name, (to_trunk, _) in sent.items()
    }
    return (
        "Gradients of one channel as signed pictures: the one that arrives at the product, "
        f"what (1 + M)·T sends to the trunk ({share['(1 + M)·T']:.2f} times its size in total) "
        f"and what M·T sends ({share['M·T']:.2f} times, pale where the mask is low); below "
        "them the mask, the trunk, and the gradient into the mask, pale where the trunk is."
    )


def gates_in_words(gradients: Mapping[str, tuple[Tensor, Tensor]]) -> str:
    """What ``gates_in_pictures`` shows."""
    factors = [passed / arriving for arriving, passed in gradients.values()]
    largest = max(torch.nan_to_num(factors[0] - other).abs().max() for other in factors[1:])
    sizes = ", ".join(f"{name} up to {a.abs().max():.1g}" for name, (a, _) in gradients.items())
    return (
        f"The gradient that arrives at one channel of the product ({sizes}), with different "
        "patterns; and beside each the factor to the trunk, the same picture twice: they "
        f"differ by at most {largest:.4f}."
    )


def accuracies_in_words(found: Mapping[str, Mapping]) -> str:
    """Every accuracy of ``strength_curves`` or ``control_rows``."""
    return "Accuracy on unseen scenes. " + "; ".join(
        f"{name}: " + ", ".join(f"{at} {share:.2f}" for at, share in row.items())
        for name, row in found.items()
    )
