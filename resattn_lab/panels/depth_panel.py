"""A stack under a depth slider: the signal on its way up, the gradient on its way back."""

import math
from collections.abc import Mapping

import ipywidgets as widgets
import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from resattn_lab.measures import Propagation
from resattn_lab.plots.depth_curves import LINES, MARKERS
from resattn_lab.plots.palette import INK, MUTED

from .canvas import Canvas
from .canvas_panel import STYLE, WIDE, CanvasPanel
from .frame import Frame

SIGNS = {"s": "■", "o": "●", "^": "▲", "D": "◆"}  # as matplotlib draws the markers
Runs = Mapping[str, Mapping[int, Propagation]]


class DepthPanel(CanvasPanel):
    """Signal and gradient through stacks of different kinds, unit by unit.

    It computes nothing: every depth was measured before, so that a move only draws.

    Args:
        groups: such as "with batch norm"; in each, the kinds of stack by name, and of each
            kind a ``Propagation`` for every depth. All have the same kinds and depths.

    Attributes:
        depth, group: the controls.
        canvas: the picture; ``canvas.alt`` says in words what it shows.

    Raises:
        ValueError: groups that are empty, or whose kinds or depths differ.
    """

    def __init__(self, groups: Mapping[str, Runs]):
        self.groups = {name: dict(runs) for name, runs in groups.items()}
        found = {
            (tuple(runs), tuple(tuple(sorted(kind)) for kind in runs.values()))
            for runs in self.groups.values()
        }
        kinds, depths = next(iter(found), ((), ((),)))
        if len(found) != 1 or len(set(depths)) != 1 or not depths[0]:
            raise ValueError(
                "every group needs the same kinds of stack at the same depths, got "
                f"{sorted(found)}"
            )
        if len(kinds) > len(MARKERS):
            raise ValueError(f"at most {len(MARKERS)} kinds can be told apart, got {kinds}")
        self.kinds = kinds
        self.depth = widgets.SelectionSlider(
            options=depths[0],
            value=depths[0][0],
            description="depth in units",
            style=STYLE,
            layout=WIDE,
        )
        self.group = widgets.RadioButtons(
            options=list(self.groups), description="stacks", style=STYLE
        )
        canvas = self.canvas = Canvas(9.8, 3.7)
        self.views = [self._view(canvas, side, depths[0][-1]) for side in (0, 1)]
        super().__init__([[self.depth, self.group]], canvas)

    def _view(self, canvas: Canvas, side: int, deepest: int) -> Axes:
        """The still part of the left (signal) or right (gradient) view."""
        ax = canvas.figure.add_axes((0.075 + 0.5 * side, 0.15, 0.41, 0.73))
        values = [
            np.asarray(run[side])
            for runs in self.groups.values()
            for kind in runs.values()
            for run in kind.values()
        ]
        low = min(math.log10(v.min()) for v in values) - 0.5
        high = max(math.log10(v.max()) for v in values) + 0.5
        ax.set(yscale="log", xlim=(-0.02 * deepest, 1.02 * deepest), ylim=(10**low, 10**high))
        words = ("signal, relative to the input", "gradient, relative to the output")
        ax.set_title(words[side], fontsize=10, color=INK)
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
        ax.set_xlabel("units passed", fontsize=9)
        ax.set_ylabel("root mean square", fontsize=9)
        ax.tick_params(labelsize=8)
        ax.axhline(1, color=MUTED, linewidth=0.8, linestyle=":")
        keys = [
            Line2D([], [], color=colour, marker=marker, linestyle="-", label=kind)
            for kind, colour, marker in zip(self.kinds, LINES, MARKERS, strict=False)
        ]
        ax.legend(handles=keys, fontsize=8, loc=("upper left", "upper right")[side])
        return ax

    def runs(self) -> dict[str, Propagation]:
        """What is shown: each kind's run at the chosen depth."""
        chosen = self.groups[self.group.value]
        return {kind: chosen[kind][self.depth.value] for kind in self.kinds}

    def draw(self, frame: Frame) -> None:
        places = np.arange(self.depth.value + 1)
        every = max(1, self.depth.value // 5)
        for number, run in enumerate(self.runs().values()):
            sign, colour = SIGNS[MARKERS[number]], LINES[number]
            for ax, values in zip(self.views, run, strict=True):
                frame.line(ax, places, np.asarray(values), colour)
                for place in places[::every]:
                    at = frame.point(ax, place, float(values[place]))
                    frame.words(at, sign, points=9, colour=colour, anchor="mm")

    def describe(self) -> str:
        """Depth, group, and what arrives at either end, in words."""
        units = "1 unit" if self.depth.value == 1 else f"{self.depth.value} units"
        runs = self.runs().items()
        up = ", ".join(f"{kind} ×{readable(run.signal[-1])}" for kind, run in runs)
        back = ", ".join(f"{kind} ×{readable(run.gradient[0])}" for kind, run in runs)
        return (
            f"{units}, {self.group.value}. The signal that leaves the stack, relative to its "
            f"input: {up}. The gradient that reaches the input, relative to the one "
            f"that is handed in at the output: {back}."
        )

    def summary(self) -> str:
        return f"DepthPanel: {len(self.groups)} × {len(self.kinds)} kinds of stack"


def readable(strength: float) -> str:
    """Two digits, or whole thousands with a comma."""
    return f"{float(strength):,.0f}" if strength >= 100 else f"{float(strength):.2g}"
