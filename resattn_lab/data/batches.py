"""Batches on the device: shuffled by seed, turned into floats, augmented, resized."""

from collections.abc import Iterator

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.utils.data import DataLoader

from .augmentation import pad_crop_flip
from .image_set import ImageSet


class Batches:
    """Cuts an ``ImageSet`` into batches, the same ones again for the same seed and epoch.

    The images lie on the device as uint8, once; floats exist for one batch at a time.

    Args:
        shuffle: a new order every epoch; the stored order when false.
        augment: pad, crop and flip as the paper does (Sec. 4.1).
        mean: (C, H, W), the training set's mean image, which ``augment`` pads with.
        size: height and width to resize to (bilinear), so that networks for 224×224 run
            on small images; None leaves the images as they are.

    Raises:
        ValueError: no images, or a batch size below 1.
    """

    def __init__(
        self,
        data: ImageSet,
        batch_size: int,
        *,
        shuffle: bool = False,
        augment: bool = False,
        padding: int = 4,
        mean: Tensor | None = None,
        size: int | None = None,
        seed: int = 0,
        device: torch.device | str = "cpu",
    ):
        if batch_size < 1 or not len(data):
            raise ValueError(
                f"{data.source}: batches need images and a batch size of at least 1, "
                f"got {len(data)} images and {batch_size}"
            )
        self.device = torch.device(device)
        self.images = data.images.to(self.device)
        self.labels = data.labels.to(self.device)
        self.batch_size, self.shuffle, self.augment = batch_size, shuffle, augment
        self.padding, self.size, self.seed = padding, size, seed
        self.mean = None if mean is None else mean.to(self.device)

    def __len__(self) -> int:
        return -(-len(self.images) // self.batch_size)

    def __iter__(self) -> Iterator[tuple[Tensor, Tensor]]:
        return self.epoch(0)

    def epoch(self, number: int) -> Iterator[tuple[Tensor, Tensor]]:
        """Yield (float (n, C, H, W) in [0, 1], int64 (n,)) for every batch of one epoch.

        Order and augmentation depend on the seed, the epoch and the batch alone, so a run
        that is taken up in the middle sees what it would have seen.
        """
        count = len(self.images)
        order = torch.arange(count)
        if self.shuffle:
            order = torch.randperm(count, generator=self._generator(number, 0))
        for step, rows in enumerate(order.split(self.batch_size)):
            rows = rows.to(self.device)
            images = self.images[rows].float() / 255
            if self.augment:
                images = pad_crop_flip(
                    images,
                    mean=self.mean,
                    padding=self.padding,
                    generator=self._generator(number, step + 1),
                )
            if self.size is not None:
                images = F.interpolate(images, (self.size, self.size), mode="bilinear")
            yield images, self.labels[rows]

    def _generator(self, epoch: int, step: int) -> torch.Generator:
        key = (self.seed * 1_000_003 + epoch) * 1_000_003 + step
        return torch.Generator().manual_seed(key % 2**63)


class LoaderBatches:
    """A ``DataLoader`` seen as batches: for images that do not fit in memory.

    The loader shuffles as its own generator says; ``epoch`` only moves what it yields.
    """

    def __init__(self, loader: DataLoader, *, device: torch.device | str = "cpu"):
        self.loader, self.device = loader, torch.device(device)

    def __len__(self) -> int:
        return len(self.loader)

    def __iter__(self) -> Iterator[tuple[Tensor, Tensor]]:
        return self.epoch(0)

    def epoch(self, number: int) -> Iterator[tuple[Tensor, Tensor]]:
        """Yield (images, labels) on the device for every batch of the loader."""
        for images, labels in self.loader:
            yield (
                images.to(self.device, non_blocking=True),
                labels.to(self.device, non_blocking=True),
            )
