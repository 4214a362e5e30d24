"""How a ``Picture`` is measured and drawn."""

import numpy as np
from numpy.typing import NDArray

from resattn_lab.plots.mask_overlay import lit_by
from resattn_lab.plots.outline import outline_edges
from resattn_lab.plots.palette import INK, MUTED, OUTLINE, OUTLINE_RIM
from resattn_lab.plots.picture import as_picture

from .marks import Box, Picture, Scale, Tiles
from .pen import PLAIN, SMALL, Pen, fitted, in_colours, readable_on, shortened, width_of

TITLE, RULER, LINE, FRAME = 20, 18, 16, 3  # pixels: words above, ruler, words below, frame
Edges = tuple[int, int, int, int]


def signed_number(value: float) -> str:
    """Two decimals, with a real minus; a power of ten where it would be long."""
    return (f"{value:.2f}" if abs(value) < 1000 else f"{value:.1e}").replace("-", "−")


def multiple(shape: tuple[int, int], size: int) -> tuple[int, int]:
    """Width and height of (H, W) pixels at a whole multiple in ``size``; or averaged down."""
    height, width = shape
    longest = max(height, width)
    scale = size // longest if longest <= size else size / longest
    return max(round(width * scale), 1), max(round(height * scale), 1)


def _shape(mark: Picture) -> tuple[int, int]:
    if mark.shape is not None:
        return tuple(mark.shape)
    values = mark.values
    return tuple(np.shape(values)) if mark.scale else as_picture(values).shape[:2]


def above(title: str) -> int:
    return TITLE if title else 0


def below(mark: Picture | Tiles) -> int:
    ruler = RULER if getattr(mark, "ruler", False) or getattr(mark, "key", None) else 0
    return ruler + (4 + LINE * len(mark.below.split("\n")) if mark.below else 0)


def picture_size(mark: Picture) -> tuple[int, int]:
    width, height = multiple(_shape(mark), mark.size)
    return max(width, mark.room), above(mark.title) + height + below(mark)


def middle(mark: Picture) -> int:
    """Pixels from the top to the middle of the picture itself."""
    return above(mark.title) + multiple(_shape(mark), mark.size)[1] // 2


def paint_picture(mark: Picture, x: int, y: int, pen: Pen) -> Edges:
    shape = _shape(mark)
    width, height = multiple(shape, mark.size)
    room = max(width, mark.room)
    x += (room - width) // 2
    if mark.title:
        _centred(pen, x + width / 2, y + TITLE / 2 - 1, mark.title, width)
    top = y + above(mark.title)
    pen.paste(fitted(_colours(mark), width, height), x, top)
    down, across = height / shape[0], width / shape[1]
    if mark.numbers:
        _numbers(pen, mark, x, top, across, down)
    if mark.outline is not None:
        rows, columns = np.shape(mark.outline)
        _outline(pen, mark.outline, x, top, width / columns, height / rows)
    for box in mark.boxes:
        _box(pen, box, x, top, across, down, shape)
    if mark.cross is not None:
        rows, columns = mark.cross.shape
        cell = Box(mark.cross.row, mark.cross.column, mark.cross.row + 1, mark.cross.column + 1)
        _cross(pen, cell, x, top, width, height, (rows, columns))
    if mark.framed:
        out = FRAME + 1
        corners = (x - out, top - out, x + width + out - 1, top + height + out - 1)
        pen.rim(*corners, INK, FRAME, dark=False)
    level = top + height
    if mark.ruler and mark.scale:
        _ruler(pen, mark.scale, x, level + RULER // 2 + 1, width)
        level += RULER
    if mark.key:
        across = x
        for words, colour in mark.key.items():
            pen.words(across, level + RULER // 2 + 1, "■", points=SMALL, colour=colour)
            pen.words(across + 11, level + RULER // 2 + 1, words, points=SMALL - 1)
            across += 15 + width_of(words, SMALL - 1)
        level += RULER
    for number, line in enumerate(mark.below.split("\n") if mark.below else ()):
        place = x + width / 2, level + 6 + LINE * (number + 0.5)
        _centred(pen, *place, line, room, SMALL, mark.colour)
    return x, top, x + width, top + height


def _colours(mark: Picture) -> NDArray[np.uint8]:
    if mark.scale is not None:
        scale = mark.scale
        return in_colours(np.asarray(mark.values), scale.low, scale.high, scale.colours)
    if mark.light is not None:
        return (lit_by(mark.values, np.nan_to_num(mark.light)) * 255).round().astype(np.uint8)
    return (np.nan_to_num(as_picture(mark.values)) * 255).round().astype(np.uint8)


def _outline(pen: Pen, mask, x: int, y: int, across: float, down: float) -> None:
    edges = (outline_edges(mask) + 0.5) * (across, down, across, down) + (x, y, x, y)
    lines = edges.round().astype(int).tolist()
    for colour, thick in ((OUTLINE_RIM, 3), (OUTLINE, 1)):
        for x0, y0, x1, y1 in lines:
            pen.line(((x0, y0), (x1, y1)), colour, thick)


def _box(pen: Pen, box: Box, x, y, across: float, down: float, shape) -> None:
    top, bottom = max(box.top, 0), min(box.bottom, shape[0])
    left, right = max(box.left, 0), min(box.right, shape[1])
    corners = (x + left * across, y + top * down, x + right * across, y + bottom * down)
    if box.fill:
        pen.fill(*corners, box.colour)
        return
    x0, y0, x1, y1 = corners
    pen.rim(x0, y0, x1 - 1, y1 - 1, box.colour, box.width, dark=box.rim)


def _cross(pen: Pen, cell: Box, x, y, width: int, height: int, shape) -> None:
    """A rim around the cell, with four short hairs that are seen from afar."""
    across, down = width / shape[1], height / shape[0]
    left, right = x + cell.left * across, x + cell.right * across
    top, bottom = y + cell.top * down, y + cell.bottom * down
    if min(across, down) < 6:  # a cell too small to be seen gets some air
        left, right, top, bottom = left - 2, right + 2, top - 2, bottom + 2
    middle_x, middle_y = (left + right) / 2, (top + bottom) / 2
    hair = max(width, height) / 24
    hairs = (
        ((max(left - hair, x), middle_y), (left, middle_y)),
        ((right, middle_y), (min(right + hair, x + width - 1), middle_y)),
        ((middle_x, max(top - hair, y)), (middle_x, top)),
        ((middle_x, bottom), (middle_x, min(bottom + hair, y + height - 1))),
    )
    for colour, thick in ((OUTLINE_RIM, 3), (OUTLINE, 1)):
        for ends in hairs:
            pen.line(ends, colour, thick)
    pen.rim(left, top, right - 1, bottom - 1, OUTLINE, 1)


def _ruler(pen: Pen, scale: Scale, x: int, y: int, width: int) -> None:
    low, high = signed_number(scale.low), signed_number(scale.high)
    if scale.clipped:
        low, high = (f"{end:.2g}".replace("-", "−") for end in (scale.low, scale.high))
        low, high = f"≤{low}", f"≥{high}"
    left, right = (width_of(text, SMALL) for text in (low, high))
    pen.words(x, y, low, points=SMALL)
    pen.words(x + width, y, high, points=SMALL, anchor="rm")
    room = width - left - right - 12
    if room < 12:
        return
    steps = np.linspace(0, 1, 128)[None]
    bar = fitted(in_colours(steps, 0, 1, scale.colours), room, 9)
    pen.paste(bar, x + left + 6, y - 4)
    pen.rim(x + left + 5, y - 5, x + left + 6 + room, y + 5, MUTED, 1, dark=False)


def _centred(
    pen: Pen, x: float, y: float, text: str, width: int, points: int = PLAIN, colour: str = INK
) -> None:
    text = shortened(text, width, points)
    pen.words(x, y, text, points=points, colour=colour, anchor="mm")


def _numbers(pen: Pen, mark: Picture, x: int, y: int, across: float, down: float) -> None:
    colours = _colours(mark)
    for (row, column), value in np.ndenumerate(np.asarray(mark.values)):
        place = x + (column + 0.5) * across, y + (row + 0.5) * down
        look = {"colour": readable_on(colours[row, column]), "anchor": "mm"}
        pen.words(*place, signed_number(float(value)), **look)
