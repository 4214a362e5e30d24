"""Recorded trainings under three sliders: learning rate, batch size and weight decay."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from resattn_lab.plots.palette import CHOSEN_CLASS, MUTED

from .declared import Choice
from .marks import Axis, Box, Chart, Line, Row, Scale, Words
from .panel import Panel
from .pen import in_colours, readable_on

SCENE_CLASSES = 10
FAINT = "#cfcfcf"
CURVES = {  # title, unit
    "train_loss": ("training loss", "nats"),
    "validation_accuracy": ("validation accuracy", "share"),
}
MAP = "validation accuracy, last epoch"


class Seen(NamedTuple):
    """The chosen run for each of its seeds; last accuracies, a row for each batch size."""

    chosen: list[dict]
    map: list[list[dict | None]]
    place: tuple[int, int]


class RunsPanel(Panel):
    """One run's curves over all the others', and a map of rate × batch size.

    Nothing is trained here: every run was recorded. What is shown is what one may choose
    by, the training loss and the validation accuracy; the test accuracy is not.

    Args:
        record: as ``scripts/record_recipe_grid.py`` writes it: ``"runs"`` with the three
            choices, a seed, and a value an epoch of ``train_loss`` and
            ``validation_accuracy``, or ``"failed"`` with the reason; and perhaps
            ``"centre"``, the choice to begin with, and ``"classes"``, how many there were
            (ten scenes if not said): by guessing among them the map's colours begin.

    Attributes:
        learning_rate, batch_size, weight_decay: the controls.

    Raises:
        ValueError: a record in which no run ended.
    """

    learning_rate = Choice("learning rate", kind="slider")
    batch_size = Choice("batch size", kind="slider")
    weight_decay = Choice("weight decay", kind="slider")

    def __init__(self, record: Mapping):
        self.runs = list(record.get("runs", ()))
        self.ended = [run for run in self.runs if "failed" not in run]
        if not self.ended:
            raise ValueError(
                f"wanted a record with at least one run that ended, got {len(self.runs)} runs"
            )
        centre = record.get("centre") or self.runs[0]
        self.recorded = {
            name: sorted({run[name] for run in self.runs})
            for name in ("learning_rate", "batch_size", "weight_decay")
        }
        best = max(run["validation_accuracy"][-1] for run in self.ended)
        guess = 1 / record.get("classes", SCENE_CLASSES)
        self.scale = Scale("Blues", guess, best)
        self.faint = {name: self._every(name) for name in CURVES}
        self.epochs = max(len(run["train_loss"]) for run in self.ended)
        self.faint["validation_accuracy"] += (
            Line((0.8, self.epochs + 0.2), (guess, guess), MUTED, width=1, style="--"),
            Words(self.epochs + 0.2, guess, "guessing", MUTED, "rt", (0, 3)),
        )
        self.highest = min(max(max(run["train_loss"]) for run in self.ended) * 1.05, 3.5)
        super().__init__(
            **{
                name: {"options": [(f"{v:g}", v) for v in values], "value": centre[name]}
                for name, values in self.recorded.items()
            }
        )

    def _every(self, name: str) -> tuple[Line, ...]:
        runs = [run[name] for run in self.ended]
        return tuple(Line(range(1, len(v) + 1), v, FAINT, width=1) for v in runs)

    def found(self, rate: float, size: int, decay: float) -> list[dict]:
        """The runs with these choices, by seed; none where none was recorded."""
        wanted = {"learning_rate": rate, "batch_size": size, "weight_decay": decay}
        there = [run for run in self.runs if wanted.items() <= run.items()]
        return sorted(there, key=lambda run: run["seed"])

    def look(self, s) -> Seen:
        rates, sizes = self.recorded["learning_rate"], self.recorded["batch_size"]
        first = [
            [next(iter(self.found(rate, size, s.weight_decay)), None) for rate in rates]
            for size in sizes
        ]
        chosen = self.found(s.learning_rate, s.batch_size, s.weight_decay)
        return Seen(chosen, first, (rates.index(s.learning_rate), sizes.index(s.batch_size)))

    def draw(self, s, seen: Seen) -> Row:
        run = next(iter(seen.chosen), None)
        return Row(*(self._curve(name, run) for name in CURVES), self._map(seen))

    def _curve(self, name: str, run: dict | None) -> Chart:
        """The chosen run over the others; words alone where it failed or is missing."""
        title, unit = CURVES[name]
        high = self.highest if name == "train_loss" else 1.0
        if run is None or "failed" in run:
            said = "not recorded" if run is None else "failed: no number"
            marks = [Words(1 + self.epochs / 2, high / 2, said, CHOSEN_CLASS, anchor="mm")]
        else:
            values, end = run[name], len(run[name])
            said = f"{values[-1]:.2f}" if name == "train_loss" else f"{values[-1]:.0%}"
            marks = [
                Line(range(1, end + 1), values, CHOSEN_CLASS, width=3, dots=4),
                Words(end, values[-1], said, shift=(8, 0)),
            ]
        ticks = tuple(range(1, self.epochs + 1))
        return Chart(
            marks,
            Axis("epoch", 0.8, self.epochs + 0.2, ticks=ticks),
            Axis(unit, 0, high),
            still=self.faint[name],
            size=(310, 300),
            right=38,
            title=title,
        )

    def _map(self, seen: Seen) -> Chart:
        """A cell for each run of the chosen weight decay; a frame around the chosen one."""
        last = [[_last(run) for run in row] for row in seen.map]
        cells = in_colours(np.array(last), self.scale.low, self.scale.high, self.scale.colours)
        marks = []
        for row, values in enumerate(last):
            for column, value in enumerate(values):
                run = seen.map[row][column]
                said = "–" if run is None else "failed" if np.isnan(value) else f"{value:.0%}"
                colour = readable_on(cells[row, column])
                marks.append(Words(column, row, said, colour, anchor="mm"))
        column, row = seen.place
        marks.append(Box(row + 0.46, column - 0.46, row - 0.46, column + 0.46, width=3))
        axes = (
            Axis(
                name.replace("_", " "),
                -0.5,
                len(self.recorded[name]) - 0.5,
                ticks=tuple(range(len(self.recorded[name]))),
                names=tuple(f"{value:g}" for value in self.recorded[name]),
            )
            for name in ("learning_rate", "batch_size")
        )
        return Chart(marks, *axes, fill=cells[::-1], size=(330, 300), title=MAP)

    def words(self, s, seen: Seen) -> str:
        """The chosen run's figures, its place among all, and its seeds' spread."""
        said = (
            f"Learning rate {s.learning_rate:g}, batch size {s.batch_size}, "
            f"weight decay {s.weight_decay:g}: "
        )
        if not seen.chosen:
            return said + "this run was not recorded."
        run = seen.chosen[0]
        if "failed" in run:
            return said + f"this run failed: {run['failed'].split(';')[0]}."
        better = sum(_last(other) > _last(run) for other in self.ended)
        said += (
            f"after {len(run['train_loss'])} epochs the training loss is "
            f"{run['train_loss'][-1]:.2f} and the validation accuracy {_last(run):.1%}; "
            f"{better} of the {len(self.ended)} runs that ended are better."
        )
        seeds = [_last(run) for run in seen.chosen if "failed" not in run]
        if len(seeds) > 1:
            said += (
                f" With {len(seeds)} seeds it ends between {min(seeds):.1%} and "
                f"{max(seeds):.1%}, at {np.mean(seeds):.1%} on average."
            )
        return said

    def summary(self) -> str:
        return "RunsPanel: learning rate, batch size and weight decay of recorded runs"


def _last(run: dict | None) -> float:
    """The validation accuracy at a run's end; NaN where it failed or is missing."""
    return np.nan if run is None or "failed" in run else run["validation_accuracy"][-1]
