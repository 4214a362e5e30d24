"""The drawing inside the KernelExplorer: one class a view, each with two sides."""

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from resattn_lab.plots import as_picture, kernel_tiles, tile
from resattn_lab.plots.palette import SIGNED_COLOURS

from .channel_grid import ChannelGrid, Tiles, columns_for
from .frame import Frame, colours

SIZE = 9.8, 4.6  # of the figure, in inches
NO_IMAGES = "give images to see what the kernels respond to"


@dataclass(frozen=True, kw_only=True)
class Layer:
    """One convolution under one image, and what was chosen of it.

    Args:
        weights: (out, in, kh, kw).
        channel: the output channel that is framed.
        input_channel: whose slices are shown; None shows all of them, in colour where
            there are three.
        all_kernels: every slice as a tile of its own, a row an output.
        responses: (out, h, w) to the image; None without images.
        image: (C, H, W), uint8 or floats in [0, 1], or None.
        number: of the image.
    """

    weights: np.ndarray
    channel: int
    input_channel: int | None
    all_kernels: bool
    responses: np.ndarray | None
    image: np.ndarray | None
    number: int

    @property
    def columns(self) -> int:
        return columns_for(len(self.weights))

    def what(self) -> str:
        """Which kernels are shown, in a few words."""
        outputs, inputs, high, wide = self.weights.shape
        if self.all_kernels:
            return f"all {outputs} × {inputs} kernels of {high}×{wide}, a row an output"
        if self.input_channel is None:
            return f"{outputs} kernels of {high}×{wide}, in colour"
        return f"{outputs} kernels of {high}×{wide}, input channel {self.input_channel}"


def kernels_as_tiles(layer: Layer) -> tuple[Tiles, float]:
    """The kernels as the left side shows them, and the largest weight among them."""
    cell = layer.weights.shape[2:]
    gap = 0 if layer.all_kernels and cell == (1, 1) else 1  # a matrix has no gaps
    picture, largest = kernel_tiles(
        layer.weights,
        channel=layer.input_channel,
        all_kernels=layer.all_kernels,
        columns=layer.columns,
        padding=gap,
    )
    columns, (first, last) = layer.columns, (layer.channel, layer.channel)
    if layer.all_kernels:
        columns = layer.weights.shape[1]
        first, last = layer.channel * columns, (layer.channel + 1) * columns - 1
    picture = coloured(picture, largest)
    return Tiles(
        picture=picture, columns=columns, cell=cell, first=first, last=last, gap=gap
    ), largest


def responses_as_tiles(layer: Layer) -> tuple[Tiles, float]:
    """The responses to the image, and the largest absolute value among them."""
    limit = float(np.abs(layer.responses).max()) or 1.0
    tiles = Tiles(
        picture=coloured(tile(layer.responses, columns=layer.columns), limit),
        columns=min(layer.columns, len(layer.responses)),
        cell=layer.responses.shape[1:],
        first=layer.channel,
        last=layer.channel,
    )
    return tiles, limit


def coloured(values: np.ndarray, limit: float) -> np.ndarray:
    """(h, w) signed values or (h, w, 3) colours in [0, 1] -> uint8 colours; gaps are white."""
    if values.ndim == 3:
        return (np.nan_to_num(values, nan=1.0) * 255).astype(np.uint8)
    return colours(values, -limit, limit, SIGNED_COLOURS)


class KernelsView:
    """Kernels on the left, on the right what each makes of the image, at the same place."""

    def __init__(self, left: ChannelGrid, right: ChannelGrid):
        self.left, self.right = left, right

    def draw(self, frame: Frame, layer: Layer) -> None:
        tiles, largest = kernels_as_tiles(layer)
        self.left.draw(frame, tiles, f"{layer.what()}   (±{largest:.2g})")
        if layer.responses is None:
            self.right.title(frame, NO_IMAGES)
            return
        tiles, limit = responses_as_tiles(layer)
        h, w = layer.responses.shape[1:]
        said = f"their responses to image {layer.number}, {h}×{w}   (±{limit:.2g})"
        self.right.draw(frame, tiles, said)


class FeatureMapsView:
    """All feature maps on the left; image and chosen map, large, on the right."""

    def __init__(self, figure: Figure, left: ChannelGrid):
        self.left = left
        self.image, self.map = (
            figure.add_axes((start, 0.36, 0.225, 0.225 * SIZE[0] / SIZE[1]))
            for start in (0.53, 0.765)
        )
        for ax in (self.image, self.map):
            ax.set_axis_off()

    def draw(self, frame: Frame, layer: Layer) -> None:
        if layer.responses is None:
            self.left.title(frame, NO_IMAGES)
            return
        tiles, limit = responses_as_tiles(layer)
        h, w = layer.responses.shape[1:]
        self.left.draw(
            frame, tiles, f"{len(layer.responses)} feature maps of {h}×{w}   (±{limit:.2g})"
        )
        chosen = layer.responses[layer.channel]
        picture = (as_picture(layer.image) * 255).astype(np.uint8)
        high, wide = picture.shape[:2]
        as_large = chosen[np.arange(high) * h // high][:, np.arange(wide) * w // wide]
        put(frame, self.image, picture, f"image {layer.number}")
        put(frame, self.map, coloured(as_large, limit), f"channel {layer.channel}")
        left, _, _, bottom = frame.box(self.map)
        said = (
            f"from {chosen.min():.2f} to {chosen.max():.2f}",
            f"mean {chosen.mean():.2f}",
            f"{(chosen > 0).mean():.0%} of the places above 0",
        )
        for row, line in enumerate(said):
            frame.words((left, bottom + 16 + 18 * row), line.replace("-", "−"), points=9)


def put(frame: Frame, ax: Axes, picture: np.ndarray, title: str) -> None:
    """A picture as large as it fits into ``ax``, in its own shape, with words above."""
    left, top, _, _ = frame.box(ax)
    frame.tiles(ax, picture)
    frame.words((left, top - 12), title, points=9)
