"""What the network makes of an image, as it was trained and with changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from resattn_lab.data import to_floats
from resattn_lab.interventions import RecordedPass, cover, mask_strength
from resattn_lab.measures import pointing_hits
from resattn_lab.recording import attention_modules, record_activations

BLOCK_PIXELS = 8 * 32 * 32  # of the images that the network runs on at once
SURVEYED = 24  # images of 32×32, by which channels are compared; fewer larger ones
PARTS = ("trunk", "mask", "fusion")


class Hidden(NamedTuple):
    """What grey covers of the image: its pixels, and in words; equal where the words are."""

    words: str
    where: Tensor

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Hidden) and self.words == other.words

    def __hash__(self) -> int:
        return hash(self.words)


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


@dataclass(frozen=True)
class Survey:
    """How a module's channels did over many images.

    Args:
        hits: bool (n, C), whether the mask peaks on the object; None where that is unknown.
        spread: (C,), how much each varies over the places, the mean over the images.
    """

    hits: Tensor | None
    spread: Tensor

    def rates(self, image: int) -> Tensor | None:
        """How often each channel peaks on the object in the images but this one: (C,)."""
        if self.hits is None:
            return None
        others = torch.arange(len(self.hits)) != image
        return self.hits[others].float().mean(dim=0) if others.any() else None

    def others(self, image: int) -> int:
        """How many images that are."""
        return len(self.hits) - (image < len(self.hits))

    def best(self, image: int) -> int:
        """The channel that finds the object most often; or varies most, of equals too."""
        rates = self.rates(image)
        if rates is None:
            return int(self.spread.argmax())
        return int((rates + 1e-3 * self.spread / (self.spread.max() + 1e-12)).argmax())


class MaskRuns:
    """Runs a network on one image of many, and keeps what it need not run again.

    As trained it runs on a block of neighbours at once (eight of 32×32, fewer of larger
    ones). With changed strengths it runs on the one image, from the first changed module on.

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
        self.network, self.images, self.modules = network, images, list(modules)
        self._names = [f"{name}.{part}" for name in modules for part in PARTS]
        self._block: tuple | None = None
        self._trained: tuple[int, Run] | None = None
        self._changed: tuple[tuple, Run] | None = None
        self._recorded: tuple[tuple, RecordedPass] | None = None
        self._size = max(1, BLOCK_PIXELS // (images.shape[-2] * images.shape[-1]))

    def survey(self, true_masks: Tensor | None) -> dict[str, Survey]:
        """What each module's channels did over the first images, by the module's name."""
        pixels = self.images.shape[-2] * self.images.shape[-1]
        count = min(len(self.images), max(2, SURVEYED * 32 * 32 // pixels))
        found: dict[str, list] = {name: [] for name in self.modules}
        for block in reversed(range(-(-count // self._size))):  # the first one is kept
            self._run_block(block)
            for name in self.modules:
                masks = self._block[1][f"{name}.mask"][: count - block * self._size]
                spread = masks.flatten(2).std(dim=2, correction=0).nan_to_num()
                hits = None
                if true_masks is not None:
                    true = torch.as_tensor(true_masks)[block * self._size :][: len(masks)]
                    hits = pointing_hits(masks.nan_to_num(), true)
                found[name].insert(0, (hits, spread))
        return {
            name: Survey(
                None if true_masks is None else torch.cat([hits for hits, _ in parts]),
                torch.cat([spread for _, spread in parts]).mean(dim=0),
            )
            for name, parts in found.items()
        }

    def as_trained(self, number: int) -> Run:
        """The image as it is, all masks at their full strength."""
        if self._trained is None or self._trained[0] != number:
            block, row = divmod(number, self._size)
            self._run_block(block)
            _, recorded, chances = self._block
            parts = {name: part[row] for name, part in recorded.items()}
            self._trained = number, Run(self.images[number], parts, chances[row])
        return self._trained[1]

    def changed(
        self, number: int, hidden: Hidden | None, strengths: Mapping[str, float]
    ) -> Run:
        """The image without what is ``hidden``, with λ of the modules as in ``strengths``."""
        strengths = {name: value for name, value in strengths.items() if value != 1}
        if hidden is None and not strengths:
            return self.as_trained(number)
        wanted = number, hidden, tuple(strengths.items())
        if self._changed is None or self._changed[0] != wanted:
            image = self.images[number]
            if hidden is not None:
                image = cover(image, hidden.where)
            recorded, chances = self._forward_changed((number, hidden), image[None], strengths)
            parts = {name: part[0] for name, part in recorded.items()}
            self._changed = wanted, Run(image, parts, chances[0])
        return self._changed[1]

    def _run_block(self, block: int) -> None:
        if self._block is None or self._block[0] != block:
            images = self.images[block * self._size : (block + 1) * self._size]
            self._block = block, *self._forward(images)

    def _forward_changed(
        self, which: tuple, image: Tensor, strengths: Mapping[str, float]
    ) -> tuple[dict[str, Tensor], np.ndarray]:
        if not strengths:
            return self._forward(image)
        if self._recorded is None or self._recorded[0] != which:
            self._recorded = which, RecordedPass(self.network, self._as_input(image))
        changed, known = [f"{name}.fusion" for name in strengths], self._recorded[1]
        with mask_strength(self.network, strengths), known.resumed(changed):
            recorded, chances = self._forward(image)
        passed_over = {n: known.outputs[n].float().cpu() for n in self._names}
        return {**passed_over, **recorded}, chances

    def _as_input(self, images: Tensor) -> Tensor:
        images = to_floats(images)
        return images.to(next(self.network.parameters()).device)

    def _forward(self, images: Tensor) -> tuple[dict[str, Tensor], np.ndarray]:
        """The parts of all modules, (n, C, h, w) each, and probabilities (n, K)."""
        with (
            torch.inference_mode(),
            record_activations(self.network, self._names) as recorded,
        ):
            logits = self.network(self._as_input(images))
        return recorded, logits.float().softmax(dim=1).cpu().numpy()
