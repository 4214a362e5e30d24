"""How a ``Chart`` and ``Bars`` are measured and drawn; axes by matplotlib, once."""

import math
from functools import lru_cache

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import NullFormatter
from PIL import Image

from resattn_lab.plots.palette import INK, MUTED

from .marks import Axis, Bars, Box, Chart, Dot, Line, Words
from .pen import PLAIN, SMALL, Pen, fitted, shortened, width_of

DPI, TITLE, KEY, FOOT = 100, 20, 18, 20
KEPT = 64  # backgrounds; a panel has a few
Edges = tuple[int, int, int, int]


@lru_cache(maxsize=64)
def _axes(size: tuple[int, int], x: Axis, y: Axis) -> tuple[Image.Image, Edges]:
    """Axes, ticks and labels as a picture, and the box inside of them."""
    points = 72 * SMALL / DPI
    figure = Figure((size[0] / DPI, size[1] / DPI), dpi=DPI, layout="constrained")
    figure.get_layout_engine().set(w_pad=0.03, h_pad=0.03)
    canvas, ax = FigureCanvasAgg(figure), figure.add_subplot()
    for axis, put in ((x, ax.xaxis), (y, ax.yaxis)):
        which = put.axis_name
        ax.set(**{f"{which}scale": "log" if axis.log else "linear"})
        ax.set(**{f"{which}lim": (axis.low, axis.high)})
        if axis.ticks is not None:
            put.set_ticks(axis.ticks, axis.names)
            if axis.log:
                put.set_minor_formatter(NullFormatter())
        put.set_label_text(axis.label, fontsize=points, color=INK)
    ax.tick_params(labelsize=points, colors=INK)
    ax.spines[["top", "right"]].set_visible(False)
    ax.spines[["left", "bottom"]].set_color(MUTED)
    canvas.draw()
    pixels = np.ascontiguousarray(np.asarray(canvas.buffer_rgba())[..., :3])
    box = ax.get_position()
    edges = (
        round(box.x0 * size[0]),
        round((1 - box.y1) * size[1]),
        round(box.x1 * size[0]),
        round((1 - box.y0) * size[1]),
    )
    return Image.fromarray(pixels), edges


_backgrounds: dict[tuple, tuple] = {}


def _background(chart: Chart, size: tuple[int, int]) -> tuple[Image.Image, Edges]:
    """The axes with what never moves on them, drawn once for each tuple of still marks."""
    if chart.bare:
        axes = Image.new("RGB", size, "#ffffff"), (0, 0, *size)
    else:
        axes = _axes(size, chart.x, chart.y)
    if not chart.still:
        return axes
    key = (size, chart.x, chart.y, chart.bare, id(chart.still))
    if key not in _backgrounds:
        if len(_backgrounds) >= KEPT:
            del _backgrounds[next(iter(_backgrounds))]
        pen = Pen(*size)
        pen.paste(axes[0], 0, 0)
        plane = Plane(chart, pen, axes[1])
        for mark in chart.still:
            plane.draw(mark)
        # the marks themselves are kept too, so that no others get their id
        _backgrounds[key] = pen.picture, axes[1], chart.still
    return _backgrounds[key][:2]


class Plane:
    """From data to pixels, and the chart's marks on a pen."""

    def __init__(self, chart: Chart, pen: Pen | None, box: Edges):
        self.x, self.y, self.pen, self.box = chart.x, chart.y, pen, box

    def at(self, x: float, y: float) -> tuple[float, float]:
        left, top, right, bottom = self.box
        return (
            left + _share(self.x, x) * (right - left - 1),
            bottom - 1 - _share(self.y, y) * (bottom - top - 1),
        )

    def draw(self, mark) -> None:
        match mark:
            case Line():
                self._line(mark)
            case Dot():
                self.pen.dot(*self.at(mark.x, mark.y), mark.colour, mark.radius)
            case Box():
                corners = (*self.at(mark.left, mark.top), *self.at(mark.right, mark.bottom))
                if mark.fill:
                    self.pen.fill(*corners, mark.colour)
                else:
                    self.pen.rim(*corners, mark.colour, mark.width, dark=mark.rim)
            case Words():
                self._words(mark)

    def _words(self, mark: Words) -> None:
        _, _, right, bottom = self.box
        x = right if mark.x is None else self.at(mark.x, self.y.low)[0]
        y = bottom if mark.y is None else self.at(self.x.low, mark.y)[1]
        look = {"points": mark.points, "colour": mark.colour, "anchor": mark.anchor}
        self.pen.words(x + mark.shift[0], y + mark.shift[1], mark.text, **look)

    def _line(self, mark: Line) -> None:
        run: list[tuple[float, float]] = []
        pairs = list(zip(np.asarray(mark.x).tolist(), np.asarray(mark.y).tolist(), strict=True))
        for pair in [*pairs, (math.nan, math.nan)]:
            if all(map(math.isfinite, pair)):
                run.append(self.at(*pair))
                continue
            if len(run) > 1:
                for part in [run] if mark.style == "-" else _dashes(run, mark.style):
                    self.pen.smooth(part, mark.colour, mark.width)
            run = []
        for pair in pairs[:: mark.every] if mark.dots or mark.sign else ():
            if not all(map(math.isfinite, pair)):
                continue
            if mark.sign:
                look = {"colour": mark.colour, "anchor": "mm", "points": SMALL}
                self.pen.words(*self.at(*pair), mark.sign, **look)
            else:
                self.pen.dot(*self.at(*pair), mark.colour, mark.dots)


def _share(axis: Axis, value: float) -> float:
    if axis.log:
        low, high = math.log10(axis.low), math.log10(axis.high)
        return (math.log10(value) - low) / (high - low) if value > 0 else 0.0
    return (value - axis.low) / (axis.high - axis.low)


def _dashes(run: list[tuple[float, float]], style: str) -> list[list[tuple[float, float]]]:
    """Pieces of a line of pixels, by its length."""
    on, off = (8, 5) if style == "--" else (2, 4)
    points = np.asarray(run)
    steps = np.hypot(*np.diff(points, axis=0).T)
    length = np.concatenate([[0], steps.cumsum()])
    pieces = []
    for start in np.arange(0, length[-1], on + off):
        ends = np.array([start, min(start + on, length[-1])])
        x, y = (np.interp(ends, length, points[:, side]) for side in (0, 1))
        pieces.append(list(zip(x.tolist(), y.tolist(), strict=True)))
    return pieces


def paint_chart(mark: Chart, x: int, y: int, pen: Pen) -> Edges:
    width, height = mark.size
    if mark.title:
        pen.words(x, y + TITLE / 2 - 1, shortened(mark.title, width))
    above = (TITLE if mark.title else 0) + (KEY if mark.key else 0)
    across = x
    for words, colour, sign in mark.key:
        level = y + above - KEY / 2
        pen.words(across, level, sign, colour=colour, points=SMALL)
        pen.words(across + 16, level, words, points=SMALL)
        across += 16 + width_of(words, SMALL) + 14
    size = (width - mark.right, height - above)
    picture, (left, top, right, bottom) = _background(mark, size)
    pen.paste(picture, x, y + above)
    box = (x + left, y + above + top, x + right, y + above + bottom)
    if mark.fill is not None:
        pen.paste(fitted(mark.fill, right - left, bottom - top), box[0], box[1])
    plane = Plane(mark, pen, box)
    for part in mark.marks:
        plane.draw(part)
    return box


def bars_size(mark: Bars) -> tuple[int, int]:
    above = TITLE if mark.title else 0
    foot = (FOOT if mark.ends else 0) + (FOOT if mark.below else 0)
    return mark.size[0], above + mark.size[1] * len(mark.names) + foot


def paint_bars(mark: Bars, x: int, y: int, pen: Pen) -> Edges:
    width, step = mark.size
    if mark.title:
        pen.words(x, y + TITLE / 2 - 1, shortened(mark.title, width))
        y += TITLE
    notes = mark.notes or [""] * len(mark.names)
    behind = mark.behind or max((width_of(note, SMALL) for note in notes), default=0) + 8
    names = min(max(width_of(name, SMALL) for name in mark.names) + 8, round(0.45 * width))
    left, room = x + names, max(width - names - behind, 20)
    bottom = y + step * len(mark.names)
    for row, (name, value, note) in enumerate(zip(mark.names, mark.values, notes, strict=True)):
        middle, colour = y + step * (row + 0.5), (mark.colours or [MUTED] * (row + 1))[row]
        end = left
        pen.words(
            left - 7, middle, shortened(name, names - 8, SMALL), points=SMALL, anchor="rm"
        )
        if math.isfinite(value):
            end = left + room * min(max(value / mark.limit, 0), 1)
            pen.fill(
                left, middle - 0.32 * step, max(end, left + 1), middle + 0.32 * step, colour
            )
        if mark.before is not None and math.isfinite(mark.before[row]):
            at = left + room * min(max(mark.before[row] / mark.limit, 0), 1)
            pen.line([(at, middle - 0.45 * step), (at, middle + 0.45 * step)], INK, 2)
            end = max(end, at)
        pen.words(end + 6, middle, note, points=SMALL)
    pen.line([(left, y), (left, bottom)], MUTED, 1)
    level = bottom
    if mark.ends:
        pen.line([(left, bottom), (left + room, bottom)], MUTED, 1)
        for at, text in ((left, mark.ends[0]), (left + room, mark.ends[1])):
            pen.words(at, bottom + 11, text, points=SMALL, anchor="mm")
        level += FOOT
    if mark.below:
        pen.words(left, level + FOOT / 2, shortened(mark.below, width - names), points=SMALL)
    return left, y, left + room, bottom


__all__ = ["PLAIN", "bars_size", "paint_bars", "paint_chart"]
