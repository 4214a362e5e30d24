"""One door for every kind of images: by name, or by folder."""

from pathlib import Path

from .cifar import KINDS, load_cifar
from .folder_listing import note_beside_parts, part_folders
from .image_folder import load_image_folder
from .image_set import ImageSet
from .planted_scenes import planted_scenes
from .splits import Splits, split

SCENE_PARTS = {"train": 0, "validation": 1, "test": 2}


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
    **scene_options,
) -> Splits:
    """Train, validation and test images from a name or a folder.

    Args:
        source: ``"scenes"``, ``"cifar10"``, ``"cifar100"``, or a folder: of class folders,
            or with ``train/`` and besides ``test/``, ``val/`` or both, each of them so.
        seed: of the split; for scenes, of the scenes.
        validation_share: of the images that are not for testing, class by class; of a
            folder that has no ``val/``.
        test_share: of a folder that has no ``test/``, class by class.
        count: how many training scenes; validation and test get a tenth each, at least 1.
        size: height and width; 32 for scenes when None, the images' own elsewhere.
        per_class: read only so many images of each class of a folder.
        download: see ``load_cifar``.
        scene_options: ``clutter``, ``contrast``, ``objects`` of ``planted_scenes``.

    Raises:
        ValueError: a name that is neither known nor a folder, or an option out of place.
    """
    if scene_options and source != "scenes":
        raise ValueError(f"{', '.join(scene_options)}: only scenes take these, not {source}")
    if source == "scenes":
        return _load_scenes(count, seed, size or 32, scene_options)
    if source in KINDS:
        if size not in (None, 32):
            raise ValueError(
                f"images of {source} are 32×32; leave size out, and resize batches with "
                f"fit(size={size})"
            )
        rest, test = load_cifar(source, download=download)
        train, validation = split(rest, validation_share, seed=seed)
        return Splits(train, validation, test)
    folder = Path(source).expanduser()
    if not folder.is_dir():
        raise ValueError(
            f"{str(source)!r} is neither scenes, {', '.join(KINDS)} nor a folder that exists"
        )
    return _load_folder(folder, seed, validation_share, test_share, size, per_class)


def scene_set(
    count: int, *, seed: int, part: str = "train", size: int = 32, **scene_options
) -> ImageSet:
    """Planted scenes as an ``ImageSet``; the parts of one seed share no scene."""
    scenes = planted_scenes(
        count, seed=3 * seed + SCENE_PARTS[part], size=size, **scene_options
    )
    return ImageSet(
        images=scenes.images,
        labels=scenes.labels,
        class_names=scenes.class_names,
        true_masks=scenes.true_masks,
        source=f"planted scenes, seed {seed}, {part}",
    )


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


def _load_folder(
    folder: Path,
    seed: int,
    validation_share: float,
    test_share: float,
    size: int | None,
    per_class: int | None,
) -> Splits:
    parts = part_folders(folder)
    if parts:
        note_beside_parts(folder, parts)
    else:
        parts = {"train": folder}
    loaded = {
        part: load_image_folder(path, size=size, per_class=per_class)
        for part, path in parts.items()
    }
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
