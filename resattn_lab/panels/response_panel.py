"""Responses after 1, 2, … modules under a slider, for both ways to fuse."""

import math
from collections.abc import Mapping, Sequence

import ipywidgets as widgets
import numpy as np

from resattn_lab.measures import factor_per_module
from resattn_lab.plots.palette import MUTED
from resattn_lab.plots.response_lines import LINES, log_axis

from .canvas import Canvas
from .canvas_panel import STYLE, WIDE, CanvasPanel, slider
from .frame import Frame

# curves[quantity][units][batch norm][line]: one value after each number of modules
Curves = Mapping[str, Mapping[str, Mapping[str, Mapping[str, Sequence[float]]]]]


def choice(description: str, options: Sequence[str]) -> widgets.RadioButtons:
    """Radio buttons in a row; arrow keys move them."""
    return widgets.RadioButtons(
        options=list(options),
        description=description,
        orientation="horizontal",
        style=STYLE,
        layout=WIDE,
    )


class ResponsePanel(CanvasPanel):
    """What is left after n modules with Eq. 3 (ARL) and with Eq. 1 (NAL), on one log scale.

    The scale spans all the curves, so that pictures of different choices can be compared.
    Everything was measured before; a move only draws.

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

    def __init__(self, curves: Curves, *, floor: float = 1e-7):
        self.curves = curves
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
        longest, self.floor = len(lines[0]), floor
        units = next(iter(curves.values()))
        self.count = slider("number of modules", longest, value=longest)
        self.count.min = 1
        self.quantity = choice("quantity", list(curves))
        self.units = choice("units", list(units))
        self.norm = choice("batch norm", list(next(iter(units.values()))))
        for control in (self.quantity, self.units, self.norm):
            if len(control.options) == 1:
                control.layout.display = "none"
        self.count.disabled = longest == 1
        canvas = self.canvas = Canvas(7.2, 4.2)
        self.ax = self._still(
            canvas, longest, max(floor, min(map(min, lines))), max(map(max, lines))
        )
        rows = [[self.count, self.quantity], [self.units, self.norm]]
        super().__init__(rows, canvas)

    @staticmethod
    def _checked(pair: Mapping[str, Sequence[float]]) -> list[Sequence[float]]:
        if set(pair) != set(LINES):
            raise ValueError(f"wanted the lines {', '.join(LINES)}, got {', '.join(pair)}")
        for name, line in pair.items():
            if not all(value > 0 for value in line):
                raise ValueError(f"a log scale takes values above zero; {name} has {min(line)}")
        return list(pair.values())

    @staticmethod
    def _still(canvas: Canvas, longest: int, low: float, high: float):
        """Axes, scale, and what bare masks of 0.5 would do, dotted."""
        ax = canvas.figure.add_axes((0.1, 0.13, 0.7, 0.82))
        across = np.arange(1, longest + 1)
        for factor in (1.5, 0.5):
            ax.plot(across, factor**across, ":", color=MUTED, linewidth=1.2)
        low, high = min(low, 0.5**longest), max(high, 1.5**longest)
        log_axis(ax, (low / 3, high * 3))
        ax.set(xlim=(0.5, longest + 0.5), xlabel="number of modules")
        ax.set_xticks(across[:: 1 + (longest - 1) // 12])
        ax.set_ylabel("relative size")
        return ax

    def chosen(self) -> Mapping[str, Sequence[float]]:
        """The two lines that the controls ask for."""
        return self.curves[self.quantity.value][self.units.value][self.norm.value]

    def draw(self, frame: Frame) -> None:
        count = self.count.value
        right = frame.box(self.ax)[2] + 8
        heights = {}
        for name, line in self.chosen().items():
            colour, style, _ = LINES[name]
            x, y = np.arange(1, count + 1), np.maximum(line[:count], self.floor)
            frame.line(self.ax, *(dashed(x, y) if style == "--" else (x, y)), colour)
            for across, up in zip(x, y, strict=True):
                frame.dot(self.ax, across, up, colour, radius=6 if across == count else 3)
            heights[name] = frame.point(self.ax, count, y[-1])[1]
        apart = 18  # pixels, so that the two lines of words do not overlap
        middle, gap = sum(heights.values()) / 2, heights["NAL"] - heights["ARL"]
        if abs(gap) < apart:
            sign = 1 if gap >= 0 else -1
            heights = {"ARL": middle - sign * apart / 2, "NAL": middle + sign * apart / 2}
        for name, height in heights.items():
            text = f"{name} {spoken(self.chosen()[name][count - 1])}"
            frame.words((right, round(height)), text, points=10, colour=LINES[name][0])

    def describe(self) -> str:
        count, pair = self.count.value, self.chosen()
        arl, nal = (pair[name][count - 1] for name in ("ARL", "NAL"))
        modules = "1 module" if count == 1 else f"{count} modules"
        said = (
            f"After {modules}, units: {self.units.value}, batch norm: {self.norm.value}. "
            f"The {self.quantity.value} is {spoken(arl)} with ARL, (1 + M)·T, and "
            f"{spoken(nal)} with NAL, M·T; the first divided by the second is "
            f"{spoken(arl / nal)}."
        )
        if min(arl, nal) < self.floor:
            said += " What is smaller than the scale is drawn on its lower edge."
        if count > 1:
            factors = [factor_per_module(list(pair[name][:count])) for name in ("ARL", "NAL")]
            said += (
                f" From module to module it is multiplied by {factors[0]:.2f} (ARL) and "
                f"{factors[1]:.2f} (NAL), on average."
            )
        return said

    def summary(self) -> str:
        return (
            f"ResponsePanel: 1 to {self.count.max} modules, "
            f"{len(self.curves)} quantities, {len(self.chosen())} lines"
        )


def dashed(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Points of a dashed line, straight on a log scale; NaN stands between the dashes."""
    parts_x, parts_y = [], []
    for number in range(len(x) - 1):
        for start, end in ((0.1, 0.4), (0.6, 0.9)):
            share = np.array([start, end])
            parts_x += [*(x[number] + share * (x[number + 1] - x[number])), math.nan]
            parts_y += [*(y[number] * (y[number + 1] / y[number]) ** share), math.nan]
    return np.array(parts_x), np.array(parts_y)


def spoken(value: float) -> str:
    """Three figures, with a power of ten only where the number would be long."""
    if 1e-4 <= value < 1e5:
        return f"{value:.3g}" if value < 1000 else f"{value:,.0f}"
    mantissa, exponent = f"{value:.1e}".split("e")
    return f"{mantissa}·10^{int(exponent)}"
