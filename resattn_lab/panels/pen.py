"""Pillow's pen on white paper: words in matplotlib's typeface, lines, rims, colours."""

import math
from collections.abc import Sequence
from functools import lru_cache

import matplotlib
import numpy as np
from matplotlib.font_manager import FontProperties, findfont
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from resattn_lab.plots.palette import INK, OUTLINE_RIM

PLAIN, SMALL = 13, 12  # pixels of the page
LUMINANCE = (0.2126, 0.7152, 0.0722)  # of linear red, green and blue


@lru_cache
def font(points: int = PLAIN, bold: bool = False) -> ImageFont.FreeTypeFont:
    """Matplotlib's own typeface, so that still and moving words look alike."""
    weight = "bold" if bold else "normal"
    return ImageFont.truetype(
        findfont(FontProperties(family=["DejaVu Sans"], weight=weight)), points
    )


@lru_cache
def colour_table(name: str) -> NDArray[np.uint8]:
    """The 256 colours of a matplotlib colour map: (256, 3)."""
    return matplotlib.colormaps[name](np.arange(256), bytes=True)[:, :3]


def in_colours(values: NDArray, low: float, high: float, name: str) -> NDArray[np.uint8]:
    """Map (…) values to (…, 3) colours; NaN becomes white."""
    span = high - low or 1.0
    values = np.asarray(values)
    steps = np.nan_to_num((values - low) * (255 / span)).clip(0, 255).astype(np.uint8)
    picture = colour_table(name)[steps]
    picture[np.isnan(values)] = 255
    return picture


def readable_on(colour: NDArray[np.uint8]) -> str:
    """Black or white, whichever stands out more from a colour of three bytes (WCAG)."""
    share = np.asarray(colour) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return "#000000" if linear @ LUMINANCE > 0.179 else "#ffffff"


def fitted(picture: NDArray[np.uint8], width: int, height: int) -> Image.Image:
    """(h, w, 3) colours at a size: clean squares when it grows, means when it shrinks."""
    shrinks = width < picture.shape[1] or height < picture.shape[0]
    way = Image.Resampling.BOX if shrinks else Image.Resampling.NEAREST
    return Image.fromarray(np.ascontiguousarray(picture)).resize((width, height), way)


@lru_cache(maxsize=4096)
def width_of(text: str, points: int = PLAIN, bold: bool = False) -> int:
    """Pixels that ``text`` takes."""
    return math.ceil(font(points, bold).getlength(text))


@lru_cache(maxsize=4096)
def shortened(text: str, width: int, points: int = PLAIN) -> str:
    """``text``, or its beginning and its end around "…", in ``width`` pixels."""
    if width_of(text, points) <= width:
        return text
    for letters in range(len(text) - 1, 1, -1):
        tail = letters // 3
        short = f"{text[: letters - tail]}…{text[len(text) - tail :]}"
        if width_of(short, points) <= width:
            return short
    return "…"


@lru_cache(maxsize=512)
def in_lines(text: str, width: int, points: int = PLAIN) -> tuple[str, ...]:
    """``text`` broken at its spaces into lines of at most ``width`` pixels."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}".strip()
            if line and width_of(longer, points) > width:
                lines.append(line)
                longer = word
            line = longer
        lines.append(shortened(line, width, points))
    return tuple(lines)


class Pen:
    """What Pillow draws in a tenth of the time that matplotlib would take.

    Places are pixels from the upper left of ``picture``.
    """

    def __init__(self, width: int, height: int):
        self.picture = Image.new("RGB", (width, height), "#ffffff")
        self._draw = ImageDraw.Draw(self.picture)

    def paste(self, picture: Image.Image, x: float, y: float) -> None:
        self.picture.paste(picture, (round(x), round(y)))

    def words(
        self,
        x: float,
        y: float,
        text: str,
        *,
        points: int = PLAIN,
        colour: str = INK,
        anchor: str = "lm",
        bold: bool = False,
    ) -> None:
        """Write; ``anchor`` as in Pillow ("lm": left, middle)."""
        place, look = (round(x), round(y)), font(points, bold)
        self._draw.text(place, text, fill=colour, font=look, anchor=anchor)

    def line(self, points: Sequence[tuple[float, float]], colour: str, width: int = 2) -> None:
        places = [(round(x), round(y)) for x, y in points]
        self._draw.line(places, fill=colour, width=width, joint="curve")

    def smooth(self, points: Sequence[tuple[float, float]], colour: str, width: int) -> None:
        """A line whose steps are not seen: drawn three times as large, and averaged down."""
        places = np.asarray(points, dtype=np.float64)
        left, top = np.floor(places.min(axis=0)).astype(int) - width
        wide, high = np.ceil(places.max(axis=0)).astype(int) - (left, top) + width + 1
        veil = Image.new("L", (3 * int(wide), 3 * int(high)))
        large = ((places - (left, top) + 0.5) * 3).tolist()
        path = [tuple(place) for place in large]
        ImageDraw.Draw(veil).line(path, fill=255, width=3 * width, joint="curve")
        self.picture.paste(colour, (int(left), int(top)), veil.reduce(3))

    def dot(self, x: float, y: float, colour: str, radius: int) -> None:
        """A round dot with a white rim, smooth as a line is."""
        side = 2 * radius + 5
        veil = Image.new("L", (3 * side, 3 * side))
        corner = (round(x) - radius - 2, round(y) - radius - 2)
        for out, ink in ((radius + 1, "#ffffff"), (radius, colour)):
            ends = 3 * (radius + 2.5 - out) - 1, 3 * (radius + 2.5 + out)
            ImageDraw.Draw(veil).ellipse((ends[0], ends[0], ends[1], ends[1]), fill=255)
            self.picture.paste(ink, corner, veil.reduce(3))
            veil.paste(0, (0, 0, 3 * side, 3 * side))

    def fill(self, x0: float, y0: float, x1: float, y1: float, colour: str) -> None:
        corners = (*sorted((round(x0), round(x1))), *sorted((round(y0), round(y1))))
        left, right, top, bottom = corners
        self._draw.rectangle((left, top, right, bottom), fill=colour)

    def rim(
        self,
        x0: float,
        y0: float,
        x1: float,
        y1: float,
        colour: str,
        width: int = 2,
        *,
        dark: bool = True,
    ) -> None:
        """An unfilled rectangle; with a thin dark line on either side it is seen anywhere."""
        left, right = sorted((round(x0), round(x1)))
        top, bottom = sorted((round(y0), round(y1)))
        if dark:
            box = (left - 1, top - 1, right + 1, bottom + 1)
            self._draw.rectangle(box, outline=OUTLINE_RIM, width=width + 2)
        self._draw.rectangle((left, top, right, bottom), outline=colour, width=width)
