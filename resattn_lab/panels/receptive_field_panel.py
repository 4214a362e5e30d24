"""What one position sees of an image, under sliders: which branch, how deep, where."""

from collections.abc import Callable, Mapping, Sequence

import ipywidgets as widgets
import numpy as np
import torch
from torch import Tensor

from resattn_lab.measures import effective_side, energy_within, gradient_energy, seen_box
from resattn_lab.plots import spotlight
from resattn_lab.plots.palette import INK, MUTED, OUTLINE, OUTLINE_RIM
from resattn_lab.plots.receptive_field import EFFECTIVE, Box

from .canvas import Canvas
from .frame import Frame
from .panel import STYLE, WIDE, Panel, slider

SHARE = 0.9  # of the energy, inside the dashed box
WIDTH, HEIGHT, LEFT, BOTTOM, SIDE = 9.8, 4.5, 0.1, 0.55, 3.6  # of the figure, in inches

Branch = Callable[[Tensor], Tensor]


class ReceptiveFieldPanel(Panel):
    """The image, lit where it moves one position of a branch, and how the light is spread.

    Each move measures afresh: a forward and a backward pass over a few noisy copies of the
    image (a maximum passes on one gradient only, so one copy would leave gaps).

    Args:
        branches: name -> that branch at depth 1, 2, and so on; each takes the images and
            puts out as many positions. Batch norms in eval mode.
        images: (N, C, H, W), uint8 or floats in [0, 1].
        noise: added to each copy, its standard deviation.
        draws: copies.

    Attributes:
        image, branch, depth, row, column: the controls.
        canvas: the picture; ``canvas.alt`` says in words what it shows.

    Raises:
        ValueError: no branch, an empty one, or images of another shape.
    """

    def __init__(
        self,
        branches: Mapping[str, Sequence[Branch]],
        images: Tensor,
        *,
        noise: float = 0.2,
        draws: int = 4,
    ):
        images = torch.as_tensor(images)
        if images.ndim != 4 or not len(images):
            raise ValueError(
                f"images must be (N, C, H, W) with at least one, got {tuple(images.shape)}"
            )
        empty = [name for name, depths in branches.items() if not len(depths)]
        if not branches or empty:
            raise ValueError(f"every branch needs at least one depth, got none for {empty}")
        self.branches = {name: list(depths) for name, depths in branches.items()}
        self.images = images.float() / 255 if images.dtype == torch.uint8 else images.float()
        high, wide = images.shape[-2:]
        generator = torch.Generator().manual_seed(0)
        self._noise = noise * torch.randn(draws, *images.shape[1:], generator=generator)

        self.image = slider("image", len(images) - 1)
        self.branch = widgets.RadioButtons(
            options=list(branches),
            description="branch",
            orientation="horizontal",
            style=STYLE,
            layout=WIDE,
        )
        self.depth = slider("depth", 1, value=1)
        self.depth.min = 1
        self._fit_depth()
        self.row = slider("row", high - 1, value=high // 2)
        self.column = slider("column", wide - 1, value=wide // 2)
        canvas = Canvas(WIDTH, HEIGHT)
        self.view, self.spread = self._axes(canvas.figure, high, wide)
        rows = [[self.branch, self.depth], [self.row, self.column], [self.image]]
        super().__init__(rows, canvas)

    def _axes(self, figure, high: int, wide: int):
        """The image's Axes, and those of the share of energy against the square's side."""
        scale = SIDE / max(high, wide)
        size = (wide * scale / WIDTH, high * scale / HEIGHT)
        view = figure.add_axes((LEFT / WIDTH, BOTTOM / HEIGHT, *size))
        view.set(xlim=(-0.5, wide - 0.5), ylim=(high - 0.5, -0.5), xticks=[], yticks=[])
        view.set_title("lit where a pixel moves the output", fontsize=10, color=INK)
        spread = figure.add_axes((4.55 / WIDTH, BOTTOM / HEIGHT, 5.0 / WIDTH, SIDE / HEIGHT))
        spread.set(xlim=(0, 2 * max(high, wide)), ylim=(0, 1.05))
        spread.set_xlabel("side of a square around the place, in positions", fontsize=9)
        spread.set_ylabel("share of the gradient's energy inside", fontsize=9)
        spread.set_title("how it is spread", fontsize=10, color=INK)
        spread.axhline(SHARE, color=MUTED, linewidth=1, linestyle=":")
        spread.tick_params(labelsize=8)
        spread.spines[["top", "right"]].set_visible(False)
        return view, spread

    def _fit_depth(self) -> None:
        """Give the depth slider the branch's range."""
        most = len(self.branches[self.branch.value])
        self.depth.value = min(self.depth.value, most)
        self.depth.max = most
        self.depth.disabled = most == 1

    def adjust(self, change: dict) -> None:
        if change["owner"] is self.branch:
            self._fit_depth()

    @property
    def place(self) -> tuple[int, int]:
        """Row and column of the output position."""
        return self.row.value, self.column.value

    def _measure(self) -> None:
        copies = self.images[self.image.value] + self._noise
        function = self.branches[self.branch.value][self.depth.value - 1]
        self.energy = gradient_energy(function, copies, place=self.place)
        self.reach = seen_box(self.energy)
        self.side = effective_side(self.energy, place=self.place, share=SHARE)

    def draw(self, frame: Frame) -> None:
        self._measure()
        image = self.images[self.image.value]
        frame.image(self.view, (spotlight(image, self.energy) * 255).astype(np.uint8))
        _box(frame, self.view, self.reach, OUTLINE)
        _box(frame, self.view, self._effective_box(), EFFECTIVE)
        frame.dot(self.view, self.column.value, self.row.value, OUTLINE_RIM, radius=3)
        self._write_key(frame)
        share = energy_within(self.energy, place=self.place)
        sides = [2 * number + 1 for number in range(len(share))]
        frame.line(self.spread, sides, share.tolist(), INK)
        frame.dot(self.spread, self.side, float(share[self.side // 2]), EFFECTIVE, radius=5)
        x, y = frame.point(self.spread, self.side, SHARE)
        frame.words((x + 8, y + 14), f"{SHARE:.0%} inside {self.side}×{self.side}", points=9)

    def _effective_box(self) -> Box:
        """The square that holds most of the energy, cut off at the border."""
        high, wide = self.images.shape[-2:]
        (row, column), half = self.place, self.side // 2
        return (
            max(row - half, 0),
            min(row + half, high - 1),
            max(column - half, 0),
            min(column + half, wide - 1),
        )

    def _write_key(self, frame: Frame) -> None:
        left, _, _, bottom = frame.box(self.view)
        words = f"outer box: everything that is seen; inner, orange: {SHARE:.0%} of the energy"
        frame.words((left, bottom + 16), words, points=8)

    def describe(self) -> str:
        """What is seen, in words: branch, place, reach, effective size."""
        top, bottom, left, right = self.reach
        high, wide = self.images.shape[-2:]
        share = (bottom - top + 1) * (right - left + 1) / (high * wide)
        return (
            f"Image {self.image.value}, {self.branch.value} of depth {self.depth.value}: the "
            f"output at row {self.row.value}, column {self.column.value} sees "
            f"{bottom - top + 1}×{right - left + 1} positions, {share:.0%} of the image "
            f"(rows {top} to {bottom}, columns {left} to {right}). {SHARE:.0%} of the "
            f"gradient's energy lies within {self.side}×{self.side} around it."
        )

    def summary(self) -> str:
        depths = ", ".join(f"{name} 1 to {len(d)}" for name, d in self.branches.items())
        return f"ReceptiveFieldPanel: {len(self.images)} images; depth of {depths}"


def _box(frame: Frame, ax, box: Box, colour: str) -> None:
    """A box along the outer edges of its pixels, with a dark rim."""
    top, bottom, left, right = box
    corners = (left - 0.5, top - 0.5, right + 0.5, bottom + 0.5)
    frame.rectangle(ax, *corners, OUTLINE_RIM, width=4)
    frame.rectangle(ax, *corners, colour, width=2)
