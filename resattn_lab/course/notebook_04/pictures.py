"""Pictures of notebook 04 that show maps of one channel, and the words for all of them."""

from collections.abc import Callable, Mapping, Sequence

import torch
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.patches import Rectangle
from torch import Tensor

from resattn_lab.plots import as_picture, draw_outline
from resattn_lab.plots.palette import (
    CHOSEN_CLASS,
    INK,
    MAGNITUDE_COLOURS,
    MASK_COLOURS,
    SIGNED_COLOURS,
)

INCHES = 2.45  # of one picture
Corner = tuple[int, int]
SIDE = 4  # of the patch that is shown in numbers
SHUT = 0.2  # a mask below it counts as nearly shut
SHOWN_PERCENT = 50  # of the largest gradient: where the colours of gradients end
BRIGHT_PERCENT = 25  # the same where the signs are left out
BELOW = {"location": "bottom"}


def rows_of_pictures(
    rows: int, columns: int, wide: float = INCHES, high: float = INCHES + 0.25
) -> tuple[Figure, list[list[Axes]]]:
    """A figure and its rows of Axes, so many inches wide and high each, without ticks."""
    size = (wide * columns, high * rows)
    figure, axes = plt.subplots(
        rows, columns, figsize=size, layout="constrained", squeeze=False
    )
    for ax in axes.flat:
        ax.set(xticks=[], yticks=[])
    return figure, axes.tolist()


def _signed(ax: Axes, values: Tensor, limit: float, title: str = "") -> AxesImage:
    ax.set_title(title, fontsize=10)
    return ax.imshow(values, cmap=SIGNED_COLOURS, vmin=-limit, vmax=limit)


def _mask(ax: Axes, values: Tensor, title: str = "", low: float = 0) -> AxesImage:
    ax.set_title(title, fontsize=10)
    return ax.imshow(values, cmap=MASK_COLOURS, vmin=low, vmax=low + 1)


def patch_of(values: Tensor, corner: Corner) -> Tensor:
    """The 4×4 values of a (..., h, w) map from ``corner`` on."""
    row, column = corner
    return values[..., row : row + SIDE, column : column + SIDE]


def in_steps(trunk: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """T and M to two digits, and the H of just these, so that it can be checked on paper."""
    trunk, mask = trunk.round(decimals=2), mask.round(decimals=2)
    return trunk, mask, (1 + mask) * trunk


def two_decimals(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")


def two_digits(value: float) -> str:
    """A percentage with one decimal below ten, and with none above."""
    decimals = 1 if abs(value) < 9.95 else 0
    return f"{round(float(value), decimals) + 0.0:.{decimals}f}".replace("-", "−")


def _write(ax: Axes, image: AxesImage, digits: Callable[[float], str], corner: Corner) -> None:
    """Every value of a patch on its colour, and rows and columns at its sides."""
    values = image.get_array()
    for row in range(SIDE):
        for column in range(SIDE):
            red, green, blue, _ = image.to_rgba(values[row, column])
            light = 0.3 * red + 0.6 * green + 0.1 * blue > 0.45
            text = digits(values[row, column])
            style = {"ha": "center", "va": "center", "fontsize": 10}
            ax.text(column, row, text, color=INK if light else "white", **style)
    _number(ax, corner)


def _number(ax: Axes, corner: Corner) -> None:
    ax.set_xticks(range(SIDE), range(corner[1], corner[1] + SIDE))
    ax.set_yticks(range(SIDE), range(corner[0], corner[0] + SIDE))
    ax.tick_params(length=0)


def _frame(ax: Axes, truth: Tensor, corner: Corner) -> None:
    """The object's outline, and a frame around the patch."""
    draw_outline(truth, ax=ax)
    start = (corner[1] - 0.5, corner[0] - 0.5)
    style = {"fill": False, "edgecolor": CHOSEN_CLASS, "linewidth": 2.5, "zorder": 5}
    ax.add_patch(Rectangle(start, SIDE, SIDE, **style))


def _look_at(ax: Axes, truth: Tensor, reach: int = 11) -> None:
    """Show only the surroundings of the object, so that single locations can be seen."""
    row, column = truth.nonzero().float().mean(dim=0).round().tolist()
    ax.set(xlim=(column - reach - 0.5, column + reach + 0.5))
    ax.set(ylim=(row + reach + 0.5, row - reach - 0.5))


def _bar(figure: Figure, image: AxesImage, axes: Sequence[Axes], **style) -> None:
    """A colour bar beside ``axes``."""
    bar = figure.colorbar(image, ax=axes, **{"shrink": 0.9, "aspect": 22, **style})
    bar.outline.set_visible(False)
    bar.ax.tick_params(labelsize=9)


def one_channel(
    image: Tensor, truth: Tensor, trunk: Tensor, mask: Tensor, output: Tensor, corner: Corner
) -> Figure:
    """Scene, trunk, mask and output of one channel: as pictures, and a patch in numbers."""
    figure, (above, below) = rows_of_pictures(2, 4)
    limit = output.abs().max().item()
    above[0].imshow(as_picture(image))
    above[0].set_title("the scene", fontsize=10)
    _signed(above[1], trunk, limit, "T: the trunk")
    weights = _mask(above[2], mask, "M: the mask")
    signed = _signed(above[3], output, limit, "H = (1 + M)·T")
    for ax in above:
        _frame(ax, truth, corner)
    below[0].imshow(as_picture(patch_of(image, corner)))
    _number(below[0], corner)
    T, M, H = in_steps(patch_of(trunk, corner), patch_of(mask, corner))
    _write(below[1], _signed(below[1], T, limit), two_decimals, corner)
    _write(below[2], _mask(below[2], M), two_decimals, corner)
    _write(below[3], _signed(below[3], H, limit), two_decimals, corner)
    below[0].set(ylabel="row", xlabel="column")
    for column, drawn in ((1, signed), (2, weights), (3, signed)):
        _bar(figure, drawn, [above[column], below[column]], **BELOW)
    return figure


def way_back_in_pictures(
    arriving: Tensor,
    mask: Tensor,
    sent: Mapping[str, tuple[Tensor, Tensor]],
    truth: Tensor,
    corner: Corner,
) -> Figure:
    """One channel's gradients at the object, before and after the product, in percent of g.

    Percent are of the largest g in the whole channel.

    Args:
        sent: what (1 + M)·T and M·T, by these names, send to trunk and mask.
    """
    figure, (above, below) = rows_of_pictures(2, 5, 2.05, 2.6)
    (to_trunk, to_mask), (naive_to_trunk, _) = sent["(1 + M)·T"], sent["M·T"]
    gradients = {
        "g: arrives at H": arriving,
        "(1 + M)·g: to T": to_trunk,
        "M·g: to T, under M·T": naive_to_trunk,
        "T·g: to M, under both": to_mask,
    }
    _mask(above[0], mask, "M: the mask")
    _write(below[0], _mask(below[0], patch_of(mask, corner)), two_decimals, corner)
    for number, (title, values) in enumerate(gradients.items(), start=1):
        percent = 100 * values / arriving.abs().max()
        _signed(above[number], percent, SHOWN_PERCENT, title)
        drawn = _signed(below[number], patch_of(percent, corner), SHOWN_PERCENT)
        _write(below[number], drawn, two_digits, corner)
        below[number].set_yticks([])
    for ax in above:
        _frame(ax, truth, corner)
        _look_at(ax, truth)
    below[0].set(ylabel="row", xlabel="column")
    _bar(figure, drawn, below[1:], label="% of the largest g", extend="both", **BELOW)
    return figure


def gates_in_pictures(gradients: Mapping[str, tuple[Tensor, Tensor]]) -> Figure:
    """For each label the gradient at the product, and once the factor of all of them.

    The factor is drawn where every label's gradient can be seen in its own picture.

    Args:
        gradients: label -> the gradients of one channel at the product and at the trunk.
    """
    figure, [axes] = rows_of_pictures(1, len(gradients) + 1, 3.3, 3.6)
    first = next(iter(gradients.values()))[0].abs().max()
    for (label, (arriving, _)), ax in zip(gradients.items(), axes, strict=False):
        size = arriving.abs()
        times = size.max() / first
        ax.set_title(f"|g| of the {label}" + (f", × {times:.0f}" if times > 1 else ""))
        percent = {"cmap": MAGNITUDE_COLOURS, "vmin": 0, "vmax": BRIGHT_PERCENT}
        drawn = ax.imshow(100 * size / size.max(), **percent)
    _bar(figure, drawn, axes[:-1], label="% of the largest |g|", extend="max", **BELOW)
    factor = gate_factors(gradients)[0].where(both_arrive(gradients), torch.nan)
    drawn = _mask(axes[-1], factor, low=1)
    axes[-1].set_title("the factor on its way to T")
    _bar(figure, drawn, axes[-1:], label="1 + M, the same for both", shrink=0.9, **BELOW)
    return figure


def gate_factors(gradients: Mapping[str, tuple[Tensor, Tensor]]) -> list[Tensor]:
    """What each label's gradient was multiplied by on its way from product to trunk."""
    return [passed / arriving for arriving, passed in gradients.values()]


def both_arrive(gradients: Mapping[str, tuple[Tensor, Tensor]]) -> Tensor:
    """Where the gradients of all labels have more than 1 % of their largest value."""
    sizes = [arriving.abs() for arriving, _ in gradients.values()]
    return torch.stack([size > 0.01 * size.max() for size in sizes]).all(dim=0)


def channel_in_words(
    truth: Tensor, trunk: Tensor, mask: Tensor, output: Tensor, corner: Corner
) -> str:
    """What ``one_channel`` shows."""
    T, M, H = (patch_of(values, corner) for values in (trunk, mask, output))
    return (
        "A scene, and trunk, mask and output of one channel as pictures with the object's "
        f"outline; the mask is {mask[truth].mean():.2f} on average on the object and "
        f"{mask[~truth].mean():.2f} off it. Below, a framed patch as 4 by 4 numbers, rows from "
        f"{corner[0]}, columns from {corner[1]}: trunk {T.min():.2f} to {T.max():.2f}, mask "
        f"{M.min():.2f} to {M.max():.2f}, output {H.min():.2f} to {H.max():.2f}; each output "
        "is 1 plus the mask, times the trunk."
    )


def way_back_in_words(
    arriving: Tensor, mask: Tensor, sent: Mapping[str, tuple[Tensor, Tensor]], corner: Corner
) -> str:
    """What ``way_back_in_pictures`` shows."""
    shut = patch_of(mask, corner) < SHUT
    size = {
        name: 100 * (patch_of(to_trunk, corner)[shut].abs().max() / arriving.abs().max()).item()
        for name, (to_trunk, _) in sent.items()
    }
    return (
        "The mask and four gradients of one channel as pictures, and a framed patch of each in "
        "numbers: what arrives at the product, what (1 + M)·T and M·T send to the trunk, and "
        f"what goes into the mask. Where the patch's mask is below {SHUT}, (1 + M)·T sends up "
        f"to {size['(1 + M)·T']:.0f} percent of the largest gradient, M·T up to "
        f"{size['M·T']:.0f}."
    )


def gates_in_words(gradients: Mapping[str, tuple[Tensor, Tensor]]) -> str:
    """What ``gates_in_pictures`` shows."""
    both = both_arrive(gradients)
    first, *others = (factor[both] for factor in gate_factors(gradients))
    apart = max((first - other).abs().max() for other in others)
    sizes = ", ".join(f"{name} up to {a.abs().max():.1g}" for name, (a, _) in gradients.items())
    return (
        f"The gradient that arrives at one channel of the product ({sizes}), largest at the "
        f"object for both; and the factor to the trunk, {first.min():.2f} to "
        f"{first.max():.2f}, where both arrive: the labels' factors differ by at most "
        f"{apart:.4f}."
    )


def growth(trunk: Tensor, output: Tensor, near: Tensor) -> dict[str, float]:
    """By how much the strong values of a trunk (beyond ±1) grow, near the object and far."""
    strong, factor = trunk.abs() > 1, output / trunk
    return {
        "near the object": factor[strong & near].mean().item(),
        "everywhere else": factor[strong & ~near].mean().item(),
    }


def around(truth: Tensor, reach: int = 2) -> Tensor:
    """The object and all locations that are at most ``reach`` rows and columns from it."""
    pooled = torch.nn.functional.max_pool2d(
        truth[None, None].float(), 2 * reach + 1, stride=1, padding=reach
    )
    return pooled[0, 0] > 0
