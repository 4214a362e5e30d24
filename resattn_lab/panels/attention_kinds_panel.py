"""A mask, SE, CBAM and self-attention on the same image, under two sliders for a place."""

import math
from collections.abc import Mapping
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from resattn_lab.plots.palette import CHOSEN_CLASS, MASK_COLOURS, MUTED, OUTLINE
from resattn_lab.plots.picture import as_picture

from .declared import Slider
from .marks import MASK, Axis, Box, Chart, Column, Cross, Picture, Row, from_zero
from .panel import Panel

SHAPES = {
    "mask": "(N, C, h, w)",
    "SE": "(N, C)",
    "CBAM channels": "(N, C)",
    "CBAM places": "(N, h, w)",
    "self-attention": "(N, h·w, h·w)",
}


class Seen(NamedTuple):
    """The weights with which the place asks all places (h, w), and which it asks most."""

    asked: NDArray
    most: tuple[int, int]


class AttentionKindsPanel(Panel):
    """What each kind of attention gives the chosen image, channel and place.

    The maps are drawn on their whole grid; a cross marks the chosen place. Mask and
    CBAM are drawn from 0 to 1. Self-attention's map is the row of the place that asks, from 0
    to its largest weight, whose place is a dot on the image; SE and CBAM give a channel one
    weight at all places, drawn as bars. Everything was computed before: a move only draws.

    Args:
        images: (N, 3, H, W) or (N, H, W, 3), uint8 or floats in [0, 1].
        weights: what is in ``SHAPES``, by name, from networks in eval mode.

    Attributes:
        image, channel, row, column: the sliders.

    Raises:
        ValueError: a kind is missing, or has another shape than the rest allows.
    """

    image = Slider("image")
    channel = Slider("channel")
    row = Slider("row of the place")
    column = Slider("column of the place")

    def __init__(self, images: ArrayLike, weights: Mapping[str, ArrayLike]):
        if set(weights) != set(SHAPES):
            raise ValueError(f"weights must be {', '.join(SHAPES)}; got {', '.join(weights)}")
        self.pictures = [as_picture(image) for image in images]
        self.weights = {name: np.asarray(weights[name]) for name in SHAPES}
        count, channels, self.height, self.width = self.weights["mask"].shape
        places = self.height * self.width
        wanted = {
            "mask": (channels, self.height, self.width),
            "SE": (channels,),
            "CBAM channels": (channels,),
            "CBAM places": (self.height, self.width),
            "self-attention": (places, places),
        }
        for name, shape in wanted.items():
            if self.weights[name].shape != (len(self.pictures), *shape):
                raise ValueError(
                    f"{name} must be {(len(self.pictures), *shape)}, that is {SHAPES[name]}, "
                    f"got {self.weights[name].shape}"
                )
        ticks = tuple(range(0, channels, math.ceil(channels / 12)))
        self.channels = Axis("channel", -0.7, channels - 0.3, ticks=ticks)
        super().__init__(
            image={"max": len(self.pictures) - 1},
            channel={"max": channels - 1},
            row={"max": self.height - 1, "value": self.height // 2},
            column={"max": self.width - 1, "value": self.width // 2},
        )

    def look(self, s: SimpleNamespace) -> Seen:
        rows = self.weights["self-attention"][s.image]
        asked = rows[s.row * self.width + s.column].reshape(self.height, self.width)
        row, column = np.unravel_index(asked.argmax(), asked.shape)
        return Seen(asked, (int(row), int(column)))

    def draw(self, s: SimpleNamespace, seen: Seen) -> Column:
        shape = (self.height, self.width)
        image = self.pictures[s.image]
        H, W = image.shape[0] / self.height, image.shape[1] / self.width
        row, column = seen.most
        asked_most = Box(row * H, column * W, (row + 1) * H, (column + 1) * W, OUTLINE)
        mask, places = self.weights["mask"][s.image, s.channel], self._places(s)
        most, alike = seen.asked.max(), 1 / seen.asked.size
        views = (
            ("image (square: asked most)", image, None, f"row {s.row}, column {s.column}"),
            ("mask: 1 channel", mask, MASK, f"here {mask[s.row, s.column]:.2f} of 1"),
            ("CBAM: places", places, MASK, f"here {places[s.row, s.column]:.2f} of 1"),
            (
                "self-attention: 1 row",
                seen.asked,
                from_zero(seen.asked, colours=MASK_COLOURS),
                f"most {most:.4f}, all alike {alike:.4f}",
            ),
        )
        maps = [
            Picture(
                values,
                scale,
                size=208,
                shape=image.shape[:2],
                cross=Cross(s.row, s.column, shape),
                boxes=[asked_most] if scale is None else (),
                title=title,
                below=below,
            )
            for title, values, scale, below in views
        ]
        return Column(
            Row(*maps), Row(*(self._bars(name, s) for name in ("SE", "CBAM channels")))
        )

    def _places(self, s: SimpleNamespace) -> NDArray:
        return self.weights["CBAM places"][s.image]

    def _bars(self, name: str, s: SimpleNamespace) -> Chart:
        """A level for each channel, the chosen one in its colour."""
        bars = [
            Box(
                float(value),
                number - 0.35,
                0,
                number + 0.35,
                CHOSEN_CLASS if number == s.channel else MUTED,
                rim=False,
                fill=True,
            )
            for number, value in enumerate(self.weights[name][s.image])
        ]
        up = Axis("weight", ticks=(0, 0.5, 1))
        return Chart(
            bars, self.channels, up, size=(440, 150), title=f"{name.split()[0]}: channels"
        )

    def words(self, s: SimpleNamespace, seen: Seen) -> str:
        weights, (top, left) = self.weights, seen.most
        return (
            f"Image {s.image}, channel {s.channel}, place in row {s.row}, column {s.column}. "
            f"The mask gives this channel "
            f"{weights['mask'][s.image, s.channel, s.row, s.column]:.2f} here. SE "
            f"gives it {weights['SE'][s.image, s.channel]:.2f} at all places; CBAM "
            f"{weights['CBAM channels'][s.image, s.channel]:.2f}, times "
            f"{self._places(s)[s.row, s.column]:.2f} for this place and all "
            f"channels. In self-attention this place asks all {seen.asked.size} places; their "
            f"weights sum to {seen.asked.sum():.2f}, and the largest, {seen.asked.max():.4f}, "
            f"goes to row {top}, column {left}."
        )

    def summary(self) -> str:
        return (
            f"AttentionKindsPanel: {len(self.pictures)} images, "
            f"{self.height}×{self.width} places, {self.channel.max + 1} channels"
        )
