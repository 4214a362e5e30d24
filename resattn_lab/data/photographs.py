"""Photographs to look at, from wherever they lie; none is ever fetched for it."""

from pathlib import Path

import torch

from resattn_lab import settings

from .cifar import load_cifar
from .folder_listing import has_class_folders
from .image_folder import load_image_folder
from .image_set import ImageSet
from .notes import note


def find_photographs(
    per_class: int = 2, *, folder: Path | str | None = None
) -> ImageSet | None:
    """A few test photographs of each class; None when there are none on this machine.

    Looked for in ``folder`` (``RESATTN_DATA`` when None): CIFAR-10 as torchvision stores
    it, then class folders in ``cifar10/test``, in ``test``, or in the folder itself.
    """
    folder = settings.data_folder() if folder is None else Path(folder)
    if (folder / "cifar-10-batches-py").is_dir():
        try:
            _, test = load_cifar("cifar10", folder=folder, download=False)
        except RuntimeError as error:
            note(f"no photographs from {folder / 'cifar-10-batches-py'}: {error}")
        else:
            classes = range(len(test.class_names))
            rows = [(test.labels == label).nonzero().flatten()[:per_class] for label in classes]
            return test.subset(torch.cat(rows))
    for place in (folder / "cifar10" / "test", folder / "test", folder):
        if has_class_folders(place):
            return load_image_folder(place, size=32, per_class=per_class)
    return None
