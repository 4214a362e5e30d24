"""The two views of an AblationPanel: runs as dots, and the gap with its interval."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from resattn_lab.plots.palette import CHOSEN_CLASS, INK, MUTED, TRUE_CLASS

from .frame import Frame

FAINT = "#d9d9d9"
ROWS = 9  # the most that a study has


class AblationViews:
    """Two empty Axes on ``figure``; scales and dots come with each frame."""

    def __init__(self, figure: Figure):
        self.rows = self._axes(figure, 0.125, 0.47, "every training, a dot each")
        self.gap = self._axes(figure, 0.66, 0.32, "the claim's gap, and the paper's")
        self.span = (0.0, 1.0)

    def draw_rows(
        self,
        frame: Frame,
        rows: Mapping[str, Sequence[float]],
        pair: tuple[str, str],
        used: int,
        unit: str,
    ) -> None:
        """A row of dots for each network; those of ``pair`` are marked, unused seeds faint."""
        every = [value for values in rows.values() for value in values]
        self.span = self._scale(frame, self.rows, min(every), max(every), unit)
        for place, (name, values) in enumerate(rows.items()):
            y, chosen = ROWS - 1 - place, name in pair
            colour = (TRUE_CLASS, CHOSEN_CLASS)[pair.index(name)] if chosen else MUTED
            for seed, value in enumerate(values):
                kept = chosen and seed < used
                frame.dot(
                    self.rows,
                    self.across(value),
                    y,
                    colour if kept else FAINT,
                    radius=6 if kept else 4,
                )
            left, middle = frame.point(self.rows, 0, y)
            mark = "► " if chosen else ""
            words = {"colour": INK if chosen else MUTED, "anchor": "rm"}
            frame.words((left - 6, middle), f"{mark}{name}", **words)

    def draw_gap(self, frame: Frame, verdict: Any, paper_gap: float) -> None:
        """The interval around the gap, the pairs' gaps, the paper's gap below, and zero."""
        sure = math.isfinite(verdict.low)
        bar = (verdict.low, verdict.high) if sure else (verdict.gap, verdict.gap)
        ends = (*bar, *verdict.gaps, paper_gap, 0.0)
        unit = "natural logarithm of the factor" if verdict.ratio else "points"
        self.span = self._scale(frame, self.gap, min(ends), max(ends), unit)
        zero = self.across(0.0)
        frame.line(self.gap, (zero, zero), (-0.5, ROWS - 0.5), INK, width=1)
        for y, said in ((6, "found: bar and mean"), (4.5, "pair by pair"), (3, "the paper's")):
            _, middle = frame.point(self.gap, 0, y)
            left, _, _, _ = frame.box(self.gap)
            frame.words((left + 4, middle - 18), said, colour=MUTED)
        frame.line(
            self.gap, tuple(self.across(end) for end in bar), (6, 6), TRUE_CLASS, width=3
        )
        for gap in verdict.gaps:
            frame.dot(self.gap, self.across(gap), 4.5, MUTED, radius=4)
        frame.dot(self.gap, self.across(verdict.gap), 6, TRUE_CLASS, radius=6)
        frame.dot(self.gap, self.across(paper_gap), 3, INK, radius=5)
        left, _, right, bottom = frame.box(self.gap)
        place = ((left + right) // 2, bottom - 14)
        frame.words(place, verdict.word, points=10, anchor="mm")

    def across(self, value: float) -> float:
        """A number of the current scale as a share of the width."""
        low, high = self.span
        return (value - low) / (high - low)

    def _scale(
        self, frame: Frame, ax: Axes, low: float, high: float, unit: str
    ) -> tuple[float, float]:
        """Write round numbers below ``ax``; the limits that hold ``low`` and ``high``."""
        pad = 0.08 * (high - low) or 1.0
        low, high = low - pad, high + pad
        _, _, _, bottom = frame.box(ax)
        for tick in MaxNLocator(5).tick_values(low, high):
            share = (tick - low) / (high - low)
            if 0 <= share <= 1:
                x, _ = frame.point(ax, share, 0)
                frame.line(ax, (share, share), (-0.5, ROWS - 0.5), "#eeeeee", width=1)
                frame.words((x, bottom + 10), f"{tick:g}", anchor="mm")
        left, _, right, _ = frame.box(ax)
        frame.words(((left + right) // 2, bottom + 28), unit, points=9, anchor="mm")
        return low, high

    def _axes(self, figure: Figure, left: float, width: float, title: str) -> Axes:
        ax = figure.add_axes((left, 0.17, width, 0.72))
        ax.set(xlim=(0, 1), ylim=(-0.5, ROWS - 0.5), xticks=[], yticks=[])
        ax.set_title(title, fontsize=10, color=INK)
        ax.spines[:].set_color(MUTED)
        return ax
