"""Images with everything that is known about them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from .folder_pixels import FolderPixels

if TYPE_CHECKING:
    from .image_source import ImageSource


@dataclass(frozen=True, kw_only=True)
class ImageSet:
    """Images as one uint8 tensor, their labels, and where they come from.

    Args:
        images: uint8 (N, C, H, W), in memory or in their files.
        labels: int64 (N,), indices into ``class_names``.
        source: what a reader is told, such as ``"planted scenes, seed 0"``.
        true_masks: bool (N, H, W), true on the object, where that is known.
        origin: how ``load_images`` came by them, for the card of a training.

    Raises:
        ValueError: the parts do not belong together.
    """

    images: Tensor | FolderPixels
    labels: Tensor
    class_names: tuple[str, ...]
    source: str
    true_masks: Tensor | None = None
    origin: ImageSource | None = None

    def __post_init__(self):
        if self.images.ndim != 4 or self.images.dtype != torch.uint8:
            raise ValueError(
                f"images must be uint8 (N, C, H, W), got {self.images.dtype} "
                f"{tuple(self.images.shape)}"
            )
        if self.labels.shape != (len(self.images),):
            raise ValueError(
                f"labels must be ({len(self.images)},), one an image, "
                f"got {tuple(self.labels.shape)}"
            )

    def __len__(self) -> int:
        return len(self.images)

    def floats(self) -> Tensor:
        """The images as floats in [0, 1], (N, C, H, W): what every network here takes."""
        return to_floats(self.images[:])

    def pixel_mean(self) -> Tensor:
        """The mean image, float (C, H, W) in [0, 1] (Wang et al. 2017, Sec. 4.1)."""
        if not len(self):
            raise ValueError(f"{self.source}: there is no mean of no images")
        if isinstance(self.images, FolderPixels):
            total = self.images.sums()
        else:
            total = torch.zeros(self.images.shape[1:], dtype=torch.float64)
            for part in self.images.split(4096):
                total += part.sum(dim=0, dtype=torch.float64)
        return (total / (255 * len(self))).float()

    def fingerprint(self) -> str:
        """sha256 of sizes, pixels and labels: equal for equal data, wherever it comes from."""
        if isinstance(self.images, FolderPixels):
            digest = self.images.digest()
        else:
            digest = hashlib.sha256(repr(tuple(self.images.shape)).encode())
            digest.update(self.images.contiguous().numpy().data)
        digest.update(self.labels.contiguous().numpy().data)
        return digest.hexdigest()

    def subset(self, rows: Tensor | slice) -> ImageSet:
        """The chosen images, in the chosen order."""
        in_files = isinstance(self.images, FolderPixels)
        images = self.images.subset(rows) if in_files else self.images[rows]
        masks = None if self.true_masks is None else self.true_masks[rows]
        return replace(self, images=images, labels=self.labels[rows], true_masks=masks)


def to_floats(images: Tensor) -> Tensor:
    """uint8 images as floats in [0, 1], as every network here takes them; floats stay."""
    return images.float() / 255 if images.dtype == torch.uint8 else images.float()
