"""The views of a KernelExplorer as marks: all channels at the left, the chosen at the right."""

import numpy as np

from resattn_lab.measures import low_region, passband
from resattn_lab.plots.kernel_grid import kernel_tiles
from resattn_lab.plots.palette import INK, MAGNITUDE_COLOURS, OUTLINE, OUTLINE_RIM

from .layer_view import Layer
from .marks import (
    Axis,
    Chart,
    Column,
    Dot,
    Line,
    Mark,
    Picture,
    Row,
    Scale,
    Text,
    Tiles,
    from_zero,
    signed,
)
from .pen import in_colours
from .picture_paint import signed_number

COUNT = 9  # patches of the chosen channel
GRID = (384, 384)  # pixels of a grid: the same on both sides, so that tiles have one pitch
LEAST = (820, 452)
NO_IMAGES = "Give images to see what the kernels respond to."
TICKS = (-0.5, -0.25, 0.0, 0.25, 0.5)  # cycles per pixel
RING = np.linspace(0, 2 * np.pi, 73)
CHANCE = float(low_region().mean())  # of independent random weights
MEANING = {
    "low-pass": "it blurs",
    "edge": "it answers to changes",
    "band": "changes, and some of the mean",
    "flat": "all frequencies alike",
    "silent": "nothing gets through",
}


def kernels(layer: Layer, patches=None) -> Mark:
    """Kernels, and at the same place what each makes of the image."""
    kinds = layer.kinds
    left = _kernel_tiles(layer)
    if layer.responses is None:
        return Row(left, Text(NO_IMAGES, GRID[0]), gap=20)
    h, w = layer.responses.shape[1:]
    scale = signed(layer.responses)
    right = Tiles(
        layer.responses,
        scale,
        columns=layer.columns,
        size=GRID,
        chosen=(layer.channel, layer.channel),
        labels=[""] * len(kinds) if left.labels else (),
        title=f"their responses to image {layer.number}, {h}×{w}   (±{scale.high:.2g})",
        name="responses",
    )
    return Row(left, right, gap=20)


def _kernel_tiles(layer: Layer) -> Tiles:
    """The kernels in signed colours, or in the colours they see; each with its kind."""
    planes, largest = layer.weights, float(np.nanmax(np.abs(layer.weights)) or 1.0)
    scale, columns, chosen = None, layer.columns, (layer.channel, layer.channel)
    if layer.all_kernels:
        columns = planes.shape[1]
        chosen = layer.channel * columns, (layer.channel + 1) * columns - 1
        planes, scale = planes.reshape(-1, *planes.shape[2:]), signed(planes)
    elif layer.input_channel is None:  # grey is zero
        planes = (np.moveaxis(planes, 1, -1) / largest + 1) / 2
    else:
        planes = planes[:, layer.input_channel]
        scale = signed(planes)
        largest = scale.high
    labelled = bool(layer.kinds) and not layer.all_kernels
    matrix = layer.all_kernels and planes.shape[1:] == (1, 1)  # which has no gaps
    return Tiles(
        planes,
        scale,
        columns=columns,
        size=GRID,
        chosen=chosen,
        gap=0 if matrix else 2,
        labels=layer.kinds if labelled else (),
        title=f"{layer.what()}   (±{largest:.2g})",
        below=f"kinds: {layer.kinds_in_words()}" if labelled else "",
        name="kernels",
    )


def frequency_response(layer: Layer, patches=None) -> Mark:
    """What every kernel lets through, and the chosen one's with its scales."""
    shown = layer.frequencies()
    over = f"input channel {layer.input_channel}" if layer.one_slice else "all input channels"
    scale = from_zero(shown)
    left = Tiles(
        shown,
        scale,
        columns=layer.columns,
        size=GRID,
        chosen=(layer.channel, layer.channel),
        labels=layer.kinds,
        title=f"response to frequencies, {over}   (0 to {scale.high:.2g})",
        below=f"kinds: {layer.kinds_in_words()}" if layer.kinds else "",
        name="frequencies",
    )
    response = layer.chosen_response()
    found = passband(response)
    ring = 0.25 * np.cos(RING), 0.25 * np.sin(RING)
    peaks = [Dot(sign * found.across, sign * found.down, INK) for sign in (1, -1)]
    names = tuple(f"{tick:g}".replace("-", "−") for tick in TICKS)
    plane = Chart(
        [Line(*ring, OUTLINE_RIM, width=3), Line(*ring, OUTLINE, width=1), *peaks],
        Axis("cycles per pixel across", -0.5, 0.5, ticks=TICKS, names=names),
        Axis("cycles per pixel down", 0.5, -0.5, ticks=TICKS, names=names),
        fill=in_colours(response, 0, float(response.max()) or 1.0, MAGNITUDE_COLOURS),
        size=(272, 272),
        title=f"channel {layer.channel}: 0 to {response.max():.2g}",
    )
    share = layer.chosen_low_share()
    said = (
        f"{found.kind}: {MEANING[found.kind]}\n"
        f"{share:.0%} of the energy lies in the ring (random weights: {CHANCE:.0%});\n"
        f"a constant input gets through with {found.at_zero:.2f} of the peak"
    )
    right = Column(Row(plane, _one_kernel(layer), gap=10), Text(said, GRID[0]))
    return Row(left, right, gap=20)


def _one_kernel(layer: Layer) -> Mark:
    """The chosen kernel itself, beside its response."""
    one = layer.weights[layer.channel : layer.channel + 1]
    if not layer.one_slice and one.shape[1] != 3:
        return Text(f"{one.shape[1]} kernels: root mean square of all", 100)
    channel = layer.input_channel if layer.one_slice else None
    picture, largest = kernel_tiles(one, channel=channel, columns=1, padding=0)
    scale = Scale("RdBu_r", -largest, largest) if picture.ndim == 2 else None
    return Picture(picture, scale, size=96, title="its kernel")


def feature_maps(layer: Layer, patches=None) -> Mark:
    """All feature maps, and the chosen one as large as the image."""
    if layer.responses is None:
        return Text(NO_IMAGES, GRID[0])
    (count, h, w), scale = layer.responses.shape, signed(layer.responses)
    left = Tiles(
        layer.responses,
        scale,
        columns=layer.columns,
        size=GRID,
        chosen=(layer.channel, layer.channel),
        title=f"{count} feature maps of {h}×{w}   (±{scale.high:.2g})",
        name="responses",
    )
    chosen = layer.responses[layer.channel]
    shape = tuple(layer.image.shape[-2:])
    said = (
        f"from {signed_number(float(chosen.min()))} to {signed_number(float(chosen.max()))}\n"
        f"mean {signed_number(float(chosen.mean()))}\n"
        f"{(chosen > 0).mean():.0%} of the places above 0"
    )
    pair = Row(
        Picture(layer.image, size=184, title=f"image {layer.number}"),
        Picture(
            chosen, scale, shape=shape, size=184, title=f"channel {layer.channel}", ruler=True
        ),
    )
    return Row(left, Column(pair, Text(said, GRID[0])), gap=20)


def patch_squares(layer: Layer, patches) -> Mark:
    """Each channel's most exciting patch, and the chosen one's nine."""
    left = Tiles(
        _colours_last(patches.firsts),
        columns=layer.columns,
        size=GRID,
        chosen=(layer.channel, layer.channel),
        title=f"what excites each channel most, {patches.side}×{patches.side} pixels",
        name="patches",
    )
    squares = [
        Picture(
            np.nan_to_num(square, nan=1.0),
            size=104,
            shape=square.shape[:2],
            below=f"image {place.image}: {signed_number(place.value)}",
            room=118,
        )
        for place, square in zip(patches.places, _colours_last(patches.squares), strict=True)
    ]
    title = Text(f"channel {layer.channel}: image and answer", GRID[0])
    return Row(left, Column(title, Row(*squares, gap=8, wrap=GRID[0]), gap=4), gap=20)


def _colours_last(patches: np.ndarray) -> np.ndarray:
    """(K, C, h, w) with one or three channels -> (K, h, w, 3)."""
    patches = np.moveaxis(patches, 1, -1)
    return np.broadcast_to(patches, (*patches.shape[:-1], 3))


PICTURES = {
    "kernels": kernels,
    "frequency response": frequency_response,
    "feature maps": feature_maps,
    "patches": patch_squares,
}
