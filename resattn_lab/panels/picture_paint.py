"""How a ``Picture`` and ``Tiles`` are measured and drawn."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from resattn_lab.plots.mask_overlay import lit_by
from resattn_lab.plots.outline import outline_edges
from resattn_lab.plots.palette import INK, MUTED, OUTLINE, OUTLINE_RIM
from resattn_lab.plots.picture import as_picture

from .marks import Box, Picture, Scale, Tiles
from .pen import PLAIN, SMALL, Pen, fitted, in_colours, readable_on, shortened, width_of

LABEL, SMALLEST = 13, 16  # pixels of a tile's label, and of a tile that has one
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


def _above(title: str) -> int:
    return TITLE if title else 0


def _below(mark: Picture | Tiles) -> int:
    ruler = RULER if getattr(mark, "ruler", False) or getattr(mark, "key", None) else 0
    return ruler + (4 + LINE * len(mark.below.split("\n")) if mark.below else 0)


def picture_size(mark: Picture) -> tuple[int, int]:
    width, height = multiple(_shape(mark), mark.size)
    return max(width, mark.room), _above(mark.title) + height + _below(mark)


def middle(mark: Picture) -> int:
    """Pixels from the top to the middle of the picture itself."""
    return _above(mark.title) + multiple(_shape(mark), mark.size)[1] // 2


def paint_picture(mark: Picture, x: int, y: int, pen: Pen) -> Edges:
    shape = _shape(mark)
    width, height = multiple(shape, mark.size)
    room = max(width, mark.room)
    x += (room - width) // 2
    if mark.title:
        _centred(pen, x + width / 2, y + TITLE / 2 - 1, mark.title, width)
    top = y + _above(mark.title)
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
    return mark.size[0], _above(mark.title) + mark.size[1] + _below(mark)


def paint_tiles(mark: Tiles, x: int, y: int, pen: Pen) -> Edges:
    if mark.title:
        pen.words(x, y + TITLE / 2 - 1, shortened(mark.title, mark.size[0]))
    y += _above(mark.title)
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
