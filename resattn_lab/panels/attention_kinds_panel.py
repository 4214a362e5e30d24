"""A mask, SE, CBAM and self-attention on the same image, under two sliders for a place."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from resattn_lab.plots.palette import CHOSEN_CLASS, MASK_COLOURS, MUTED
from resattn_lab.plots.picture import as_picture

from .canvas import Canvas
from .canvas_panel import CanvasPanel, slider
from .frame import Frame, colours

SHAPES = {
    "mask": "(N, C, h, w)",
    "SE": "(N, C)",
    "CBAM channels": "(N, C)",
    "CBAM places": "(N, h, w)",
    "self-attention": "(N, h·w, h·w)",
}


class AttentionKindsPanel(CanvasPanel):
    """What each kind of attention gives the chosen image, channel and place.

    The maps are drawn on their whole grid; an orange square marks the chosen place. Mask and
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
        self.image = slider("image", len(self.pictures) - 1)
        self.channel = slider("channel", channels - 1)
        self.row = slider("row of the place", self.height - 1, value=self.height // 2)
        self.column = slider("column of the place", self.width - 1, value=self.width // 2)
        canvas = self.canvas = Canvas(9.6, 4.4)
        self._still(canvas, channels)
        super().__init__([[self.image, self.channel], [self.row, self.column]], canvas)

    def _still(self, canvas: Canvas, channels: int) -> None:
        titles = (
            "image (dot: asked most)",
            "mask: 1 channel",
            "CBAM: places",
            "self-attention: 1 row",
        )
        self.maps = []
        for number, title in enumerate(titles):
            ax = canvas.figure.add_axes((0.02 + 0.245 * number, 0.45, 0.22, 0.48))
            ax.set_title(title, fontsize=10)
            ax.set(xticks=[], yticks=[], xlim=(-0.5, self.width - 0.5))
            ax.set_ylim(self.height - 0.5, -0.5)
            self.maps.append(ax)
        self.bars = []
        for number, title in enumerate(("SE: channels", "CBAM: channels")):
            ax = canvas.figure.add_axes((0.07 + 0.49 * number, 0.11, 0.42, 0.2))
            ax.set_title(title, fontsize=10)
            ax.set(xlim=(-0.7, channels - 0.3), ylim=(0, 1), yticks=[0, 0.5, 1])
            ax.set_xlabel("channel", fontsize=9)
            ax.set_ylabel("weight", fontsize=9)
            ax.tick_params(labelsize=8)
            self.bars.append(ax)

    def place(self) -> int:
        """The chosen place's number, row by row."""
        return self.row.value * self.width + self.column.value

    def row_of_weights(self) -> np.ndarray:
        """The weights with which the chosen place asks all places: (h, w), their sum is 1."""
        row = self.weights["self-attention"][self.image.value, self.place()]
        return row.reshape(self.height, self.width)

    def draw(self, frame: Frame) -> None:
        image, channel = self.image.value, self.channel.value
        asked = self.row_of_weights()
        picture = (self.pictures[image] * 255).round().astype(np.uint8)
        frame.image(self.maps[0], picture)
        shown = (
            (self.weights["mask"][image, channel], 1.0),
            (self.weights["CBAM places"][image], 1.0),
            (asked, float(asked.max())),
        )
        for ax, (values, high) in zip(self.maps[1:], shown, strict=True):
            frame.image(ax, colours(values, 0.0, high, MASK_COLOURS))
        row, column = self.row.value, self.column.value
        for ax in self.maps:
            frame.rectangle(ax, column - 0.5, row - 0.5, column + 0.5, row + 0.5, CHOSEN_CLASS)
            left, _, _, bottom = frame.box(ax)
            words = self._below(ax)
            frame.words((left, bottom + 12), words, points=8)
        top, left = np.unravel_index(asked.argmax(), asked.shape)
        frame.dot(self.maps[0], left, top, CHOSEN_CLASS, radius=5)
        for ax, name in zip(self.bars, ("SE", "CBAM channels"), strict=True):
            for number, value in enumerate(self.weights[name][image]):
                colour = CHOSEN_CLASS if number == channel else MUTED
                frame.line(ax, [number, number], [0, float(value)], colour, width=6)

    def _below(self, ax) -> str:
        image, channel, row, column = (
            self.image.value,
            self.channel.value,
            self.row.value,
            self.column.value,
        )
        number = self.maps.index(ax)
        if number == 1:
            return f"here {self.weights['mask'][image, channel, row, column]:.2f} of 1"
        if number == 2:
            return f"here {self.weights['CBAM places'][image, row, column]:.2f} of 1"
        if number == 3:
            row = self.row_of_weights()
            return f"most {row.max():.4f}, all alike {1 / row.size:.4f}"
        return f"row {row}, column {column}"

    def describe(self) -> str:
        image, channel, row, column = (
            self.image.value,
            self.channel.value,
            self.row.value,
            self.column.value,
        )
        asked, weights = self.row_of_weights(), self.weights
        top, left = np.unravel_index(asked.argmax(), asked.shape)
        said = (
            f"Image {image}, channel {channel}, place in row {row}, column {column}. The mask "
            f"gives this channel {weights['mask'][image, channel, row, column]:.2f} here. SE "
            f"gives it {weights['SE'][image, channel]:.2f} at all places; CBAM "
            f"{weights['CBAM channels'][image, channel]:.2f}, times "
            f"{weights['CBAM places'][image, row, column]:.2f} for this place and all "
            f"channels. In self-attention this place asks all {asked.size} places; their "
            f"weights sum to {asked.sum():.2f}, and the largest, {asked.max():.4f}, goes to "
            f"row {top}, column {left}."
        )
        return said

    def summary(self) -> str:
        return (
            f"AttentionKindsPanel: {len(self.pictures)} images, "
            f"{self.height}×{self.width} places, {self.channel.max + 1} channels"
        )
