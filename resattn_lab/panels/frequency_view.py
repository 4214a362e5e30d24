"""What the kernels let through: one view of the KernelExplorer."""

import numpy as np
from matplotlib.figure import Figure

from resattn_lab.measures import (
    Passband,
    frequency_response,
    joint_response,
    low_region,
    low_share,
    passband,
)
from resattn_lab.plots import kernel_tiles, tile
from resattn_lab.plots.palette import INK, MAGNITUDE_COLOURS

from .channel_grid import ChannelGrid, Tiles
from .frame import Frame, colours
from .kernel_views import SIZE, Layer, coloured

SMALL, LARGE = 17, 61  # frequencies along a side of a tile, and of the large picture
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


def chosen_response(layer: Layer) -> np.ndarray:
    """The chosen channel's response: of one input channel, or the root mean square of all."""
    kernel = layer.weights[layer.channel]
    if one_slice(layer):
        return frequency_response(kernel[layer.input_channel], size=LARGE)
    return joint_response(kernel, size=LARGE)


def one_slice(layer: Layer) -> bool:
    return not layer.all_kernels and layer.input_channel is not None


def chosen_low_share(layer: Layer) -> float:
    """The chosen kernel's low share; over all its slices where all are shown."""
    kernel = layer.weights[layer.channel]
    if one_slice(layer):
        return float(low_share(kernel[layer.input_channel]))
    weight = (kernel**2).sum(axis=(1, 2))
    return float((np.nan_to_num(low_share(kernel)) * weight).sum() / (weight.sum() or 1))


class FrequencyView:
    """The responses of all channels on the left; the chosen one, with scales, on the right."""

    def __init__(self, figure: Figure, left: ChannelGrid):
        self.left = left
        side = 0.29
        self.plane = figure.add_axes((0.56, 0.15, side, side * SIZE[0] / SIZE[1]))
        self.plane.set(xlim=(-0.5, 0.5), ylim=(0.5, -0.5))
        self.kernel = figure.add_axes((0.875, 0.547, 0.1, 0.1 * SIZE[0] / SIZE[1]))
        for ax in (self.plane, self.kernel):
            ax.set_axis_off()

    def draw(self, frame: Frame, layer: Layer) -> None:
        self._all(frame, layer)
        response = chosen_response(layer)
        peak = float(response.max()) or 1.0
        frame.image(self.plane, colours(response, 0, peak, MAGNITUDE_COLOURS))
        self._scales(frame, f"channel {layer.channel}: 0 to {peak:.2g}")
        found = passband(response)
        for sign in (1, -1):
            frame.dot(self.plane, sign * found.across, sign * found.down, INK)
        self._kernel(frame, layer)
        self._words(frame, found, chosen_low_share(layer))

    def _all(self, frame: Frame, layer: Layer) -> None:
        if one_slice(layer):
            shown = frequency_response(layer.weights[:, layer.input_channel], size=SMALL)
            said = f"response to frequencies, input channel {layer.input_channel}"
        else:
            shown = joint_response(layer.weights, size=SMALL)
            said = "response to frequencies, over all input channels"
        peak = float(shown.max()) or 1.0
        tiles = Tiles(
            picture=colours(tile(shown, columns=layer.columns), 0, peak, MAGNITUDE_COLOURS),
            columns=min(layer.columns, len(shown)),
            cell=(SMALL, SMALL),
            first=layer.channel,
            last=layer.channel,
        )
        self.left.draw(frame, tiles, f"{said}   (0 to {peak:.2g})")

    def _scales(self, frame: Frame, title: str) -> None:
        """Title, ticks and their numbers, and the ring inside which frequencies are low."""
        ax = self.plane
        left, top, right, bottom = frame.box(ax)
        frame.words(((left + right) // 2, top - 12), title, points=10, anchor="mm")
        for tick in TICKS:
            x, _ = frame.point(ax, tick, 0.5)
            _, y = frame.point(ax, -0.5, tick)
            said = f"{tick:g}".replace("-", "−")
            frame.words((x, bottom + 11), said, anchor="mm")
            frame.words((left - 5, y), said, anchor="rm")
        frame.words(
            ((left + right) // 2, bottom + 30),
            "cycles per pixel across (rows: down)",
            points=9,
            anchor="mm",
        )
        ring = 0.25 * np.cos(RING), 0.25 * np.sin(RING)
        frame.line(ax, *ring, "#000000", width=3)
        frame.line(ax, *ring, "#ffffff", width=1)

    def _kernel(self, frame: Frame, layer: Layer) -> None:
        """The chosen kernel itself, beside its response."""
        one = layer.weights[layer.channel : layer.channel + 1]
        inputs = one.shape[1]
        left, top, _, _ = frame.box(self.kernel)
        if not one_slice(layer) and inputs != 3:
            frame.words((left, top + 8), f"{inputs} kernels:", points=9)
            frame.words((left, top + 24), "root mean", points=9)
            frame.words((left, top + 40), "square of all", points=9)
            return
        channel = layer.input_channel if one_slice(layer) else None
        picture, largest = kernel_tiles(one, channel=channel, columns=1, padding=0)
        frame.tiles(self.kernel, coloured(picture, largest))
        frame.words((left, top - 12), "its kernel", points=9)

    def _words(self, frame: Frame, found: Passband, share: float) -> None:
        left, _, _, bottom = frame.box(self.kernel)
        said = [found.kind, *_wrapped(MEANING[found.kind]), "", "in the ring:"]
        said += [
            f"{share:.0%} of energy",
            f"(chance: {CHANCE:.0%})",
            "",
            "constant input:",
            f"{found.at_zero:.2f} of peak",
        ]
        for row, line in enumerate(said):
            frame.words((left, bottom + 20 + 17 * row), line, points=9 + 2 * (row == 0))


def _wrapped(text: str, width: int = 17) -> list[str]:
    """``text`` in lines of at most ``width`` characters."""
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) >= width and lines[-1]:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
