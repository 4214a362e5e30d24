"""A folder of class folders with drawn images: a stand-in for images of one's own."""

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

Point = tuple[float, float]
Colour = tuple[int, int, int]
SIDES = ((48, 48), (64, 48), (40, 56))  # width, height: several sizes, as real folders have


def boat(pen: ImageDraw.ImageDraw, at: Callable[[float, float], Point], colour: Colour) -> None:
    pen.polygon([at(-1, 0.2), at(1, 0.2), at(0.6, 0.8), at(-0.6, 0.8)], fill=colour)
    pen.polygon([at(-0.1, -1), at(-0.1, 0.1), at(0.8, 0.1)], fill=colour)


def fish(pen: ImageDraw.ImageDraw, at: Callable[[float, float], Point], colour: Colour) -> None:
    turns = [2 * math.pi * step / 24 for step in range(24)]
    pen.polygon([at(-0.2 + 0.7 * math.cos(t), 0.45 * math.sin(t)) for t in turns], fill=colour)
    pen.polygon([at(0.3, 0), at(1, -0.6), at(1, 0.6)], fill=colour)


def house(
    pen: ImageDraw.ImageDraw, at: Callable[[float, float], Point], colour: Colour
) -> None:
    pen.polygon([at(-0.7, -0.1), at(0.7, -0.1), at(0.7, 0.9), at(-0.7, 0.9)], fill=colour)
    pen.polygon([at(-1, -0.1), at(0, -1), at(1, -0.1)], fill=colour)


def tree(pen: ImageDraw.ImageDraw, at: Callable[[float, float], Point], colour: Colour) -> None:
    pen.polygon([at(-0.15, 0.3), at(0.15, 0.3), at(0.15, 1), at(-0.15, 1)], fill=colour)
    for top in (-1.0, -0.5):
        pen.polygon([at(-0.7, top + 0.9), at(0, top), at(0.7, top + 0.9)], fill=colour)


DRAWINGS = {"boat": boat, "fish": fish, "house": house, "tree": tree}


def write_drawn_folder(folder: Path | str, *, per_class: int, seed: int = 0) -> Path:
    """Write ``folder/<class>/<number>.png``: boats, fish, houses and trees in some noise.

    The images have three sizes; the first boat is grey, as single images in a folder often
    are. The same seed draws the same pixels.

    Returns:
        The folder.

    Raises:
        ValueError: ``per_class`` below 1.
    """
    if per_class < 1:
        raise ValueError(f"per_class must be at least 1, got {per_class}")
    rng = np.random.default_rng(seed)
    folder = Path(folder)
    for name, draw in DRAWINGS.items():
        (folder / name).mkdir(parents=True, exist_ok=True)
        for number in range(per_class):
            image = _drawn(draw, SIDES[number % len(SIDES)], rng)
            if name == "boat" and number == 0:
                image = image.convert("L")
            image.save(folder / name / f"{number:03d}.png")
    return folder


def _drawn(draw: Callable, size: tuple[int, int], rng: np.random.Generator) -> Image.Image:
    """One drawing somewhere in an image of ``size`` (width, height), on a noisy ground."""
    ground = rng.integers(0, 110, size=3)
    if rng.random() < 0.5:
        ground = ground + 145
    noise = rng.normal(0, 12, size=(size[1], size[0], 3))
    image = Image.fromarray((ground + noise).clip(0, 255).astype(np.uint8))
    radius = min(size) * rng.uniform(0.28, 0.38)
    middle = [rng.uniform(0.42, 0.58) * side for side in size]
    mirror = rng.choice([-1, 1])
    colour = tuple(int(value) for value in (ground + 128 + rng.integers(-25, 25, size=3)) % 256)

    def at(across: float, down: float) -> Point:
        return middle[0] + mirror * radius * across, middle[1] + radius * down

    draw(ImageDraw.Draw(image), at, colour)
    return image
