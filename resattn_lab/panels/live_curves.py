"""Learning curves that are drawn while a training runs."""

import math
import time
from collections.abc import Callable, Sequence
from types import SimpleNamespace

from IPython.display import DisplayHandle, display

from resattn_lab.plots.palette import CHOSEN_CLASS, INK, MUTED, TRUE_CLASS

from .marks import Axis, Chart, Dot, Line, Row, Words
from .panel import Panel
from .renderer import render

SECONDS = 0.5  # between two pictures at the least
SIZE, RIGHT = (365, 290), 84  # pixels of a half, and of the words at its right
PLANNED = (250, 290)  # pixels of the planned learning rate
APART = 16  # pixels from one word to the next
CURVES = {  # which half, colour, width in pixels, dots
    "training loss": ("loss", MUTED, 2, 0),
    "validation loss": ("loss", CHOSEN_CLASS, 3, 4),
    "training accuracy": ("accuracy", MUTED, 2, 4),
    "validation accuracy": ("accuracy", CHOSEN_CLASS, 3, 4),
}
# where the words on guessing stand, on the side of their line where no curve ends
BESIDE = {"loss": ("rb", (0, -2)), "accuracy": ("rt", (0, 3))}
COMING = {"loss": "each batch's loss comes here", "accuracy": "after each epoch: its score"}


class LiveCurves(Panel):
    """Loss at the left, accuracy at the right; pictures come at most twice a second.

    Args:
        steps: the training's length, the right end of both halves.
        classes: how many; a line marks what guessing among them costs and gains.
        rates: the learning rate of every step, drawn first at the left; a dot goes along.

    Attributes:
        curves: for each name of ``CURVES``, its (step, value) pairs so far.

    Raises:
        ValueError: no steps, fewer than two classes, or rates that are not one a step.
    """

    def __init__(self, steps: int, *, classes: int, rates: Sequence[float] = ()):
        if steps < 1 or classes < 2:
            raise ValueError(
                f"steps must be 1 or more and classes 2 or more, got {steps}, {classes}"
            )
        if len(rates) not in (0, steps):
            raise ValueError(f"rates must be one a step, {steps}, or none; got {len(rates)}")
        self.steps, self.classes, self.rates = steps, classes, list(rates)
        self._output: DisplayHandle | None = None
        self.curves: dict[str, list[tuple[int, float]]] = {name: [] for name in CURVES}
        self._shown = -math.inf
        self.across = Axis("step", 0, 1.04 * steps)
        guesses = {"loss": math.log(classes), "accuracy": 1 / classes}
        self.axes = {
            name: Axis(unit, 0, guesses[name] * 1.5 if name == "loss" else 1)
            for name, unit in (("loss", "nats"), ("accuracy", "share"))
        }
        self.guessing = {
            name: (
                Line((0, steps), (guess, guess), TRUE_CLASS, width=1, style=":"),
                Words(steps, guess, f"guessing: {guess:.2f}", TRUE_CLASS, *BESIDE[name]),
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

    def begin(self) -> None:
        """Show the panel below the running cell."""
        self._output = display(self, display_id=True)

    def finish(self) -> None:
        """Draw everything, and say it in words; that is what a reader without a kernel sees."""
        self.refresh()
        if self._output is not None:
            self._output.update(self)

    def draw(self, s: SimpleNamespace, seen: None) -> Row:
        plan = [self._plan()] if self.rates else []
        return Row(*plan, *(self._half(name) for name in self.axes))

    def _plan(self) -> Chart:
        """The learning rate of all steps, and where the training is."""
        at = max(len(self.curves["training loss"]), 1)
        marks = [Line(range(1, self.steps + 1), self.rates, INK), Dot(at, self.rates[at - 1])]
        up = Axis("learning rate", 0, 1.1 * max(self.rates))
        return Chart(marks, self.across, up, size=PLANNED, title="the planned rate")

    def _half(self, half: str) -> Chart:
        up, marks, ends = self.axes[half], [], []
        for name, (where, colour, width, dots) in CURVES.items():
            if where != half or not self.curves[name]:
                continue
            steps = [step for step, _ in self.curves[name]]
            values = [min(max(value, up.low), up.high) for _, value in self.curves[name]]
            marks.append(Line(steps, values, colour, width=width, dots=dots))
            ends.append((values[-1], steps[-1], name.split()[0], colour))
        if not ends:
            middle = self.steps / 2, 0.4 * up.high
            marks.append(Words(*middle, COMING[half], MUTED, "mm"))
        below = math.inf
        pixel = (up.high - up.low) / (SIZE[1] - 60)  # about
        for value, step, name, colour in sorted(ends, reverse=True):  # words below each other
            below = min(value, below - APART * pixel)
            marks.append(Words(step, below, name, colour, shift=(8, 0)))
        return Chart(
            marks,
            self.across,
            up,
            still=self.guessing[half],
            size=SIZE,
            right=RIGHT,
            title=half,
        )

    def words(self, s: SimpleNamespace, seen: None) -> str:
        """The plan, where each curve began and where it stands."""
        plan = ""
        if self.rates:
            first, top, last = self.rates[0], max(self.rates), self.rates[-1]
            plan = f"The learning rate goes from {first:.2g} to {top:.2g} and {last:.2g}. "
        ranges = [
            f"{name} from {points[0][1]:.2f} to {points[-1][1]:.2f}"
            for name, points in self.curves.items()
            if points
        ]
        if not ranges:
            return (
                f"{plan}Two empty charts for {self.steps} steps of training, loss and "
                f"accuracy; a dotted line in each marks guessing among {self.classes} classes. "
                "They fill while the training runs."
            )
        last = max(points[-1][0] for points in self.curves.values() if points)
        return f"{plan}After {last} of {self.steps} steps: {'; '.join(ranges)}."

    def summary(self) -> str:
        return f"LiveCurves: loss and accuracy among {self.classes} classes"
