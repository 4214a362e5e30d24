"""The controls of a panel, declared in its class: what is moved, and what it is called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import ipywidgets as widgets

WHOLE = {"width": "100%", "max_width": "460px", "margin": "0 0 4px 0"}


@dataclass(frozen=True)
class Control:
    """One control, named in words; a subclass says of which kind.

    As an attribute of a ``Panel``'s class it is a declaration; every panel has the widget
    itself under the same name, and its value in ``s`` of ``look``, ``draw`` and ``words``.

    Args:
        label: what the reader is told, and what a screen reader says.
        more: it stands among those that the button *more* opens.
    """

    label: str
    more: bool = field(default=False, kw_only=True)

    def build(self, **traits: Any) -> widgets.Widget:
        """The widget; ``traits`` are what only the data know, such as ``max=23``."""
        raise NotImplementedError


@dataclass(frozen=True)
class Slider(Control):
    """Whole numbers, or with a broken ``step`` broken ones; arrow keys move it by one step.

    With ``log`` min, max and step are exponents of ten, and the value is a power of it.
    """

    max: float = 0
    value: float | None = None
    min: float = field(default=0, kw_only=True)
    step: float = field(default=1, kw_only=True)
    log: bool = field(default=False, kw_only=True)

    def build(self, **traits: Any) -> widgets.Widget:
        layout = WHOLE | traits.pop("layout", {})
        given = {"min": self.min, "max": self.max, "step": self.step, "value": self.value}
        given |= traits
        given["max"] = max(given["max"], given["min"])
        if self.log:
            look = {"readout_format": ".3g", "layout": layout}
            return widgets.FloatLogSlider(**given, description=self.label, **look)
        if given["value"] is None:
            given["value"] = given["min"]
        whole = all(isinstance(number, int) for number in given.values())
        kind = widgets.IntSlider if whole else widgets.FloatSlider
        still = given["max"] == given["min"]
        return kind(**given, description=self.label, disabled=still, layout=layout)


@dataclass(frozen=True)
class Choice(Control):
    """One of several: a ``"list"`` to unfold, ``"dots"`` side by side, or a ``"slider"``.

    ``options`` are values, or (words, value) pairs; one alone leaves nothing to choose.
    """

    options: Sequence = ()
    kind: str = field(default="list", kw_only=True)

    def build(self, **traits: Any) -> widgets.Widget:
        given: dict[str, Any] = {"options": list(self.options), "layout": WHOLE} | traits
        if self.kind == "dots":
            given["orientation"] = "horizontal"
        kinds = {
            "list": widgets.Dropdown,
            "dots": widgets.RadioButtons,
            "slider": widgets.SelectionSlider,
        }
        made = kinds[self.kind](description=self.label, **given)
        made.disabled = len(made.options) < 2
        return made


@dataclass(frozen=True)
class Switch(Control):
    """On or off; the space bar turns it."""

    value: bool = False

    def build(self, **traits: Any) -> widgets.Widget:
        given = {"value": self.value, "indent": False, "layout": WHOLE} | traits
        return widgets.Checkbox(description=self.label, **given)


@dataclass(frozen=True)
class Press(Control):
    """A button; the panel has a method ``press_<name>``, which may set several controls."""

    tooltip: str = ""

    def build(self, **traits: Any) -> widgets.Widget:
        given = {"tooltip": self.tooltip, "layout": {"width": "auto"}} | traits
        return widgets.Button(description=self.label, **given)


def declared(kind: type) -> dict[str, Control]:
    """Name -> declaration of a panel's class and of those it is made from, in their order."""
    found: dict[str, Control] = {}
    for part in reversed(kind.__mro__):
        own = {name: made for name, made in vars(part).items() if isinstance(made, Control)}
        found |= own
    return found
