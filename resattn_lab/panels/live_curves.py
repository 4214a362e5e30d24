"""Learning curves that are drawn while a training runs."""

import math
import time
from collections.abc import Callable
from types import SimpleNamespace

from resattn_lab.plots.palette import CHOSEN_CLASS, MUTED, TRUE_CLASS

from .marks import Axis, Chart, Line, Row, Words
from .panel import Panel
from .renderer import render

SECONDS = 0.5  # between two pictures at the least
SIZE, RIGHT = (450, 290), 84  # pixels of a half, and of the words at its right
APART = 16  # pixels from one word to the next
CURVES = {  # which half, colour, width in pixels, dots
    "training loss": ("loss", MUTED, 1, 0),
    "validation loss": ("loss", CHOSEN_CLASS, 3, 4),
    "training accuracy": ("accuracy", MUTED, 2, 4),
    "validation accuracy": ("accuracy", CHOSEN_CLASS, 3, 4),
}


class LiveCurves(Panel):
    """Loss at the left, accuracy at the right; pictures come at most twice a second.

    Args:
        steps: the training's length, the right end of both halves.
        classes: how many; a line marks what guessing among them costs and gains.

    Attributes:
        curves: for each name of ``CURVES``, its (step, value) pairs so far.

    Raises:
        ValueError: no steps, or fewer than two classes.
    """

    def __init__(self, steps: int, *, classes: int):
        if steps < 1 or classes < 2:
            raise ValueError(
                f"steps must be 1 or more and classes 2 or more, got {steps}, {classes}"
            )
        self.steps, self.classes = steps, classes
        self.curves: dict[str, list[tuple[int, float]]] = {name: [] for name in CURVES}
        self._shown = -math.inf
        guesses = {"loss": math.log(classes), "accuracy": 1 / classes}
        self.axes = {
            name: Axis(unit, 0, guesses[name] * 2 if name == "loss" else 1)
            for name, unit in (("loss", "nats"), ("accuracy", "share"))
        }
        self.guessing = {
            name: (
                Line((0, steps), (guess, guess), TRUE_CLASS, width=1, style=":"),
                Words(steps, guess, f"guessing: {guess:.2f}", TRUE_CLASS, "rb", (0, -2)),
            )
            for name, guess in guesses.items()
        }
        super().__init__()

    def add(self, curve: str, step: int, value: float) -> None:
        """Note a value; a new picture comes if the last one is half a second old.

        Raises:
            ValueError: no such curve; the message lists those there are.
        """
        if curve not in CURVES:
            raise ValueError(f"there is no curve {curve!r}; there are {', '.join(CURVES)}")
        self.curves[curve].append((step, value))
        if time.monotonic() - self._shown >= SECONDS:
            drawn = render(self.draw(self.values(), None))
            # the words come at the end: none is read aloud
            self.canvas.show(drawn.png(), *drawn.picture.size)
            self._shown = time.monotonic()

    def watch(self, tally) -> Callable[[], None]:
        """What ``train_one_epoch`` shall call after each step of an epoch.

        Every call adds the loss of the batch since the call before as ``"training loss"``.

        Args:
            tally: the epoch's; ``totals()`` gives summed loss, hits and images so far.
        """
        before = [0.0, 0.0]

        def after_step() -> None:
            loss, _, count = tally.totals().tolist()
            step = len(self.curves["training loss"]) + 1
            self.add("training loss", step, (loss - before[0]) / (count - before[1]))
            before[:] = loss, count

        return after_step

    def finish(self) -> None:
        """Draw everything, and say it in words."""
        self.refresh()

    def draw(self, s: SimpleNamespace, seen: None) -> Row:
        return Row(*(self._half(name) for name in self.axes))

    def _half(self, half: str) -> Chart:
        up, marks, ends = self.axes[half], [], []
        for name, (where, colour, width, dots) in CURVES.items():
            if where != half or not self.curves[name]:
                continue
            steps = [step for step, _ in self.curves[name]]
            values = [min(max(value, up.low), up.high) for _, value in self.curves[name]]
            marks.append(Line(steps, values, colour, width=width, dots=dots))
            ends.append((values[-1], steps[-1], name.split()[0], colour))
        below = math.inf
        pixel = (up.high - up.low) / (SIZE[1] - 60)  # about
        for value, step, name, colour in sorted(ends, reverse=True):  # words below each other
            below = min(value, below - APART * pixel)
            marks.append(Words(step, below, name, colour, shift=(8, 0)))
        return Chart(
            marks,
            Axis("step", 0, self.steps),
            up,
            still=self.guessing[half],
            size=SIZE,
            right=RIGHT,
            title=half,
        )

    def words(self, s: SimpleNamespace, seen: None) -> str:
        """Where each curve began and where it stands."""
        ranges = [
            f"{name} from {points[0][1]:.2f} to {points[-1][1]:.2f}"
            for name, points in self.curves.items()
            if points
        ]
        if not ranges:
            return (
                f"Two empty charts for {self.steps} steps of training, loss and accuracy; a "
                f"dotted line in each marks guessing among {self.classes} classes. They fill "
                "while the next cell trains."
            )
        last = max(points[-1][0] for points in self.curves.values() if points)
        return f"After {last} of {self.steps} steps: {'; '.join(ranges)}."

    def summary(self) -> str:
        return f"LiveCurves: loss and accuracy among {self.classes} classes"
