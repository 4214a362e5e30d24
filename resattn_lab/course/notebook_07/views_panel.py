"""One picture, and twenty views of it as a training sees them."""

from collections.abc import Sequence

import torch
from torch import Tensor

from resattn_lab.data import Crops, draw_crops, pad_crop_flip
from resattn_lab.panels import Panel
from resattn_lab.panels.declared import Slider, Switch
from resattn_lab.panels.marks import Column, Picture, Row, Text

VIEWS, COLUMNS, TILE, LARGE = 20, 5, 96, 256  # sizes in pixels
WIDE = COLUMNS * (TILE + 4)


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

    Raises:
        ValueError: not one title an image.
    """

    image = Slider("image")
    black = Switch("pad with black")

    def __init__(self, images: Tensor, *, mean: Tensor, titles: Sequence[str], seed: int = 0):
        if len(titles) != len(images):
            raise ValueError(f"titles has {len(titles)} entries for {len(images)} images")
        self.images, self.mean, self.titles = images, mean, titles
        self.crops: Crops = draw_crops(VIEWS, generator=torch.Generator().manual_seed(seed))
        super().__init__(image={"max": len(images) - 1})

    def look(self, s) -> Tensor:
        """The twenty views, (20, 3, H, W), as the network is given them."""
        image = self.images[s.image].float() / 255
        padded_with = None if s.black else self.mean
        return pad_crop_flip(image.expand(VIEWS, -1, -1, -1), self.crops, mean=padded_with)

    def draw(self, s, seen: Tensor) -> Row:
        views = Row(*map(self._view, seen, self.crops.mirrored.tolist()), gap=4, wrap=WIDE)
        title = Text("the same picture in twenty epochs", WIDE)
        whole = Picture(self.images[s.image], size=LARGE, title="the picture")
        return Row(whole, Column(title, views, gap=2), gap=20)

    @staticmethod
    def _view(view: Tensor, mirrored: bool) -> Picture:
        return Picture(view, size=TILE, below="mirrored" if mirrored else " ")

    def words(self, s, seen: Tensor) -> str:
        """Picture, padding, and how many of the views are mirrored."""
        around = "black" if s.black else "the mean image"
        return (
            f"Image {s.image}, {self.titles[s.image]}, and {VIEWS} views of it, "
            f"{int(self.crops.mirrored.sum())} of them mirrored. Where "
            f"the window leaves the image there is {around}."
        )

    def summary(self) -> str:
        return f"TrainingViews: {len(self.images)} images, {VIEWS} views of each"
