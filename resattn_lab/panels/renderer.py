"""From a tree of marks to one picture: every mark says its size, rows and columns place it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import NamedTuple

from PIL import Image

from . import chart_paint, picture_paint, tiles_paint
from .marks import Bars, Chart, Column, Mark, Picture, Row, Text, Tiles
from .pen import Pen, in_lines, width_of

MARGIN = 10  # pixels around the whole
SIGN = 22  # pixels of a sign between pictures
LEADING = 5  # pixels between lines of words


class Place(NamedTuple):
    """Where a mark's own picture, or the inside of its axes, lies in pixels."""

    mark: Mark
    left: int
    top: int
    right: int
    bottom: int

    def at(self, x: float, y: float) -> tuple[int, int]:
        """The pixel of a chart's data, from the upper left of the whole."""
        x, y = chart_paint.Plane(self.mark, None, self[1:]).at(x, y)
        return round(x), round(y)


@dataclass(frozen=True)
class Drawn:
    """A picture, and where its marks lie on it."""

    picture: Image.Image
    places: tuple[Place, ...]

    def place(self, title: str) -> Place:
        """Where the mark with this title lies."""
        return next(place for place in self.places if place.mark.title == title)

    def png(self) -> bytes:
        content = io.BytesIO()
        self.picture.save(content, "PNG", compress_level=1)
        return content.getvalue()


def render(mark: Mark, *, size: tuple[int, int] | None = None) -> Drawn:
    """Draw ``mark`` on white paper, as large as it is, or at least of ``size`` pixels."""
    width, height = measure(mark)
    width, height = width + 2 * MARGIN, height + 2 * MARGIN
    if size is not None:
        width, height = max(width, size[0]), max(height, size[1])
    pen, places = Pen(width, height), []
    _paint(mark, MARGIN, MARGIN, pen, places)
    return Drawn(pen.picture, tuple(places))


def measure(mark: Mark | str) -> tuple[int, int]:
    """Width and height in pixels."""
    match mark:
        case str():
            return width_of(mark, SIGN), SIGN
        case Row():
            lines = _lines(mark)
            widths = [_line_width(line, mark.gap) for line in lines]
            heights = [max(height for _, (_, height) in line) for line in lines]
            return max(widths, default=0), sum(heights) + mark.gap * max(len(lines) - 1, 0)
        case Column():
            sizes = [measure(part) for part in mark.marks]
            gaps = mark.gap * max(len(sizes) - 1, 0)
            return max(w for w, _ in sizes), sum(h for _, h in sizes) + gaps
        case Text():
            lines = in_lines(mark.text, mark.size, mark.points)
            return mark.size, len(lines) * (mark.points + LEADING)
        case Picture():
            return picture_paint.picture_size(mark)
        case Tiles():
            return tiles_paint.tiles_size(mark)
        case Bars():
            return chart_paint.bars_size(mark)
        case Chart():
            return mark.size
    raise TypeError(f"a mark was wanted, got {type(mark).__name__}")


def _lines(row: Row) -> list[list[tuple]]:
    """The row's marks with their sizes, in lines that are no wider than it may be."""
    lines: list[list[tuple]] = [[]]
    for part in row.marks:
        sized = part, measure(part)
        if lines[-1] and _line_width([*lines[-1], sized], row.gap) > row.wrap:
            lines.append([])
        lines[-1].append(sized)
    return lines


def _line_width(line: list[tuple], gap: int) -> int:
    return sum(width for _, (width, _) in line) + gap * max(len(line) - 1, 0)


def _paint(mark: Mark, x: int, y: int, pen: Pen, places: list[Place]) -> None:
    match mark:
        case Row():
            _paint_row(mark, x, y, pen, places)
        case Column():
            for part in mark.marks:
                _paint(part, x, y, pen, places)
                y += measure(part)[1] + mark.gap
        case Text():
            for line in in_lines(mark.text, mark.size, mark.points):
                look = {"points": mark.points, "colour": mark.colour, "bold": mark.bold}
                pen.words(x, y + (mark.points + LEADING) // 2, line, **look)
                y += mark.points + LEADING
        case Picture():
            places.append(Place(mark, *picture_paint.paint_picture(mark, x, y, pen)))
        case Tiles():
            places.append(Place(mark, *tiles_paint.paint_tiles(mark, x, y, pen)))
        case Bars():
            places.append(Place(mark, *chart_paint.paint_bars(mark, x, y, pen)))
        case Chart():
            places.append(Place(mark, *chart_paint.paint_chart(mark, x, y, pen)))


def _paint_row(row: Row, x: int, y: int, pen: Pen, places: list[Place]) -> None:
    start = x
    for line in _lines(row):
        high = max(height for _, (_, height) in line)
        middles = [picture_paint.middle(part) for part, _ in line if isinstance(part, Picture)]
        for part, (width, height) in line:
            if isinstance(part, str):
                level = max(middles, default=high // 2)
                pen.words(x, y + level, part, points=SIGN, anchor="lm")
            else:
                spare = high - height
                down = {"top": 0, "middle": spare // 2, "bottom": spare}[row.align]
                _paint(part, x, y + down, pen, places)
            x += width + row.gap
        x, y = start, y + high + row.gap
