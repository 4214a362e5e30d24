"""Pictures whose labels go wrong under a slider."""

from collections.abc import Sequence

import ipywidgets as widgets
from torch import Tensor

from resattn_lab.data import noisy_labels
from resattn_lab.panels.canvas import Canvas
from resattn_lab.panels.frame import Frame
from resattn_lab.panels.panel import STYLE, WIDE, Panel
from resattn_lab.plots import as_picture
from resattn_lab.plots.palette import CHOSEN_CLASS, INK, MUTED, TRUE_CLASS

from ..tiles import as_bytes, axes_at, tile_axes

ROWS, COLUMNS, TILE, HEAD, WORDS = 4, 5, 96, 26, 34  # sizes in pixels
SHOWN = ROWS * COLUMNS


class FlippedLabels(Panel):
    """Twenty pictures with the labels that Eq. 7 gives them, and the chance of each label.

    Args:
        images: uint8 (N, 3, H, W), of which the first twenty are shown.
        labels: int64 (N,), their true classes.
        class_names: two or more.
        seed: of the labels; a label that is wrong stays wrong when the noise grows.

    Attributes:
        noise: the control, in percent.
        canvas: the picture; ``canvas.alt`` says in words what it shows.
    """

    def __init__(
        self, images: Tensor, labels: Tensor, *, class_names: Sequence[str], seed: int = 0
    ):
        self.images, self.labels = images[:SHOWN], labels[:SHOWN]
        self.class_names, self.seed = class_names, seed
        self.noise = widgets.IntSlider(
            value=30, max=100, step=5, description="noise in %", style=STYLE, layout=WIDE
        )
        left, high = COLUMNS * (TILE + 4), ROWS * (TILE + 4 + WORDS)
        canvas = self.canvas = Canvas((left + 440) / 100, (HEAD + high) / 100)
        axes_at(canvas.figure, (0, HEAD, left, high), "what the network is told")
        grid = {"side": TILE, "rows": ROWS, "columns": COLUMNS, "below": WORDS}
        self.tiles = tile_axes(canvas.figure, (0, HEAD), **grid)
        self.chart = axes_at(canvas.figure, (left + 70, HEAD + 20, 260, 300))
        self._still()
        super().__init__([[self.noise]], canvas)

    @property
    def others(self) -> int:
        """The classes that are wrong for an image."""
        return len(self.class_names) - 1

    def _still(self) -> None:
        ax = self.chart
        ax.spines[["left", "bottom"]].set_visible(True)
        ax.plot([0, 100], [100, 0], color=TRUE_CLASS)
        ax.plot([0, 100], [0, 100 / self.others], "--", color=CHOSEN_CLASS)
        ax.text(40, 66, "the true class", color=TRUE_CLASS, fontsize=9)
        ax.text(101, 100 / self.others, "each other\nclass", color=CHOSEN_CLASS, fontsize=9)
        ax.set(xlim=(0, 100), ylim=(0, 100), xticks=[0, 25, 50, 75, 100], yticks=[0, 50, 100])
        ax.set(xlabel="noise: labels made wrong, %", ylabel="labels of one class's images, %")
        ax.set_title("how often a label is given", fontsize=9)
        ax.tick_params(labelsize=8.5)

    def given(self) -> Tensor:
        """The labels at the chosen noise, (20,)."""
        share = self.noise.value / 100
        return noisy_labels(
            self.labels, classes=len(self.class_names), noise=share, seed=self.seed
        )

    def draw(self, frame: Frame) -> None:
        shown = zip(self.tiles, self.images, self.labels, self.given(), strict=True)
        for ax, image, true, told in shown:
            frame.image(ax, as_bytes(as_picture(image)))
            left, _, _, bottom = frame.box(ax)
            sign, colour = ("✓", TRUE_CLASS) if true == told else ("✗", CHOSEN_CLASS)
            words = f"{sign} {self.class_names[told]}"
            frame.words((left, bottom + 9), words, points=8.5, colour=colour)
            if true != told:
                words = f"is: {self.class_names[true]}"
                frame.words((left, bottom + 24), words, points=8, colour=MUTED)
        noise = self.noise.value
        frame.line(self.chart, [noise, noise], [0, 100], MUTED, width=1)
        frame.dot(self.chart, noise, 100 - noise, TRUE_CLASS)
        frame.dot(self.chart, noise, noise / self.others, CHOSEN_CLASS)
        left, top, right, _ = frame.box(self.chart)
        words = f"true class {100 - noise} %, each other {noise / self.others:.1f} %"
        frame.words(((left + right) // 2, top + 354), words, points=9, colour=INK, anchor="mm")

    def describe(self) -> str:
        """How many of the shown labels are wrong, and the chances."""
        noise, wrong = self.noise.value, int((self.given() != self.labels).sum())
        return (
            f"Noise of {noise} %: {wrong} of {len(self.labels)} pictures have a wrong label, "
            f"marked with a cross. A label is the true class with a chance of {100 - noise} %, "
            f"and each of the {self.others} others with {noise / self.others:.1f} %."
        )

    def summary(self) -> str:
        return f"FlippedLabels: {len(self.labels)} images, {len(self.class_names)} classes"
