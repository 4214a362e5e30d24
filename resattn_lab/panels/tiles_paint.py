"""How ``Tiles`` are measured and drawn: all grids of one size and columns have one pitch."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from resattn_lab.plots.palette import OUTLINE_RIM

from .marks import Tiles
from .pen import SMALL, Pen, fitted, in_colours, shortened, width_of
from .picture_paint import LINE, TITLE, Edges, above, below

LABEL, SMALLEST = 13, 16  # pixels of a tile's label, and of a tile that has one


def _pitch(mark: Tiles, foot: int) -> float:
    height, width = mark.planes.shape[1:3]
    columns, rows = _grid(mark)
    return min(
        (mark.size[0] - mark.gap) / columns - mark.gap,
        ((mark.size[1] - mark.gap) / rows - mark.gap - foot) * width / height,
    )


def _cell(mark: Tiles) -> tuple[int, int, int]:
    """Width and height of a tile's room, and of its label's: the same for all planes alike."""
    foot = LABEL if mark.labels and _pitch(mark, LABEL) >= SMALLEST else 0
    pitch, (height, width) = _pitch(mark, foot), mark.planes.shape[1:3]
    return int(pitch), int(pitch * height / width), foot


def _grid(mark: Tiles) -> tuple[int, int]:
    columns = min(mark.columns, len(mark.planes))
    return columns, -(-len(mark.planes) // columns)


def tiles_size(mark: Tiles) -> tuple[int, int]:
    """As large as it may be, so that nothing beside it moves."""
    return mark.size[0], above(mark.title) + mark.size[1] + below(mark)


def paint_tiles(mark: Tiles, x: int, y: int, pen: Pen) -> Edges:
    if mark.title:
        pen.words(x, y + TITLE / 2 - 1, shortened(mark.title, mark.size[0]))
    y += above(mark.title)
    colours = mark.planes
    if mark.scale is not None:
        colours = in_colours(mark.planes, mark.scale.low, mark.scale.high, mark.scale.colours)
    else:
        colours = (np.nan_to_num(colours, nan=1.0).clip(0, 1) * 255).round().astype(np.uint8)
    wide, high, foot = _cell(mark)
    picture, pitch = _tiled(mark, colours, wide, high, foot)
    pen.paste(picture, x, y)
    for number, label in enumerate(mark.labels if foot else ()):
        row, column = divmod(number, _grid(mark)[0])
        short = label if width_of(label, LABEL - 2) <= wide else label[:1]
        place = x + (column + 0.5) * pitch[0], y + (row + 1) * pitch[1] - foot / 2 - 1
        pen.words(*place, short, points=LABEL - 2, anchor="mm")
    if mark.chosen is not None:
        _frame_tiles(pen, mark, x, y, *pitch)
    level = y + mark.size[1]
    for number, line in enumerate(mark.below.split("\n") if mark.below else ()):
        place = level + 4 + LINE * (number + 0.5)
        pen.words(x, place, shortened(line, mark.size[0], SMALL), points=SMALL)
    return x, y, x + picture.width, y + picture.height


def _tiled(mark: Tiles, colours: NDArray[np.uint8], wide: int, high: int, foot: int):
    """All tiles in one picture, and the pixels from one to the next."""
    (columns, rows), (height, width) = _grid(mark), colours.shape[1:3]
    gap = mark.gap
    scale = min(wide // width, high // height)
    if scale < 1:  # more values than pixels: one large picture, averaged down
        thin = min(gap, 1)
        whole = _laid(colours, columns, rows, thin, thin)
        shrink = min(mark.size[0] / whole.shape[1], mark.size[1] / whole.shape[0], 1)
        size = (max(round(whole.shape[1] * shrink), 1), max(round(whole.shape[0] * shrink), 1))
        pitch = (size[0] / columns, size[1] / rows)
        return fitted(whole, *size), pitch
    large = colours.repeat(scale, axis=1).repeat(scale, axis=2)
    extra = wide - width * scale, high - height * scale  # keeps the pitch of other planes
    down, across = gap + extra[1], gap + extra[0]
    whole = _laid(large, columns, rows, down, across, foot)
    return Image.fromarray(whole), (wide + gap, high + gap + foot)


def _laid(
    planes: NDArray[np.uint8], columns: int, rows: int, down: int, across: int, foot: int = 0
):
    """(K, h, w, 3) row by row on white, each in the middle of its room, above its foot."""
    count, height, width = planes.shape[:3]
    down_all = down + foot
    cells = np.full((rows * columns, height + down_all, width + across, 3), 255, np.uint8)
    y, x = down // 2, across // 2
    cells[:count, y : y + height, x : x + width] = planes
    grid = cells.reshape(rows, columns, *cells.shape[1:]).swapaxes(1, 2)
    return np.ascontiguousarray(
        grid.reshape(rows * (height + down_all), columns * (width + across), 3)
    )


def _frame_tiles(pen: Pen, mark: Tiles, x: int, y: int, across: float, down: float) -> None:
    columns, _ = _grid(mark)
    first, last = mark.chosen
    row, left = divmod(first, columns)
    right = last % columns + 1
    corners = (
        x + left * across,
        y + row * down,
        x + right * across - 1,
        y + (row + 1) * down - 1,
    )
    pen.rim(*corners, OUTLINE_RIM, 2, dark=False)
