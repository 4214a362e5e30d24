"""Dots to move: gaps of pairs, the interval around their mean, and what the rule says."""

import math
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np

from resattn_lab.ablations import Verdict, judge
from resattn_lab.panels import Panel
from resattn_lab.panels.declared import Press, Slider
from resattn_lab.panels.marks import Axis, Box, Chart, Dot, Line, Words
from resattn_lab.plots.palette import CHOSEN_CLASS, INK, MUTED, TRUE_CLASS

MOST, REACH = 10, 8  # pairs; points to both sides
START = (1.2, 4.1, 2.6, 3.4, -0.4, 2.0, 2.9, 1.5, 3.8, 2.2)
COLOURS = {"repeated": TRUE_CLASS, "not repeated": CHOSEN_CLASS}
ACROSS = Axis("gap in points: to the right the claim's order", -REACH, REACH)


class Seen(NamedTuple):
    """The gaps that count, in points, and what the rule makes of them."""

    gaps: tuple[float, ...]
    verdict: Verdict


class GapPanel(Panel):
    """A dot for each pair of runs: drag it in the picture, or move it by its slider.

    Attributes:
        pairs: how many of the ten dots count.
        chosen: the number of the dot that ``gap`` moves, from 1.
        gap: of the chosen pair, in points.
        paper: the gap that the claim's paper prints, in points.
        luck: a button: ten gaps of equal networks, from a bell curve with a spread of 3.
    """

    pairs = Slider("pairs", MOST, 5, min=3)
    chosen = Slider("move pair", MOST, 1, min=1)
    gap = Slider("its gap", float(REACH), START[0], min=-float(REACH), step=0.1)
    paper = Slider("paper's gap", 6.0, 2.0, min=0.2, step=0.1)
    luck = Press("draw gaps: nothing differs", "gaps of equal networks")

    def __init__(self, *, seed: int = 0):
        self.gaps, self.generator = list(START), np.random.default_rng(seed)
        super().__init__()

    def adjust(self, name: str) -> None:
        if name == "gap":
            self.gaps[self.chosen.value - 1] = self.gap.value
        if name == "pairs":
            self.chosen.max = self.pairs.value
        if name in ("chosen", "pairs"):
            self.gap.value = self.gaps[self.chosen.value - 1]

    def press_luck(self) -> None:
        drawn = self.generator.normal(0, 3, MOST).clip(-REACH, REACH).round(1)
        self.gaps = drawn.tolist()
        self.gap.value = self.gaps[self.chosen.value - 1]

    def touched(self, place, across: float, down: float) -> None:
        """The pair of the row that was clicked goes to where it was clicked."""
        number = round(self.pairs.value + 0.5 - (1 - down) * (self.pairs.value + 2))
        if 1 <= number <= self.pairs.value:
            self.gaps[number - 1] = round((2 * across - 1) * REACH, 1)
            self.chosen.value, self.gap.value = number, self.gaps[number - 1]

    def look(self, s: SimpleNamespace) -> Seen:
        gaps = tuple(self.gaps[: s.pairs])
        return Seen(gaps, judge([0.0] * len(gaps), gaps, paper_gap=s.paper))

    def draw(self, s: SimpleNamespace, seen: Seen) -> Chart:
        verdict, top = seen.verdict, s.pairs + 1
        colour = COLOURS.get(verdict.word, MUTED)
        marks = [
            Line([0, 0], [0, top + 1], INK, width=1),
            Line([s.paper] * 2, [0, top + 1], INK, width=2, style="--"),
            Words(s.paper, None, "the paper's", anchor="lb", shift=(8, -4)),
            Words(REACH, top + 0.55, verdict.word, colour, anchor="rm", points=15),
        ]
        if math.isfinite(verdict.low):
            ends = [max(-REACH, min(REACH, end)) for end in (verdict.low, verdict.high)]
            bar = Box(top + 0.16, ends[0], top - 0.16, ends[1], colour, rim=False, fill=True)
            marks.append(bar)
        marks.append(Dot(verdict.gap, top, colour, 8))
        for number, gap in enumerate(seen.gaps, start=1):
            colour, radius = TRUE_CLASS if gap > 0 else CHOSEN_CLASS, 6
            if number == s.chosen:
                marks.append(Dot(gap, s.pairs + 0.5 - number, INK, 10))
            marks.append(Dot(gap, s.pairs + 0.5 - number, colour, radius))
        ticks = (*(s.pairs + 0.5 - n for n in range(s.pairs, 0, -1)), top)
        names = (*(f"pair {n}" for n in range(s.pairs, 0, -1)), "mean, 95 %")
        up = Axis("", 0, top + 1, ticks=ticks, names=names)
        return Chart(marks, ACROSS, up, size=(700, 400), name="gaps")

    def words(self, s: SimpleNamespace, seen: Seen) -> str:
        """Every gap, the interval of their mean, and the verdict with its reason."""
        return (
            f"Gaps of {s.pairs} pairs: {seen.verdict.pairs_in_words()}. Mean "
            f"{seen.verdict.gap_in_words()}; the paper's gap {s.paper:+.1f}. "
            f"{seen.verdict.word}: {seen.verdict.reason}."
        )

    def summary(self) -> str:
        return f"GapPanel: up to {MOST} pairs of runs"
