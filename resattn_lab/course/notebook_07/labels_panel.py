"""Pictures whose labels go wrong under a slider."""

from collections.abc import Sequence

from torch import Tensor

from resattn_lab.data import noisy_labels
from resattn_lab.panels import Panel
from resattn_lab.panels.declared import Slider
from resattn_lab.panels.marks import (
    Axis,
    Chart,
    Column,
    Dot,
    Line,
    Picture,
    Row,
    Text,
    Words,
)
from resattn_lab.plots.palette import CHOSEN_CLASS, MUTED, TRUE_CLASS

SHOWN, COLUMNS, TILE = 20, 5, 96  # pictures, pixels


class FlippedLabels(Panel):
    """Twenty pictures with the labels that Eq. 7 gives them, and the chance of each label.

    Args:
        images: uint8 (N, 3, H, W), of which the first twenty are shown.
        labels: int64 (N,), their true classes.
        class_names: two or more.
        seed: of the labels; a label that is wrong stays wrong when the noise grows.

    Attributes:
        noise: the control, in percent.
    """

    noise = Slider("noise in %", 100, 30, step=5)

    def __init__(
        self, images: Tensor, labels: Tensor, *, class_names: Sequence[str], seed: int = 0
    ):
        self.images, self.labels = images[:SHOWN], labels[:SHOWN]
        self.class_names, self.seed = class_names, seed
        self.others = len(class_names) - 1  # the classes that are wrong for an image
        self.still = (
            Line([0, 100], [100, 0], TRUE_CLASS),
            Line([0, 100], [0, 100 / self.others], CHOSEN_CLASS, style="--"),
            Words(40, 66, "the true class", TRUE_CLASS),
        )
        super().__init__()

    def look(self, s) -> Tensor:
        """The labels at the chosen noise, (20,)."""
        share, classes = s.noise / 100, len(self.class_names)
        return noisy_labels(self.labels, classes=classes, noise=share, seed=self.seed)

    def draw(self, s, seen: Tensor) -> Row:
        told = [
            self._told(image, int(true), int(given))
            for image, true, given in zip(self.images, self.labels, seen, strict=True)
        ]
        grid = Row(*told, gap=8, wrap=COLUMNS * 108)
        left = Column(Text("what the network is told", COLUMNS * 108), grid, gap=4)
        chart = Chart(
            [
                Line([s.noise] * 2, [0, 100], MUTED, width=1),
                Dot(s.noise, 100 - s.noise, TRUE_CLASS),
                Dot(s.noise, s.noise / self.others, CHOSEN_CLASS),
                Words(None, 100 / self.others, "each other", CHOSEN_CLASS, shift=(5, -8)),
                Words(None, 100 / self.others, "class", CHOSEN_CLASS, shift=(5, 8)),
            ],
            Axis("noise: labels made wrong, %", 0, 100, ticks=(0, 25, 50, 75, 100)),
            Axis("labels of one class's images, %", 0, 100, ticks=(0, 50, 100)),
            still=self.still,
            size=(390, 470),
            right=80,
            title="how often a label is given",
        )
        others = f"{s.noise / self.others:.1f}"
        said = Text(f"true class {100 - s.noise} %, each other {others} %", 390)
        return Row(left, Column(chart, said), gap=20)

    def _told(self, image: Tensor, true: int, given: int) -> Picture:
        words, colour = f"✓ {self.class_names[given]}\n", TRUE_CLASS
        if true != given:
            words = f"✗ {self.class_names[given]}\nis: {self.class_names[true]}"
            colour = CHOSEN_CLASS
        return Picture(image, size=TILE, below=words, colour=colour, room=98)

    def words(self, s, seen: Tensor) -> str:
        """How many of the shown labels are wrong, and the chances."""
        wrong = int((seen != self.labels).sum())
        return (
            f"Noise of {s.noise} %: {wrong} of {len(self.labels)} pictures have a wrong label, "
            f"marked with a cross. A label is the true class with a chance of {100 - s.noise} "
            f"%, and each of the {self.others} others with {s.noise / self.others:.1f} %."
        )

    def summary(self) -> str:
        return f"FlippedLabels: {len(self.labels)} images, {len(self.class_names)} classes"
