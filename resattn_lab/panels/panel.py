"""What all panels share: declared controls beside a picture made of marks, and its words."""

import base64
import html
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any, ClassVar

import ipywidgets as widgets

from .burst import Burst, listen
from .controls import alert, close_widget
from .declared import declared
from .export import Saved
from .following import Following
from .lifetime import Lasting
from .marks import Mark
from .renderer import Drawn, Place, render
from .screen import Screen
from .selection import Selection
from .wiring import Wiring


class Panel(Following, Saved, widgets.VBox, metaclass=Lasting):
    """Controls beside or above a picture, and a caption that is also its alternative text.

    A subclass declares its controls as attributes of the class, and gives three methods:
    ``look(s)`` computes everything that is seen, once; ``draw(s, seen)`` gives the tree of
    marks; ``words(s, seen)`` one paragraph about it, in plain words (signs of HTML in them
    stay signs). ``s`` has the value of every control under its name.

    A control that code sets is drawn before the next line runs. Moves that come from the
    page are drawn a few milliseconds later, a burst of them once or a few times, the last
    one always. What goes wrong stands in place of the caption until the next good move; it
    is raised as well, to the line that set the control, or into the kernel's log.

    Where no kernel runs, the notebook shows the picture as it was at the end of its cell.
    A panel that cannot be built leaves no widget behind, and a cell that is run again
    closes the panels of its last run.

    Args:
        selection: what this panel and others look at together; a new one when None. The
            controls named in ``shares`` are linked with it, both ways; what a panel cannot
            show is clamped to what it can, in the selection too.
        traits: control -> what only the data know of it, such as ``image={"max": 23}``.

    Attributes:
        canvas: the picture; ``canvas.alt`` says in words what it shows.
        seen: what ``look`` gave for the picture that is shown.
        drawn: that picture, and where its marks lie.
        more: what opens the other controls, with ``more.selected_index = 0``; None where
            there are none.
    """

    hovers: ClassVar[bool] = False  # whether ``hovered`` is told of the pointer's moves
    least: ClassVar[tuple[int, int] | None] = None  # pixels that the picture has at least
    _closed = False

    def __init__(self, *, selection: Selection | None = None, **traits: dict[str, Any]):
        self.canvas, self.caption = Screen(), widgets.HTML()
        self.seen: Any = None
        self.drawn: Drawn | None = None
        self._quiet = False
        self._burst = Burst(self.refresh)
        kinds = declared(type(self))
        self._by_name = {
            name: kind.build(**traits.pop(name, {})) for name, kind in kinds.items()
        }
        if traits:
            raise TypeError(f"{type(self).__name__} has no control {', '.join(traits)}")
        for name, control in self._by_name.items():
            setattr(self, name, control)
        self._by_name |= self.added()
        self._controls = list(self._by_name.values())
        self._pointer = widgets.Text()
        super().__init__(self._parts(kinds))
        self.add_class("resattn-panel")
        if self.hovers:
            self.add_class("resattn-hovers")
        for name, control in self._by_name.items():
            self._wire(name, control)
        listen(self._pointer)
        self._pointer.observe(self._pointed, "value")
        self._synced: dict[str, Any] = {}
        if self.shares:
            self._follow(selection)
        self.refresh()

    # What a subclass gives

    def look(self, s: SimpleNamespace) -> Any:
        """Everything that is seen, computed once."""
        return None

    def draw(self, s: SimpleNamespace, seen: Any) -> Mark:
        """The tree of marks."""
        raise NotImplementedError

    def words(self, s: SimpleNamespace, seen: Any) -> str:
        """What the picture shows, in plain words, from the data."""
        raise NotImplementedError

    def summary(self) -> str:
        """One line that does not change with the data's decimals."""
        raise NotImplementedError

    def adjust(self, name: str) -> None:
        """Bring the other controls in line with ``name``, which was moved, before drawing."""

    def touched(self, place: Place, across: float, down: float) -> None:
        """A mark with a name was clicked, at these shares of its width and height."""

    def hovered(self, place: Place, across: float, down: float) -> None:
        """The pointer is on a mark with a name, where the class says ``hovers``."""

    def stepped(self, across: int, down: int) -> None:
        """An arrow key was pressed on the picture."""

    # What is on the page

    def _parts(self, kinds: dict) -> list[widgets.Widget]:
        """Wiring, controls beside the picture, and the words below it."""
        first = [self._by_name[name] for name, kind in kinds.items() if not kind.more]
        later = [part for part in self._controls if part not in first]
        self.more = None
        if later:
            self.more = widgets.Accordion(
                [widgets.VBox(self.arranged_more(later))], titles=["more"]
            )
        side = widgets.VBox([*self.arranged(first), *([self.more] if later else [])])
        stage = widgets.Box([self.canvas])
        view = self._pane = widgets.VBox([stage, self.caption, *self.below()])
        wiring = widgets.HTML(Wiring.of_panel())
        desk = widgets.HBox([side, view] if self._controls else [view])
        named = {side: "side", stage: "stage", view: "view", wiring: "wiring", desk: "desk"}
        named |= {self._pointer: "pointer", self.caption: "words"}
        for part, name in named.items():
            part.add_class(f"resattn-{name}")
        if not self._controls:
            side.close()
        return [wiring, desk, self._pointer]

    def arranged(self, controls: list[widgets.Widget]) -> list[widgets.Widget]:
        """The controls that are always seen, from above."""
        return controls

    def arranged_more(self, controls: list[widgets.Widget]) -> list[widgets.Widget]:
        """The controls that *more* opens, from above."""
        return controls

    def added(self) -> dict[str, widgets.Widget]:
        """Controls that only the data can name, by what ``adjust`` is told; behind *more*."""
        return {}

    def below(self) -> list[widgets.Widget]:
        """What stands below the words."""
        return []

    def _wire(self, name: str, control: widgets.Widget) -> None:
        listen(control)
        if isinstance(control, widgets.Button):
            press = getattr(self, f"press_{name}")
            control.on_click(lambda button: self._pressed(press))
        else:
            control.observe(lambda change: self._moved(name), "value")

    # What happens when something moves

    def values(self) -> SimpleNamespace:
        """The value of every control, by its name."""
        named = self._by_name.items()
        return SimpleNamespace(
            **{name: part.value for name, part in named if part.has_trait("value")}
        )

    def refresh(self) -> None:
        """Draw, show, and say what is shown; nothing once the panel is closed.

        Raises:
            Exception: whatever ``look``, ``draw`` or ``words`` raises, once it stands in
                the panel.
        """
        if self._closed:
            return
        with self.errors_shown():
            s = self.values()
            seen = self.look(s)
            drawn = render(self.draw(s, seen), size=self.least)
            text = self.words(s, seen)
            self.seen, self.drawn = seen, drawn
            self.canvas.alt = text
            self.canvas.show(drawn.png(), *drawn.picture.size)
            # Where controls and picture do not fit side by side, the controls stand above.
            self._pane.layout.flex = f"100 1 {drawn.picture.width}px"
            said = html.escape(text, quote=False)
            self.caption.value = f'<div class="resattn-said">{said}</div>'  # panel.js speaks

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

    def _moved(self, name: str) -> None:
        """A control was moved, on the page or by code."""
        if self._quiet:
            return
        with self.errors_shown(), self.quietly():
            self.adjust(name)
        self._burst.move()
        self._tell()

    def _pressed(self, press) -> None:
        """A button was pressed, or the picture touched: many controls, one picture or none."""
        before = self.values()
        with self.errors_shown(), self.quietly():
            press()
        if self.values() != before:
            self._burst.move()
            self._tell()

    def _pointed(self, change: dict) -> None:
        """The page's script says where the picture was touched: "press 12 30", a number."""
        kind, *numbers = change["new"].split()
        x, y = (int(number) for number in numbers[:2])
        if kind == "step":
            self._pressed(lambda: self.stepped(x, y))
            return
        tell = self.hovered if kind == "move" else self.touched
        for place in self.drawn.places:
            inside = place.left <= x < place.right and place.top <= y < place.bottom
            if inside and place.mark.name:
                across = (x - place.left) / (place.right - place.left)
                down = (y - place.top) / (place.bottom - place.top)
                self._pressed(lambda at=place, a=across, d=down: tell(at, a, d))

    def close(self) -> None:
        """Free everything the panel holds in the page: a re-run cell leaves nothing behind."""
        self._leave()
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
