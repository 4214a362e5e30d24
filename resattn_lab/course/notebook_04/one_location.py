"""One location under sliders: what the two products put out, and what they send back."""

from dataclasses import dataclass

import ipywidgets as widgets

from resattn_lab.plots.palette import MUTED

PRODUCTS = ("(1 + M)·T", "M·T")
COLOURS = {True: "#b2182b", False: "#2166ac"}  # above and below zero, as in the pictures
HALF = 90  # pixels that the longest bar takes to either side of zero


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the table: what both products make, and the largest that it can be."""

    name: str
    values: tuple[float, float]
    limit: float


def rows(trunk: float, mask: float, gradient: float) -> list[Row]:
    """Output and gradients of (1 + M)·T and of M·T at one location."""
    weights = (1 + mask, mask)
    return [
        Row(name="H, passed on", values=tuple(w * trunk for w in weights), limit=6),
        Row(name="gradient into T", values=tuple(w * gradient for w in weights), limit=2),
        Row(name="gradient into M", values=(trunk * gradient,) * 2, limit=3),
    ]


def bar(value: float, limit: float) -> str:
    """A number and its bar from a zero in the middle, as HTML."""
    length = round(HALF * min(abs(value) / limit, 1))
    left = HALF if value >= 0 else HALF - length
    number = f"{value + 0:.2f}".replace("-", "−")
    zero, drawn = (
        f'<div style="position: absolute; left: {start}px; width: {wide}px; top: {top}px; '
        f'bottom: {top}px; background: {colour}"></div>'
        for start, wide, top, colour in (
            (HALF, 1, -6, MUTED),
            (left, length, 0, COLOURS[value >= 0]),
        )
    )
    return (
        f'<td style="text-align: right; width: 4em">{number}</td>'
        f'<td><div aria-hidden="true" style="position: relative; width: {2 * HALF}px; '
        f'height: 16px">{zero}{drawn}</div></td>'
    )


class OneLocation(widgets.VBox):
    """T, M and g of one location under sliders, and a table of what follows from them.

    Attributes:
        trunk, mask, gradient: the sliders.
        table: what both products put out and send back, as HTML.
    """

    def __init__(self, trunk: float = 2.0, mask: float = 0.1, gradient: float = 1.0):
        self.trunk = _slider("T", trunk, -3, 3)
        self.mask = _slider("M", mask, 0, 1)
        self.gradient = _slider("g", gradient, -1, 1)
        self.table = widgets.HTML()
        controls = [self.trunk, self.mask, self.gradient]
        for control in controls:
            control.observe(self._fill, "value")
        self._fill()
        super().__init__([*controls, self.table])

    def _fill(self, change: dict | None = None) -> None:
        values = self.trunk.value, self.mask.value, self.gradient.value
        head = "".join(f'<th colspan="2" scope="col">{name}</th>' for name in PRODUCTS)
        body = "".join(
            f'<tr><th scope="row" style="text-align: left">{row.name}</th>'
            + "".join(bar(value, row.limit) for value in row.values)
            + "</tr>"
            for row in rows(*values)
        )
        self.table.value = f"<table><tr><td></td>{head}</tr>{body}</table>"

    def _repr_mimebundle_(self, **kwargs) -> dict:
        data = dict(super()._repr_mimebundle_(**kwargs) or {})
        names = ("T", "M", "g")
        values = (self.trunk.value, self.mask.value, self.gradient.value)
        at = ", ".join(f"{name} = {v:g}" for name, v in zip(names, values, strict=True))
        data["text/html"] = f"<p>One location: {at}.</p>{self.table.value}"
        data["text/plain"] = f"OneLocation: sliders for T, M and g; {at}"
        return data


def _slider(name: str, value: float, low: float, high: float) -> widgets.FloatSlider:
    return widgets.FloatSlider(
        value=value, min=low, max=high, step=0.1, description=name, readout_format=".1f"
    )
