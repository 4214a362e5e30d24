"""Learning curves that are drawn while a training runs."""

import math
import time
from collections.abc import Callable

from resattn_lab.plots.palette import CHOSEN_CLASS, INK, MUTED, TRUE_CLASS

from .canvas import Canvas
from .canvas_panel import CanvasPanel
from .frame import Frame

SECONDS = 0.5  # between two pictures at the least
WORD = 13  # pixels from one word to the next
CURVES = {  # which half, colour, width in pixels, dots
    "training loss": ("loss", MUTED, 1, False),
    "validation loss": ("loss", CHOSEN_CLASS, 3, True),
    "training accuracy": ("accuracy", MUTED, 2, True),
    "validation accuracy": ("accuracy", CHOSEN_CLASS, 3, True),
}


class LiveCurves(CanvasPanel):
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
        self._drawn = -math.inf
        canvas = self.canvas = Canvas(9.0, 2.9)
        guesses = {"loss": math.log(classes), "accuracy": 1 / classes}
        self.halves = {}
        for number, (name, guess) in enumerate(guesses.items()):
            ax = canvas.figure.add_axes((0.065 + 0.5 * number, 0.17, 0.36, 0.7))
            ax.set(xlim=(0, steps), ylim=(0, guess * 2 if name == "loss" else 1))
            ax.set_title(name, fontsize=10, color=INK)
            ax.set_xlabel("step", fontsize=9, color=INK)
            ax.set_ylabel("nats" if name == "loss" else "share", fontsize=9, color=INK)
            ax.tick_params(labelsize=8)
            ax.spines[["top", "right"]].set_visible(False)
            ax.axhline(guess, color=TRUE_CLASS, linestyle=":")
            said = f"guessing: {guess:.2f}"
            above = {"xytext": (0, 3), "textcoords": "offset points", "ha": "right"}
            ax.annotate(said, (steps, guess), fontsize=8, color=TRUE_CLASS, **above)
            self.halves[name] = ax
        super().__init__([], canvas)

    def add(self, curve: str, step: int, value: float) -> None:
        """Note a value; a new picture comes if the last one is half a second old.

        Raises:
            ValueError: no such curve; the message lists those there are.
        """
        if curve not in CURVES:
            raise ValueError(f"there is no curve {curve!r}; there are {', '.join(CURVES)}")
        self.curves[curve].append((step, value))
        if time.monotonic() - self._drawn >= SECONDS:
            frame = self.canvas.new_frame()  # the words come at the end: none is read aloud
            self.draw(frame)
            self.canvas.show(frame)
            self._drawn = time.monotonic()

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

    def draw(self, frame: Frame) -> None:
        for half, ax in self.halves.items():
            low, high = ax.get_ylim()
            ends = []  # where each curve stands, in pixels, and what it is
            for name, (where, colour, width, dots) in CURVES.items():
                if where != half or not self.curves[name]:
                    continue
                steps = [step for step, _ in self.curves[name]]
                values = [min(max(value, low), high) for _, value in self.curves[name]]
                frame.line(ax, steps, values, colour, width=width)
                for place in zip(steps, values, strict=True) if dots else ():
                    frame.dot(ax, *place, colour)
                across, up = frame.point(ax, steps[-1], values[-1])
                ends.append((up, across, name.split()[0], colour))
            lowest = 0
            for up, across, name, colour in sorted(ends):  # words below each other
                lowest = max(up, lowest + WORD)
                frame.words((across + 8, lowest), name, colour=colour)

    def describe(self) -> str:
        """Where each curve began and where it stands."""
        said = [
            f"{name} from {points[0][1]:.2f} to {points[-1][1]:.2f}"
            for name, points in self.curves.items()
            if points
        ]
        if not said:
            return (
                f"Two empty charts for {self.steps} steps of training, loss and accuracy; a "
                f"dotted line in each marks guessing among {self.classes} classes. They fill "
                "while the next cell trains."
            )
        last = max(points[-1][0] for points in self.curves.values() if points)
        return f"After {last} of {self.steps} steps: {'; '.join(said)}."

    def summary(self) -> str:
        return f"LiveCurves: loss and accuracy among {self.classes} classes"
