"""One picture, and twenty views of it as a training sees them."""

from collections.abc import Sequence

import torch
from torch import Tensor

from resattn_lab.data import Crops, draw_crops, pad_crop_flip
from resattn_lab.panels.canvas import Canvas
from resattn_lab.panels.frame import Frame
from resattn_lab.panels.panel import Panel, slider, switch
from resattn_lab.plots import as_picture

from ..tiles import as_bytes, axes_at, tile_axes

VIEWS, ROWS, COLUMNS, TILE, LARGE, HEAD = 20, 4, 5, 128, 256, 26  # sizes in pixels


class TrainingViews(Panel):
    """A picture, and its views in twenty epochs: padded by 4, cut, mirrored or not.

    Source: Wang et al. 2017, Sec. 4.1. Cut by ``data.pad_crop_flip``.

    Args:
        images: uint8 (N, 3, H, W).
        mean: (3, H, W) in [0, 1], the mean image.
        titles: what each image is called.
        seed: of the crops.

    Attributes:
        image, black: the controls; ``black`` pads with black in place of the mean.
        canvas: the picture; ``canvas.alt`` says in words what it shows.

    Raises:
        ValueError: not one title an image.
    """

    def __init__(self, images: Tensor, *, mean: Tensor, titles: Sequence[str], seed: int = 0):
        if len(titles) != len(images):
            raise ValueError(f"titles has {len(titles)} entries for {len(images)} images")
        self.images, self.mean, self.titles = images, mean, titles
        self.crops: Crops = draw_crops(VIEWS, generator=torch.Generator().manual_seed(seed))
        self.image = slider("image", len(images) - 1)
        self.black = switch("pad with black", False)
        width, height = LARGE + 24 + COLUMNS * (TILE + 4), HEAD + ROWS * (TILE + 4)
        canvas = self.canvas = Canvas(width / 100, height / 100)
        self.whole = axes_at(canvas.figure, (4, HEAD, LARGE, LARGE), "the picture")
        place = (LARGE + 24, HEAD, COLUMNS * (TILE + 4), ROWS * (TILE + 4))
        axes_at(canvas.figure, place, "the same picture in twenty epochs")
        grid = {"side": TILE, "rows": ROWS, "columns": COLUMNS, "below": 0}
        self.tiles = tile_axes(canvas.figure, (LARGE + 24, HEAD), **grid)
        super().__init__([[self.image, self.black]], canvas)

    def views(self) -> Tensor:
        """The twenty views, (20, 3, H, W), as the network is given them."""
        image = self.images[self.image.value].float() / 255
        padded_with = None if self.black.value else self.mean
        return pad_crop_flip(image.expand(VIEWS, -1, -1, -1), self.crops, mean=padded_with)

    def draw(self, frame: Frame) -> None:
        frame.image(self.whole, as_bytes(as_picture(self.images[self.image.value])))
        for ax, view in zip(self.tiles, self.views(), strict=True):
            frame.image(ax, as_bytes(as_picture(view)))

    def describe(self) -> str:
        """Picture, padding, and how many of the views are mirrored."""
        around = "black" if self.black.value else "the mean image"
        return (
            f"Image {self.image.value}, {self.titles[self.image.value]}, and {VIEWS} views of "
            f"it, {int(self.crops.mirrored.sum())} of them mirrored. Where "
            f"the window leaves the image there is {around}."
        )

    def summary(self) -> str:
        return f"TrainingViews: {len(self.images)} images, {VIEWS} views of each"
