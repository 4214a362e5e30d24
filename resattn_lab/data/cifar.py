"""CIFAR-10 and CIFAR-100 through torchvision: its download, its checksums."""

from pathlib import Path

import torch

from resattn_lab import settings
from resattn_lab.choice import choose

from .image_set import ImageSet

KINDS = {"cifar10": "CIFAR10", "cifar100": "CIFAR100"}


def load_cifar(
    name: str, *, folder: Path | str | None = None, download: bool | None = None
) -> tuple[ImageSet, ImageSet]:
    """The 50,000 training and the 10,000 test images of CIFAR (Krizhevsky 2009).

    Args:
        name: ``"cifar10"`` or ``"cifar100"``.
        folder: where the data lies or goes; ``settings.data_folder()`` when None.
        download: fetch what is missing; when None, unless ``RESATTN_OFFLINE`` says no.

    Raises:
        ValueError: an unknown name.
        RuntimeError: the data is not there and could not be fetched, or is damaged; the
            message says how to get it by hand.
    """
    name = choose(KINDS, name, "CIFAR")
    import torchvision.datasets  # imported where it is used: it takes seconds

    kind = getattr(torchvision.datasets, name)
    folder = settings.data_folder() if folder is None else Path(folder)
    if download is None:
        download = not settings.offline()
    parts = []
    for train in (True, False):
        try:
            stored = kind(str(folder), train=train, download=download)
        except (RuntimeError, OSError) as error:
            raise RuntimeError(
                f"{name} could not be had in {folder}: {error}\n"
                f"By hand: fetch {kind.url}, check that its MD5 is {kind.tgz_md5}, and "
                f"unpack it there, so that {folder / kind.base_folder} exists."
            ) from error
        part = "training" if train else "test"
        parts.append(
            ImageSet(
                images=torch.from_numpy(stored.data).permute(0, 3, 1, 2).contiguous(),
                labels=torch.tensor(stored.targets),
                class_names=tuple(stored.classes),
                source=f"{name.replace('CIFAR', 'CIFAR-')} {part} images",
            )
        )
    return parts[0], parts[1]
