"""Any folder of class folders, read into memory."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import torch
from PIL import Image, UnidentifiedImageError

from .image_set import ImageSet

SUFFIXES = {".jpg", ".jpeg", ".png", ".bmp", ".gif", ".ppm", ".webp"}
CIFAR10 = "airplane automobile bird cat deer dog frog horse ship truck".split()


def load_image_folder(
    folder: Path | str, *, size: int | None = None, per_class: int | None = None
) -> ImageSet:
    """Read ``folder/<class>/<image>`` as RGB; classes and images in order of their names.

    Args:
        size: height and width to which every image is scaled (its shorter side) and cut
            (its centre); None takes the images as they are, all of one size.
        per_class: read only so many images of each class, the first by name.

    Raises:
        FileNotFoundError: no such folder, or no class folder with an image in it.
        ValueError: a file that is no image, or images of several sizes without ``size``.
    """
    folder = Path(folder)
    paths, labels, classes = class_images(folder, per_class=per_class)
    with ThreadPoolExecutor() as threads:
        arrays = list(threads.map(lambda path: _read(path, size), paths))
    shapes = {array.shape[:2] for array in arrays}
    if len(shapes) > 1:
        raise ValueError(
            f"{folder} has images of {len(shapes)} sizes, such as "
            f"{' and '.join(f'{h}×{w}' for h, w in sorted(shapes)[:2])}; give size="
        )
    return ImageSet(
        images=torch.from_numpy(np.stack(arrays)).permute(0, 3, 1, 2).contiguous(),
        labels=torch.tensor(labels),
        class_names=tuple(classes),
        source=describe(folder, classes),
    )


def class_images(
    folder: Path, *, per_class: int | None = None
) -> tuple[list[Path], list[int], list[str]]:
    """Every image's path and label, class by class, and the classes' names.

    Raises:
        FileNotFoundError: ``folder`` is no folder of class folders.
    """
    classes = class_folders(folder)
    files = [image_files(folder / name)[:per_class] for name in classes]
    paths = [path for here in files for path in here]
    labels = [label for label, here in enumerate(files) for _ in here]
    return paths, labels, classes


def class_folders(folder: Path) -> list[str]:
    """Names of the sub-folders that hold images, sorted.

    Raises:
        FileNotFoundError: there are none; the message says what the folder should hold.
    """
    names = []
    if folder.is_dir():
        names = [p.name for p in sorted(folder.iterdir()) if p.is_dir() and image_files(p)]
    if not names:
        raise FileNotFoundError(
            f"{folder} is no folder of class folders; wanted {folder}/<class>/<image>, "
            f"with images that end in {', '.join(sorted(SUFFIXES))}"
        )
    return names


def image_files(folder: Path) -> list[Path]:
    """The images directly in ``folder``, sorted by name."""
    return sorted(p for p in folder.iterdir() if p.suffix.lower() in SUFFIXES)


def describe(folder: Path, classes: Sequence[str]) -> str:
    """What to call the images: a JPEG copy of CIFAR-10 is not CIFAR-10."""
    if list(classes) == CIFAR10:
        suffix = image_files(folder / classes[0])[0].suffix.lower()
        if suffix in (".jpg", ".jpeg"):
            return "CIFAR-10, JPEG copy"
    return f"folder {folder.name}"


def read_rgb(path: Path) -> Image.Image:
    """Decode one image file as RGB, whatever it is stored as.

    Raises:
        ValueError: the file is no image, or a broken one; or no file, as a pipe, which would
            be waited for.
    """
    if not path.is_file():
        raise ValueError(f"{path} cannot be read as an image: it is not a file that exists")
    try:
        with Image.open(path) as stored:
            return _as_rgb(stored)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError) as error:
        raise ValueError(f"{path} cannot be read as an image: {error}") from error


def _read(path: Path, size: int | None) -> np.ndarray:
    image = read_rgb(path)
    if size is not None and image.size != (size, size):
        scale = size / min(image.size)
        wide, high = (max(size, round(side * scale)) for side in image.size)
        left, top = (wide - size) // 2, (high - size) // 2
        image = image.resize((wide, high), Image.Resampling.BILINEAR)
        image = image.crop((left, top, left + size, top + size))
    return np.asarray(image)


def _as_rgb(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):  # 16 bits of grey, which ``convert`` would cut at 255
        image = Image.fromarray((np.asarray(image) // 257).astype(np.uint8))
    if "transparency" in image.info:  # dropped in two steps; Pillow warns of the one
        image = image.convert("RGBA")
    return image.convert("RGB")
