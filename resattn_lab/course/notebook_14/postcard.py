"""A picture to begin with where there is no photograph: drawn when it is asked for."""

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from resattn_lab.data.decoding import read_rgb
from resattn_lab.data.drawn_folder import DRAWINGS

WIDTH, HEIGHT, HORIZON = 480, 360, 190
SKY, SEA, LAND = (128, 176, 222), (44, 92, 132), (98, 120, 66)
# what stands where: middle across and down, radius, colour, and 1, or -1 for its mirror image
STANDS = {
    "boat": (132, 176, 62, (236, 232, 224), 1),
    "house": (352, 226, 58, (176, 74, 56), 1),
    "tree": (440, 220, 52, (38, 78, 42), 1),
    "fish": (190, 312, 34, (206, 140, 60), -1),
}
THINGS = tuple(STANDS)
SOFT = ImageFilter.GaussianBlur(1.2)


def open_picture(path: Path | str | None) -> np.ndarray:
    """A photograph, uint8 (H, W, 3), upright and in colour; the postcard where it is None."""
    return postcard() if path is None else np.asarray(read_rgb(Path(path).expanduser()))


def postcard() -> np.ndarray:
    """A boat, a house, a tree and a fish by the sea: uint8 (360, 480, 3)."""
    noise = np.random.default_rng(0)
    image = np.empty((HEIGHT, WIDTH, 3))
    depth = np.linspace(0, 1, HORIZON)[:, None, None]
    image[:HORIZON] = (1 - depth) * np.array(SKY) + depth * np.array((222, 230, 232))
    depth = np.linspace(0, 1, HEIGHT - HORIZON)[:, None, None]
    image[HORIZON:] = (1 - depth) * np.array((96, 142, 168)) + depth * np.array(SEA)
    drawn = Image.fromarray(image.astype(np.uint8))
    pen = ImageDraw.Draw(drawn)
    pen.ellipse([262, 240, 640, 420], fill=LAND)
    for name, (across, down, *_) in STANDS.items():
        _draw(pen, name, across, down)
    soft = np.asarray(drawn.filter(SOFT), np.float64)
    return (soft + noise.normal(0, 7, soft.shape)).clip(0, 255).round().astype(np.uint8)


def _draw(pen: ImageDraw.ImageDraw, thing: str, across: float, down: float) -> None:
    *_, radius, colour, mirror = STANDS[thing]
    DRAWINGS[thing](pen, lambda x, y: (across + mirror * radius * x, down + radius * y), colour)


def on_plain_ground(thing: str) -> Image.Image:
    """The thing alone, on the opposite of its colour, as ``write_drawn_folder`` draws it."""
    *_, radius, colour, _ = STANDS[thing]
    side = round(2.6 * radius)
    drawn = Image.new("RGB", (side, side), tuple((part + 128) % 256 for part in colour))
    _draw(ImageDraw.Draw(drawn), thing, side / 2, side / 2)
    return drawn.filter(SOFT)


def window_around(thing: str) -> Image.Image:
    """A square of the postcard around one of the things on it."""
    across, down, radius, *_ = STANDS[thing]
    side = round(2.6 * radius)
    top = min(max(down - side // 2, 0), HEIGHT - side)
    left = min(max(across - side // 2, 0), WIDTH - side)
    return Image.fromarray(postcard()[top : top + side, left : left + side])
