"""A figure that is drawn once, with frames on top that are drawn at every move."""

import io

import ipywidgets as widgets
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image
from traitlets import Unicode

from .frame import Frame


class Canvas(widgets.Image):
    """Shows one matplotlib figure, made without pyplot, in an ``Image`` widget.

    The figure holds what stays: titles, frames, scales. It is drawn at the first
    ``new_frame``; every frame starts from that picture, and ``show`` puts it on the page.

    Args:
        width, height: in inches, at ``dpi`` dots an inch.
    """

    # The page's code shows a tooltip only where a model has a description, and stops with
    # an error where it has none; an image's model has none of its own.
    description = Unicode("").tag(sync=True)

    def __init__(self, width: float, height: float, *, dpi: int = 100):
        self.figure = Figure((width, height), dpi=dpi)
        self._background: Image.Image | None = None
        super().__init__(format="png")
        self.layout.width = f"{round(width * dpi)}px"
        self.layout.height = f"{round(height * dpi)}px"
        self.layout.max_width = "100%"
        self.layout.object_fit = "contain"
        self.layout.flex = "0 0 auto"

    @property
    def alt(self) -> str:
        """The text that a screen reader gets; a panel writes it from its data."""
        return self.tooltip or ""

    @alt.setter
    def alt(self, text: str) -> None:
        self.tooltip = text

    def new_frame(self) -> Frame:
        """A frame over the still figure."""
        if self._background is None:
            agg = FigureCanvasAgg(self.figure)
            agg.draw()
            pixels = np.asarray(agg.buffer_rgba())
            self._background = Image.fromarray(np.ascontiguousarray(pixels[..., :3]))
        return Frame(self._background, round(self.figure.dpi))

    def show(self, frame: Frame) -> None:
        """Put the frame on the page."""
        png = io.BytesIO()
        frame.picture.save(png, "PNG", compress_level=1)
        self.value = png.getvalue()
