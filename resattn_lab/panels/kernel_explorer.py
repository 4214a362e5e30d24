"""The kernels of every convolution, and what each makes of images, under sliders."""

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from resattn_lab.inspection import StrongestPlaces, as_input, layers_by_module
from resattn_lab.measures import Place
from resattn_lab.recording import record_activations

from .declared import Choice, Slider, Switch
from .kernel_pictures import COUNT, LEAST, PICTURES
from .kernel_words import about_frequencies, about_patches, about_responses
from .layer_view import Layer
from .panel import Panel
from .selection import Selection

VIEWS = tuple(PICTURES)
NEED_A_PASS = ("kernels", "feature maps")


class Patches(NamedTuple):
    """What excites channels most: the chosen one's places and squares, each one's first."""

    places: list[Place]
    squares: np.ndarray
    firsts: np.ndarray
    side: int


class Seen(NamedTuple):
    """The chosen layer, and in the view of patches what excites it."""

    layer: Layer
    patches: Patches | None


class KernelExplorer(Panel):
    """A layer's kernels, frequency responses, feature maps, and the patches that excite it.

    On the left stand all output channels of the layer, the chosen one framed, at the same
    place in every view. On the right: in ``"kernels"`` the responses to the image, and
    elsewhere the chosen channel alone.

    A move to an image or a module runs the network on one image where the view needs it.
    The first visit to ``"patches"`` runs it once on all images, for all layers.

    Args:
        network: any network; its convolutions are grouped by Attention Module.
        images: (N, C, H, W), uint8 or floats in [0, 1]; kernels alone when None.
        named: whether each kernel is called by what it lets through: edge, low-pass, …
        selection: shared with other panels: image, module and channel.

    Attributes:
        image, module, layer, view: what is looked at, and how.
        channel: the output channel that is framed; a click on a tile chooses it.
        input_channel, all_kernels, colour: which slices of the kernels are shown.

    Raises:
        ValueError: a network without a convolution, or images of another shape.
    """

    shares = ("image", "module", "channel")
    least = LEAST

    image = Slider("image")
    module = Choice("Attention Module")
    layer = Choice("layer", kind="slider")
    view = Choice("view")
    channel = Slider("output channel")
    input_channel = Slider("input channel")
    all_kernels = Switch("all kernels")
    colour = Switch("in colour", True)

    def __init__(
        self,
        network: nn.Module,
        images: Tensor | None = None,
        *,
        named: bool = True,
        selection: Selection | None = None,
    ):
        self.network, self.layers = network, layers_by_module(network)
        self.named = named
        if not self.layers:
            raise ValueError(f"{type(network).__name__} has no convolution to show")
        self.images = None if images is None else torch.as_tensor(images)
        if self.images is not None and (self.images.ndim != 4 or not len(self.images)):
            raise ValueError(
                f"images must be (N, C, H, W) with at least one, got {tuple(self.images.shape)}"
            )
        self._run_of, self._responses, self._firsts = None, {}, {}
        self._strongest: StrongestPlaces | None = None
        first = next(iter(self.layers.values()))
        outputs, inputs = network.get_submodule(first[0][1]).weight.shape[:2]
        super().__init__(
            selection=selection,
            image={"max": 0 if images is None else len(images) - 1},
            module={"options": list(self.layers)},
            layer={"options": first},
            view={"options": VIEWS if images is not None else VIEWS[:2]},
            channel={"max": outputs - 1},
            input_channel={"max": inputs - 1},
            colour={"disabled": inputs != 3},
        )

    @property
    def weights(self) -> Tensor:
        """The chosen layer's weights, (out, in, kh, kw)."""
        layer = self.network.get_submodule(self.layer.value)
        return layer.weight.detach().float().cpu()

    @property
    def responses(self) -> Tensor | None:
        """What the chosen layer puts out for the image, (out, h, w); None without images."""
        self._run(self.module.value, self.image.value)
        return self._responses[self.layer.value][0] if self._responses else None

    @property
    def strongest(self) -> StrongestPlaces:
        """Where every channel of every layer answers most strongly, over all images."""
        if self._strongest is None:
            names = [name for layers in self.layers.values() for _, name in layers]
            self._strongest = StrongestPlaces(self.network, self.images, names)
        return self._strongest

    def adjust(self, name: str) -> None:
        if name == "module":
            label, layers = self.layer.label, self.layers[self.module.value]
            self.layer.options = layers
            self.layer.value = dict(layers).get(label, self.layer.value)  # the same part of it
            self.layer.disabled = len(layers) < 2
        if name in ("module", "layer"):
            outputs, inputs = self.weights.shape[:2]
            for control, count in ((self.channel, outputs), (self.input_channel, inputs)):
                control.value = min(control.value, count - 1)
                control.max = count - 1
                control.disabled = count == 1
            self.colour.disabled = inputs != 3
        if name == "input_channel":
            self.all_kernels.value = self.colour.value = False
        if name == "all_kernels" and self.all_kernels.value:
            self.colour.value = False
        if name == "colour" and self.colour.value:
            self.all_kernels.value = False

    def touched(self, place, across: float, down: float) -> None:
        tiles = place.mark
        columns = min(tiles.columns, len(tiles.planes))
        rows = -(-len(tiles.planes) // columns)
        number = int(down * rows) * columns + int(across * columns)
        if self.all_kernels.value and tiles.name == "kernels":
            number = int(down * rows)
        self.channel.value = min(number, self.channel.max)

    def _run(self, module: str, image: int) -> None:
        """Record the module's layers on the image, unless that was just done."""
        if self.images is None or self._run_of == (module, image):
            return
        names = [name for _, name in self.layers[module]]
        shown = as_input(self.images[image][None], self.network)
        with torch.inference_mode(), record_activations(self.network, names) as recorded:
            self.network(shown)
        self._responses, self._run_of = recorded, (module, image)

    def look(self, s) -> Seen:
        coloured = s.colour and not self.colour.disabled
        responses = self.responses if s.view in NEED_A_PASS else None
        layer = Layer(
            weights=self.weights.numpy(),
            channel=s.channel,
            input_channel=None if coloured else s.input_channel,
            all_kernels=s.all_kernels,
            responses=None if responses is None else responses.numpy(),
            image=None if self.images is None else self.images[s.image].numpy(),
            number=s.image,
            named=self.named,
        )
        return Seen(layer, self._patches(s) if s.view == "patches" else None)

    def _patches(self, s) -> Patches:
        name, strongest = s.layer, self.strongest
        if name not in self._firsts:
            channels = range(len(self.weights))
            best = [strongest.best(name, channel, count=1)[0] for channel in channels]
            self._firsts = {name: strongest.squares(name, best)}  # of one layer only
        places = strongest.best(name, s.channel, count=COUNT)
        squares = strongest.squares(name, places)
        return Patches(places, squares, self._firsts[name], strongest.side(name))

    def draw(self, s, seen: Seen):
        return PICTURES[s.view](seen.layer, seen.patches)

    def words(self, s, seen: Seen) -> str:
        """What is seen, in words: layer, kernels, and what the view adds."""
        layer, shown = seen.layer, seen.layer.weights
        if not layer.all_kernels and layer.input_channel is not None:
            shown = shown[:, layer.input_channel]
        said = [
            f"Layer {s.layer}: {layer.what()}, weights from {shown.min():.2f} to "
            f"{shown.max():.2f}."
        ]
        if s.view == "kernels":
            said.append("Blue is negative, red is positive.")
        if layer.responses is not None:
            said.append(about_responses(layer))
        if s.view == "frequency response":
            said.append(about_frequencies(layer))
        if seen.patches is not None:
            images, side = len(self.images), seen.patches.side
            said.append(about_patches(seen.patches.places, s.channel, images=images, side=side))
        return " ".join(said)

    def summary(self) -> str:
        count = sum(len(layers) for layers in self.layers.values())
        return f"KernelExplorer: {count} convolutions in {len(self.layers)} groups"
