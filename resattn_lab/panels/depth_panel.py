"""A stack under a depth slider: the signal on its way up, the gradient on its way back."""

import math
from collections.abc import Mapping
from types import SimpleNamespace

import numpy as np

from resattn_lab.measures import Propagation
from resattn_lab.plots.depth_curves import LINES, MARKERS
from resattn_lab.plots.palette import MUTED

from .declared import Choice
from .marks import Axis, Chart, Line, Row
from .panel import Panel

SIGNS = {"s": "■", "o": "●", "^": "▲", "D": "◆"}  # as matplotlib draws the markers
TITLES = ("signal, relative to the input", "gradient, relative to the output")
Runs = Mapping[str, Mapping[int, Propagation]]


class DepthPanel(Panel):
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

    depth = Choice("depth in units", kind="slider")
    group = Choice("stacks", kind="dots")

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
        self.kinds, deepest = kinds, depths[0][-1]
        ticks = tuple(range(0, deepest + 1, math.ceil(deepest / 5)))
        ends = -0.02 * deepest, 1.02 * deepest
        self.across = Axis("unit, counted from the input", *ends, ticks=ticks)
        self.up = [self._axis(side) for side in (0, 1)]
        self.level = (Line((-1, deepest + 1), (1, 1), MUTED, width=1, style=":"),)
        self.key = [
            (kind, colour, SIGNS[marker])
            for kind, colour, marker in zip(kinds, LINES, MARKERS, strict=False)
        ]
        super().__init__(
            depth={"options": list(depths[0]), "value": depths[0][0]},
            group={"options": list(self.groups)},
        )

    def _axis(self, side: int) -> Axis:
        """One scale for all depths and groups, half a power of ten wider than the values."""
        values = [
            np.asarray(run[side])
            for runs in self.groups.values()
            for kind in runs.values()
            for run in kind.values()
        ]
        low = min(math.log10(v.min()) for v in values) - 0.5
        high = max(math.log10(v.max()) for v in values) + 0.5
        return Axis("root mean square", 10**low, 10**high, log=True)

    def look(self, s: SimpleNamespace) -> dict[str, Propagation]:
        """Each kind's run at the chosen depth."""
        return {kind: self.groups[s.group][kind][s.depth] for kind in self.kinds}

    def draw(self, s: SimpleNamespace, seen: dict[str, Propagation]) -> Row:
        units, every = np.arange(s.depth + 1), max(1, s.depth // 5)
        ends = [[run.signal[-1], run.gradient[0]] for run in seen.values()]
        return Row(
            *(
                Chart(
                    [
                        Line(units, np.asarray(run[side]), colour, sign=sign, every=every)
                        for run, (_, colour, sign) in zip(seen.values(), self.key, strict=True)
                    ],
                    self.across,
                    self.up[side],
                    still=self.level,
                    size=(470, 360),
                    key=[
                        (f"{kind} ×{readable(arrives[side])}", *look)
                        for (kind, *look), arrives in zip(self.key, ends, strict=True)
                    ],
                    title=TITLES[side],
                )
                for side in (0, 1)
            )
        )

    def words(self, s: SimpleNamespace, seen: dict[str, Propagation]) -> str:
        """Depth, group, and what arrives at either end."""
        units = "1 unit" if s.depth == 1 else f"{s.depth} units"
        up = ", ".join(f"{kind} ×{readable(run.signal[-1])}" for kind, run in seen.items())
        back = ", ".join(f"{kind} ×{readable(run.gradient[0])}" for kind, run in seen.items())
        return (
            f"{units}, {s.group}. The signal that leaves the stack, relative to its "
            f"input: {up}. The gradient that reaches the input, relative to the one "
            f"that is handed in at the output: {back}."
        )

    def summary(self) -> str:
        return f"DepthPanel: {len(self.groups)} × {len(self.kinds)} kinds of stack"


def readable(strength: float) -> str:
    """Two digits, whole thousands with a comma, or a power of ten from a million on."""
    if strength >= 1e6:
        return f"{float(strength):.2g}"
    return f"{float(strength):,.0f}" if strength >= 100 else f"{float(strength):.2g}"
