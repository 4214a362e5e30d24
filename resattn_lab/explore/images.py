"""Which images a network is looked at on."""

import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

from resattn_lab.data import (
    ImageSet,
    find_photographs,
    load_cifar,
    load_image_folder,
    planted_scenes,
    scene_set,
)
from resattn_lab.data.cifar import KINDS
from resattn_lab.data.image_folder import class_folders


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
        card: the network's, for its classes; entries may be missing.
        source: ``"scenes"``, ``"cifar10"``, ``"cifar100"`` or a folder of class folders
            (its ``test/`` where it has ``train/`` and ``test/``). When None, images of the
            network's classes: scenes, else photographs that lie on this machine; scenes
            where there are none.
        seed: of the scenes.
        size: height and width instead.

    Raises:
        ValueError, FileNotFoundError: images that are not there or cannot be read.
    """
    if count < 1:
        raise ValueError(f"count must be at least 1, got {count}")
    if size is not None and size < 1:
        raise ValueError(f"size must be at least 1, got {size}")
    size = trained_size(network) if size is None else size
    if source is None:
        photographs = _known_photographs(card, count)
        if photographs is not None:
            return _resized(photographs, size)
    if source in (None, "scenes"):
        return scene_set(count, seed=seed, part="test", size=size)
    if source in KINDS:
        _, test = load_cifar(source)
        return _resized(_spread(test, count), size)
    return _from_folder(Path(source).expanduser(), count, size)


def trained_size(network: nn.Module) -> int:
    """The side of the network's mean training image; 32 where it has none.

    At least the smallest that its mask branches can work on.
    """
    mean = getattr(network, "pixel_mean", None)
    side = 32 if mean is None or mean.shape[-1] == 1 else min(mean.shape[-2:])
    return max(side, getattr(network, "smallest_image", 1))


def _known_photographs(card: Mapping, count: int) -> ImageSet | None:
    """Photographs of the network's classes, unless they are scenes' or none are here."""
    names = set(card.get("class_names", ()))
    if not names or names == set(planted_scenes(1, seed=0).class_names):
        return None
    found = find_photographs(per_class=math.ceil(count / len(names)))
    if found is None or not set(found.class_names) <= names:
        return None
    return _spread(found, count)


def _from_folder(folder: Path, count: int, size: int) -> ImageSet:
    if not folder.is_dir():
        raise ValueError(
            f"{str(folder)!r} is neither scenes, {', '.join(KINDS)} nor a folder that exists"
        )
    if (folder / "train").is_dir() and (folder / "test").is_dir():
        folder = folder / "test"
    per_class = math.ceil(count / len(class_folders(folder)))
    return _spread(load_image_folder(folder, size=size, per_class=per_class), count)


def _spread(images: ImageSet, count: int) -> ImageSet:
    """``count`` of the images, evenly spaced, so that classes in a row are all there."""
    count = min(count, len(images))
    return images.subset(torch.arange(count) * len(images) // count)


def _resized(images: ImageSet, size: int) -> ImageSet:
    """The images at ``size`` × ``size`` pixels; the same ones if they have it."""
    if tuple(images.images.shape[-2:]) == (size, size):
        return images
    scaled = F.interpolate(images.floats(), (size, size), mode="bilinear", antialias=True)
    return replace(images, images=(scaled * 255).round().clamp(0, 255).to(torch.uint8))
