"""A threshold under a slider: which pictures still get an answer, own ones and strangers."""

from types import SimpleNamespace

import numpy as np
from torch import Tensor

from resattn_lab.panels import Panel
from resattn_lab.panels.declared import Slider
from resattn_lab.panels.marks import Axis, Bars, Chart, Column, Dot, Line, Words
from resattn_lab.plots.palette import CHOSEN_CLASS, INK, MUTED, TRUE_CLASS

OWN, STRANGERS = "its own test images", "strangers"
COLOURS = {OWN: TRUE_CLASS, STRANGERS: CHOSEN_CLASS}
SIZE = 620, 250


class SilencePanel(Panel):
    """A dot for the largest share of each picture; left of the threshold nothing is said.

    Args:
        own, strangers: the largest share of each picture, (N,).
        classes: how many the shares are divided among.

    Attributes:
        threshold: the control, in percent.
        seen: the share of each kind that gets an answer.
    """

    threshold = Slider("t in %", 100, 50)

    def __init__(self, own: Tensor, strangers: Tensor, classes: int):
        self.largest = {OWN: own.numpy(), STRANGERS: strangers.numpy()}
        dice = np.random.default_rng(0)
        idea = 1 / classes
        self.dots = [Line([idea, idea], [0, 2], MUTED, style=":")]
        self.dots += [Words(idea, 0.12, "no idea", MUTED, shift=(6, 0))]
        for row, (kind, shares) in enumerate(self.largest.items()):
            self.dots += [Words(0.01, 1.85 - row, kind, COLOURS[kind])]
            heights = 1.5 - row + dice.uniform(-0.2, 0.2, len(shares))
            self.dots += map(
                Dot, shares, heights, [COLOURS[kind]] * len(shares), [4] * len(shares)
            )
        self.axis = Axis(f"the largest of the {classes} shares")
        super().__init__()

    def touched(self, place, across: float, down: float) -> None:
        """A click moves the threshold there."""
        self.threshold.value = round(100 * across)

    def look(self, s: SimpleNamespace) -> dict[str, float]:
        line = s.threshold / 100
        return {kind: float((shares >= line).mean()) for kind, shares in self.largest.items()}

    def draw(self, s: SimpleNamespace, seen: dict[str, float]) -> Column:
        line = s.threshold / 100
        marks = [Line([line, line], [0, 2], INK, width=3)]
        if line > 0.15:
            marks.append(Words(line, 1.0, "silence", anchor="rm", shift=(-8, 0)))
        if line < 0.85:
            marks.append(Words(line, 1.0, "an answer", shift=(8, 0)))
        hidden = Axis("", 0, 2, ticks=())
        chart = Chart(marks, self.axis, hidden, still=self.dots, size=SIZE, name="shares")
        bars = Bars(
            list(seen),
            list(seen.values()),
            colours=list(COLOURS.values()),
            notes=[f"{share:.0%}" for share in seen.values()],
            size=(SIZE[0], 26),
            title="how many get an answer",
        )
        return Column(chart, bars)

    def words(self, s: SimpleNamespace, seen: dict[str, float]) -> str:
        return (
            f"Below a largest share of {s.threshold} % the network says nothing. "
            f"{seen[OWN]:.0%} of its own test images get an answer, and "
            f"{seen[STRANGERS]:.0%} of the strangers."
        )

    def summary(self) -> str:
        counts = (f"{len(shares)} {kind}" for kind, shares in self.largest.items())
        return f"SilencePanel: {', '.join(counts)}"
