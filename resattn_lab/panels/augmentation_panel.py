"""Pad, crop and mirror under sliders: which part of an image a network is shown."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from resattn_lab.data import Crops, draw_crops, pad_crop_flip, to_floats
from resattn_lab.plots import as_picture
from resattn_lab.plots.palette import OUTLINE

from .declared import Slider, Switch
from .marks import Box, Column, Picture, Row
from .panel import Panel

PADDING, DRAWS = 4, 64  # the paper's padding (Sec. 4.1); how many draws there are
SHOWN = 8  # draws in the row
TITLES = ("the image, and the window", "padded", "what the network is shown")


class Seen(NamedTuple):
    """The eight draws of the row as far as the switches let them through, and their cuts.

    ``results`` are float (8, C, H, W), ``chosen`` is the number among them.
    """

    crops: Crops
    results: Tensor
    chosen: int


class AugmentationPanel(Panel):
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

    image = Slider("image")
    number = Slider("draw", DRAWS - 1)
    padding = Switch("pad by 4 and crop", True)
    flip = Switch("mirror half of them", True)

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
        super().__init__(image={"max": len(images) - 1})

    def look(self, s: SimpleNamespace) -> Seen:
        first = s.number // SHOWN * SHOWN
        top, left, mirrored = (part[first : first + SHOWN] for part in self._drawn)
        if not s.padding:
            top, left = torch.zeros_like(top), torch.zeros_like(left)
        crops = Crops(top, left, mirrored & s.flip)
        image = self._image(s.image).expand(SHOWN, *self.images.shape[1:])
        padding = PADDING if s.padding else 0
        results = pad_crop_flip(image, crops, mean=self.mean, padding=padding)
        return Seen(crops, results, s.number % SHOWN)

    def _image(self, number: int) -> Tensor:
        return to_floats(self.images[number])

    def _rim(self) -> NDArray[np.float32]:
        """The colour around the padded view, (3,)."""
        if self.mean is None:
            return np.zeros(3, np.float32)
        colour = self.mean.float().mean(dim=(1, 2)).numpy()
        return np.broadcast_to(colour, 3).clip(0, 1)

    def draw(self, s: SimpleNamespace, seen: Seen) -> Column:
        """All three views at the scale of the padded image: the result is as large as it."""
        image, result = as_picture(self._image(s.image)), as_picture(seen.results[seen.chosen])
        white = np.ones(3, np.float32)
        grounds = (white, self._rim() if s.padding else white, white)
        crops, at = seen.crops, seen.chosen
        window = self._window(int(crops.top[at]), int(crops.left[at]), s.padding)
        below = (
            "",
            "" if s.padding else "no padding",
            "mirrored" if bool(crops.mirrored[at]) else "not mirrored",
        )
        views = [
            Picture(
                self._with_room(picture, ground),
                size=240,
                boxes=[window] if place < 2 else (),
                title=TITLES[place],
                below=below[place],
            )
            for place, (picture, ground) in enumerate(
                zip((image, image, result), grounds, strict=True)
            )
        ]
        first = s.number - at
        row = [
            Picture(
                shown,
                size=96,
                framed=place == at,
                below=f"draw {first + place}" + "\nmirrored" * bool(crops.mirrored[place]),
            )
            for place, shown in enumerate(seen.results)
        ]
        return Column(Row(*views, gap=24), Row(*row, gap=14))

    def _with_room(
        self, picture: NDArray[np.float32], ground: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """The picture on a ground that is wider by the padding on every side."""
        H, W = picture.shape[:2]
        ground = np.broadcast_to(ground, (H + 2 * PADDING, W + 2 * PADDING, 3)).copy()
        ground[PADDING : PADDING + H, PADDING : PADDING + W] = picture
        return ground

    def _window(self, top: int, left: int, padded: bool) -> Box:
        """Where the crop lies on the padded view."""
        if not padded:
            top, left = PADDING, PADDING
        H, W = self.images.shape[-2:]
        return Box(top, left, top + H, left + W, OUTLINE)

    def words(self, s: SimpleNamespace, seen: Seen) -> str:
        """Image, draw, window, how much of it is padding."""
        top, left, mirrored = (int(part[seen.chosen]) for part in seen.crops)
        H, W = self.images.shape[-2:]
        named = f", {self.titles[s.image]}" if self.titles is not None else ""
        turned = "It is mirrored." if mirrored else "It is not mirrored."
        if not s.padding:
            return (
                f"Image {s.image}{named}, draw {s.number}: no padding, so the window "
                f"is the whole image of {H}×{W} pixels. {turned}"
            )
        down, right = PADDING - top, PADDING - left
        inside = (H - abs(down)) * (W - abs(right)) / (H * W)
        return (
            f"Image {s.image}{named}, draw {s.number}: the window of {H}×{W} pixels "
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
