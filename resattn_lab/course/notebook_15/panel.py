"""A descent, step by step, on the two losses that it could be thought to go down."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import NamedTuple

import contourpy
import numpy as np
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from resattn_lab.panels.declared import Choice, Slider
from resattn_lab.panels.marks import Axis, Chart, Column, Dot, Line, Row, Words
from resattn_lab.panels.panel import Panel
from resattn_lab.panels.pen import in_colours
from resattn_lab.plots.palette import INK, MUTED

from .landscape import ACROSS, UP, Landscape, Losses, losses_at
from .pictures import COLOURS, DARKEST, HIGHEST, LAND, LEVELS, LOWEST, NAMES, WEIGHT

SIZE = (470, 320)  # pixels of one landscape
CELLS = (180, 240)  # of its blue, rows and columns
MOST = 2.5  # of a loss in the curves; the first steps have more
APART = 0.5  # between the heights of two contours
X, Y = Axis("first number of the query", *ACROSS), Axis("second number of the query", *UP)


class Seen(NamedTuple):
    """The queries of a run (T, 2), both losses of each, and the losses at the chosen step."""

    path: Tensor
    curves: Losses
    losses: Losses


class DescentPanel(Panel):
    """One run of one gradient, over the contours of both losses, and the parts of its loss.

    Args:
        found: both losses over the plane.
        paths: the queries (R, T + 1, 2) by the gradient's name, one of ``HOWS``.
        states, target: the scenes on which the losses in the words are measured.

    Attributes:
        gradient, run, step: the controls.

    Raises:
        ValueError: no paths, or a name without a colour.
    """

    gradient = Choice("gradient")
    run = Slider("run")
    step = Slider("step")

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
        self.paths, self.scenes, self.curves = dict(paths), (states, target), {}
        runs, steps, _ = next(iter(self.paths.values())).shape
        losses = {name: getattr(found.losses, name) for name in NAMES}
        self.land = {name: land(loss) for name, loss in losses.items()}
        self.contours = {name: contours(found, loss) for name, loss in losses.items()}
        super().__init__(
            gradient={"options": list(self.paths)},
            run={"max": runs - 1},
            step={"max": steps - 1, "value": steps - 1},
        )

    def look(self, s: SimpleNamespace) -> Seen:
        path = self.paths[s.gradient][s.run]
        if (s.gradient, s.run) not in self.curves:
            self.curves[s.gradient, s.run] = losses_at(path, *self.scenes)
        curves = self.curves[s.gradient, s.run]
        return Seen(path, curves, Losses(*(loss[s.step] for loss in curves)))

    def draw(self, s: SimpleNamespace, seen: Seen) -> Column:
        colour = COLOURS[s.gradient]
        x, y = seen.path[: s.step + 1].T  # what leaves the map goes on along its edge
        x, y = x.clamp(*ACROSS).tolist(), y.clamp(*UP).tolist()
        path = [
            Line(x, y, colour, width=3),
            Dot(x[0], y[0], INK, 5),
            Dot(x[-1], y[-1], colour, 8),
        ]
        lands = (
            Chart(
                [*self.contours[name], *path],
                X,
                Y,
                size=SIZE,
                fill=self.land[name],
                title=title,
            )
            for name, title in NAMES.items()
        )
        lines = {
            "expected loss J": (seen.curves.expected, colour, "-"),
            "average L(c)": (seen.curves.soft, WEIGHT, "-"),
            "spread": (seen.curves.spread, INK, "--"),
        }
        steps = range(len(seen.path))
        curves = Chart(
            [
                Line([s.step, s.step], [0, MOST], MUTED, width=1),
                *(Line(steps, y.clamp(max=MOST), c, 2, how) for y, c, how in lines.values()),
                *(Dot(s.step, min(y[s.step].item(), MOST), c) for y, c, _ in lines.values()),
            ],
            Axis("step", 0, max(len(seen.path) - 1, 1)),
            Axis("loss", 0, MOST, ticks=(0, 1, 2)),
            size=(2 * SIZE[0], 190),
            key=[(name, c, "━" if how == "-" else "╍") for name, (_, c, how) in lines.items()],
        )
        return Column(Row(*lands), curves)

    def words(self, s: SimpleNamespace, seen: Seen) -> str:
        """The query, and what a choice by it costs, in two parts."""
        x, y = seen.path[s.step].tolist()
        expected, soft = (loss.item() for loss in seen.losses)
        return (
            f"{s.gradient}, run {s.run}, after {s.step} steps: the "
            f"query is ({x:.2f}, {y:.2f}). The expected loss of a choice is {expected:.2f}: "
            f"{soft:.2f} for the average, and {expected - soft:.2f} for the spread of the "
            "states about it."
        )

    def summary(self) -> str:
        runs, steps, _ = next(iter(self.paths.values())).shape
        return f"DescentPanel: {len(self.paths)} gradients, {runs} runs of {steps - 1} steps"


def land(loss: Tensor) -> NDArray[np.uint8]:
    """A loss (Y, X) as cells in blue, the highest row first; darker is higher."""
    fine = F.interpolate(loss[None, None], CELLS, mode="bilinear", align_corners=True)
    tone = fine[0, 0].clamp(LOWEST, HIGHEST).log().flip(0).numpy()
    return in_colours(tone, np.log(LOWEST), np.log(DARKEST), LAND)


def contours(found: Landscape, loss: Tensor) -> tuple[Line | Words, ...]:
    """Lines of equal loss; each has its height in its middle, where no other height stands."""
    generator = contourpy.contour_generator(found.x.numpy(), found.y.numpy(), loss.numpy())
    marks: list[Line | Words] = []
    for level in LEVELS:
        pieces = generator.lines(level)
        marks += [Line(*piece.T, MUTED, width=1) for piece in pieces]
        if not pieces:
            continue
        longest = max(pieces, key=len)
        x, y = longest[len(longest) // 2]
        heights = [mark for mark in marks if isinstance(mark, Words)]
        if all(abs(other.x - x) > APART or abs(other.y - y) > APART for other in heights):
            marks.append(Words(x, y, f"{level:g}", INK, anchor="mm", points=12))
    return tuple(marks)
