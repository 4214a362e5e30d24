"""The picture of a panel on the page."""

import ipywidgets as widgets
from traitlets import Unicode


class Screen(widgets.Image):
    """A picture in its own size, smaller where the page is narrower, never distorted.

    ``alt`` is the text that a screen reader gets; hovering does not show it (panel.css).
    """

    # The page's code shows a tooltip only where a model has a description, and stops with
    # an error where it has none; an image's model has none of its own.
    description = Unicode("").tag(sync=True)

    def __init__(self):
        super().__init__(format="png")
        self.layout.height, self.layout.max_width = "auto", "100%"
        self.layout.flex = "0 1 auto"
        self.add_class("resattn-screen")

    @property
    def alt(self) -> str:
        """The text that a screen reader gets; a panel writes it from its data."""
        return self.tooltip or ""

    @alt.setter
    def alt(self, text: str) -> None:
        self.tooltip = text

    def show(self, png: bytes, width: int, height: int) -> None:
        """Put a picture of ``width`` × ``height`` pixels on the page."""
        self.width, self.height = str(width), str(height)
        self.value = png
