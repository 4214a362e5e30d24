"""What one position sees of an image, under sliders: which branch, how deep, where."""

from collections.abc import Mapping, Sequence

import ipywidgets as widgets
import torch
from torch import Tensor

from resattn_lab.measures import effective_side, gradient_energy, seen_box
from resattn_lab.plots.receptive_field import Box

from .canvas import Canvas
from .canvas_panel import STYLE, WIDE, CanvasPanel, slider
from .frame import Frame
from .network_branches import Branch, output_size
from .receptive_field_views import HEIGHT, WIDTH, FieldShown, ReceptiveFieldViews, square
from .selection import Selection

SHARE = 0.9  # of the energy, inside the inner box


class ReceptiveFieldPanel(CanvasPanel):
    """The image, lit where it moves one position of a branch, and how the light is spread.

    Each move measures afresh: a forward and a backward pass over a few noisy copies of the
    image (a maximum passes on one gradient only, so one copy would leave gaps).

    Args:
        branches: name -> that branch at depth 1, 2, and so on; each takes the images and
            puts out (N, K, h, w). Batch norms in eval mode.
        images: (N, C, H, W), uint8 or floats in [0, 1].
        modules: names of Attention Modules, where a branch's entries belong to these and
            are no depths; there is a choice of module then, and no depth.
        noise: added to each copy, its standard deviation.
        draws: copies.
        selection: shared with other panels: the image, and the module where there is that
            choice; one of its own when None.

    Attributes:
        image, branch, row, column: controls; the last two count the branch's positions.
        depth, module: one of them is a control, the other None.
        canvas: the picture; ``canvas.alt`` says in words what it shows.

    Raises:
        ValueError: no branch, an empty one, another number of entries than of modules, or
            images of another shape.
    """

    def __init__(
        self,
        branches: Mapping[str, Sequence[Branch]],
        images: Tensor,
        *,
        modules: Sequence[str] | None = None,
        noise: float = 0.2,
        draws: int = 4,
        selection: Selection | None = None,
    ):
        images = torch.as_tensor(images)
        if images.ndim != 4 or not len(images):
            raise ValueError(
                f"images must be (N, C, H, W) with at least one, got {tuple(images.shape)}"
            )
        self.branches = _checked(branches, modules)
        self.images = images.float() / 255 if images.dtype == torch.uint8 else images.float()
        generator = torch.Generator().manual_seed(0)
        self._noise = noise * torch.randn(draws, *images.shape[1:], generator=generator)
        self._sizes: dict[tuple[str, int], tuple[int, int]] = {}

        self.image = slider("image", len(images) - 1)
        self.branch = widgets.RadioButtons(
            options=list(branches),
            description="branch",
            orientation="horizontal",
            style=STYLE,
            layout=WIDE,
        )
        self.depth, self.module = None, None
        if modules is None:
            self.depth = slider("depth", 1, value=1)
            self.depth.min = 1
            self._fit_depth()
        else:
            self.module = widgets.Dropdown(
                options=list(modules), description="Attention Module", style=STYLE, layout=WIDE
            )
        rows, columns = self._size()
        self.row = slider("row", rows - 1, value=rows // 2)
        self.column = slider("column", columns - 1, value=columns // 2)
        canvas = self.canvas = Canvas(WIDTH, HEIGHT)
        self.views = ReceptiveFieldViews(canvas.figure, tuple(images.shape[-2:]), SHARE)
        which = self.depth or self.module
        rows = [[self.branch, which], [self.row, self.column], [self.image]]
        shares = {"image": self.image}
        if self.module is not None:
            shares["module"] = self.module
        super().__init__(rows, canvas, selection=selection, shares=shares)

    def _entry(self) -> tuple[str, int]:
        """Which of the branches' functions is chosen."""
        number = self.depth.value - 1 if self.module is None else self.module.index
        return self.branch.value, number

    def _function(self) -> Branch:
        name, number = self._entry()
        return self.branches[name][number]

    def _size(self) -> tuple[int, int]:
        """Rows and columns that the chosen function puts out."""
        entry = self._entry()
        if entry not in self._sizes:
            self._sizes[entry] = output_size(self._function(), self.images[0])
        return self._sizes[entry]

    def _fit_depth(self) -> None:
        """Give the depth slider the branch's range."""
        most = len(self.branches[self.branch.value])
        self.depth.value = min(self.depth.value, most)
        self.depth.max = most
        self.depth.disabled = most == 1

    def _fit_place(self) -> None:
        """Give row and column the branch's range, and keep their place on the image."""
        for control, count in zip((self.row, self.column), self._size(), strict=True):
            if control.max + 1 == count:
                continue
            place = int((control.value + 0.5) * count / (control.max + 1))
            control.value, control.max = min(place, control.max), count - 1
            control.value, control.disabled = place, count == 1

    def adjust(self, change: dict) -> None:
        if change["owner"] is self.branch and self.depth is not None:
            self._fit_depth()
        if change["owner"] in (self.branch, self.depth, self.module):
            self._fit_place()

    @property
    def place(self) -> tuple[int, int]:
        """Row and column of the output position."""
        return self.row.value, self.column.value

    @property
    def centre(self) -> tuple[int, int]:
        """Row and column of the pixel in the middle of the output position."""
        sizes = zip(self.place, self._size(), self.images.shape[-2:], strict=True)
        return tuple(int((at + 0.5) * pixels / count) for at, count, pixels in sizes)

    def _measure(self) -> None:
        copies = self.images[self.image.value] + self._noise
        self.energy = gradient_energy(self._function(), copies, place=self.place)
        self.reach = seen_box(self.energy)
        self.side = effective_side(self.energy, place=self.centre, share=SHARE)

    def _effective_box(self) -> Box:
        return square(self.centre, self.side, tuple(self.images.shape[-2:]))

    def draw(self, frame: Frame) -> None:
        self._measure()
        shown = FieldShown(
            image=self.images[self.image.value],
            energy=self.energy,
            centre=self.centre,
            reach=self.reach,
            side=self.side,
            share=SHARE,
        )
        self.views.draw(frame, shown)

    def describe(self) -> str:
        """What is seen, in words: branch, place, reach, effective size."""
        top, bottom, left, right = self.reach
        high, wide = self.images.shape[-2:]
        share = (bottom - top + 1) * (right - left + 1) / (high * wide)
        of = f"depth {self.depth.value}" if self.module is None else self.module.value
        rows, columns = self._size()
        grid = "" if (rows, columns) == (high, wide) else f", of {rows}×{columns},"
        return (
            f"Image {self.image.value}, {self.branch.value} of {of}: the "
            f"output at row {self.row.value}, column {self.column.value}{grid} sees "
            f"{bottom - top + 1}×{right - left + 1} positions, {share:.0%} of the image "
            f"(rows {top} to {bottom}, columns {left} to {right}). {SHARE:.0%} of the "
            f"gradient's energy lies within {self.side}×{self.side} around it."
        )

    def summary(self) -> str:
        depths = ", ".join(f"{name} 1 to {len(d)}" for name, d in self.branches.items())
        if self.module is not None:
            depths = f"{', '.join(self.branches)} of {', '.join(self.module.options)}"
            return f"ReceptiveFieldPanel: {len(self.images)} images; {depths}"
        return f"ReceptiveFieldPanel: {len(self.images)} images; depth of {depths}"


def _checked(
    branches: Mapping[str, Sequence[Branch]], modules: Sequence[str] | None
) -> dict[str, list[Branch]]:
    empty = [name for name, depths in branches.items() if not len(depths)]
    if not branches or empty:
        raise ValueError(f"every branch needs at least one depth, got none for {empty}")
    counts = {name: len(depths) for name, depths in branches.items()}
    if modules is not None and set(counts.values()) != {len(modules)}:
        raise ValueError(f"wanted one entry for each of {len(modules)} modules, got {counts}")
    return {name: list(depths) for name, depths in branches.items()}
