"""The blocks of a network's stage as one small picture: level and upright bars alone."""

import numpy as np
from matplotlib.colors import to_rgb
from numpy.typing import NDArray

from resattn_lab.plots.palette import MUTED, PART_COLOURS

UNIT, WIDEST = 14, 190  # pixels: a plain unit, a module at most
THICK = 3  # pixels of a line, for each unit


class Blocks:
    """White paper of height × width pixels, and the bars on it.

    Arguments of the methods are pixels from the upper left, colours are names.
    """

    def __init__(self, height: int, width: int):
        self.picture: NDArray[np.uint8] = np.full((height, width, 3), 255, np.uint8)

    def bar(self, x0: float, x1: float, y0: float, y1: float, colour: str) -> None:
        """A filled bar between two corners, both of them in it."""
        rows, columns = slice(round(y0), round(y1) + 1), slice(round(x0), round(x1) + 1)
        self.picture[rows, columns] = [round(255 * part) for part in to_rgb(colour)]

    def line(self, x0: float, x1: float, y0: float, y1: float, colour: str, thick: int) -> None:
        """A level or an upright line, ``thick`` pixels across."""
        before, after = (thick - 1) // 2, thick // 2
        self.bar(x0 - before, x1 + after, y0 - before, y1 + after, colour)

    def frame(self, x0: float, x1: float, y0: float, y1: float, colour: str) -> None:
        """The rim of a rectangle, a pixel thick."""
        for y in (y0, y1):
            self.bar(x0, x1, y, y, colour)
        for x in (x0, x1):
            self.bar(x, x, y0, y1, colour)

    def module(
        self, x: float, wide: float, top: float, high: float, depth: int, p: int, t: int, r: int
    ) -> None:
        """The trunk as a level line; below it the mask, a stair for each pooling."""
        y, step = top + 0.18 * high, 0.22 * high
        split, join = x + 0.2 * wide, x + 0.8 * wide
        self.frame(x + 1, x + wide - 2, top, top + high, MUTED)
        for start, end in ((x + 0.06 * wide, split), (join, x + 0.94 * wide)):
            self.line(start, end, y, y, PART_COLOURS["rest"], THICK * p)
        self.line(split, join, y, y, PART_COLOURS["trunk"], THICK * t)
        y, across = y + THICK * t / 2 + 3, (join - split) / (2 * depth - 1)
        for k in range(2 * depth):  # as many ways up as ways down
            level = y + step * min(k + 1, 2 * depth - 1 - k)
            before = y + step * min(k, 2 * depth - k)
            at = split + across * k
            ends = sorted((before, level))
            self.line(at, at, *ends, PART_COLOURS["mask"], THICK * r)
            if k < 2 * depth - 1:
                self.line(at, at + across, level, level, PART_COLOURS["mask"], THICK * r)


def network_blocks(
    height: int, width: int, *, modules: int, depth: int, p: int, t: int, r: int
) -> NDArray[np.uint8]:
    """One stage: the opening unit, its modules with ``depth`` poolings each, the closing unit.

    Lines are thicker where more units follow one another: 3 pixels for each of p, t and r.

    Returns:
        (height, width, 3) colours.
    """
    blocks, top = Blocks(height, width), 2
    wide = min((width - 2 * UNIT - 14) / modules, WIDEST)
    start = UNIT + 6
    for x in (0, start + modules * wide + 6):
        y = top + 0.04 * height, top + 0.28 * height
        blocks.bar(x, x + UNIT, *y, PART_COLOURS["rest"])
    for number in range(modules):
        blocks.module(start + number * wide, wide, top, 0.9 * height, depth, p, t, r)
    return blocks.picture
