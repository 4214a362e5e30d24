"""The kernels of every convolution, and what each makes of an image, under sliders."""

import html

import ipywidgets as widgets
import numpy as np
import torch
from matplotlib.axes import Axes
from torch import Tensor, nn

from resattn_lab.plots import kernel_tiles, tile
from resattn_lab.plots.palette import SIGNED_COLOURS
from resattn_lab.recording import attention_modules, record_activations

from .canvas import Canvas
from .frame import Frame, colours
from .panel import STYLE, WIDE, Panel, slider, switch

REST = "outside the modules"


class KernelExplorer(Panel):
    """A layer's kernels as one tiled image, and beside them the response of each to an image.

    Kernel and response of an output channel lie at the same place of the two grids.

    Args:
        network: any network; its convolutions are grouped by Attention Module.
        images: (N, C, H, W), uint8 or floats in [0, 1]; kernels alone when None.

    Attributes:
        image, module, layer, channel, all_kernels, colour: the controls.
        canvas: the picture; ``canvas.alt`` says in words what it shows.

    Raises:
        ValueError: a network without a convolution, or images of another shape.
    """

    def __init__(self, network: nn.Module, images: Tensor | None = None):
        self.network = network
        self.layers = _layers_by_module(network)
        if not self.layers:
            raise ValueError(f"{type(network).__name__} has no convolution to show")
        self.images = None if images is None else torch.as_tensor(images)
        if self.images is not None and (self.images.ndim != 4 or not len(self.images)):
            raise ValueError(
                f"images must be (N, C, H, W) with at least one, got {tuple(self.images.shape)}"
            )
        self._run_of, self._responses = None, {}

        self.image = slider("image", 0 if images is None else len(images) - 1)
        self.module = widgets.Dropdown(
            options=list(self.layers),
            description="Attention Module",
            style=STYLE,
            layout=WIDE,
        )
        self.layer = widgets.SelectionSlider(
            options=self.layers[self.module.value],
            description="layer",
            style=STYLE,
            layout=WIDE,
        )
        self.channel = slider("input channel", 0)
        self.all_kernels = switch("all kernels", False)
        self.colour = switch("in colour", True)
        self._fit_channel()

        canvas = Canvas(9.8, 4.6)
        self.grids = [canvas.figure.add_axes((left, 0.02, 0.48, 0.9)) for left in (0.01, 0.51)]
        for ax in self.grids:
            ax.set_axis_off()
        rows = [
            [self.image, self.module],
            [self.layer, self.channel],
            [self.all_kernels, self.colour],
        ]
        super().__init__(rows, canvas)

    @property
    def weights(self) -> Tensor:
        """The chosen layer's weights, (out, in, kh, kw)."""
        return self._convolution().weight.detach().float().cpu()

    def _convolution(self) -> nn.Conv2d:
        return self.network.get_submodule(self.layer.value)

    def _fit_channel(self) -> None:
        """Give the channel slider the layer's range, and colour only where there are three."""
        inputs = self._convolution().weight.shape[1]
        self.channel.value = min(self.channel.value, inputs - 1)
        self.channel.max = inputs - 1
        self.channel.disabled = inputs == 1
        self.colour.disabled = inputs != 3

    def adjust(self, change: dict) -> None:
        if change["owner"] is self.module:
            self.layer.options = self.layers[self.module.value]
        if change["owner"] in (self.module, self.layer):
            self._fit_channel()
        if change["owner"] is self.channel:
            self.all_kernels.value = self.colour.value = False
        if change["owner"] is self.all_kernels and change["new"]:
            self.colour.value = False
        if change["owner"] is self.colour and change["new"]:
            self.all_kernels.value = False

    def _shown_channel(self) -> int | None:
        coloured = self.colour.value and not self.colour.disabled
        return None if coloured else self.channel.value

    def _run(self) -> None:
        """Record the module's layers on the chosen image, unless that was just done."""
        wanted = (self.module.value, self.image.value)
        if self.images is None or self._run_of == wanted:
            return
        image = self.images[self.image.value][None]
        image = image.float() / 255 if image.dtype == torch.uint8 else image.float()
        device = next(self.network.parameters()).device
        names = [name for _, name in self.layers[self.module.value]]
        with torch.inference_mode(), record_activations(self.network, names) as kept:
            self.network(image.to(device))
        self._responses, self._run_of = kept, wanted

    @property
    def _response(self) -> Tensor | None:
        """What the chosen layer puts out, (out, h, w); None without images."""
        return self._responses[self.layer.value][0] if self._responses else None

    def draw(self, frame: Frame) -> None:
        self._run()
        left, right = self.grids
        weights = self.weights
        columns = _columns(len(weights))
        tiles, largest = kernel_tiles(
            weights,
            channel=self._shown_channel(),
            all_kernels=self.all_kernels.value,
            columns=columns,
        )
        frame.tiles(left, _coloured(tiles, largest))
        _title(frame, left, f"{self._what()}   (±{largest:.2g})")
        if self._response is None:
            _title(frame, right, "give images to see what the kernels respond to")
            return
        limit = float(self._response.abs().max()) or 1.0
        responses = tile(self._response.numpy(), columns=columns)
        frame.tiles(right, _coloured(responses, limit))
        h, w = self._response.shape[1:]
        said = f"their responses to image {self.image.value}, {h}×{w}   (±{limit:.2g})"
        _title(frame, right, said)

    def _what(self) -> str:
        outputs, inputs, high, wide = self.weights.shape
        if self.all_kernels.value:
            return f"all {outputs} × {inputs} kernels of {high}×{wide}, a row an output"
        if self._shown_channel() is None:
            return f"{outputs} kernels of {high}×{wide}, in colour"
        return f"{outputs} kernels of {high}×{wide}, input channel {self.channel.value}"

    def describe(self) -> str:
        """What is seen, in words: layer, kernels, responses."""
        weights = self.weights
        shown = weights
        if not self.all_kernels.value and self._shown_channel() is not None:
            shown = weights[:, self._shown_channel()]
        said = [
            f"Layer {self.layer.value}: {self._what()}, weights from {shown.min():.2f} to "
            f"{shown.max():.2f}. Blue is negative, red is positive."
        ]
        if self._response is not None:
            energy = self._response.square().mean(dim=(1, 2)).sqrt()
            said.append(
                f"To image {self.image.value}, kernel "
                f"{int(energy.argmax())} responds most strongly and kernel "
                f"{int(energy.argmin())} most weakly (root mean square {energy.max():.2f} "
                f"and {energy.min():.2f})."
            )
        return html.escape(" ".join(said))

    def summary(self) -> str:
        count = sum(len(layers) for layers in self.layers.values())
        return f"KernelExplorer: {count} convolutions in {len(self.layers)} groups"


def _layers_by_module(network: nn.Module) -> dict[str, list[tuple[str, str]]]:
    """Group name -> (label, full name) of each convolution, in the network's order."""
    modules = attention_modules(network)
    groups: dict[str, list[tuple[str, str]]] = {}
    for name, part in network.named_modules():
        if isinstance(part, nn.Conv2d):
            owner = next((m for m in modules if name.startswith(f"{m}.")), None)
            label = name if owner is None else name.removeprefix(f"{owner}.")
            groups.setdefault(REST if owner is None else owner, []).append((label, name))
    return groups


def _columns(count: int) -> int:
    """As many columns as make the grid about as wide as it is high."""
    return max(1, round(count**0.5 + 0.499))


def _coloured(tiles: np.ndarray, limit: float) -> np.ndarray:
    """(h, w) signed values or (h, w, 3) colours in [0, 1] -> uint8 colours; gaps are white."""
    if tiles.ndim == 3:
        return (np.nan_to_num(tiles, nan=1.0) * 255).astype(np.uint8)
    return colours(tiles, -limit, limit, SIGNED_COLOURS)


def _title(frame: Frame, ax: Axes, text: str) -> None:
    left, top, _, _ = frame.box(ax)
    frame.words((left + 1, top - 18), text, points=10)
