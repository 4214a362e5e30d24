"""One picture with the window that cuts a view out of it, and twenty views of a training."""

from collections.abc import Sequence

import torch
from torch import Tensor

from resattn_lab.data import Crops, draw_crops, pad_crop_flip
from resattn_lab.panels import Panel
from resattn_lab.panels.declared import Slider, Switch
from resattn_lab.panels.marks import Box, Column, Picture, Row, Text
from resattn_lab.plots.palette import OUTLINE

VIEWS, COLUMNS, TILE, LARGE = 20, 5, 96, 320  # sizes in pixels
PADDING = 4  # pixels of an image on every side
WIDE = COLUMNS * (TILE + 4)


class TrainingViews(Panel):
    """A picture padded by 4, a window on it, and its views in twenty epochs.

    Source: Wang et al. 2017, Sec. 4.1. Cut by ``data.pad_crop_flip``.

    Args:
        images: uint8 (N, 3, H, W).
        mean: (3, H, W) in [0, 1], the mean image.
        titles: what each image is called.
        seed: of the crops.

    Attributes:
        image, view, black: the controls: the picture, the view whose window is shown, and
            whether black is padded with in place of the mean.

    Raises:
        ValueError: not one title an image.
    """

    image = Slider("image")
    view = Slider("view", VIEWS - 1)
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
        top, left, mirrored = (int(part[s.view]) for part in self.crops)
        H, W = self.images.shape[-2:]
        rim = torch.zeros(3) if s.black else self.mean.mean(dim=(1, 2))
        padded = rim[:, None, None].repeat(1, H + 2 * PADDING, W + 2 * PADDING)
        padded[:, PADDING:-PADDING, PADDING:-PADDING] = self.images[s.image] / 255
        whole = Picture(
            padded,
            size=LARGE,
            boxes=[Box(top, left, top + H, left + W, OUTLINE)],
            title=f"padded to {H + 2 * PADDING}×{W + 2 * PADDING}; window {H}×{W}",
            below=f"view {s.view}: rows from {top}, columns from {left}"
            + ", then mirrored" * mirrored,
        )
        views = Row(*(self._view(s, seen, number) for number in range(VIEWS)), gap=4, wrap=WIDE)
        title = Text("what the network is shown, in twenty epochs", WIDE)
        return Row(whole, Column(title, views, gap=2), gap=20)

    def _view(self, s, seen: Tensor, number: int) -> Picture:
        below = "mirrored" if self.crops.mirrored[number] else " "
        framed = number == s.view
        return Picture(seen[number], size=TILE, below=below, framed=framed, name=str(number))

    def touched(self, place, across: float, down: float) -> None:
        """A view was clicked."""
        self.view.value = int(place.mark.name)

    def words(self, s, seen: Tensor) -> str:
        """Picture, padding, how many views are mirrored, and where the chosen one was cut."""
        around = "black" if s.black else "the mean image"
        top, left, mirrored = (int(part[s.view]) for part in self.crops)
        return (
            f"Image {s.image}, {self.titles[s.image]}, and {VIEWS} views of it, "
            f"{int(self.crops.mirrored.sum())} of them mirrored. Where "
            f"the window leaves the image there is {around}. View {s.view} is cut from row "
            f"{top} and column {left} of the padded image{' and mirrored' * mirrored}."
        )

    def summary(self) -> str:
        return f"TrainingViews: {len(self.images)} images, {VIEWS} views of each"
