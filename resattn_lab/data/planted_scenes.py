"""Scenes drawn here, in which the place of the object is known to the pixel."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from .random_stream import RandomStream
from .shapes import SHAPES, length

BLOCK = 128  # scenes drawn together; each block has its own random stream
NOISE = 0.08  # of 256 grey levels: the range of the noise on every pixel and channel

Planes = NDArray[np.float32]
Numbers = Iterator[NDArray[np.float32]]  # uniform in [0, 1), one (BLOCK,) at a time


class Scenes(NamedTuple):
    """Planted scenes and what was planted in them.

    Shape: images uint8 (N, 3, H, W); labels int64 (N,); true_masks bool (N, H, W), true on
    the object; class_names, where ``class_names[label]`` is a scene's class.
    """

    images: Tensor
    labels: Tensor
    true_masks: Tensor
    class_names: tuple[str, ...]


def planted_scenes(
    count: int,
    *,
    seed: int,
    size: int = 32,
    clutter: int = 3,
    contrast: float = 0.45,
    objects: int = 1,
) -> Scenes:
    """Draw scenes with one kind of shape each, in clutter, over a textured background.

    The same arguments give the same bytes on every machine, and a larger ``count`` only
    adds scenes at the end.

    Args:
        count: how many scenes.
        size: height and width in pixels, at least 16.
        clutter: fragments (strokes, corners, arcs) that may lie under the object; each is
            there with probability 3/4 and belongs to no class.
        contrast: how far the colours of objects and fragments lie from the background's,
            per channel, in (0, 0.5].
        objects: shapes of the scene's class, 1 to 9; the true mask covers them all.

    Raises:
        ValueError: an argument out of range.
    """
    _check(count, seed, size, clutter, contrast, objects)
    images = np.empty((count, 3, size, size), np.uint8)
    labels = np.empty(count, np.int64)
    true_masks = np.empty((count, size, size), bool)

    def draw(start: int) -> None:
        stream = RandomStream(seed, start // BLOCK)
        drawn = _draw_block(stream, size, clutter, contrast, objects)
        rows = slice(start, min(start + BLOCK, count))
        here = rows.stop - rows.start
        for whole, block in zip((images, labels, true_masks), drawn, strict=True):
            whole[rows] = block[:here]

    with ThreadPoolExecutor(os.cpu_count()) as threads:
        list(threads.map(draw, range(0, count, BLOCK)))
    return Scenes(
        torch.from_numpy(images),
        torch.from_numpy(labels),
        torch.from_numpy(true_masks),
        tuple(SHAPES),
    )


def _check(
    count: int, seed: int, size: int, clutter: int, contrast: float, objects: int
) -> None:
    ranges = {
        "count": (count, 0, None),
        "seed": (seed, 0, None),
        "size": (size, 16, None),
        "clutter": (clutter, 0, None),
        "objects": (objects, 1, 9),
    }
    for name, (value, lowest, highest) in ranges.items():
        if value < lowest or (highest is not None and value > highest):
            wanted = f"{lowest} or more" if highest is None else f"{lowest} to {highest}"
            raise ValueError(f"{name} must be {wanted}, got {value}")
    if not 0 < contrast <= 0.5:
        raise ValueError(f"contrast must be above 0 and at most 0.5, got {contrast}")


def _draw_block(
    stream: RandomStream, size: int, clutter: int, contrast: float, objects: int
) -> tuple[NDArray[np.uint8], NDArray[np.int64], NDArray[np.bool_]]:
    numbers = iter(stream.uniform(8 + 14 * clutter + 16 * objects + 9, BLOCK))
    labels = (next(numbers) * np.float32(len(SHAPES))).astype(np.int64)
    base = np.float32(0.25) + np.float32(0.5) * _rows(numbers, 3)
    image = _background(stream, numbers, base, size)
    for number in range(clutter):
        _paint(
            image,
            _fragment(numbers, size, arc=number % 2 == 1),
            _colour(numbers, base, contrast),
        )
    distance = _objects(numbers, labels, size, objects)
    _paint(image, distance, _colour(numbers, base, contrast))

    noise = stream.bytes(3, BLOCK, size, size).astype(np.float32)
    noise *= np.float32(NOISE)
    image *= np.float32(255)
    image += noise
    image += np.float32(0.5 - 127.5 * NOISE)  # so that the cut to whole numbers rounds
    _clip(image, 0, 255)
    return image.astype(np.uint8).swapaxes(0, 1), labels, distance < 0


def _rows(numbers: Numbers, count: int) -> Planes:
    """The next ``count`` numbers of every scene, (count, BLOCK)."""
    return np.stack([next(numbers) for _ in range(count)])


def _clip(planes: Planes, lowest: float, highest: float) -> Planes:
    np.maximum(planes, np.float32(lowest), out=planes)
    return np.minimum(planes, np.float32(highest), out=planes)


def _background(stream: RandomStream, numbers: Numbers, base: Planes, size: int) -> Planes:
    """Slow colour and one finer texture: (3, BLOCK) -> (3, BLOCK, size, size)."""
    image = _smooth(stream.uniform(3, BLOCK, 4, 4) - np.float32(0.5), size)
    fine = _smooth(stream.uniform(BLOCK, 11, 11) - np.float32(0.5), size)
    tint = np.float32(0.05) + np.float32(0.13) * _rows(numbers, 3)
    image *= np.float32(0.24)
    image += base[:, :, None, None]
    for channel in range(3):
        image[channel] += tint[channel, :, None, None] * fine
    return image


def _smooth(lattice: Planes, size: int) -> Planes:
    """Bilinear interpolation of (…, g, g) random values to (…, size, size)."""
    last = lattice.shape[-1] - 1
    place = (np.arange(size, dtype=np.float32) + np.float32(0.5)) * np.float32(last / size)
    low = np.minimum(place.astype(np.int64), last - 1)
    weight = place - low.astype(np.float32)
    rows = lattice.take(low, axis=-2, mode="clip")
    rows += np.diff(lattice, axis=-2).take(low, axis=-2, mode="clip") * weight[:, None]
    smooth = rows.take(low, axis=-1, mode="clip")
    rise = np.diff(rows, axis=-1).take(low, axis=-1, mode="clip")
    rise *= weight
    smooth += rise
    return smooth


def _colour(numbers: Numbers, base: Planes, contrast: float) -> Planes:
    """A colour at ``contrast`` from ``base`` in every channel, inside [0, 1]: (3, BLOCK)."""
    step = np.float32(contrast) * (np.float32(0.7) + np.float32(0.3) * _rows(numbers, 3))
    step = np.where(_rows(numbers, 3) < np.float32(0.5), step, -step)
    leaves = np.abs(base + step - np.float32(0.5)) > np.float32(0.5)
    return base + np.where(leaves, -step, step)


def _paint(image: Planes, distance: Planes, colour: Planes) -> None:
    """Lay ``colour`` (3, N) over ``image`` (3, N, H, W) where ``distance`` (N, H, W) < 0.

    A pixel on the edge is covered in part: by 0.5 minus its signed distance in pixels.
    """
    coverage = _clip(np.float32(0.5) - distance, 0, 1)
    for plane, level in zip(image, colour, strict=True):
        step = level[:, None, None] - plane
        step *= coverage
        plane += step


def _direction(numbers: Numbers) -> tuple[Planes, Planes]:
    """Cosine and sine of an angle, uniform to within 1 part in 10,000: two (BLOCK,).

    A rotation within 45 degrees, from the tangent of its half, then quarter turns: no
    machine's own sine is asked.
    """
    half = (next(numbers) - np.float32(0.5)) * np.float32(np.pi / 4)
    square = half * half
    tangent = half * (1 + square * (np.float32(1 / 3) + square * np.float32(2 / 15)))
    scale = 1 / (1 + tangent * tangent)
    cosine, sine = (1 - tangent * tangent) * scale, 2 * tangent * scale
    quarter = np.floor(4 * next(numbers))
    swap, turn = quarter % 2 == 1, np.where(quarter < 2, np.float32(1), np.float32(-1))
    return turn * np.where(swap, -sine, cosine), turn * np.where(swap, cosine, sine)


def _local(
    x0: Planes,
    y0: Planes,
    direction: tuple[Planes, Planes],
    unit: Planes | float,
    size: int,
) -> tuple[Planes, Planes]:
    """Pixel centres seen from (x0, y0) along ``direction``, in ``unit`` pixels.

    Shape: (N,) each -> two (N, size, size).
    """
    grid = np.arange(size, dtype=np.float32) + np.float32(0.5)
    dx, dy = grid - x0[:, None], grid - y0[:, None]  # (N, size)
    cosine, sine = (part[:, None] / unit for part in direction)
    x = (cosine * dx)[:, None, :] + (sine * dy)[:, :, None]
    y = (cosine * dy)[:, :, None] - (sine * dx)[:, None, :]
    return x, y


def _fragment(numbers: Numbers, size: int, *, arc: bool) -> Planes:
    """Signed distance, in pixels, to one thin stroke a scene: (BLOCK, size, size)."""
    x0, y0, long, wide, kind, presence = _rows(numbers, 6)
    x, y = _local(x0 * size, y0 * size, _direction(numbers), 1, size)
    reach = ((np.float32(0.1) + np.float32(0.12) * long) * size)[:, None, None]
    half_width = np.float32(0.02 * size) * (1 + wide / 2)
    half_width = np.where(presence < np.float32(0.75), half_width, np.float32(-size))
    half_width = half_width[:, None, None]
    if arc:  # the part of a thin ring that lies on one side of a line
        distance = np.abs(length(x, y) - reach)
        distance -= half_width
        return np.maximum(distance, reach / 3 - x)
    second = reach * np.floor(2 * kind)[:, None, None]  # half of them: a corner
    stroke = length(x - np.minimum(np.maximum(x, 0), reach), y)
    corner = length(x, y - np.minimum(np.maximum(y, 0), second))
    return np.minimum(stroke, corner) - half_width


def _objects(numbers: Numbers, labels: NDArray[np.int64], size: int, objects: int) -> Planes:
    """Signed distance, in pixels, to the union of each scene's shapes: (BLOCK, size, size).

    The scene is cut into a square of cells; every shape gets a cell of its own.
    """
    side = 1 if objects == 1 else 2 if objects <= 4 else 3
    cells = np.argsort(_rows(numbers, side * side), axis=0, kind="stable")
    union = np.full((BLOCK, size, size), np.inf, np.float32)
    for number in range(objects):
        column, row = cells[number] % side, cells[number] // side
        across, down, large = _rows(numbers, 3)
        radius = (np.float32(0.19) + np.float32(0.08) * large) * np.float32(2 / (1 + side))
        free = np.float32(1 / side) - 2 * radius  # in units of the image, like radius
        x0 = column.astype(np.float32) / np.float32(side) + radius + free * across
        y0 = row.astype(np.float32) / np.float32(side) + radius + free * down
        unit = radius[:, None] * size
        x, y = _local(x0 * size, y0 * size, _direction(numbers), unit, size)
        for label, shape in enumerate(SHAPES.values()):
            rows = np.flatnonzero(labels == label)
            distance = shape(x[rows], y[rows])
            distance *= unit[rows, :, None]
            union[rows] = np.minimum(union[rows], distance)
    return union
