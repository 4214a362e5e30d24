"""A test's limit and how much it looks at, under sliders: false alarms against misses."""

from collections.abc import Mapping

import ipywidgets as widgets
import numpy as np
from numpy.typing import ArrayLike

from resattn_lab.plots.alarms import ROWS, alarm_counts, bare_alarms, spread
from resattn_lab.plots.palette import INK, MUTED

from .canvas import Canvas
from .canvas_panel import STYLE, WIDE, CanvasPanel
from .frame import Frame

# samples[way][amount]: what was measured on right things, and on faulty ones
Samples = Mapping[str, Mapping[int, tuple[ArrayLike, ArrayLike]]]


class AlarmPanel(CanvasPanel):
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

    def __init__(self, samples: Samples, *, measure: str, limit: float = 0.5):
        amounts = {tuple(values) for values in samples.values()}
        if len(amounts) != 1:
            raise ValueError(f"every way needs the same amounts, got {sorted(amounts)}")
        self.samples, self.measure = samples, measure
        self.way = widgets.RadioButtons(
            options=list(samples), description="which values", style=STYLE, layout=WIDE
        )
        self.amount = widgets.SelectionSlider(
            options=list(amounts.pop()), description="how many", style=STYLE, layout=WIDE
        )
        self.limit = widgets.FloatSlider(
            value=limit, max=1, step=0.01, description="accused from", style=STYLE, layout=WIDE
        )
        canvas = self.canvas = Canvas(7.2, 2.8)
        self.ax = canvas.figure.add_axes((0.09, 0.19, 0.66, 0.76))
        bare_alarms(self.ax, measure)
        super().__init__([[self.way], [self.amount], [self.limit]], canvas)

    def chosen(self) -> tuple[np.ndarray, np.ndarray]:
        """The values of right and of faulty things that are shown."""
        right, faulty = self.samples[self.way.value][self.amount.value]
        return np.asarray(right), np.asarray(faulty)

    def draw(self, frame: Frame) -> None:
        limit, values = self.limit.value, self.chosen()
        counts = alarm_counts(*values, limit)
        across = frame.box(self.ax)[2] + 12
        said = (("false alarms", counts[0]), ("misses", counts[1]))
        for (row, colour, _), found, (words, count) in zip(
            ROWS.values(), values, said, strict=True
        ):
            for x, y in zip(found, row + spread(len(found)), strict=True):
                if row:
                    frame.dot(self.ax, x, y, colour, radius=3)
                else:
                    frame.rectangle(self.ax, x - 0.004, y - 0.022, x + 0.004, y + 0.022, colour)
            up = frame.point(self.ax, 0, row)[1]
            frame.words((across, up - 8), f"{count} of {len(found)}", points=11, colour=colour)
            frame.words((across, up + 10), words, points=9, colour=MUTED)
        frame.line(self.ax, [limit, limit], [-0.5, 1.5], INK)

    def describe(self) -> str:
        right, faulty = self.chosen()
        alarms, misses = alarm_counts(right, faulty, self.limit.value)
        return (
            f"{self.measure}: {self.way.value}, {self.amount.value} looked at. Accused is what "
            f"measures {self.limit.value:.2f} or more: {alarms} of {len(right)} right ones "
            f"(false alarms), and all but {misses} of {len(faulty)} faulty ones (misses)."
        )

    def summary(self) -> str:
        return f"AlarmPanel: {len(self.samples)} ways, {len(self.amount.options)} amounts"
