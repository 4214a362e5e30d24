"""The ten shapes of the planted scenes, as signed distances.

A signed distance is negative inside, positive outside, and grows by one per unit of
length, so that an edge can be drawn smoothly at any size. Only sums, products, quotients
and square roots are used: IEEE 754 rounds these alike on every machine.
"""

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.float32]
Point = tuple[float, float]


def length(x: Plane, y: Plane) -> Plane:
    """Distance of (x, y) from the origin."""
    square = x * x
    square += y * y
    return np.sqrt(square, out=square)


def mirrored(*outline: Point) -> Callable[[Plane, Plane], Plane]:
    """Signed distance to a polygon that is its own mirror image in the y axis.

    Args:
        outline: corners of the right half, from the axis (x = 0) to the axis, y downwards.
    """
    corners = np.array(outline, np.float32)[:, :, None, None, None]  # (E + 1, 2, 1, 1, 1)
    (x0, y0), (x1, y1) = corners[:-1].swapaxes(0, 1), corners[1:].swapaxes(0, 1)
    dx, dy = x1 - x0, y1 - y0
    square = dx * dx + dy * dy
    slope = dx / np.where(dy == 0, np.float32(1), dy)  # level edges cross no level ray

    def distance(x: Plane, y: Plane) -> Plane:
        px, py = np.abs(x) - x0, y - y0  # (E, N, H, W)
        # A ray to the right swaps inside and outside at every edge it crosses.
        crossed = (py < 0) != (y < y1)
        crossed &= px < py * slope
        along = px * (dx / square)
        along += py * (dy / square)
        along = np.minimum(np.maximum(along, np.float32(0)), np.float32(1))
        px -= along * dx
        py -= along * dy
        px *= px
        py *= py
        px += py
        inside = np.logical_xor.reduce(crossed, axis=0)
        return np.sqrt(px.min(axis=0)) * (1 - 2 * inside.astype(np.float32))

    return distance


def star_outline(points: int, outer: float, inner: float) -> list[Point]:
    """The right half of a star's outline, one point up.

    Rounded to six digits, so that the corners do not depend on a machine's sine.
    """
    outline = []
    for number in range(points + 1):
        radius, angle = (outer, inner)[number % 2], math.pi * number / points
        outline.append(
            (round(radius * math.sin(angle), 6), round(-radius * math.cos(angle), 6))
        )
    return outline


def box_outline(half_width: float, half_height: float) -> Sequence[Point]:
    """The right half of a rectangle's outline."""
    corner = (half_width, half_height)
    return (0, -half_height), (half_width, -half_height), corner, (0, half_height)


def disc(x: Plane, y: Plane) -> Plane:
    return length(x, y) - np.float32(0.8)


def ring(x: Plane, y: Plane) -> Plane:
    return np.abs(length(x, y) - np.float32(0.74)) - np.float32(0.2)


def crescent(x: Plane, y: Plane) -> Plane:
    bite = np.float32(0.74) - length(x - np.float32(0.5), y)
    return np.maximum(length(x, y) - np.float32(0.94), bite)


heart_point = mirrored((0, -0.45), (0.73, -0.02), (0, 0.95))


def heart(x: Plane, y: Plane) -> Plane:
    lobes = length(np.abs(x) - np.float32(0.39), y + np.float32(0.3)) - np.float32(0.44)
    return np.minimum(lobes, heart_point(x, y))


CROSS = (0, -0.95), (0.27, -0.95), (0.27, -0.27), (0.95, -0.27)
CROSS += (0.95, 0.27), (0.27, 0.27), (0.27, 0.95), (0, 0.95)

SHAPES: dict[str, Callable[[Plane, Plane], Plane]] = {
    "disc": disc,
    "ring": ring,
    "square": mirrored(*box_outline(0.68, 0.68)),
    "triangle": mirrored((0, -1), (0.87, 0.5), (0, 0.5)),
    "star": mirrored(*star_outline(5, outer=1.05, inner=0.45)),
    "cross": mirrored(*CROSS),
    "crescent": crescent,
    "heart": heart,
    "bar": mirrored(*box_outline(0.3, 1.0)),
    "arrow": mirrored((0, -1), (0.8, -0.1), (0.28, -0.1), (0.28, 0.95), (0, 0.95)),
}
"""Name to signed distance: (N, H, W) coordinates x, y in units of the shape's radius."""
