"""The drawing inside the MaskStrengthPanel: mask, trunk, weight, output, two predictions."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike
from PIL import Image

from resattn_lab.plots import as_picture, outline_edges
from resattn_lab.plots.palette import INK, MASK_COLOURS, SIGNED_COLOURS

from .frame import Frame, colours
from .mask_views import MaskViews

HEAVIEST = 3.0  # at which the colours of the weight end; 1 leaves the trunk as it is
OVERLAY = 0.5  # opacity of the mask over its image


@dataclass(frozen=True, kw_only=True)
class StrengthShown:
    """One state of the views: arrays, no network.

    Args:
        image: (C, H, W), uint8 or floats in [0, 1].
        mask, trunk, weight, output: (h, w), each the mean over the channels.
        true_mask: bool (H, W) or None.
        chances: (K,) probabilities of the classes with the chosen strength.
        chances_as_trained: (K,) the same with strength 1.
    """

    image: ArrayLike
    mask: np.ndarray
    trunk: np.ndarray
    weight: np.ndarray
    output: np.ndarray
    true_mask: ArrayLike | None
    chances: np.ndarray
    chances_as_trained: np.ndarray
    true_class: int | None


class MaskStrengthViews(MaskViews):
    """As ``MaskViews``, with the weight 1 + λM in the mask's place."""

    def __init__(
        self,
        figure: Figure,
        *,
        image_size: tuple[int, int],
        class_names: Sequence[str],
        residual: bool,
    ):
        super().__init__(
            figure, image_size=image_size, class_names=class_names, residual=residual
        )
        one = "1 + " if residual else ""
        product = f"({one}λM)·T" if one else "λM·T"
        self.views[2].set_title(f"weight  {one}λM", fontsize=10, color=INK)
        self.views[3].set_title(f"output  {product}", fontsize=10, color=INK)

    def draw(self, frame: Frame, shown: StrengthShown) -> None:
        """Put this state on ``frame``."""
        signed = float(max(np.abs(shown.output).max(), np.abs(shown.trunk).max())) or 1.0
        image, trunk, weight, output = self.views
        picture = (as_picture(shown.image) * 255).astype(np.uint8)
        ground = frame.fit(image, picture)
        veil = frame.fit(image, colours(shown.mask, 0, 1, MASK_COLOURS))
        frame.image(image, Image.blend(ground, veil, OVERLAY))
        frame.image(weight, colours(shown.weight, 0, HEAVIEST, MASK_COLOURS))
        for view, values in ((trunk, shown.trunk), (output, shown.output)):
            frame.image(view, colours(values, -signed, signed, SIGNED_COLOURS))
        if shown.true_mask is not None:
            edges = outline_edges(shown.true_mask)
            for view in self.views:
                frame.edges(view, edges, *picture.shape[:2])
        ends = ((-signed, signed), (0.0, HEAVIEST), (-signed, signed))
        for scale, (left, right) in zip(self.scales, ends, strict=True):
            x0, top, x1, bottom = frame.box(scale)
            middle = (top + bottom) // 2
            frame.words((x0 - 5, middle), f"{left:.2f}".replace("-", "−"), anchor="rm")
            frame.words((x1 + 6, middle), f"{right:.2f}")
        before = shown.chances_as_trained  # the stroke that the bars call "unchanged"
        self._draw_prediction(frame, shown.chances, shown.true_class, before)
