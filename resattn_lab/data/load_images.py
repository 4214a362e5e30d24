"""One door for every kind of images: by name, or by folder."""

from dataclasses import replace
from pathlib import Path

import torch

from .cifar import KINDS, load_cifar
from .folder_listing import note_beside_parts, part_folders
from .image_folder import load_image_folder
from .image_set import ImageSet
from .image_source import ImageSource
from .resize import resize
from .scene_set import scene_set
from .splits import Splits, split


def load_images(
    source: str | Path,
    *,
    seed: int = 0,
    validation_share: float = 0.1,
    test_share: float = 0.1,
    count: int = 20_000,
    size: int | None = None,
    per_class: int | None = None,
    download: bool | None = None,
    largest_in_memory: int | None = None,
    **scene_options,
) -> Splits:
    """Train, validation and test images from a name or a folder, which they remember.

    Args:
        source: ``"scenes"``, ``"cifar10"``, ``"cifar100"``, or a folder: of class folders,
            or with ``train/`` and besides ``test/``, ``val/`` or both, each of them so.
        seed: of the split; for scenes, of the scenes.
        validation_share: of the images that are not for testing, class by class; of a
            folder that has no ``val/``.
        test_share: of a folder that has no ``test/``, class by class.
        count: how many training scenes; validation and test get a tenth each, at least 1.
        size: height and width; 32 for scenes when None, the images' own elsewhere. Images
            are resized while they are read, with antialiasing.
        per_class: take only so many images of each class, in train and in test.
        download: see ``load_cifar``.
        largest_in_memory: see ``load_image_folder``.
        scene_options: ``clutter``, ``contrast``, ``objects`` of ``planted_scenes``.

    Raises:
        ValueError: a name that is neither known nor a folder, or an option out of place.
    """
    if scene_options and source != "scenes":
        raise ValueError(f"{', '.join(scene_options)}: only scenes take these, not {source}")
    if source == "scenes":
        splits = _load_scenes(count, seed, size or 32, scene_options)
    elif source in KINDS:
        rest, test = _load_cifar(str(source), size, per_class, download)
        splits = Splits(*split(rest, validation_share, seed=seed), test)
    elif Path(source).expanduser().is_dir():
        folder = Path(source).expanduser()
        reading = {
            "size": size,
            "per_class": per_class,
            "largest_in_memory": largest_in_memory,
        }
        splits = _load_folder(folder, seed, validation_share, test_share, reading)
    else:
        raise ValueError(
            f"{str(source)!r} is neither scenes, {', '.join(KINDS)} nor a folder that exists"
        )
    origin = ImageSource.named(
        source,
        seed=seed,
        count=count,
        validation_share=validation_share,
        test_share=test_share,
        size=size,
        per_class=per_class,
        scene_options=scene_options,
    )
    return Splits(*(replace(part, origin=origin) for part in splits))


def _load_scenes(count: int, seed: int, size: int, options: dict) -> Splits:
    counts = {
        "train": count,
        "validation": max(1, count // 10),
        "test": max(1, count // 10),
    }
    return Splits(
        **{
            part: scene_set(number, seed=seed, part=part, size=size, **options)
            for part, number in counts.items()
        }
    )


def _load_cifar(
    name: str, size: int | None, per_class: int | None, download: bool | None
) -> list[ImageSet]:
    """Training and test images, scaled down to ``size``, the first few of each class."""
    if size is not None and size > 32:
        raise ValueError(
            f"images of {name} are 32×32; leave size out, and resize batches with "
            f"fit(size={size})"
        )
    parts = []
    for part in load_cifar(name, download=download):
        if per_class is not None:
            rows = [(part.labels == label).nonzero() for label in range(len(part.class_names))]
            part = part.subset(torch.cat([few[:per_class, 0] for few in rows]))
        if size is not None:
            part = replace(part, images=resize(part.images, size))
        parts.append(part)
    return parts


def _load_folder(
    folder: Path,
    seed: int,
    validation_share: float,
    test_share: float,
    reading: dict,
) -> Splits:
    parts = part_folders(folder)
    if parts:
        note_beside_parts(folder, parts)
    else:
        parts = {"train": folder}
    loaded = {part: load_image_folder(path, **reading) for part, path in parts.items()}
    rest = loaded["train"]
    if len(rest.class_names) == 1:
        raise ValueError(
            f"{parts['train']} has one class alone, {rest.class_names[0]}; wanted "
            f"{parts['train']}/<class>/<image> with two classes or more to tell apart"
        )
    for part, images in loaded.items():
        if images.class_names != rest.class_names:
            raise ValueError(
                f"{folder}: train has the classes {', '.join(rest.class_names)}, but "
                f"{parts[part].name} has {', '.join(images.class_names)}; they must be the same"
            )
    if "test" not in loaded:
        rest, loaded["test"] = split(rest, test_share, seed=seed)
    if "validation" not in loaded:
        rest, loaded["validation"] = split(rest, validation_share, seed=seed + 1)
    for part, share in (("validation", validation_share), ("test", test_share)):
        if share and not len(loaded[part]):
            raise ValueError(
                f"{folder} has too few images to part: none is left for {part}; give more of "
                f"a class, or a folder {part}/ beside train/"
            )
    return Splits(**{**loaded, "train": rest})
