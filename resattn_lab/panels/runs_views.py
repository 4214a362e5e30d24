"""The three views of a RunsPanel: loss, accuracy, and the map of rate × batch size."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from resattn_lab.plots.palette import CHOSEN_CLASS, INK, MUTED

from .frame import Frame, colours, readable_on

MAP_COLOURS = "Blues"
FAINT = "#cfcfcf"


class RunsViews:
    """Draws every run faintly on ``figure`` once; a frame gets the chosen one and the map.

    Args:
        runs: as ``RunsPanel`` takes them.
        rates, sizes: the map's columns and rows, rising.
        guessed: the accuracy of guessing, where the map's colours begin.
    """

    def __init__(
        self,
        figure: Figure,
        runs: Sequence[dict],
        *,
        rates: Sequence[float],
        sizes: Sequence[int],
        guessed: float,
    ):
        self.guessed = guessed
        self.rates, self.sizes = list(rates), list(sizes)
        ended = [run for run in runs if "failed" not in run]
        self.best = max(run["validation_accuracy"][-1] for run in ended)
        epochs = max(len(run["train_loss"]) for run in ended)
        self.loss = self._curves(figure, 0.055, "training loss", "nats", epochs)
        self.accuracy = self._curves(figure, 0.375, "validation accuracy", "share", epochs)
        for run in ended:
            epoch = np.arange(1, len(run["train_loss"]) + 1)
            self.loss.plot(epoch, run["train_loss"], color=FAINT, linewidth=1)
            self.accuracy.plot(epoch, run["validation_accuracy"], color=FAINT, linewidth=1)
        self.loss.set_ylim(0, min(self.loss.get_ylim()[1], 3.5))
        self.accuracy.set_ylim(0, 1)
        self.map = self._map(figure)

    def draw_curves(self, frame: Frame, run: dict | None) -> None:
        """The chosen run over the others; words alone where it failed or is missing."""
        for ax, name in (
            (self.loss, "train_loss"),
            (self.accuracy, "validation_accuracy"),
        ):
            if run is None or "failed" in run:
                left, top, right, bottom = frame.box(ax)
                said = "not recorded" if run is None else "failed: no number"
                middle = ((left + right) // 2, (top + bottom) // 2)
                frame.words(middle, said, points=10, colour=CHOSEN_CLASS, anchor="mm")
                continue
            values = run[name]
            epochs = range(1, len(values) + 1)
            frame.line(ax, epochs, values, CHOSEN_CLASS, width=3)
            for epoch, value in zip(epochs, values, strict=True):
                frame.dot(ax, epoch, value, CHOSEN_CLASS)
            x, y = frame.point(ax, len(values), values[-1])
            said = f"{values[-1]:.2f}" if name == "train_loss" else f"{values[-1]:.0%}"
            frame.words((x + 8, y), said, points=9, colour=INK)

    def draw_map(
        self, frame: Frame, runs: Sequence[Sequence[dict | None]], chosen: tuple[int, int]
    ) -> None:
        """A cell for each run of the chosen weight decay; a frame around the chosen one.

        Args:
            runs: a row for each batch size, a column for each rate.
            chosen: column and row.
        """
        final = np.array(
            [
                [
                    np.nan if run is None or "failed" in run else run["validation_accuracy"][-1]
                    for run in row
                ]
                for row in runs
            ]
        )
        frame.image(self.map, colours(final[::-1], self.guessed, self.best, MAP_COLOURS))
        cells = colours(final, self.guessed, self.best, MAP_COLOURS)
        for row, (values, there) in enumerate(zip(final, runs, strict=True)):
            for column, (value, run) in enumerate(zip(values, there, strict=True)):
                said = "–" if run is None else "failed" if np.isnan(value) else f"{value:.0%}"
                light = readable_on(cells[row, column])
                place = frame.point(self.map, column, row)
                frame.words(place, said, points=9, colour=light, anchor="mm")
        column, row = chosen
        corners = (column - 0.46, row - 0.46, column + 0.46, row + 0.46)
        frame.rectangle(self.map, *corners, CHOSEN_CLASS, width=4)

    def _curves(self, figure: Figure, left: float, title: str, unit: str, epochs: int) -> Axes:
        ax = figure.add_axes((left, 0.16, 0.245, 0.7))
        ax.set(xlim=(0.8, epochs + 0.55), xticks=range(1, epochs + 1))
        ax.set_xlabel("epoch", fontsize=9, color=INK)
        ax.set_ylabel(unit, fontsize=9, color=INK)
        ax.set_title(title, fontsize=10, color=INK)
        ax.tick_params(labelsize=8)
        ax.spines[["top", "right"]].set_visible(False)
        return ax

    def _map(self, figure: Figure) -> Axes:
        ax = figure.add_axes((0.69, 0.16, 0.3, 0.7))
        ax.set(xlim=(-0.5, len(self.rates) - 0.5), ylim=(-0.5, len(self.sizes) - 0.5))
        ax.set_xticks(range(len(self.rates)), [f"{rate:g}" for rate in self.rates])
        ax.set_yticks(range(len(self.sizes)), [str(size) for size in self.sizes])
        ax.set_xlabel("learning rate", fontsize=9, color=INK)
        ax.set_ylabel("batch size", fontsize=9, color=INK)
        ax.set_title("validation accuracy, last epoch", fontsize=10, color=INK)
        ax.tick_params(labelsize=8, length=2)
        ax.spines[:].set_color(MUTED)
        return ax
