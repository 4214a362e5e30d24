"""Recorded trainings under three sliders: learning rate, batch size and weight decay."""

from collections.abc import Mapping

import ipywidgets as widgets
import numpy as np

from .canvas import Canvas
from .frame import Frame
from .panel import STYLE, WIDE, Panel
from .runs_views import RunsViews

SCENE_CLASSES = 10
CHOICES = ("learning_rate", "batch_size", "weight_decay")


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
        canvas: the picture; ``canvas.alt`` says in words what it shows.

    Raises:
        ValueError: a record in which no run ended.
    """

    def __init__(self, record: Mapping):
        self.runs = list(record.get("runs", ()))
        if all("failed" in run for run in self.runs):
            raise ValueError(
                f"wanted a record with at least one run that ended, got {len(self.runs)} runs"
            )
        centre = record.get("centre") or self.runs[0]
        self.learning_rate, self.batch_size, self.weight_decay = (
            self._control(name, centre[name]) for name in CHOICES
        )
        canvas = self.canvas = Canvas(9.8, 3.3)
        self.views = RunsViews(
            canvas.figure,
            self.runs,
            rates=[value for _, value in self.learning_rate.options],
            sizes=[value for _, value in self.batch_size.options],
            guessed=1 / record.get("classes", SCENE_CLASSES),
        )
        rows = [[self.learning_rate, self.batch_size], [self.weight_decay]]
        super().__init__(rows, canvas)

    def _control(self, name: str, value: float) -> widgets.SelectionSlider:
        values = sorted({run[name] for run in self.runs})
        return widgets.SelectionSlider(
            options=[(f"{value:g}", value) for value in values],
            value=value,
            description=name.replace("_", " "),
            continuous_update=True,
            disabled=len(values) < 2,
            style=STYLE,
            layout=WIDE,
        )

    def found(self, rate: float, size: int) -> list[dict]:
        """The runs with this rate and batch size and the chosen weight decay, by seed."""
        wanted = (rate, size, self.weight_decay.value)
        there = [run for run in self.runs if tuple(run[name] for name in CHOICES) == wanted]
        return sorted(there, key=lambda run: run["seed"])

    @property
    def chosen(self) -> list[dict]:
        """What the sliders point at: one run for each seed, or nothing."""
        return self.found(self.learning_rate.value, self.batch_size.value)

    def draw(self, frame: Frame) -> None:
        rates, sizes = self.views.rates, self.views.sizes
        first = [[next(iter(self.found(r, s)), None) for r in rates] for s in sizes]
        place = rates.index(self.learning_rate.value), sizes.index(self.batch_size.value)
        self.views.draw_map(frame, first, place)
        self.views.draw_curves(frame, next(iter(self.chosen), None))

    def describe(self) -> str:
        """The chosen run's figures, its place among all, and its seeds' spread."""
        decay = self.weight_decay.value
        said = (
            f"Learning rate {self.learning_rate.value:g}, batch size "
            f"{self.batch_size.value}, weight decay {decay:g}: "
        )
        if not self.chosen:
            return said + "this run was not recorded."
        run = self.chosen[0]
        if "failed" in run:
            return said + f"this run failed: {run['failed'].split(';')[0]}."
        ended = [r for r in self.runs if "failed" not in r]
        own = run["validation_accuracy"][-1]
        better = sum(r["validation_accuracy"][-1] > own for r in ended)
        said += (
            f"after {len(run['train_loss'])} epochs the training loss is "
            f"{run['train_loss'][-1]:.2f} and the validation accuracy {own:.1%}; {better} of "
            f"the {len(ended)} runs that ended are better."
        )
        accuracies = [r["validation_accuracy"][-1] for r in self.chosen if "failed" not in r]
        if len(accuracies) > 1:
            said += (
                f" With {len(accuracies)} seeds it ends between {min(accuracies):.1%} and "
                f"{max(accuracies):.1%}, at {np.mean(accuracies):.1%} in the mean."
            )
        return said

    def summary(self) -> str:
        return "RunsPanel: learning rate, batch size and weight decay of recorded runs"
