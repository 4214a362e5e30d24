"""What a panel's picture is made of: marks that say what is seen, and nothing of where.

A tree of marks is a value. ``renderer.render`` lays it out by size and draws it; sizes are
pixels of the page, and places inside a mark are in the mark's own rows, columns or data.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from resattn_lab.plots.palette import CHOSEN_CLASS, INK

from .scales import MASK, Scale, from_zero, own_range, signed  # noqa: F401


@dataclass(frozen=True)
class Box:
    """A rim around rows ``top`` to ``bottom`` and columns ``left`` to ``right``, ends excluded.

    In a ``Picture`` these are pixels of ``shape``; in a ``Chart`` left, right, top and bottom
    are data.
    """

    top: float
    left: float
    bottom: float
    right: float
    colour: str = CHOSEN_CLASS
    width: int = 2
    rim: bool = True  # a dark line on either side, seen on any ground
    fill: bool = False


class Cross(NamedTuple):
    """One cell of a map of ``shape``, such as (16, 16)."""

    row: int
    column: int
    shape: tuple[int, int]


@dataclass(frozen=True, eq=False)
class Picture:
    """An image, or a map in colours, at a whole multiple of its pixels.

    Args:
        values: an image as ``plots.as_picture`` takes it; with ``scale`` a map (h, w).
        scale: the map's colours.
        size: pixels of the page that the longer side may take. What is larger is averaged
            down, never decimated.
        shape: (H, W) that the size is reckoned for, such as the image's under its mask.
        light: (h, w) in [0, 1], a mask that lights the image: 1 leaves it as it is.
        outline: bool (H, W), whose rim is drawn.
        boxes: their places in pixels of ``shape``, or of ``values``.
        ruler: whether the colours and the ends of ``scale`` stand below.
        numbers: whether every value is written in its cell.
        title, below: words; ``below`` may have several lines, in ``colour``.
        key: colour of each of its parts, by name; each name stands below.
        room: pixels that it takes across at least, for its words.
        framed: the chosen one of several.
        name: by which ``Panel.touched`` learns that it was clicked.
    """

    values: ArrayLike
    scale: Scale | None = None
    size: int = 192
    shape: tuple[int, int] | None = None
    light: ArrayLike | None = None
    outline: ArrayLike | None = None
    boxes: Sequence[Box] = ()
    cross: Cross | None = None
    ruler: bool = False
    title: str = ""
    below: str = ""
    colour: str = INK
    numbers: bool = False
    key: Mapping[str, str] | None = None
    room: int = 0
    framed: bool = False
    name: str = ""


@dataclass(frozen=True, eq=False)
class Tiles:
    """Many maps in a grid, the chosen ones framed; all grids of one size have one pitch.

    Args:
        planes: (K, h, w) with ``scale``, or colours (K, h, w, 3), floats in [0, 1].
        columns: tiles in a row.
        size: pixels of the page that the grid may take, width and height.
        chosen: numbers of the first and the last tile in the frame, in one row.
        labels: a word below each tile, or its first letter where they are small; none at all
            where they are tiny. Empty words keep the room, and so the pitch.
        name: by which ``Panel.touched`` learns that it was clicked.
    """

    planes: NDArray
    scale: Scale | None = None
    columns: int = 8
    size: tuple[int, int] = (400, 400)
    chosen: tuple[int, int] | None = None
    gap: int = 2
    labels: Sequence[str] = ()
    title: str = ""
    below: str = ""
    name: str = ""


@dataclass(frozen=True)
class Axis:
    """One axis of a ``Chart``; ``ticks`` and their ``names`` are chosen where None."""

    label: str = ""
    low: float = 0.0
    high: float = 1.0
    log: bool = False
    ticks: tuple[float, ...] | None = None
    names: tuple[str, ...] | None = None


@dataclass(frozen=True, eq=False)
class Line:
    """A line through points, broken where one is NaN; ``dots`` is their radius.

    ``style`` is "-" or "--" or ":"; ``sign`` stands at every ``every``-th point instead of a
    dot.
    """

    x: ArrayLike
    y: ArrayLike
    colour: str = INK
    width: int = 2
    style: str = "-"
    dots: int = 0
    sign: str = ""
    every: int = 1


@dataclass(frozen=True)
class Dot:
    """A round dot with a white rim."""

    x: float
    y: float
    colour: str = CHOSEN_CLASS
    radius: int = 5


@dataclass(frozen=True)
class Words:
    """Words at a place of a ``Chart``, moved by ``shift`` pixels; ``anchor`` as in Pillow.

    ``x`` or ``y`` is None for the right or the lower end of the axes.
    """

    x: float | None
    y: float | None
    text: str
    colour: str = INK
    anchor: str = "lm"
    shift: tuple[int, int] = (0, 0)
    points: int = 13


ChartMark = Line | Dot | Words | Box


@dataclass(frozen=True, eq=False)
class Chart:
    """Lines, dots, boxes and words in data over two axes.

    Args:
        marks: what moves.
        x, y: the axes; a chart whose axes stay is drawn many times faster.
        still: what never moves; give the same objects every time.
        size: of the whole chart, in pixels.
        right: pixels kept free right of the axes, for words.
        fill: (h, w, 3) uint8 colours that fill the axes, such as cells of a table.
        key: (words, colour, sign) each, in a line below the title.
        bare: without lines, ticks and labels; the data fill the whole.
        name: by which ``Panel.touched`` learns that it was clicked.
    """

    marks: Sequence[ChartMark]
    x: Axis = field(default_factory=Axis)
    y: Axis = field(default_factory=Axis)
    still: Sequence[ChartMark] = ()
    size: tuple[int, int] = (320, 260)
    right: int = 0
    fill: NDArray[np.uint8] | None = None
    key: Sequence[tuple[str, str, str]] = ()
    bare: bool = False
    title: str = ""
    name: str = ""


@dataclass(frozen=True, eq=False)
class Bars:
    """A level bar for each name, with a note behind it and a stroke where it ended before.

    Args:
        names, values: of the rows; no bar where a value is NaN.
        colours: one for each row; muted when None.
        notes: words behind each bar; none when None.
        before: values of an earlier state, a stroke each.
        limit: the value of a bar of full length.
        size: width of the whole, and height of a row, in pixels.
        behind: pixels kept for the notes; what they need when 0.
        ends: words at either end of the scale; none when None.
    """

    names: Sequence[str]
    values: Sequence[float]
    colours: Sequence[str] | None = None
    notes: Sequence[str] | None = None
    before: Sequence[float] | None = None
    limit: float = 1.0
    size: tuple[int, int] = (300, 22)
    behind: int = 0
    ends: tuple[str, str] | None = None
    title: str = ""
    below: str = ""
    name: str = ""


@dataclass(frozen=True)
class Text:
    """Words that are broken into lines of ``size`` pixels."""

    text: str
    size: int = 300
    points: int = 13
    colour: str = INK
    bold: bool = False


class Row:
    """Marks side by side; text among them is a sign, as in ``Equation``.

    Args:
        align: "top", "middle" or "bottom".
        wrap: a new line begins beyond so many pixels.
    """

    def __init__(
        self, *marks: Mark | str, gap: int = 16, align: str = "top", wrap: int = 10_000
    ):
        self.marks, self.gap, self.align, self.wrap = marks, gap, align, wrap


class Equation(Row):
    """Pictures with signs between them, each sign at the height of the pictures' middle."""

    def __init__(self, *marks: Mark | str, gap: int = 8):
        super().__init__(*marks, gap=gap)


class Column:
    """Marks below one another."""

    def __init__(self, *marks: Mark, gap: int = 12):
        self.marks, self.gap = marks, gap


Mark = Picture | Tiles | Chart | Bars | Text | Row | Column
