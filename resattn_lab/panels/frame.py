"""One picture in the making: what moves, drawn over a still background."""

import math
from collections.abc import Sequence
from functools import lru_cache

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.font_manager import findfont
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from resattn_lab.plots.palette import INK, OUTLINE, OUTLINE_RIM

Box = tuple[int, int, int, int]
LUMINANCE = (0.2126, 0.7152, 0.0722)  # of linear red, green and blue


@lru_cache
def font(points: float, dpi: int) -> ImageFont.FreeTypeFont:
    """Matplotlib's own typeface, so that still and moving words look alike."""
    return ImageFont.truetype(findfont("DejaVu Sans"), round(points * dpi / 72))


@lru_cache
def colour_table(name: str) -> NDArray[np.uint8]:
    """The 256 colours of a matplotlib colour map: (256, 3)."""
    return matplotlib.colormaps[name](np.arange(256), bytes=True)[:, :3]


def colours(values: NDArray, low: float, high: float, name: str) -> NDArray[np.uint8]:
    """Map (h, w) values to (h, w, 3) colours; NaN becomes white."""
    span = high - low or 1.0
    steps = np.nan_to_num((values - low) * (255 / span)).clip(0, 255).astype(np.uint8)
    picture = colour_table(name)[steps]
    picture[np.isnan(values)] = 255
    return picture


def readable_on(colour: NDArray[np.uint8]) -> str:
    """Black or white, whichever stands out more from a colour of three bytes (WCAG)."""
    share = colour / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return "#000000" if linear @ LUMINANCE > 0.179 else "#ffffff"


class Frame:
    """Pillow draws here what matplotlib would take ten times as long to draw.

    Places are given by Axes of the still figure, whose boxes are ``box(ax)``.

    Args:
        background: the still picture; a copy is drawn on.
        dpi: of the figure, for the size of words.
    """

    def __init__(self, background: Image.Image, dpi: int):
        self.picture = background.copy()
        self._pen = ImageDraw.Draw(self.picture)
        self._dpi = dpi

    def box(self, ax: Axes) -> Box:
        """Left, top, right, bottom of ``ax`` in pixels."""
        place, (width, height) = ax.get_position(), self.picture.size
        return (
            round(place.x0 * width),
            round((1 - place.y1) * height),
            round(place.x1 * width),
            round((1 - place.y0) * height),
        )

    def fit(self, ax: Axes, picture: NDArray[np.uint8]) -> Image.Image:
        """(h, w, 3) colours as large as ``ax``, every value a clean rectangle."""
        left, top, right, bottom = self.box(ax)
        size = (right - left, bottom - top)
        return Image.fromarray(picture).resize(size, Image.Resampling.NEAREST)

    def image(self, ax: Axes, picture: NDArray[np.uint8] | Image.Image) -> None:
        """Fill ``ax`` with (h, w, 3) colours."""
        if not isinstance(picture, Image.Image):
            picture = self.fit(ax, picture)
        self.picture.paste(picture, self.box(ax)[:2])

    def tiles(self, ax: Axes, picture: NDArray[np.uint8]) -> float:
        """Put (h, w, 3) colours into ``ax`` at the largest scale that keeps their shape.

        Returns:
            The scale: pixels on the page for each of the picture.
        """
        left, top, right, bottom = self.box(ax)
        height, width = picture.shape[:2]
        scale = min((right - left) / width, (bottom - top) / height)
        scale = max(int(scale), 1) if scale >= 1 else scale  # whole pixels, where they fit
        size = (max(round(width * scale), 1), max(round(height * scale), 1))
        self.picture.paste(
            Image.fromarray(picture).resize(size, Image.Resampling.NEAREST), (left, top)
        )
        return scale

    def edges(self, ax: Axes, edges: NDArray[np.float64], height: int, width: int) -> None:
        """Draw (E, 4) pixel edges x0, y0, x1, y1 of a height × width image over ``ax``."""
        left, top, right, bottom = self.box(ax)
        scale = np.array([(right - left) / width, (bottom - top) / height] * 2)
        points = (edges + 0.5) * scale + (left, top, left, top)
        lines = points.round().astype(int).tolist()
        for colour, thick in ((OUTLINE_RIM, 3), (OUTLINE, 1)):
            for line in lines:
                self._pen.line(line, fill=colour, width=thick)

    def bar(self, ax: Axes, row: float, length: float, colour: str) -> None:
        """A level bar from x = 0 to ``length`` at ``row``, in the data of ``ax``."""
        x0, y0 = self.point(ax, 0, row - 0.36)
        x1, y1 = self.point(ax, length, row + 0.36)
        self._pen.rectangle((x0 + 1, y0, max(x0 + 1, x1), y1), fill=colour)

    def line(
        self, ax: Axes, x: Sequence[float], y: Sequence[float], colour: str, *, width: int = 2
    ) -> None:
        """A line through points in the data of ``ax``; it is broken where one is NaN."""
        run: list[tuple[int, int]] = []
        for across, up in [*zip(x, y, strict=True), (math.nan, math.nan)]:
            if math.isfinite(across) and math.isfinite(up):
                run.append(self.point(ax, across, up))
                continue
            if len(run) > 1:
                self._pen.line(run, fill=colour, width=width, joint="curve")
            run = []

    def dot(self, ax: Axes, x: float, y: float, colour: str, *, radius: int = 4) -> None:
        """A round dot with a white rim at a point in the data of ``ax``."""
        across, up = self.point(ax, x, y)
        box = (across - radius, up - radius, across + radius, up + radius)
        self._pen.ellipse(box, fill=colour, outline="#ffffff")

    def rectangle(
        self, ax: Axes, x0: float, y0: float, x1: float, y1: float, colour: str, width: int = 2
    ) -> None:
        """An unfilled rectangle between two corners in the data of ``ax``."""
        corners = [self.point(ax, x0, y0), self.point(ax, x1, y1)]
        (left, right), (top, bottom) = (sorted(c) for c in zip(*corners, strict=True))
        self._pen.rectangle((left, top, right, bottom), outline=colour, width=width)

    def point(self, ax: Axes, x: float, y: float) -> tuple[int, int]:
        """A point in the data of ``ax``, in pixels from the upper left."""
        across, up = ax.transData.transform((x, y))
        return round(across), round(self.picture.height - up)

    def words(
        self,
        place: tuple[int, int],
        text: str,
        *,
        points: float = 8,
        colour: str = INK,
        anchor: str = "lm",
    ) -> None:
        """Write ``text`` at a pixel; ``anchor`` as in Pillow ("lm": left, middle)."""
        self._pen.text(place, text, fill=colour, font=font(points, self._dpi), anchor=anchor)
