"""Where every channel of every convolution answers most strongly, over many images."""

import numpy as np
import torch
from torch import Tensor, nn

from resattn_lab.data import to_floats
from resattn_lab.measures import (
    Place,
    Strongest,
    exciting_places,
    patch_in_square,
    strongest_answers,
)
from resattn_lab.recording import ReceptiveSpans, record_activations

BLOCK_PIXELS = 8 * 32 * 32  # of the images that the network runs on at once


def as_input(images: Tensor, network: nn.Module) -> Tensor:
    """(N, C, H, W) as the network takes them: floats, on its device."""
    images = to_floats(images)
    return images.to(next(network.parameters()).device)


class StrongestPlaces:
    """Runs the network over all images at the first question; after that it only looks up.

    Of every layer it keeps three numbers for each channel and image: the largest answer,
    its row and its column.

    Args:
        network: in the mode it shall run in (eval).
        images: (N, C, H, W), uint8 or floats in [0, 1].
        layers: names of the convolutions.
    """

    def __init__(self, network: nn.Module, images: Tensor, layers: list[str]):
        self.network, self.images, self.layers = network, images, layers
        self._strongest: dict[str, Strongest] = {}
        self._spans: ReceptiveSpans | None = None

    def of(self, layer: str) -> Strongest:
        """Values, rows and columns of a layer, each (N, channels)."""
        if not self._strongest:
            self._look()
        return self._strongest[layer]

    def best(self, layer: str, channel: int, *, count: int = 9) -> list[Place]:
        """The places that excite one channel most, strongest first, one in an image."""
        found = self.of(layer)
        return exciting_places(Strongest(*(part[:, channel] for part in found)), count=count)

    def squares(self, layer: str, places: list[Place]) -> np.ndarray:
        """What the layer saw there: (K, C, side, side) in [0, 1], NaN beyond the border.

        The side is that of the layer's receptive field, or of the image where that is
        smaller.
        """
        rows, columns = self.spans(layer)
        side = self.side(layer)
        squares = [
            patch_in_square(self._image(at.image), rows[at.row], columns[at.column], side)
            for at in places
        ]
        return np.stack(squares)

    def side(self, layer: str) -> int:
        """Rows or columns that a position of the layer sees at most."""
        return max(last - first + 1 for spans in self.spans(layer) for first, last in spans)

    def spans(self, layer: str) -> tuple[list, list]:
        """The rows and the columns of the image that the layer's rows and columns see."""
        if self._spans is None:
            self._spans = ReceptiveSpans(self.network, tuple(self.images.shape[1:]))
        return self._spans.of(layer)

    def _image(self, number: int) -> np.ndarray:
        return to_floats(self.images[number]).numpy()

    def _look(self) -> None:
        size = max(1, BLOCK_PIXELS // (self.images.shape[-2] * self.images.shape[-1]))
        blocks: dict[str, list[Strongest]] = {name: [] for name in self.layers}
        with torch.inference_mode(), record_activations(self.network, self.layers) as kept:
            for images in self.images.split(size):
                self.network(as_input(images, self.network))
                for name, maps in kept.items():
                    numbers = np.nan_to_num(maps.numpy(), nan=-np.inf)  # NaN is no answer
                    blocks[name].append(strongest_answers(numbers))
        self._strongest = {
            name: Strongest(*(np.concatenate(parts) for parts in zip(*found, strict=True)))
            for name, found in blocks.items()
        }
