"""What all panels share: controls above a canvas, its words below, and a static twin."""

import base64
import html
from collections.abc import Mapping, Sequence
from contextlib import contextmanager

import ipywidgets as widgets

from .burst import Burst, listen
from .canvas import Canvas
from .controls import STYLE, WIDE, alert, close_widget, slider, switch
from .export import Saved
from .frame import Frame
from .lifetime import Lasting
from .selection import Selection, take

__all__ = ["STYLE", "WIDE", "CanvasPanel", "close_widget", "slider", "switch"]


class CanvasPanel(Saved, widgets.VBox, metaclass=Lasting):
    """Controls, a canvas, and a caption that is also the picture's alternative text.

    A subclass draws what stays on ``canvas.figure``, calls ``super().__init__``, and gives
    ``draw`` (what moves) and ``describe`` (one paragraph about it, from the data, in plain
    words: signs of HTML in them stay signs).

    A control that code sets is drawn before the next line runs. Moves that come from the
    page are drawn a few milliseconds later, a burst of them once or a few times, the last
    one always. What goes wrong stands in place of the caption until the next good move; it
    is raised as well, to the line that set the control, or into the kernel's log.

    Where no kernel runs, the notebook shows the picture as it was at the end of its cell.
    A panel that cannot be built leaves no widget behind, and a cell that is run again
    closes the panels of its last run.

    Args:
        rows: the controls, from above.
        canvas: for the picture.
        below: what stands below the words.
        selection: what this panel and others look at together; a new one when None.
        shares: trait of the selection -> the control that is linked with it, both ways. The
            controls take what they can show of the selection; a new one begins with theirs.

    Attributes:
        selection: what this panel and others look at together; None where it has no part.
    """

    selection: Selection | None = None
    _closed = False

    def __init__(
        self,
        rows: list[list[widgets.Widget]],
        canvas: Canvas,
        *,
        below: Sequence[widgets.Widget] = (),
        selection: Selection | None = None,
        shares: Mapping[str, widgets.ValueWidget] | None = None,
    ):
        self.canvas = canvas
        self.caption = widgets.HTML()
        self._quiet = False
        self._burst = Burst(self.refresh)
        self._controls = [control for row in rows for control in row]
        boxes = [
            widgets.HBox(row, layout={"flex_flow": "row wrap", "align_items": "center"})
            for row in rows
        ]
        super().__init__([*boxes, canvas, self.caption, *below])
        self.add_class("resattn-panel")
        for control in self._controls:
            if control.has_trait("value"):
                listen(control)
                control.observe(self._moved, "value")
        self._shares, self._synced = dict(shares or {}), {}
        if shares is not None:
            self._follow(selection)
        self.refresh()

    def _follow(self, selection: Selection | None) -> None:
        """Link the shared controls with ``selection``; nothing is drawn yet."""
        if selection is None:
            values = {name: control.value for name, control in self._shares.items()}
            selection = Selection(**values)
        self.selection = selection
        with self.quietly():
            for name, control in self._shares.items():
                selection.follow(name, control)
                value = getattr(selection, name)
                if take(control, value):
                    self.adjust({"owner": control, "name": "value", "new": value})
        self._synced = {name: control.value for name, control in self._shares.items()}
        selection.observe(self._selected, list(self._shares))

    def draw(self, frame: Frame) -> None:
        """Put on ``frame`` what the controls ask for."""
        raise NotImplementedError

    def describe(self) -> str:
        """What the picture shows, in plain words, from the data."""
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
            self.canvas.alt = text
            self.canvas.show(frame)
            self.caption.value = (
                '<div role="status" aria-live="polite" style="line-height: 1.4">'
                f"{html.escape(text, quote=False)}</div>"
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
        with self.errors_shown(), self.quietly():
            self.adjust(change)
        self._burst.move()
        self._tell()

    def _selected(self, change: dict) -> None:
        """The selection was moved, by another panel or by code."""
        name = change["name"]
        control = self._shares[name]
        with self.errors_shown(), self.quietly():
            if not take(control, change["new"]):
                return
            self._synced[name] = control.value
            self.adjust({**change, "owner": control, "name": "value"})
        self._burst.move()
        self._tell()

    def _tell(self) -> None:
        """Put what moved here into the selection: also what another control's move cut."""
        moved = {n: c.value for n, c in self._shares.items() if c.value != self._synced[n]}
        self._synced.update(moved)
        for name, value in moved.items():
            self.selection.set_trait(name, value)

    def close(self) -> None:
        """Free everything the panel holds in the page: a re-run cell leaves nothing behind."""
        if self.selection is not None:
            self.selection.unobserve(self._selected, list(self._shares))
            for control in self._shares.values():
                self.selection.leave(control)
            self.selection, self._shares = None, {}
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
