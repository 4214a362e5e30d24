"""What all panels share: controls above a canvas, its words below, and a static twin."""

import base64
from contextlib import contextmanager

import ipywidgets as widgets

from .canvas import Canvas
from .frame import Frame

STYLE = {"description_width": "130px"}
WIDE = {"width": "460px", "max_width": "100%"}


class Panel(widgets.VBox):
    """Controls, a canvas, and a caption that is also the picture's alternative text.

    A subclass draws what stays on ``canvas.figure``, calls ``super().__init__``, and gives
    ``draw`` (what moves) and ``describe`` (one paragraph about it, from the data).

    Where no kernel runs, the notebook shows the picture as it was at the end of its cell.
    """

    def __init__(self, rows: list[list[widgets.Widget]], canvas: Canvas):
        self.canvas = canvas
        self.caption = widgets.HTML()
        self._quiet = False
        self._controls = [control for row in rows for control in row]
        boxes = [
            widgets.HBox(row, layout={"flex_flow": "row wrap", "align_items": "center"})
            for row in rows
        ]
        super().__init__([*boxes, canvas, self.caption])
        for control in self._controls:
            control.observe(self._moved, "value")
        self.refresh()

    def draw(self, frame: Frame) -> None:
        """Put on ``frame`` what the controls ask for."""
        raise NotImplementedError

    def describe(self) -> str:
        """What the picture shows, in words, from the data."""
        raise NotImplementedError

    def summary(self) -> str:
        """One line that does not change with the data's decimals."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Draw, show, and say what is shown."""
        frame = self.canvas.new_frame()
        self.draw(frame)
        text = self.describe()
        self.canvas.alt = text
        self.caption.value = (
            f'<div role="status" aria-live="polite" style="line-height: 1.4">{text}</div>'
        )
        self.canvas.show(frame)

    @contextmanager
    def quietly(self):
        """Set several controls inside; nothing is drawn for them."""
        before, self._quiet = self._quiet, True
        try:
            yield
        finally:
            self._quiet = before

    def adjust(self, change: dict) -> None:
        """Bring the other controls in line with the one that moved, before drawing."""

    def _moved(self, change: dict) -> None:
        if self._quiet:
            return
        with self.quietly():
            self.adjust(change)
        self.refresh()

    def close(self) -> None:
        """Free everything the panel holds in the page: a re-run cell leaves nothing behind."""
        for child in self.children:
            for part in getattr(child, "children", ()):
                close_widget(part)
            close_widget(child)
        self.layout.close()
        super().close()

    def _repr_mimebundle_(self, **kwargs) -> tuple[dict, dict]:
        data = dict(super()._repr_mimebundle_(**kwargs) or {})
        data["image/png"] = base64.b64encode(self.canvas.value).decode()
        data["text/plain"] = self.summary()
        return data, {"image/png": {"alt": self.canvas.alt}}


def close_widget(widget: widgets.Widget) -> None:
    """Close a widget and what it holds besides its children: its style and its layout."""
    for part in (getattr(widget, "style", None), getattr(widget, "layout", None)):
        if isinstance(part, widgets.Widget):
            part.close()
    widget.close()


def slider(description: str, highest: int, *, value: int = 0) -> widgets.IntSlider:
    """An integer slider from 0 to ``highest``; arrow keys move it by one."""
    return widgets.IntSlider(
        value=value,
        max=max(highest, 0),
        description=description,
        style=STYLE,
        layout=WIDE,
        disabled=highest <= 0,
    )


def switch(description: str, value: bool) -> widgets.Checkbox:
    """A labelled check box; the space bar turns it."""
    return widgets.Checkbox(
        value=value, description=description, indent=False, layout={"width": "220px"}
    )
