"""One map for each Attention Module in a row, on one colour scale or on many."""

from collections.abc import Mapping

import numpy as np
from matplotlib import pyplot as plt
from numpy.typing import ArrayLike, NDArray

from .mask_overlay import frame
from .outline import draw_outline
from .palette import MASK_COLOURS, SIGNED_COLOURS
from .picture import as_picture

SCALES = ("fixed", "local", "signed")


def module_strip(
    maps: Mapping[str, ArrayLike],
    *,
    image: ArrayLike | None = None,
    true_mask: ArrayLike | None = None,
    scale: str = "fixed",
    titles: bool = True,
    label: str = "mask M",
    axes: NDArray[np.object_] | None = None,
) -> NDArray[np.object_]:
    """Draw maps side by side, each with its name and range, and return their Axes.

    Args:
        maps: (h, w) each, such as one mask for each module; stretched to one size.
        image: drawn first, without a map, as in ``mask_overlay``.
        true_mask: bool (H, W), as large as the image; its outline is drawn on every map.
        scale: ``"fixed"``, the mask colours from 0 to 1, with a colour bar; ``"local"``,
            the mask colours from each map's lowest to its highest value, so that colours
            cannot be compared; ``"signed"``, the signed colours around zero, each map on its
            own scale.
        titles: whether the maps' names stand above them; their ranges stand below.
        label: of the colour bar of the fixed scale.
        axes: one for each picture, in one row of a figure; new ones when None.

    Raises:
        ValueError: no maps, a map that is not two-dimensional, an unknown scale, or another
            number of axes.
    """
    arrays = {name: np.asarray(values, dtype=np.float64) for name, values in maps.items()}
    shapes = [values.shape for values in arrays.values()]
    if not arrays or any(len(shape) != 2 for shape in shapes) or scale not in SCALES:
        raise ValueError(
            f"wanted maps (h, w) and a scale of {', '.join(SCALES)}, got {shapes} and {scale!r}"
        )
    count = len(arrays) + (image is not None)
    if axes is None:
        size = (min(9.0, 0.4 + 1.85 * count), 2.3)
        _, axes = plt.subplots(1, count, figsize=size, layout="constrained", squeeze=False)
    axes = np.atleast_1d(axes).ravel()
    if len(axes) != count:
        raise ValueError(f"{count} pictures need as many axes, got {len(axes)}")
    places = list(axes)
    largest = max(shapes)
    if image is not None:
        picture = as_picture(image)
        largest, ax = picture.shape[:2], places.pop(0)
        ax.imshow(picture, extent=frame(*largest))
        ax.set_title("scene" if titles else "", fontsize="medium")
    elif true_mask is not None:
        largest = np.shape(true_mask)
    for ax, (name, values) in zip(places, arrays.items(), strict=True):
        low, high = (round(end, 2) + 0.0 for end in (values.min(), values.max()))  # no −0.00
        drawn = ax.imshow(values, extent=frame(*largest), **_colours(values, scale))
        ax.set_title(name if titles else "", fontsize="medium")
        ax.set_xlabel(f"{low:.2f} to {high:.2f}".replace("-", "−"), fontsize="small")
    for ax in axes:
        ax.set(xticks=[], yticks=[])
        if true_mask is not None:
            draw_outline(true_mask, ax=ax)
    if scale == "fixed":
        axes[0].figure.colorbar(drawn, ax=list(axes), label=label, shrink=0.85)
    return axes


def _colours(values: NDArray[np.float64], scale: str) -> dict:
    """Colour map and limits for imshow."""
    if scale == "fixed":
        return {"cmap": MASK_COLOURS, "vmin": 0, "vmax": 1}
    if scale == "local":
        return {"cmap": MASK_COLOURS, "vmin": values.min(), "vmax": values.max()}
    most = np.abs(values).max() or 1.0
    return {"cmap": SIGNED_COLOURS, "vmin": -most, "vmax": most}
