"""What the network makes of an image, as it was trained and with changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from resattn_lab.interventions import mask_strength, occlude
from resattn_lab.recording import attention_modules, record_activations

BLOCK_PIXELS = 8 * 32 * 32  # of the images that the network runs on at once
PARTS = ("trunk", "mask", "fusion")


class Square(NamedTuple):
    """Where grey covers the image: the upper left pixel, and the side in pixels."""

    row: int
    column: int
    size: int


@dataclass
class Run:
    """One image, what each Attention Module made of it, and the prediction.

    Args:
        image: (C, H, W) as the network saw it, in the images' own units.
        parts: "stage1.0.trunk", ".mask", ".fusion" and so on -> (C, h, w).
        chances: (K,) probabilities of the classes.
    """

    image: Tensor
    parts: dict[str, Tensor]
    chances: np.ndarray

    @cached_property
    def mean_masks(self) -> dict[str, np.ndarray]:
        """Each module's mask, the mean over its channels: (h, w)."""
        return {
            name.removesuffix(".mask"): part.mean(dim=0).numpy()
            for name, part in self.parts.items()
            if name.endswith(".mask")
        }


class MaskRuns:
    """Runs a network on one image of many, and keeps what it need not run again.

    As trained it runs on a block of neighbours at once (eight of 32×32, fewer of larger
    ones), and with changes on the one image.

    Args:
        network: with Attention Modules, in the mode it shall run in.
        images: (N, C, H, W), uint8 or floats in [0, 1].

    Raises:
        ValueError: no Attention Module, or no images.
    """

    def __init__(self, network: nn.Module, images: Tensor):
        modules = attention_modules(network)
        if not modules:
            raise ValueError(f"{type(network).__name__} has no Attention Module to explore")
        if images.ndim != 4 or not len(images):
            raise ValueError(
                f"images must be (N, C, H, W) with at least one, got {tuple(images.shape)}"
            )
        self.network, self.images = network, images
        self._names = [f"{name}.{part}" for name in modules for part in PARTS]
        self._block: tuple | None = None
        self._trained: tuple[int, Run] | None = None
        self._changed: tuple[tuple, Run] | None = None

    def as_trained(self, number: int) -> Run:
        """The image as it is, all masks at their full strength."""
        if self._trained is None or self._trained[0] != number:
            size = max(1, BLOCK_PIXELS // (self.images.shape[-2] * self.images.shape[-1]))
            block, row = divmod(number, size)
            if self._block is None or self._block[0] != block:
                images = self.images[block * size : (block + 1) * size]
                self._block = block, *self._forward(images, {})
            _, kept, chances = self._block
            parts = {name: part[row] for name, part in kept.items()}
            self._trained = number, Run(self.images[number], parts, chances[row])
        return self._trained[1]

    def changed(
        self, number: int, square: Square | None, strengths: Mapping[str, float]
    ) -> Run:
        """The image covered by ``square``, with λ of the modules as in ``strengths``."""
        strengths = {name: value for name, value in strengths.items() if value != 1}
        if square is None and not strengths:
            return self.as_trained(number)
        wanted = number, square, tuple(strengths.items())
        if self._changed is None or self._changed[0] != wanted:
            image = self.images[number]
            if square is not None:
                image = occlude(image, *square)
            kept, chances = self._forward(image[None], strengths)
            parts = {name: part[0] for name, part in kept.items()}
            self._changed = wanted, Run(image, parts, chances[0])
        return self._changed[1]

    def _forward(
        self, images: Tensor, strengths: Mapping[str, float]
    ) -> tuple[dict[str, Tensor], np.ndarray]:
        """The parts of all modules, (n, C, h, w) each, and probabilities (n, K)."""
        images = images.float() / 255 if images.dtype == torch.uint8 else images.float()
        device = next(self.network.parameters()).device
        with (
            torch.inference_mode(),
            mask_strength(self.network, strengths),
            record_activations(self.network, self._names) as kept,
        ):
            logits = self.network(images.to(device))
        return kept, logits.float().softmax(dim=1).cpu().numpy()
