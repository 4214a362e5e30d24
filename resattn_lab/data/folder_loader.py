"""Images that do not fit in memory: a DataLoader over a folder of class folders."""

from pathlib import Path

import torch
from torch.utils.data import DataLoader

from .image_folder import class_folders


def folder_loader(
    folder: Path | str,
    *,
    size: int = 224,
    batch_size: int = 64,
    train: bool = False,
    workers: int = 2,
    seed: int = 0,
) -> DataLoader:
    """Batches of (float (n, 3, size, size) in [0, 1], int64 (n,)) decoded as they are needed.

    Training images are cropped at random scale and aspect ratio, mirrored and changed in
    colour (Wang et al. 2017, Sec. 4.2); others are scaled to 8/7 of ``size`` and cut to
    their centre.

    Raises:
        FileNotFoundError: ``folder`` is no folder of class folders.
    """
    class_folders(Path(folder))
    from torchvision.datasets import ImageFolder  # imported where they are used
    from torchvision.transforms import v2

    to_floats = [v2.ToImage(), v2.ToDtype(torch.float32, scale=True)]
    if train:
        steps = [
            v2.RandomResizedCrop(size, antialias=True),
            v2.RandomHorizontalFlip(),
            v2.ColorJitter(brightness=0.4, contrast=0.4, saturation=0.4),
        ]
    else:
        steps = [v2.Resize(round(size * 8 / 7), antialias=True), v2.CenterCrop(size)]
    return DataLoader(
        ImageFolder(str(folder), transform=v2.Compose([*steps, *to_floats])),
        batch_size=batch_size,
        shuffle=train,
        num_workers=workers,
        persistent_workers=workers > 0,
        generator=torch.Generator().manual_seed(seed),
    )
