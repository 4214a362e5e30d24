"""What a position sees, as light on the image that it sees."""

import numpy as np
from matplotlib import patheffects
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike, NDArray

from .new_axes import new_axes
from .palette import OUTLINE, OUTLINE_RIM
from .picture import as_picture

DARK = 0.35  # of the image's own light stays where nothing is seen
DECADES = 6  # of energy between full light and none
EFFECTIVE = "#ff9d3c"  # the box that holds most of what is seen; also thinner and dashed

Box = tuple[int, int, int, int]  # top, bottom, left, right; all four belong to it


def spotlight(image: ArrayLike, energy: ArrayLike) -> NDArray[np.float32]:
    """The image, lit where its pixels move the output, dark where they do not.

    The light goes with the logarithm of the energy, down to a millionth of the highest: a
    gradient falls off so fast that its centre alone would be lit otherwise.

    Args:
        image: as ``as_picture`` takes it, (H, W) in size.
        energy: (H, W), squared gradients.

    Shape: -> (H, W, 3) floats in [0, 1].

    Raises:
        ValueError: energy of another size than the image.
    """
    picture, energy = as_picture(image), np.asarray(energy)
    if energy.shape != picture.shape[:2]:
        raise ValueError(
            f"energy must be {picture.shape[:2]} like the image, got {energy.shape}"
        )
    light = energy_as_light(energy)
    return picture * (DARK + (1 - DARK) * light[..., None]).astype(np.float32)


def energy_as_light(energy: ArrayLike) -> NDArray[np.float64]:
    """The logarithm of the energy, from 0 (a millionth of the highest, or less) to 1.

    Shape: (H, W) -> (H, W).
    """
    energy = np.asarray(energy, dtype=np.float64)
    share = np.maximum(energy / (energy.max() or 1.0), 10.0**-DECADES)
    return 1 + np.log10(share) / DECADES


def receptive_field(
    image: ArrayLike,
    energy: ArrayLike,
    *,
    reach: Box | None = None,
    effective: Box | None = None,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the spotlight on ``ax``, with boxes around what is seen, and return the Axes.

    Args:
        image, energy: as ``spotlight`` takes them.
        reach: drawn in full lines: everything that is seen.
        effective: drawn dashed, in orange: most of it.
    """
    ax = new_axes(ax)
    ax.imshow(spotlight(image, energy))
    if reach is not None:
        _draw(ax, reach, OUTLINE, 2.0, "-")
    if effective is not None:
        _draw(ax, effective, EFFECTIVE, 1.4, "--")
    ax.set(xticks=[], yticks=[])
    if title is not None:
        ax.set_title(title, fontsize="medium")
    return ax


def _draw(ax: Axes, box: Box, colour: str, width: float, style: str) -> None:
    """A box along the outer edges of its pixels."""
    top, bottom, left, right = box
    rim = patheffects.withStroke(linewidth=width + 1.6, foreground=OUTLINE_RIM)
    ax.add_patch(
        Rectangle(
            (left - 0.5, top - 0.5),
            right - left + 1,
            bottom - top + 1,
            fill=False,
            edgecolor=colour,
            linewidth=width,
            linestyle=style,
            path_effects=[rim],
            clip_on=False,
        )
    )
