"""What one position sees of an image, under sliders: which branch, how deep, where."""

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import NamedTuple

import torch
from torch import Tensor

from resattn_lab.data import to_floats
from resattn_lab.inspection import Branch, output_size
from resattn_lab.measures import effective_side, energy_within, gradient_energy, seen_box
from resattn_lab.plots import energy_as_light
from resattn_lab.plots.palette import INK, MAGNITUDE_COLOURS, MUTED, OUTLINE
from resattn_lab.plots.receptive_field import EFFECTIVE
from resattn_lab.plots.receptive_field import Box as Edges

from .declared import Choice, Slider
from .marks import Axis, Box, Chart, Column, Dot, Line, Picture, Row, Scale, Words
from .panel import Panel
from .selection import Selection

SHARE = 0.9  # of the energy, inside the inner box
LIT = "bright where a pixel moves the output"
ENERGY = Scale(MAGNITUDE_COLOURS, 0, 1)


class Seen(NamedTuple):
    """Squared gradients (H, W); the pixel in the position's middle; reach and square.

    ``reach`` is first and last row, first and last column of everything that is seen,
    ``side`` that of the square with ``SHARE`` of the energy, ``around`` its edges.
    """

    energy: Tensor
    centre: tuple[int, int]
    reach: Edges
    side: int
    around: Edges


class ReceptiveFieldPanel(Panel):
    """Which pixels of an image move one position of a branch, and how that is spread.

    The brightness goes with the logarithm of the squared gradient, over six decades.

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
        depth, module: of these the one is a control that the other has no use for.
        canvas: the picture; ``canvas.alt`` says in words what it shows.

    Raises:
        ValueError: no branch, an empty one, another number of entries than of modules, or
            images of another shape.
    """

    shares = ("image",)

    branch = Choice("branch", kind="dots")
    depth = Slider("depth", 1, 1, min=1)
    module = Choice("Attention Module")
    row = Slider("row")
    column = Slider("column")
    image = Slider("image")

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
        self.images = to_floats(images)
        generator = torch.Generator().manual_seed(0)
        self._noise = noise * torch.randn(draws, *images.shape[1:], generator=generator)
        self._sizes: dict[tuple[str, int], tuple[int, int]] = {}
        self._by_module = modules is not None
        first = next(iter(self.branches))
        rows, columns = self._size(first, 0)
        widest = max(self.images.shape[-2:]) + 1
        self.across = Axis("side of a square around the location, in pixels", 0, widest)
        self.level = (Line((0, widest), (SHARE, SHARE), MUTED, width=1, style=":"),)
        if self._by_module:
            self.shares = ("image", "module")
        hidden = {"layout": {"display": "none"}}
        depths = {"max": 1} | hidden if self._by_module else {"max": len(self.branches[first])}
        super().__init__(
            branch={"options": list(branches)},
            depth=depths,
            module={"options": list(modules)} if self._by_module else hidden,
            row={"max": rows - 1, "value": rows // 2},
            column={"max": columns - 1, "value": columns // 2},
            image={"max": len(images) - 1},
            selection=selection,
        )

    def _entry(self) -> tuple[str, int]:
        """Which of the branches' functions is chosen."""
        number = self.module.index if self._by_module else self.depth.value - 1
        return self.branch.value, number

    def _size(self, name: str, number: int) -> tuple[int, int]:
        """Rows and columns that a branch's function puts out."""
        if (name, number) not in self._sizes:
            function = self.branches[name][number]
            self._sizes[name, number] = output_size(function, self.images[0])
        return self._sizes[name, number]

    def adjust(self, name: str) -> None:
        """Give depth, row and column the branch's range, and keep the place on the image."""
        if name == "branch" and not self._by_module:
            most = len(self.branches[self.branch.value])
            self.depth.value = min(self.depth.value, most)
            self.depth.max, self.depth.disabled = most, most == 1
        if name not in ("branch", "depth", "module"):
            return
        counts = self._size(*self._entry())
        for control, count in zip((self.row, self.column), counts, strict=True):
            if control.max + 1 == count:
                continue
            place = int((control.value + 0.5) * count / (control.max + 1))
            control.value, control.max = min(place, control.max), count - 1
            control.value, control.disabled = place, count == 1

    def look(self, s: SimpleNamespace) -> Seen:
        name, number = self._entry()
        counts, pixels = self._size(name, number), tuple(self.images.shape[-2:])
        centre = tuple(
            int((at + 0.5) * size / count)
            for at, count, size in zip((s.row, s.column), counts, pixels, strict=True)
        )
        copies, place = self.images[s.image] + self._noise, (s.row, s.column)
        energy = gradient_energy(self.branches[name][number], copies, place=place)
        side = effective_side(energy, place=centre, share=SHARE)
        return Seen(energy, centre, seen_box(energy), side, square(centre, side, pixels))

    def draw(self, s: SimpleNamespace, seen: Seen) -> Row:
        boxes = [
            _rim(seen.reach, OUTLINE),
            _rim(seen.around, EFFECTIVE),
            Box(*seen.centre, seen.centre[0] + 1, seen.centre[1] + 1, OUTLINE, 1),
        ]
        lit = Picture(
            energy_as_light(seen.energy),
            ENERGY,
            size=384,
            boxes=boxes,
            title=LIT,
            below=f"white: all that is seen, {self._share(seen):.0%} of the image\n"
            f"orange: the smallest square with {SHARE:.0%} of the energy",
        )
        image = Picture(self.images[s.image], size=144, boxes=boxes, title="the image")
        inside = energy_within(seen.energy, place=seen.centre).tolist()
        shown = inside[: (self.across.high + 1) // 2]  # larger squares hold all but the rim
        at = min(seen.side // 2, len(shown) - 1)
        right = 2 * at + 1 > 0.5 * self.across.high
        marks = [
            Line([2 * number + 1 for number in range(len(shown))], shown, INK),
            Dot(2 * at + 1, shown[at], EFFECTIVE),
            Words(
                2 * at + 1,
                shown[at],
                f"{inside[seen.side // 2]:.0%} inside {seen.side}×{seen.side}",
                anchor="rm" if right else "lm",
                shift=(-10 if right else 10, 18),
            ),
        ]
        up = Axis("share of the energy inside", 0, 1.05)
        look = {"size": (460, 260), "title": "how it is spread"}
        chart = Chart(marks, self.across, up, still=self.level, **look)
        return Row(lit, Column(image, chart), gap=24)

    def _share(self, seen: Seen) -> float:
        """How much of the image lies inside the box of all that is seen."""
        top, bottom, left, right = seen.reach
        high, wide = self.images.shape[-2:]
        return (bottom - top + 1) * (right - left + 1) / (high * wide)

    def words(self, s: SimpleNamespace, seen: Seen) -> str:
        """Branch, place, reach, effective size."""
        top, bottom, left, right = seen.reach
        high, wide = self.images.shape[-2:]
        of = s.module if self._by_module else f"depth {s.depth}"
        rows, columns = self._size(*self._entry())
        grid = "" if (rows, columns) == (high, wide) else f", of {rows}×{columns},"
        return (
            f"Image {s.image}, {s.branch} of {of}: the "
            f"output at row {s.row}, column {s.column}{grid} sees "
            f"{bottom - top + 1}×{right - left + 1} positions, {self._share(seen):.0%} of "
            f"the image (rows {top} to {bottom}, columns {left} to {right}). {SHARE:.0%} "
            f"of the gradient's energy lies within {seen.side}×{seen.side} around it."
        )

    def summary(self) -> str:
        depths = ", ".join(f"{name} 1 to {len(d)}" for name, d in self.branches.items())
        if self._by_module:
            depths = f"{', '.join(self.branches)} of {', '.join(self.module.options)}"
            return f"ReceptiveFieldPanel: {len(self.images)} images; {depths}"
        return f"ReceptiveFieldPanel: {len(self.images)} images; depth of {depths}"


def _rim(edges: Edges, colour: str) -> Box:
    """A box along the outer edges of its pixels."""
    top, bottom, left, right = edges
    return Box(top, left, bottom + 1, right + 1, colour)


def square(centre: tuple[int, int], side: int, size: tuple[int, int]) -> Edges:
    """The square of an odd side around a pixel, cut off at the image's border."""
    (row, column), half = centre, side // 2
    return (
        max(row - half, 0),
        min(row + half, size[0] - 1),
        max(column - half, 0),
        min(column + half, size[1] - 1),
    )


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
