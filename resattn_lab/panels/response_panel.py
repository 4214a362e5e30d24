"""Responses after 1, 2, … modules under a slider, for both ways to fuse."""

from collections.abc import Mapping, Sequence
from types import SimpleNamespace

import numpy as np

from resattn_lab.measures import factor_per_module
from resattn_lab.plots.palette import MUTED
from resattn_lab.plots.response_lines import LINES

from .declared import Choice, Slider
from .marks import Axis, Chart, Dot, Line, Words
from .panel import Panel

APART = 18  # pixels, so that the words at the two lines' ends do not overlap
HIGH = 400  # pixels of the chart
BACK = "gradient"  # the quantity that comes from the end
# curves[quantity][units][batch norm][line]: one value after each number of modules
Curves = Mapping[str, Mapping[str, Mapping[str, Mapping[str, Sequence[float]]]]]


class ResponsePanel(Panel):
    """What is left after n modules with Eq. 3 (ARL) and with Eq. 1 (NAL), on one log scale.

    The scale spans all the units' curves of a quantity, so that their pictures can be
    compared. A gradient's modules are counted from the end. Everything was measured before;
    a move only draws.

    Args:
        curves: ``curves[quantity][units][batch norm]`` is a mapping with ``"ARL"`` and
            ``"NAL"``, each with one value above zero after 1, 2, … modules. The names of the
            three levels become the choices; each branch must have the same, and a level
            with one name has nothing to choose and is not shown. Values are relative: to
            what was sent in, or to another response.
        floor: the scale ends there; what lies lower is drawn on its lower edge, and said.

    Attributes:
        count: the slider, the number of modules.
        quantity, units, norm: the choices.

    Raises:
        ValueError: lines of other names or lengths, or a value that is not above zero.
    """

    count = Slider("number of modules", min=1)
    quantity = Choice("quantity", kind="dots")
    units = Choice("units", kind="dots")
    norm = Choice("batch norm", kind="dots")

    def __init__(self, curves: Curves, *, floor: float = 1e-7):
        self.curves, self.floor = curves, floor
        lines = [
            line
            for units in curves.values()
            for norms in units.values()
            for pair in norms.values()
            for line in self._checked(pair)
        ]
        if len({len(line) for line in lines}) != 1:
            raise ValueError(
                f"all lines must have one length, got {sorted({len(line) for line in lines})}"
            )
        longest, units = len(lines[0]), next(iter(curves.values()))
        across = np.arange(1, longest + 1)
        self.bare = (
            *(Line(across, factor**across, MUTED, style=":") for factor in (1.5, 0.5)),
            Words(0.5, None, "dotted: masks of 0.5 alone", MUTED, "lb", shift=(8, -6)),
        )
        self.axes = {
            (quantity, norm): self._axes(quantity, [kinds[norm] for kinds in units.values()])
            for quantity, units in curves.items()
            for norm in next(iter(units.values()))
        }
        choices = {
            "quantity": list(curves),
            "units": list(units),
            "norm": list(next(iter(units.values()))),
        }
        hidden = {"layout": {"display": "none"}}  # nothing to choose
        super().__init__(
            count={"max": longest, "value": longest},
            **{
                name: {"options": options} | (hidden if len(options) == 1 else {})
                for name, options in choices.items()
            },
        )

    @staticmethod
    def _checked(pair: Mapping[str, Sequence[float]]) -> list[Sequence[float]]:
        if set(pair) != set(LINES):
            raise ValueError(f"wanted the lines {', '.join(LINES)}, got {', '.join(pair)}")
        for name, line in pair.items():
            if not all(value > 0 for value in line):
                raise ValueError(f"a log scale takes values above zero; {name} has {min(line)}")
        return list(pair.values())

    def _axes(self, quantity: str, pairs: list[Mapping[str, Sequence[float]]]):
        """The axes that hold these pairs of lines and the bare ones."""
        lines = [line for pair in pairs for line in pair.values()]
        longest = len(lines[0])
        low = min(max(self.floor, min(map(min, lines))), 0.5**longest)
        high = max(max(map(max, lines)), 1.5**longest)
        ticks = tuple(range(1, longest + 1, 1 + (longest - 1) // 12))
        count = "modules back from the end" if quantity == BACK else "number of modules"
        return (
            Axis(count, 0.5, longest + 0.5, ticks=ticks),
            Axis("relative size", low / 3, high * 3, log=True),
        )

    def look(self, s: SimpleNamespace) -> dict[str, Sequence[float]]:
        """The two lines that the controls ask for, as far as the slider stands."""
        pair = self.curves[s.quantity][s.units][s.norm]
        return {name: list(pair[name][: s.count]) for name in LINES}

    def draw(self, s: SimpleNamespace, seen: dict[str, Sequence[float]]) -> Chart:
        across, marks = np.arange(1, s.count + 1), []
        axes = self.axes[s.quantity, s.norm]
        ends = {name: max(line[-1], self.floor) for name, line in seen.items()}
        for name, line in seen.items():
            colour, style, _ = LINES[name]
            heights = np.maximum(line, self.floor)
            marks += [
                Line(across, heights, colour, style=style, dots=3),
                Dot(s.count, ends[name], colour, 6),
                Words(
                    s.count,
                    ends[name],
                    f"{name} {spoken(line[-1])}",
                    colour,
                    shift=(10, self._aside(name, ends, axes[1])),
                ),
            ]
        chosen = [
            f"{level}: {value}"
            for level, value, choice in (
                ("units", s.units, self.units),
                ("batch norm", s.norm, self.norm),
            )
            if len(choice.options) > 1
        ]
        title = ", ".join([s.quantity, *chosen])
        return Chart(marks, *axes, still=self.bare, size=(720, HIGH), right=130, title=title)

    def _aside(self, name: str, ends: Mapping[str, float], scale: Axis) -> int:
        """Pixels that a line's words move down, so that they stay clear of the other's."""
        low, high = np.log10([scale.low, scale.high])
        apart = HIGH * (np.log10(ends["ARL"]) - np.log10(ends["NAL"])) / (high - low)
        if abs(apart) >= APART:
            return 0
        upper = "ARL" if apart >= 0 else "NAL"
        move = round((APART - abs(apart)) / 2)
        return -move if name == upper else move

    def words(self, s: SimpleNamespace, seen: dict[str, Sequence[float]]) -> str:
        arl, nal = (seen[name][-1] for name in ("ARL", "NAL"))
        modules = "1 module" if s.count == 1 else f"{s.count} modules"
        text = (
            f"After {modules}, units: {s.units}, batch norm: {s.norm}. "
            f"The {s.quantity} is {spoken(arl)} with ARL, (1 + M)·T, and "
            f"{spoken(nal)} with NAL, M·T; the first divided by the second is "
            f"{spoken(arl / nal)}."
        )
        if min(arl, nal) < self.floor:
            text += " What is smaller than the scale is drawn on its lower edge."
        if s.count > 1:
            factors = [factor_per_module(seen[name]) for name in ("ARL", "NAL")]
            text += (
                f" From module to module it is multiplied by {factors[0]:.2f} (ARL) and "
                f"{factors[1]:.2f} (NAL), on average."
            )
        return text

    def summary(self) -> str:
        return (
            f"ResponsePanel: 1 to {self.count.max} modules, "
            f"{len(self.curves)} quantities, {len(LINES)} lines"
        )


def spoken(value: float) -> str:
    """Three figures, with a power of ten only where the number would be long."""
    if 1e-4 <= value < 1e5:
        return f"{value:.3g}" if value < 1000 else f"{value:,.0f}"
    mantissa, exponent = f"{value:.1e}".split("e")
    return f"{mantissa}·10^{int(exponent)}"
