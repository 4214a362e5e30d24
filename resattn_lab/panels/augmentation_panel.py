"""Pad, crop and mirror under sliders: which part of an image a network is shown."""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from resattn_lab.data import Crops, draw_crops, pad_crop_flip
from resattn_lab.plots import as_picture

from .augmentation_views import SHOWN, AugmentationViews, figure_size
from .canvas import Canvas
from .canvas_panel import CanvasPanel, slider, switch
from .frame import Frame

PADDING, DRAWS = 4, 64  # the paper's padding (Sec. 4.1); how many draws there are


class AugmentationPanel(CanvasPanel):
    """An image with the crop window on it, padded, what is cut out, and eight such draws.

    Source: Wang et al. 2017, Sec. 4.1: padding 4, a random crop, a random mirror image.
    Cut by ``data.pad_crop_flip``. The rim of the padded view has the mean image's mean
    colour; in what is cut out, padding is the mean image itself.

    Args:
        images: (N, C, H, W), uint8 or floats in [0, 1].
        mean: (C, H, W) or (C, 1, 1) in [0, 1], what is padded with; black when None.
        titles: what each image is called.
        seed: of the 64 draws.

    Attributes:
        image, number, padding, flip: the controls; ``number`` is that of the draw.
        canvas: the picture; ``canvas.alt`` says in words what it shows.

    Raises:
        ValueError: images of another shape, or none; not one title an image.
    """

    def __init__(
        self,
        images: Tensor,
        *,
        mean: Tensor | None = None,
        titles: Sequence[str] | None = None,
        seed: int = 0,
    ):
        images = torch.as_tensor(images)
        if images.ndim != 4 or not len(images):
            raise ValueError(
                f"images must be (N, C, H, W) with at least one, got {tuple(images.shape)}"
            )
        if titles is not None and len(titles) != len(images):
            raise ValueError(f"titles has {len(titles)} entries for {len(images)} images")
        self.images, self.mean, self.titles = images, mean, titles
        generator = torch.Generator().manual_seed(seed)
        self._drawn = draw_crops(DRAWS, padding=PADDING, generator=generator)
        self.image = slider("image", len(images) - 1)
        self.number = slider("draw", DRAWS - 1)
        self.padding = switch("pad by 4 and crop", True)
        self.flip = switch("mirror half of them", True)
        size = tuple(images.shape[-2:])
        canvas = self.canvas = Canvas(*figure_size(size, PADDING))
        self.views = AugmentationViews(canvas.figure, image_size=size, padding=PADDING)
        super().__init__([[self.image, self.number], [self.padding, self.flip]], canvas)

    def crops(self) -> Crops:
        """The eight draws of the row, as far as the switches let them through."""
        first = self.number.value // SHOWN * SHOWN
        top, left, mirrored = (part[first : first + SHOWN] for part in self._drawn)
        if not self.padding.value:
            top, left = torch.zeros_like(top), torch.zeros_like(left)
        return Crops(top, left, mirrored & self.flip.value)

    def results(self) -> Tensor:
        """What the eight draws make of the chosen image: float (8, C, H, W)."""
        image = self._image().expand(SHOWN, *self.images.shape[1:])
        padding = PADDING if self.padding.value else 0
        return pad_crop_flip(image, self.crops(), mean=self.mean, padding=padding)

    def _image(self) -> Tensor:
        image = self.images[self.image.value]
        return image.float() / 255 if image.dtype == torch.uint8 else image.float()

    def _rim(self) -> NDArray[np.float32]:
        """The colour around the padded view, (3,)."""
        if self.mean is None:
            return np.zeros(3, np.float32)
        colour = self.mean.float().mean(dim=(1, 2)).numpy()
        return np.broadcast_to(colour, 3).clip(0, 1)

    def draw(self, frame: Frame) -> None:
        self.views.draw(
            frame,
            image=as_picture(self._image()),
            rim=self._rim() if self.padding.value else None,
            results=[as_picture(result) for result in self.results()],
            crops=self.crops(),
            number=self.number.value,
        )

    def describe(self) -> str:
        """What is seen, in words: image, draw, window, how much of it is padding."""
        number, padded = self.image.value, self.padding.value
        top, left, mirrored = (int(p[self.number.value % SHOWN]) for p in self.crops())
        H, W = self.images.shape[-2:]
        named = f", {self.titles[number]}" if self.titles is not None else ""
        turned = "It is mirrored." if mirrored else "It is not mirrored."
        if not padded:
            return (
                f"Image {number}{named}, draw {self.number.value}: no padding, so the window "
                f"is the whole image of {H}×{W} pixels. {turned}"
            )
        down, right = PADDING - top, PADDING - left
        inside = (H - abs(down)) * (W - abs(right)) / (H * W)
        return (
            f"Image {number}{named}, draw {self.number.value}: the window of {H}×{W} pixels "
            f"starts at row {top} and column {left} of the {H + 2 * PADDING}×"
            f"{W + 2 * PADDING} padded image. {_moved(down, right)} {turned} "
            f"{1 - inside:.0%} of what the network is shown is padding."
        )

    def summary(self) -> str:
        return f"AugmentationPanel: {len(self.images)} images, {DRAWS} draws"


def _moved(down: int, right: int) -> str:
    """Which way, and how far, the window's choice moves what is seen."""
    said = [
        f"{abs(by)} {names[by < 0]}"
        for by, names in ((down, ("down", "up")), (right, ("to the right", "to the left")))
        if by
    ]
    if not said:
        return "What is seen stays in its place."
    return f"What is seen moves by {' and '.join(said)}."
