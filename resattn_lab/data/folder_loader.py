"""A ``DataLoader`` over a folder of class folders, augmented as the paper does for ImageNet."""

from collections.abc import Callable
from pathlib import Path

import torch
from PIL import Image
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from .batch_order import EpochRows, generator_for
from .decoding import read_rgb
from .folder_listing import list_folder
from .notes import shown


class DecodedImages(Dataset):
    """A folder of class folders whose images are decoded when they are asked for.

    Classes and labels are those of ``load_image_folder``. What ``transform`` draws depends on
    the seed, the epoch and the row alone: not on the worker, nor on what was decoded before.
    """

    def __init__(
        self, folder: Path, transform: Callable[[Image.Image], Tensor], *, seed: int = 0
    ):
        listing = list_folder(folder)
        listing.say()
        classes = listing.images.values()
        self.paths = [path for paths in classes for path in paths]
        self.labels = [label for label, paths in enumerate(classes) for _ in paths]
        self.class_names = listing.class_names
        self.transform, self.seed = transform, seed

    def __len__(self) -> int:
        return len(self.paths)

    def __getitem__(self, place: int | tuple[int, int]) -> tuple[Tensor, int]:
        """The image of a row, in epoch 0 where only the row is given."""
        epoch, row = place if isinstance(place, tuple) else (0, place)
        image, generator = read_rgb(self.paths[row]), torch.default_generator
        before = generator.get_state()  # torchvision draws from this one and no other
        generator.set_state(generator_for(self.seed, epoch, row + 1).get_state())
        try:
            return self.transform(image), self.labels[row]
        finally:
            generator.set_state(before)


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
    images = DecodedImages(Path(folder), v2.Compose([*steps, *to_floats]), seed=seed)
    if train and len(images.class_names) == 1:
        raise ValueError(
            f"{folder} has one class alone, {images.class_names[0]}; wanted two or more"
        )
    order = EpochRows(
        len(images),
        batch_size,
        shuffle=train,
        seed=seed,
        process=process,
        processes=processes,
        source=f"folder {shown(Path(folder).name)}",
    )
    return DataLoader(
        images,
        batch_sampler=order,
        num_workers=workers,
        persistent_workers=workers > 0,
        generator=torch.Generator().manual_seed(seed),
    )
