"""One small training at the learning rate of a slider, up to rates at which it fails."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import NamedTuple

from resattn_lab.panels import Panel
from resattn_lab.panels.declared import Choice
from resattn_lab.panels.marks import Axis, Box, Chart, Dot, Line, Row, Words
from resattn_lab.plots.palette import CHOSEN_CLASS, INK, MUTED

from .rates import HIGHEST, NAMES, Ends, ends, written

TICKS = (0.001, 0.01, 0.1, 1.0, 10.0)
TICK_NAMES = tuple(f"{tick:g}" for tick in TICKS)
LOSS = Axis("loss of the batch, nats", 0, HIGHEST)


class Seen(NamedTuple):
    """The losses of every step, a list a seed, and what they end at."""

    runs: list[list[float]]
    ends: Ends


class RatePanel(Panel):
    """Left the losses of three runs, right where the runs of every rate ended.

    Nothing is trained here: every run was recorded.

    Args:
        record: as ``scripts/record_learning_rates.py`` writes it.

    Attributes:
        optimiser, rate: the controls.
    """

    optimiser = Choice("optimiser", kind="dots")
    rate = Choice("learning rate", kind="slider")

    def __init__(self, record: Mapping):
        self.steps, self.guessing = record["steps"], record["guessing"]
        self.ends = ends(record)
        self.losses: dict[tuple[str, float], list[list[float]]] = {}
        for run in sorted(record["runs"], key=lambda run: run["seed"]):
            point = run["optimiser"], run["learning_rate"]
            self.losses.setdefault(point, []).append(run["losses"])
        rates = sorted({rate for _, rate in self.losses})
        self.wide = (rates[0] / 1.6, rates[-1] * 1.6)
        self.level = {
            "steps": self._guess((0, self.steps), self.steps, "rb"),
            **{n: (*self._guess(self.wide, rates[0], "lb"), *self._other(n)) for n in NAMES},
        }
        super().__init__(
            optimiser={"options": [(words, name) for name, words in NAMES.items()]},
            rate={"options": [(f"{rate:g}", rate) for rate in rates], "value": rates[0]},
        )

    def _guess(self, across: tuple, place: float, anchor: str) -> tuple[Line | Words, ...]:
        """The level of guessing, and its name at ``place``."""
        said = f"guessing: {self.guessing:.2f}"
        return (
            Line(across, [self.guessing] * 2, MUTED, width=1, style="--"),
            Words(place, self.guessing, said, MUTED, anchor, (0, -3)),
        )

    def _other(self, name: str) -> tuple[Line | Words, ...]:
        """The other optimiser's ends, faintly."""
        (other,) = (n for n in NAMES if n != name)
        found = [(end.rate, min(end.mean, HIGHEST)) for end in self.ends[other].values()]
        told = Words(*min(found, key=lambda p: p[1]), NAMES[other], MUTED, "mt", (0, 8))
        return (Line(*zip(*found, strict=True), MUTED), told)

    def look(self, s: SimpleNamespace) -> Seen:
        return Seen(self.losses[s.optimiser, s.rate], self.ends[s.optimiser][s.rate])

    def draw(self, s: SimpleNamespace, seen: Seen) -> Row:
        lines = [
            Line(range(1, len(run) + 1), [min(v, HIGHEST) for v in run], CHOSEN_CLASS)
            for run in seen.runs
        ]
        top = max(map(max, seen.runs))
        if top > HIGHEST:
            words = f"↑ the loss leaves the chart, up to {written(top)}"
            lines.append(Words(self.steps / 2, HIGHEST, words, CHOSEN_CLASS, "mt", (0, 6)))
        left = Chart(
            lines,
            Axis("step", 0, self.steps),
            LOSS,
            still=self.level["steps"],
            size=(480, 350),
            title=f"{NAMES[s.optimiser]} at {s.rate:g}, three seeds: {seen.ends.verdict}",
        )
        return Row(left, self._all_rates(s))

    def _all_rates(self, s: SimpleNamespace) -> Chart:
        found = self.ends[s.optimiser].values()
        marks: list = [
            Box(HIGHEST, s.rate / 1.25, 0, s.rate * 1.25, CHOSEN_CLASS, 1, rim=False),
            Line(*zip(*((e.rate, min(e.mean, HIGHEST)) for e in found), strict=True), INK),
        ]
        for end in found:
            colour = CHOSEN_CLASS if end.rate == s.rate else INK
            for loss in end.losses:
                if loss > HIGHEST:
                    marks.append(Words(end.rate, HIGHEST, "▲", colour, "mt", (0, 2)))
                else:
                    marks.append(Dot(end.rate, loss, colour, 4))
        return Chart(
            marks,
            Axis("learning rate", *self.wide, log=True, ticks=TICKS, names=TICK_NAMES),
            Axis("mean loss of the last ten steps", 0, HIGHEST),
            still=self.level[s.optimiser],
            size=(430, 350),
            title=f"where the runs of each rate end (▲ above {HIGHEST:g})",
        )

    def words(self, s: SimpleNamespace, seen: Seen) -> str:
        """Optimiser and rate, where the three runs end, and what that is called."""
        low, high = min(seen.ends.losses), max(seen.ends.losses)
        short = min(map(len, seen.runs))
        said = (
            f"{NAMES[s.optimiser]} at a learning rate of {s.rate:g}, three seeds: "
            f"{seen.ends.verdict}. The last ten losses have a mean of {written(low)} to "
            f"{written(high)} nats; guessing costs {self.guessing:.2f}."
        )
        if short < self.steps:
            said += f" After {short} steps the first of the losses was no number any more."
        return said

    def summary(self) -> str:
        rates = len({rate for _, rate in self.losses})
        return f"RatePanel: {len(NAMES)} optimisers, {rates} learning rates"
