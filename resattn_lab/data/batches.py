"""Batches on the device: shuffled by seed, turned into floats, augmented, resized."""

from collections.abc import Iterator

import torch
from torch import Tensor
from torch.utils.data import DataLoader

from .augmentation import draw_crops, pad_crop_flip
from .batch_order import BatchOrder, generator_for
from .folder_pixels import FolderPixels
from .image_set import ImageSet, to_floats
from .resize import resize, shrink


class Batches:
    """Cuts an ``ImageSet`` into batches, the same ones again for the same seed and epoch.

    The images lie on the device as uint8, once, or stay in their files and are decoded
    batch by batch; floats exist for one batch at a time.

    Args:
        shuffle: a new order every epoch; the stored order when false.
        augment: pad, crop and flip as the paper does (Sec. 4.1).
        mean: (C, H, W), the training set's mean image, which ``augment`` pads with.
        size: height and width to resize to (with antialiasing), so that networks for
            224×224 run on small images; None leaves the images as they are.
        process, processes: which share of every batch this is; see ``BatchOrder``.

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
        size: int | tuple[int, int] | None = None,
        seed: int = 0,
        device: torch.device | str = "cpu",
        process: int = 0,
        processes: int = 1,
    ):
        self.order = BatchOrder(
            len(data),
            batch_size,
            shuffle=shuffle,
            seed=seed,
            process=process,
            processes=processes,
            source=data.source,
        )
        self.device = torch.device(device)
        self.images = data.images.to(self.device)
        self.labels = data.labels.to(self.device)
        self.augment, self.padding, self.size, self.seed = augment, padding, size, seed
        self.mean = None if mean is None else mean.to(self.device)

    def __len__(self) -> int:
        return len(self.order)

    def __iter__(self) -> Iterator[tuple[Tensor, Tensor]]:
        return self.epoch(0)

    def epoch(
        self, number: int, start: int = 0, *, share: float = 1.0
    ) -> Iterator[tuple[Tensor, Tensor]]:
        """Yield (float (n, C, H, W) in [0, 1], int64 (n,)) for the batches of one epoch.

        Order and augmentation depend on the seed, the epoch and the batch alone, so a run
        that is taken up at batch ``start`` sees what it would have seen.

        Args:
            share: of their height and width, at which the images come.
        """
        batches = list(self.order.batches(number, start))
        own_rows = [self.order.own(rows).to(self.device) for _, rows in batches]
        pixels = self._in_turn(own_rows)
        for (step, every_row), rows, own_pixels in zip(batches, own_rows, pixels, strict=True):
            images = to_floats(own_pixels)
            if self.augment:
                crops = draw_crops(
                    len(every_row),
                    padding=self.padding,
                    generator=generator_for(self.seed, number, step + 1),
                )
                own = type(crops)(*map(self.order.own, crops))
                images = pad_crop_flip(images, own, mean=self.mean, padding=self.padding)
            if self.size is not None:
                images = resize(images, self.size)
            yield shrink(images, share), self.labels[rows]

    def _in_turn(self, own_rows: list[Tensor]) -> Iterator[Tensor]:
        """The images of every batch; those in files are decoded a batch ahead."""
        if isinstance(self.images, FolderPixels):
            return self.images.in_turn(own_rows)
        return (self.images[rows] for rows in own_rows)


class LoaderBatches:
    """A ``DataLoader`` seen as batches: for images that do not fit in memory.

    One whose ``batch_sampler`` is a ``BatchOrder`` (as ``folder_loader`` makes them) is
    taken up in the middle of an epoch without decoding what lies before. Any other shuffles
    as its own generator says, and what lies before is decoded and thrown away.
    """

    def __init__(self, loader: DataLoader, *, device: torch.device | str = "cpu"):
        self.loader, self.device = loader, torch.device(device)

    def __len__(self) -> int:
        return len(self.loader)

    def __iter__(self) -> Iterator[tuple[Tensor, Tensor]]:
        return self.epoch(0)

    def epoch(
        self, number: int, start: int = 0, *, share: float = 1.0
    ) -> Iterator[tuple[Tensor, Tensor]]:
        """Yield (images, labels) on the device for the loader's batches from ``start`` on."""
        order, skipped = self.loader.batch_sampler, start
        if isinstance(order, BatchOrder):
            order.start_at(number, start)
            skipped = 0
        for step, (images, labels) in enumerate(self.loader):
            if step < skipped:
                continue
            yield (
                shrink(images.to(self.device, non_blocking=True), share),
                labels.to(self.device, non_blocking=True),
            )
