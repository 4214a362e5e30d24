"""Which images a network is looked at on."""

import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import torch
from torch import nn

from resattn_lab.data import (
    ImageSet,
    ImageSource,
    InputSpec,
    find_photographs,
    load_cifar,
    load_image_folder,
    resize,
    scene_set,
)
from resattn_lab.data.cifar import KINDS
from resattn_lab.data.folder_listing import part_folders
from resattn_lab.data.notes import note


def choose_images(
    network: nn.Module,
    card: Mapping,
    *,
    source: str | None = None,
    count: int = 24,
    seed: int = 7,
    size: int | None = None,
) -> ImageSet:
    """Up to ``count`` images, of the size that the network was trained on.

    Args:
        card: the network's, for its inputs and their source; entries may be missing.
        source: ``"scenes"``, ``"cifar10"``, ``"cifar100"`` or a folder of class folders
            (its ``test/`` where it has one). When None, test images of the network's own
            training; where they are unknown or gone, images of its classes: scenes, else
            photographs that lie on this machine; scenes where there are none.
        seed: of the scenes.
        size: height and width instead.

    Raises:
        ValueError, FileNotFoundError: images that are not there or cannot be read.
    """
    if count < 1:
        raise ValueError(f"count must be at least 1, got {count}")
    if size is not None and size < 1:
        raise ValueError(f"size must be at least 1, got {size}")
    spec = InputSpec.from_card(card, network)
    own = ImageSource.from_card(card)
    wanted = trained_size(network, spec) if size is None else (size, size)
    if source is None and own is not None and own.name != "scenes":
        images = _own_images(own, count)
        if images is not None:
            return _resized(images, wanted)
    if source is None and not spec.knows_scenes:
        photographs = _known_photographs(spec, count)
        if photographs is not None:
            return _resized(photographs, wanted)
    if source in (None, "scenes"):
        drawn = {} if own is None else own.scene_options
        return _resized(
            scene_set(count, seed=seed, part="test", size=min(wanted), **drawn), wanted
        )
    if source in KINDS:
        _, test = load_cifar(source)
        return _resized(_few(test, count), wanted)
    return _resized(_from_folder(Path(source).expanduser(), count, wanted), wanted)


def trained_size(network: nn.Module, spec: InputSpec) -> tuple[int, int]:
    """Height and width that the network was trained on; 32 where nobody knows.

    At least the smallest that its mask branches can work on.
    """
    smallest = getattr(network, "smallest_image", 1)
    height, width = spec.size or (32, 32)
    return max(height, smallest), max(width, smallest)


def _own_images(own: ImageSource, count: int) -> ImageSet | None:
    """Test images of the network's own training; None, and a note, where they are gone."""
    try:
        return _few(own.test_images(largest_in_memory=0), count)
    except (OSError, RuntimeError, ValueError) as error:
        note(f"images of the network's own training cannot be shown: {error}")
        return None


def _known_photographs(spec: InputSpec, count: int) -> ImageSet | None:
    """Photographs of the network's classes; None where there are none on this machine."""
    found = find_photographs(per_class=math.ceil(count / len(spec.class_names)))
    if found is None or not set(found.class_names) <= set(spec.class_names):
        return None
    return _few(found, count)


def _from_folder(folder: Path, count: int, size: tuple[int, int]) -> ImageSet:
    if not folder.is_dir():
        raise ValueError(
            f"{str(folder)!r} is neither scenes, {', '.join(KINDS)} nor a folder that exists"
        )
    folder = part_folders(folder).get("test", folder)
    side = size[0] if size[0] == size[1] else None
    return _few(load_image_folder(folder, size=side, largest_in_memory=0), count)


def _few(images: ImageSet, count: int) -> ImageSet:
    """At most ``count`` of the images, of each class about as many."""
    each = math.ceil(count / len(images.class_names))
    classes = range(len(images.class_names))
    rows = torch.cat([(images.labels == n).nonzero()[:each, 0] for n in classes])
    count = min(count, len(rows))
    return images.subset(rows[torch.arange(count) * len(rows) // count])


def _resized(images: ImageSet, size: tuple[int, int]) -> ImageSet:
    """The images in memory, at ``size``; the same ones if they have it."""
    pixels = resize(images.images[:], size)
    same = pixels.shape[-2:] == images.images.shape[-2:]
    return replace(images, images=pixels, true_masks=images.true_masks if same else None)
