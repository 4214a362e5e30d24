"""A test's limit and how much it looks at, under sliders: false alarms against misses."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from resattn_lab.plots.alarms import ROWS, alarm_counts, spread
from resattn_lab.plots.palette import INK, MUTED

from .declared import Choice, Slider
from .marks import Axis, Box, Chart, Dot, Line, Words
from .panel import Panel

# samples[way][amount]: what was measured on right things, and on faulty ones
Samples = Mapping[str, Mapping[int, tuple[ArrayLike, ArrayLike]]]


class Seen(NamedTuple):
    """The values of right and of faulty things, and how many the limit gets wrong."""

    right: NDArray
    faulty: NDArray
    false_alarms: int
    misses: int


class AlarmPanel(Panel):
    """Right things above, faulty ones below; what lies right of the limit is accused.

    Everything was measured before; a move only draws.

    Args:
        samples: ``samples[way][amount]`` holds the values measured on right and on faulty
            things, all in [0, 1], where a test looks at ``amount`` numbers in this ``way``.
            Every way has the same amounts.
        measure: what was measured, for the axis and the words.
        limit: where the limit starts.

    Attributes:
        way, amount, limit: the controls.

    Raises:
        ValueError: ways with different amounts.
    """

    way = Choice("which values", kind="dots")
    amount = Choice("how many", kind="slider")
    limit = Slider("accused from", 1.0, 0.5, step=0.01)

    def __init__(self, samples: Samples, *, measure: str, limit: float = 0.5):
        amounts = {tuple(values) for values in samples.values()}
        if len(amounts) != 1:
            raise ValueError(f"every way needs the same amounts, got {sorted(amounts)}")
        self.samples, self.measure = samples, measure
        self.axes = (
            Axis(measure, 0, 1),
            Axis("", -0.5, 1.5, ticks=(0, 1), names=("faulty", "right")),
        )
        super().__init__(
            way={"options": list(samples)},
            amount={"options": list(amounts.pop())},
            limit={"value": float(limit)},
        )

    def look(self, s: SimpleNamespace) -> Seen:
        right, faulty = (np.asarray(found) for found in self.samples[s.way][s.amount])
        return Seen(right, faulty, *alarm_counts(right, faulty, s.limit))

    def draw(self, s: SimpleNamespace, seen: Seen) -> Chart:
        marks = [
            Box(1.5, s.limit, -0.5, 1, "#ececec", rim=False, fill=True),
            Line([s.limit, s.limit], [-0.5, 1.5], INK),
        ]
        said = (("false alarms", seen.false_alarms), ("misses", seen.misses))
        for (row, colour, _), values, (words, count) in zip(
            ROWS.values(), seen[:2], said, strict=True
        ):
            for x, y in zip(values, row + spread(len(values)), strict=True):
                if row:
                    marks.append(Dot(x, y, colour, 4))
                else:
                    square = (y + 0.025, x - 0.004, y - 0.025, x + 0.004)
                    marks.append(Box(*square, colour, rim=False, fill=True))
            marks += [
                Words(None, row, f"{count} of {len(values)}", colour, shift=(12, -9)),
                Words(None, row, words, MUTED, shift=(12, 9)),
            ]
        return Chart(
            marks, *self.axes, size=(720, 340), right=110, title="accused: the grey side"
        )

    def words(self, s: SimpleNamespace, seen: Seen) -> str:
        return (
            f"{self.measure}: {s.way}, {s.amount} looked at. Accused is what "
            f"measures {s.limit:.2f} or more: {seen.false_alarms} of {len(seen.right)} right "
            f"ones (false alarms), and all but {seen.misses} of {len(seen.faulty)} faulty ones "
            "(misses)."
        )

    def summary(self) -> str:
        return f"AlarmPanel: {len(self.samples)} ways, {len(self.amount.options)} amounts"
