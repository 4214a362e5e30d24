"""A ``DataLoader`` over a folder of class folders, augmented as the paper does for ImageNet."""

from collections.abc import Callable, Iterator
from pathlib import Path

import torch
from PIL import Image
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from .batch_order import BatchOrder, generator_for
from .decoding import read_rgb
from .folder_listing import list_folder


class DecodedImages(Dataset):
    """A folder of class folders whose images are decoded when they are asked for.

    Classes and labels are those of ``load_image_folder``. An image is asked for by its row
    and a seed, which alone decides what a random ``transform`` makes of it.
    """

    def __init__(self, folder: Path, transform: Callable[[Image.Image], Tensor]):
        listing = list_folder(folder)
        listing.say()
        self.class_names, self.transform = listing.class_names, transform
        self.rows = [
            (path, label)
            for label, paths in enumerate(listing.images.values())
            for path in paths
        ]

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, row_and_seed: tuple[int, int]) -> tuple[Tensor, int]:
        row, seed = row_and_seed
        path, label = self.rows[row]
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            return self.transform(read_rgb(path)), label


class SeededOrder(BatchOrder):
    """A ``BatchOrder`` whose rows come with a seed each, for their augmentation.

    It depends on seed, epoch and row, and not on the worker that happens to decode the
    image: a run that is taken up sees the same. Without ``start_at``, epoch follows epoch.
    """

    def __iter__(self) -> Iterator[list[tuple[int, int]]]:
        epoch, start = self.position
        self.start_at(epoch + 1)
        generator = generator_for(self.seed, epoch, 1)
        seeds = torch.randint(2**62, (self.count,), generator=generator)
        for _, every_row in self.batches(epoch, start):
            rows = self.own(every_row)
            yield list(zip(rows.tolist(), seeds[rows].tolist(), strict=True))


def folder_loader(
    folder: Path | str,
    *,
    size: int = 224,
    batch_size: int = 64,
    train: bool = False,
    workers: int = 2,
    seed: int = 0,
    process: int = 0,
    processes: int = 1,
) -> DataLoader:
    """Batches of (float (n, 3, size, size) in [0, 1], int64 (n,)) decoded as they are needed.

    Training images are cropped at random scale and aspect ratio, mirrored and changed in
    colour (Wang et al. 2017, Sec. 4.2); others are scaled to 8/7 of ``size`` and cut to
    their centre. Both are the same for any number of workers and processes.

    Raises:
        FileNotFoundError: ``folder`` is no folder of class folders.
        ValueError: class folders that ``list_folder`` refuses, one class alone to train on,
            or a size below 1.
    """
    if size < 1:
        raise ValueError(f"size must be at least 1, got {size}")
    from torchvision.transforms import v2  # imported where it is used: it takes seconds

    to_floats = [v2.ToImage(), v2.ToDtype(torch.float32, scale=True)]
    if train:
        steps = [
            v2.RandomResizedCrop(size, antialias=True),
            v2.RandomHorizontalFlip(),
            v2.ColorJitter(brightness=0.4, contrast=0.4, saturation=0.4),
        ]
    else:
        steps = [v2.Resize(round(size * 8 / 7), antialias=True), v2.CenterCrop(size)]
    images = DecodedImages(Path(folder), v2.Compose([*steps, *to_floats]))
    if train and len(images.class_names) == 1:
        raise ValueError(
            f"{folder} has one class alone, {images.class_names[0]}; wanted two or more"
        )
    order = SeededOrder(
        len(images),
        batch_size,
        shuffle=train,
        seed=seed,
        process=process,
        processes=processes,
        source=f"folder {Path(folder).name}",
    )
    return DataLoader(
        images,
        batch_sampler=order,
        num_workers=workers,
        persistent_workers=workers > 0,
        generator=torch.Generator().manual_seed(seed),
    )
