"""Networks to scale: a box for each unit, as high as its map, wider with more channels."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from matplotlib.colors import to_hex, to_rgb

from resattn_lab.panels.marks import Axis, Chart, Words
from resattn_lab.panels.network_blocks import Blocks
from resattn_lab.plots.cost_bars import PART_COLOURS
from resattn_lab.plots.palette import INK

from .layer_walk import Part, layers_by_place

WIDE, LEFT, RIGHT = 940, 40, 40  # pixels of the drawing, and those free at its sides
RIM = 2  # pixels, of a box that is not counted yet
BETWEEN_PLACES, THIN = 26, 8  # a gap, and the first convolution's least width
HIGHEST, ALONE = 100, 220  # of the largest map, of two networks and of one
LETTERS, NUMBERS, ABOVE, ABOVE_MASK = 10, 28, 40, 9  # letters, layers, boxes from the top
BELOW, LINE, LINES = 40, 17, 4  # from the masks down to the words; of these, pixels and lines
NARROW = 11  # pixels: over narrower groups of boxes no number is written


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One network of the drawing.

    Args:
        title: what stands above it.
        parts: of ``layer_walk``.
        depths, r: encoder depths of the stages, and units a level, in the masks.
    """

    title: str
    parts: Sequence[Part]
    depths: Sequence[int]
    r: int


@dataclass(frozen=True, kw_only=True)
class Group:
    """Boxes that are counted together: where they stand and what is written above them."""

    left: float
    right: float
    layers: int
    letter: str


def paled(colour: str) -> str:
    """A colour with half of white in it."""
    return to_hex([0.5 + 0.5 * part for part in to_rgb(colour)])


def mask_sides(side: float, depth: int, r: int) -> list[float]:
    """The sides of a mask's units, down and up again; skips and the gate are not drawn."""
    down = [side / 2 ** (level + 1) for level in range(depth) for _ in range(r)]
    return down + down[::-1]


class Drawing:
    """The boxes of one network from left to right.

    A box is ``scale`` times the square root of its channels wide.
    """

    def __init__(
        self,
        blocks: Blocks,
        shown: Shown,
        counted: int,
        scale: float,
        highest: float,
    ):
        self.blocks, self.shown, self.counted = blocks, shown, counted
        self.scale, self.middle = scale, ABOVE + highest / 2
        self.high = highest / max(part.side for part in shown.parts)
        self.x = float(LEFT)
        self.frame: tuple[float, ...] | None = None
        self.lowest = 0.0
        self.middles: dict[str, float] = {}
        self.groups: list[Group] = []
        self.draw()

    def draw(self) -> None:
        """Every part of the network in turn, from the image to the classes."""
        numbered = list(enumerate(self.shown.parts))
        for place, group in groupby(numbered, key=lambda pair: pair[1].place):
            start = self.x
            for key, run in groupby(group, key=lambda pair: (pair[1].module, pair[1].role)):
                together = list(run)
                if together[0][1].in_trunk:
                    left, right = self.trunk_and_mask(together)
                else:
                    left, right = self.x, self.boxes(together, self.x)
                self.note(together, left, right, first=place == "stage 1" and key[0] == 0)
            self.middles[place] = (start + self.x) / 2
            self.x += BETWEEN_PLACES
        if self.frame is not None:
            self.blocks.frame(*self.frame, INK)

    def note(
        self, together: list[tuple[int, Part]], left: float, right: float, *, first: bool
    ) -> None:
        """What is written above boxes: their layers, and in the first module their letter."""
        letter = ("t" if together[0][1].in_trunk else "p") if first else ""
        self.groups.append(
            Group(
                left=left,
                right=right,
                layers=sum(part.layers for _, part in together),
                letter=letter,
            )
        )

    def width(self, part: Part) -> float:
        if part.place == "classifier":
            return 2 * THIN
        return max(part.channels**0.5 * self.scale, THIN if part.place == "stem" else 1)

    def box(
        self, x0: float, x1: float, y0: float, y1: float, colour: str, *, filled: bool
    ) -> None:
        """A full box, or its outline; one too narrow for an outline is pale."""
        self.lowest = max(self.lowest, y1)
        narrow = x1 - x0 < 3 * RIM
        self.blocks.bar(x0, x1, y0, y1, paled(colour) if narrow and not filled else colour)
        if not (filled or narrow):
            self.blocks.bar(x0 + RIM, x1 - RIM, y0 + RIM, y1 - RIM, "white")

    def boxes(self, together: list[tuple[int, Part]], x: float) -> float:
        """Parts side by side from ``x``; the drawing goes on behind them."""
        for number, part in together:
            wide, high = self.width(part), max(part.side * self.high, 7)
            colour = PART_COLOURS["trunk" if part.in_trunk else "rest"]
            x1 = x + wide - (2 if wide > 3 else 1)
            edges = (x, x1, self.middle - high / 2, self.middle + high / 2)
            self.box(*edges, colour, filled=number < self.counted)
            if number == self.counted - 1:
                self.frame = (x - 2, x1 + 2, edges[2] - 3, edges[3] + 3)
            x += wide
        self.x = max(self.x, x)
        return x

    def trunk_and_mask(self, together: list[tuple[int, Part]]) -> tuple[float, float]:
        """The trunk's units, and below them the mask's, which never light up."""
        part = together[0][1]
        sides = mask_sides(part.side, self.shown.depths[int(part.place[-1]) - 1], self.shown.r)
        wide, left = self.width(part), self.x
        span = wide * max(len(sides), len(together))
        top = self.middle + part.side * self.high / 2 + ABOVE_MASK
        middle = top + max(sides) * self.high / 2
        x = left + (span - wide * len(sides)) / 2
        for at in (left - 1, left + span - 1):
            self.blocks.line(at, at, self.middle, middle, PART_COLOURS["mask"], 2)
        self.blocks.line(left, left + span, self.middle, self.middle, PART_COLOURS["trunk"], 2)
        self.blocks.line(left, left + span, middle, middle, PART_COLOURS["mask"], 2)
        for side in sides:
            half, x1 = max(side * self.high / 2, 4), x + wide - (2 if wide > 3 else 1)
            self.box(x, x1, middle - half, middle + half, PART_COLOURS["mask"], filled=False)
            x += wide
        start = left + (span - wide * len(together)) / 2
        right = self.boxes(together, start)
        self.x = left + span
        return start, right


def draw_network(shown: Shown, *, counted: int, highest: float) -> Chart:
    """A network to scale, as a chart without axes whose data are its pixels.

    The first ``counted`` parts are lit and the last of them is framed; ``highest`` are the
    pixels of the largest map.
    """
    near, far = (Drawing(Blocks(1, 1), shown, 0, scale, highest) for scale in (1.0, 2.0))
    words_at = round(near.lowest + BELOW)
    high = words_at + LINE * LINES
    # The extent is a line in the scale.
    scale = 1 + (WIDE - RIGHT + BETWEEN_PLACES - near.x) / (far.x - near.x)
    drawing = Drawing(Blocks(high, WIDE), shown, counted, scale, highest)
    mask = f"purple: masks, r = {shown.r}; never counted"
    return Chart(
        [
            Words(LEFT + 20, drawing.lowest + 14, mask, PART_COLOURS["mask"]),
            *_words(drawing, words_at),
        ],
        Axis(low=0, high=WIDE),
        Axis(low=high, high=0),
        fill=drawing.blocks.picture,
        size=(WIDE, high + 20),
        bare=True,
        title=shown.title,
    )


def _words(drawing: Drawing, words_at: int) -> list[Words]:
    """Layers and letters above the boxes; below every place its layers and its sizes."""
    words = []
    for group in drawing.groups:
        at = (group.left + group.right) / 2
        words.append(Words(at, LETTERS, group.letter, anchor="mm"))
        if group.right - group.left >= NARROW:
            words.append(Words(at, NUMBERS, str(group.layers), anchor="mm"))
    lit = layers_by_place(drawing.shown.parts[: drawing.counted])
    sizes = {part.place: part for part in drawing.shown.parts}
    for name, at in drawing.middles.items():
        part = sizes[name]
        lines = [name, f"{part.side}×{part.side}", f"{part.channels} ch."]
        if name == "classifier":
            lines[1:] = [f"{part.channels} classes"]
        words.append(Words(at, words_at, str(lit.get(name, 0)), anchor="mm", points=16))
        words += [
            Words(at, words_at + LINE * row, line, anchor="mm")
            for row, line in enumerate(lines, start=1)
        ]
    return words
