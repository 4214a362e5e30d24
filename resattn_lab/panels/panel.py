"""What all panels share: controls above a canvas, its words below, and a static twin."""

import base64
import html
from contextlib import contextmanager

import ipywidgets as widgets

from .burst import Burst, moved_by
from .canvas import Canvas
from .controls import STYLE, WIDE, alert, close_widget, slider, switch
from .export import Saved
from .frame import Frame
from .selection import Selection, take

__all__ = ["STYLE", "WIDE", "Panel", "close_widget", "slider", "switch"]


class Panel(Saved, widgets.VBox):
    """Controls, a canvas, and a caption that is also the picture's alternative text.

    A subclass draws what stays on ``canvas.figure``, calls ``super().__init__``, and gives
    ``draw`` (what moves) and ``describe`` (one paragraph about it, from the data).

    A control that code sets is drawn before the next line runs. Moves that come from the
    page are drawn a few milliseconds later, a burst of them once or a few times, the last
    one always. What goes wrong stands in place of the caption until the next good move; it
    is raised as well, to the line that set the control, or into the kernel's log.

    Where no kernel runs, the notebook shows the picture as it was at the end of its cell.

    Attributes:
        selection: what this panel and others look at together; None where it has no part.
    """

    selection: Selection | None = None
    _closed = False

    def __init__(self, rows: list[list[widgets.Widget]], canvas: Canvas):
        self.canvas = canvas
        self.caption = widgets.HTML()
        self._quiet = False
        self._followed: dict[str, widgets.ValueWidget] = {}
        self._burst = Burst(self.refresh)
        self._controls = [control for row in rows for control in row]
        boxes = [
            widgets.HBox(row, layout={"flex_flow": "row wrap", "align_items": "center"})
            for row in rows
        ]
        super().__init__([*boxes, canvas, self.caption])
        for control in self._controls:
            if control.has_trait("value"):
                control.observe(self._moved, "value")
        self.refresh()

    def follow(self, selection: Selection | None, **controls: widgets.ValueWidget) -> None:
        """Link each control with the trait of ``selection`` of that name, both ways.

        The controls take what they can show of the selection. With None a new selection is
        made, which begins with the values of the controls.

        Args:
            controls: such as ``image=self.image, module=self.module``.
        """
        if selection is None:
            selection = Selection(**{name: part.value for name, part in controls.items()})
        self.selection, self._followed = selection, controls
        for name in controls:
            self._selected({"name": name, "new": getattr(selection, name)})
        selection.observe(self._selected, list(controls))

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
        """Draw, show, and say what is shown; nothing once the panel is closed.

        Raises:
            Exception: whatever ``draw`` or ``describe`` raises, once it stands in the panel.
        """
        if self._closed:
            return
        with self.errors_shown():
            frame = self.canvas.new_frame()
            self.draw(frame)
            text = self.describe()
            self.canvas.alt = html.unescape(text)
            self.canvas.show(frame)
            self.caption.value = (
                f'<div role="status" aria-live="polite" style="line-height: 1.4">{text}</div>'
            )

    @contextmanager
    def errors_shown(self):
        """What goes wrong inside is said in the panel, then raised."""
        try:
            yield
        except Exception as error:
            self.caption.value = alert(error)
            raise

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
        """A control was moved, on the page or by code."""
        if self._quiet:
            return
        control = change["owner"]
        with moved_by(control):
            with self.errors_shown(), self.quietly():
                self.adjust(change)
            self._burst.move()
            for name, followed in self._followed.items():
                if followed is control:
                    self.selection.set_trait(name, control.value)

    def _selected(self, change: dict) -> None:
        """The selection was moved, by another panel or by code."""
        control = self._followed[change["name"]]
        with self.errors_shown(), self.quietly():
            if not take(control, change["new"]):
                return
            self.adjust({**change, "owner": control, "name": "value"})
        self._burst.move()

    def close(self) -> None:
        """Free everything the panel holds in the page: a re-run cell leaves nothing behind."""
        if self.selection is not None:
            self.selection.unobserve(self._selected, list(self._followed))
            self.selection, self._followed = None, {}
        self._closed = True
        for child in self.children:
            close_widget(child)
        self.layout.close()
        super().close()

    def _repr_mimebundle_(self, **kwargs) -> tuple[dict, dict]:
        data = dict(super()._repr_mimebundle_(**kwargs) or {})
        data["image/png"] = base64.b64encode(self.canvas.value).decode()
        data["text/plain"] = self.summary()
        return data, {"image/png": {"alt": self.canvas.alt}}
