"""The kernels of every convolution, and what each makes of images, under sliders."""

import ipywidgets as widgets
import numpy as np
import torch
from torch import Tensor, nn

from resattn_lab.recording import record_activations

from .canvas import Canvas
from .canvas_panel import STYLE, WIDE, CanvasPanel, slider, switch
from .channel_grid import ChannelGrid
from .frame import Frame
from .frequency_view import FrequencyView
from .kernel_views import SIZE, FeatureMapsView, KernelsView, Layer
from .kernel_words import about_frequencies, about_patches, about_responses
from .layer_names import layers_by_module
from .patches_view import COUNT, PatchesView
from .selection import Selection
from .strongest_places import StrongestPlaces, as_input

VIEWS = ("kernels", "frequency response", "feature maps", "patches")
NEED_A_PASS = ("kernels", "feature maps")


class KernelExplorer(CanvasPanel):
    """A layer's kernels, frequency responses, feature maps, and the patches that excite it.

    On the left stand all output channels of the layer, the chosen one framed, at the same
    place in every view. On the right: in ``"kernels"`` the responses to the image, and
    elsewhere the chosen channel alone.

    A move to an image or a module runs the network on one image where the view needs it.
    The first visit to ``"patches"`` runs it once on all images, for all layers.

    Args:
        network: any network; its convolutions are grouped by Attention Module.
        images: (N, C, H, W), uint8 or floats in [0, 1]; kernels alone when None.
        selection: shared with other panels: image, module and channel.

    Attributes:
        image, module, layer, view: what is looked at, and how.
        channel: the output channel that is framed.
        input_channel, all_kernels, colour: which slices of the kernels are shown.
        canvas: the picture; ``canvas.alt`` says in words what it shows.

    Raises:
        ValueError: a network without a convolution, or images of another shape.
    """

    def __init__(
        self,
        network: nn.Module,
        images: Tensor | None = None,
        *,
        selection: Selection | None = None,
    ):
        self.network = network
        self.layers = layers_by_module(network)
        if not self.layers:
            raise ValueError(f"{type(network).__name__} has no convolution to show")
        self.images = None if images is None else torch.as_tensor(images)
        if self.images is not None and (self.images.ndim != 4 or not len(self.images)):
            raise ValueError(
                f"images must be (N, C, H, W) with at least one, got {tuple(self.images.shape)}"
            )
        self._run_of, self._responses, self._firsts = None, {}, {}
        self._strongest: StrongestPlaces | None = None

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
        self.view = widgets.Dropdown(
            options=VIEWS if images is not None else VIEWS[:2],
            description="view",
            style=STYLE,
            layout=WIDE,
        )
        self.channel = slider("output channel", 0)
        self.input_channel = slider("input channel", 0)
        self.all_kernels = switch("all kernels", False)
        self.colour = switch("in colour", True)
        self._fit_channels()

        canvas = self.canvas = Canvas(*SIZE)
        left, right = (
            ChannelGrid(canvas.figure, (start, 0.02, 0.48, 0.9)) for start in (0.01, 0.51)
        )
        self.kernels_view = KernelsView(left, right)
        self.frequency_view = FrequencyView(canvas.figure, left)
        self.maps_view = FeatureMapsView(canvas.figure, left)
        self.patches_view = PatchesView(canvas.figure, left)
        rows = [
            [self.image, self.module],
            [self.layer, self.view],
            [self.channel, self.input_channel],
            [self.all_kernels, self.colour],
        ]
        shares = {"image": self.image, "module": self.module, "channel": self.channel}
        super().__init__(rows, canvas, selection=selection, shares=shares)

    @property
    def weights(self) -> Tensor:
        """The chosen layer's weights, (out, in, kh, kw)."""
        return self._convolution().weight.detach().float().cpu()

    @property
    def responses(self) -> Tensor | None:
        """What the chosen layer puts out for the image, (out, h, w); None without images."""
        self._run()
        return self._responses[self.layer.value][0] if self._responses else None

    def _convolution(self) -> nn.Conv2d:
        return self.network.get_submodule(self.layer.value)

    def _fit_channels(self) -> None:
        """Give both channel sliders the layer's range, and colour only to three inputs."""
        outputs, inputs = self._convolution().weight.shape[:2]
        for control, count in ((self.channel, outputs), (self.input_channel, inputs)):
            control.value = min(control.value, count - 1)
            control.max = count - 1
            control.disabled = count == 1
        self.colour.disabled = inputs != 3

    def adjust(self, change: dict) -> None:
        if change["owner"] is self.module:
            label, layers = self.layer.label, self.layers[self.module.value]
            self.layer.options = layers
            self.layer.value = dict(layers).get(label, self.layer.value)  # the same part of it
        if change["owner"] in (self.module, self.layer):
            self._fit_channels()
        if change["owner"] is self.input_channel:
            self.all_kernels.value = self.colour.value = False
        if change["owner"] is self.all_kernels and change["new"]:
            self.colour.value = False
        if change["owner"] is self.colour and change["new"]:
            self.all_kernels.value = False

    def _run(self) -> None:
        """Record the module's layers on the chosen image, unless that was just done."""
        wanted = (self.module.value, self.image.value)
        if self.images is None or self._run_of == wanted:
            return
        image = as_input(self.images[self.image.value][None], self.network)
        names = [name for _, name in self.layers[self.module.value]]
        with torch.inference_mode(), record_activations(self.network, names) as kept:
            self.network(image)
        self._responses, self._run_of = kept, wanted

    def _shown(self) -> Layer:
        """What the views need of the chosen layer."""
        coloured = self.colour.value and not self.colour.disabled
        responses = self.responses if self.view.value in NEED_A_PASS else None
        return Layer(
            weights=self.weights.numpy(),
            channel=self.channel.value,
            input_channel=None if coloured else self.input_channel.value,
            all_kernels=self.all_kernels.value,
            responses=None if responses is None else responses.numpy(),
            image=None if self.images is None else self.images[self.image.value].numpy(),
            number=self.image.value,
        )

    @property
    def strongest(self) -> StrongestPlaces:
        """Where every channel of every layer answers most strongly, over all images."""
        if self._strongest is None:
            names = [name for layers in self.layers.values() for _, name in layers]
            self._strongest = StrongestPlaces(self.network, self.images, names)
        return self._strongest

    def _first_of_each(self) -> np.ndarray:
        """The most exciting patch of every channel of the layer, (out, C, side, side)."""
        name = self.layer.value
        if name not in self._firsts:
            channels = range(len(self.weights))
            best = [self.strongest.best(name, channel, count=1)[0] for channel in channels]
            self._firsts = {name: self.strongest.squares(name, best)}  # of one layer only
        return self._firsts[name]

    def draw(self, frame: Frame) -> None:
        view, layer = self.view.value, self._shown()
        if view == "patches":
            name, channel = self.layer.value, self.channel.value
            places = self.strongest.best(name, channel, count=COUNT)
            squares = self.strongest.squares(name, places)
            self.patches_view.draw(frame, channel, self._first_of_each(), places, squares)
            return
        drawings = (self.kernels_view, self.frequency_view, self.maps_view)
        dict(zip(VIEWS, drawings, strict=False))[view].draw(frame, layer)

    def describe(self) -> str:
        """What is seen, in words: layer, kernels, and what the view adds."""
        layer, view = self._shown(), self.view.value
        shown = layer.weights
        if not layer.all_kernels and layer.input_channel is not None:
            shown = shown[:, layer.input_channel]
        said = [
            f"Layer {self.layer.value}: {layer.what()}, weights from {shown.min():.2f} to "
            f"{shown.max():.2f}."
        ]
        if view == "kernels":
            said.append("Blue is negative, red is positive.")
        if layer.responses is not None:
            said.append(about_responses(layer))
        if view == "frequency response":
            said.append(about_frequencies(layer))
        if view == "patches":
            name, channel = self.layer.value, self.channel.value
            places = self.strongest.best(name, channel, count=COUNT)
            count, side = len(self.images), self.strongest.side(name)
            said.append(about_patches(places, channel, images=count, side=side))
        return " ".join(said)

    def summary(self) -> str:
        count = sum(len(layers) for layers in self.layers.values())
        return f"KernelExplorer: {count} convolutions in {len(self.layers)} groups"
