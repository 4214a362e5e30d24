"""Any folder of class folders: read into memory, or decoded as it is needed."""

from pathlib import Path

import torch

from .decoding import read_rgb
from .folder_listing import FolderListing, list_folder
from .folder_pixels import FolderPixels
from .image_set import ImageSet
from .notes import note, shown

LARGEST_IN_MEMORY = 2 * 2**30  # bytes of decoded pixels; what is larger stays in its files
CIFAR10 = "airplane automobile bird cat deer dog frog horse ship truck".split()
CIFAR10_COUNTS = (5000, 1000)  # images of each class, for training and for testing


def load_image_folder(
    folder: Path | str,
    *,
    size: int | None = None,
    per_class: int | None = None,
    largest_in_memory: int | None = None,
) -> ImageSet:
    """Read ``folder/<class>/<image>`` as RGB; classes and images in order of their names.

    Grey images become three equal channels, in a folder of nothing else too: so one network
    takes every folder. What is larger than ``largest_in_memory`` bytes is decoded whenever
    it is asked for, batch by batch; None takes ``LARGEST_IN_MEMORY``. What is not read is
    counted and named on the error stream.

    Args:
        size: height and width to which every image is scaled (its shorter side) and cut
            (its centre); None takes the images as they are, all of one size.
        per_class: read only so many images of each class, the first by name.

    Raises:
        FileNotFoundError: no such folder, or no class folder with an image in it.
        ValueError: a file that is no image (none is left out: a class would shrink unseen),
            images of several sizes without ``size``, or class folders that ``list_folder``
            refuses.
    """
    if per_class is not None and per_class < 1:
        raise ValueError(f"per_class must be at least 1, got {per_class}")
    listing = list_folder(Path(folder))
    listing.say()
    taken = [paths[:per_class] for paths in listing.images.values()]
    pixels = FolderPixels([path for paths in taken for path in paths], size=size)
    bytes_needed = pixels.shape.numel()
    largest = LARGEST_IN_MEMORY if largest_in_memory is None else largest_in_memory
    if bytes_needed > LARGEST_IN_MEMORY:
        high, wide = pixels.sides
        note(
            f"{folder}: {len(pixels)} images of {high}×{wide} would take "
            f"{bytes_needed / 2**30:.1f} GiB; they are decoded as they are needed"
        )
    return ImageSet(
        images=pixels if bytes_needed > largest else _in_memory(pixels),
        labels=torch.tensor([label for label, paths in enumerate(taken) for _ in paths]),
        class_names=listing.class_names,
        source=describe(listing, pixels),
    )


def describe(listing: FolderListing, pixels: FolderPixels) -> str:
    """What to call the images: a JPEG copy of CIFAR-10 is not CIFAR-10.

    Nor is each folder with its ten names a copy of it: that has as many images, as large.
    """
    counts = {len(paths) for paths in listing.images.values()}
    if (
        list(listing.class_names) == CIFAR10
        and counts in [{count} for count in CIFAR10_COUNTS]
        and all(path.suffix.lower() in (".jpg", ".jpeg") for path in pixels.paths)
        and read_rgb(pixels.first).size == (32, 32)
    ):
        return "CIFAR-10, JPEG copy"
    return f"folder {shown(listing.folder.name)}"


def _in_memory(pixels: FolderPixels) -> torch.Tensor:
    images, filled = torch.empty(pixels.shape, dtype=torch.uint8), 0
    for part in pixels.split():
        images[filled : filled + len(part)] = part
        filled += len(part)
    return images
