"""One picture file as RGB pixels, whatever it is stored as."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image

BACKGROUND = (255, 255, 255)  # what shows through transparent places: white, as on a page
ONE_PICTURE = ("MPO", "PSD")  # whose further frames are previews and layers
ORIENTATION = 0x0112  # the EXIF entry: how the camera was held
LONGEST = 4  # times the shorter side: what of a longer image is scaled at all
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class Decoded(NamedTuple):
    """An RGB image, and whether its file holds further ones (an animation, pages)."""

    image: Image.Image
    first_of_many: bool


def read_rgb(path: Path) -> Image.Image:
    """Decode one image file as RGB, 8 bits, upright; see ``decode``."""
    return decode(path).image


def decode(path: Path) -> Decoded:
    """Decode the first image of a file.

    It is turned as its EXIF entry says; grey becomes three equal channels, 16 bits are
    scaled to 8, CMYK and palettes get their colours, and transparent places show
    ``BACKGROUND``. Colour profiles are not applied.

    Raises:
        ValueError: the file is no image, a broken one, or one whose values have no known
            range; the message begins with its path.
    """
    try:
        if path.stat().st_size == 0:
            raise ValueError("the file is empty")
        with Image.open(path) as stored:
            many = stored.format not in ONE_PICTURE and getattr(stored, "is_animated", False)
            stored.load()
            method = UPRIGHT.get(stored.getexif().get(ORIENTATION))
            image = _as_rgb(stored)
            return Decoded(image if method is None else image.transpose(method), many)
    except Image.UnidentifiedImageError as error:
        raise ValueError(
            f"{path} cannot be read as an image: its content is of no kind that Pillow knows"
        ) from error
    except Exception as error:  # decoders raise whatever a broken file makes them stumble on
        reason = str(error) or type(error).__name__
        raise ValueError(f"{path} cannot be read as an image: {reason}") from error


def scaled_and_cut(image: Image.Image, size: int) -> Image.Image:
    """Scale the shorter side to ``size`` (antialiased), and cut to the central square."""
    if image.size == (size, size):
        return image
    far = LONGEST * min(image.size)  # beyond it nothing is kept, and a strip would grow huge
    image = _centre(image, *(min(side, far) for side in image.size))
    scale = size / min(image.size)
    sides = [max(size, round(side * scale)) for side in image.size]
    return _centre(image.resize(sides, Image.Resampling.BILINEAR), size, size)


def _centre(image: Image.Image, wide: int, high: int) -> Image.Image:
    left, top = (image.width - wide) // 2, (image.height - high) // 2
    return image.crop((left, top, left + wide, top + high))


def _as_rgb(image: Image.Image) -> Image.Image:
    if image.mode[0] in "IF":
        image = _as_eight_bits(image)
    if "transparency" in image.info or image.mode in ("LA", "PA", "RGBA", "RGBa"):
        image = image.convert("RGBA")
        ground = Image.new("RGBA", image.size, (*BACKGROUND, 255))
        image = Image.alpha_composite(ground, image)
    return image.convert("RGB")


def _as_eight_bits(image: Image.Image) -> Image.Image:
    """Whole numbers up to 65535 as grey; ``convert`` would cut them at 255.

    Raises:
        ValueError: numbers with fractions, or outside of 0 to 65535.
    """
    levels = np.asarray(image)
    low, high = levels.min(), levels.max()
    if image.mode == "F" or low < 0 or high > 65535:
        raise ValueError(
            f"its values go from {low:.6g} to {high:.6g}; wanted whole numbers of 8 or 16 "
            "bits; save it as PNG or JPEG"
        )
    grey = (levels // 257).astype(np.uint8)
    transparent = image.info.get("transparency")
    if transparent is None:
        return Image.fromarray(grey)
    opaque = np.where(levels == transparent, 0, 255).astype(np.uint8)
    return Image.fromarray(np.stack([grey, opaque], axis=2), mode="LA")
