"""A descent, step by step, on the two losses that it could be thought to go down."""

from collections.abc import Mapping

import ipywidgets as widgets
from torch import Tensor

from resattn_lab.panels.canvas import Canvas
from resattn_lab.panels.frame import Frame
from resattn_lab.panels.panel import STYLE, WIDE, Panel, slider
from resattn_lab.plots.palette import INK

from .landscape import Landscape, Losses, losses_at
from .pictures import COLOURS, NAMES, draw_contours

SIZE = (9.8, 4.1)  # of the picture, in inches


class DescentPanel(Panel):
    """One run of one gradient, over the contours of the expected and of the soft loss.

    Args:
        found: both losses over the plane.
        paths: the queries (R, T + 1, 2) by the gradient's name, one of ``HOWS``.
        states, target: the scenes on which the losses in the words are measured.

    Attributes:
        gradient, run, step: the controls.

    Raises:
        ValueError: no paths, or a name without a colour.
    """

    def __init__(
        self,
        found: Landscape,
        paths: Mapping[str, Tensor],
        states: Tensor,
        target: Tensor,
    ):
        if not paths or not set(paths) <= set(COLOURS):
            names = ", ".join(paths) or "none"
            raise ValueError(f"paths must go by some of {', '.join(COLOURS)}; got {names}")
        self.paths, self.scenes = dict(paths), (states, target)
        runs, steps, _ = next(iter(self.paths.values())).shape
        self.gradient = widgets.Dropdown(
            options=list(self.paths), description="gradient", style=STYLE, layout=WIDE
        )
        self.run = slider("run", runs - 1)
        self.step = slider("step", steps - 1, value=steps - 1)
        canvas = Canvas(*SIZE)
        self.axes = [
            canvas.figure.add_axes((left, 0.13, 0.42, 0.78)) for left in (0.065, 0.565)
        ]
        for ax, (name, title) in zip(self.axes, NAMES.items(), strict=True):
            draw_contours(ax, found, getattr(found.losses, name))
            ax.set_title(title, fontsize=11, color=INK)
        self.axes[0].set_ylabel("second number of the query")
        super().__init__([[self.gradient, self.run], [self.step]], canvas)

    @property
    def path(self) -> Tensor:
        """The queries of the chosen run up to the chosen step: (steps + 1, 2)."""
        return self.paths[self.gradient.value][self.run.value][: self.step.value + 1]

    def losses(self) -> Losses:
        """Both losses of the query that the chosen step has reached."""
        return losses_at(self.path[-1:], *self.scenes)

    def draw(self, frame: Frame) -> None:
        colour = COLOURS[self.gradient.value]
        for ax in self.axes:
            (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
            x, y = self.path.T
            x, y = (
                x.clamp(left, right).tolist(),
                y.clamp(low, high).tolist(),
            )  # else off the map
            frame.line(ax, x, y, colour, width=3)
            frame.dot(ax, x[0], y[0], INK, radius=5)
            frame.dot(ax, x[-1], y[-1], colour, radius=8)

    def describe(self) -> str:
        """The query, and what a choice by it costs, in two parts."""
        x, y = self.path[-1].tolist()
        expected, soft = (loss.item() for loss in self.losses())
        return (
            f"{self.gradient.value}, run {self.run.value}, after {self.step.value} steps: the "
            f"query is ({x:.2f}, {y:.2f}). The expected loss of a choice is {expected:.2f}: "
            f"{soft:.2f} for the average, and {expected - soft:.2f} for the spread of the "
            "states about it."
        )

    def summary(self) -> str:
        runs, steps, _ = next(iter(self.paths.values())).shape
        return f"DescentPanel: {len(self.paths)} gradients, {runs} runs of {steps - 1} steps"
