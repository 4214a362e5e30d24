"""Networks to scale: a box for each unit, as high as its map, wider with more channels."""

from collections.abc import Sequence
from itertools import groupby

from matplotlib.colors import to_hex, to_rgb

from resattn_lab.networks import NetworkSpecification
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


def paled(colour: str) -> str:
    """A colour with half of white in it."""
    return to_hex([0.5 + 0.5 * part for part in to_rgb(colour)])


def mask_sides(side: float, depth: int, r: int) -> list[float]:
    """The sides of a mask's units, down and up again; skips and the gate are not drawn."""
    down = [side / 2 ** (level + 1) for level in range(depth) for _ in range(r)]
    return down + down[::-1]


class Drawing:
    """The boxes of one network from left to right.

    A box is ``scale`` times the square root of its channels wide. ``words`` are the layers
    and letters above the boxes, ``middles`` the middle of each place.
    """

    def __init__(
        self,
        blocks: Blocks,
        specification: NetworkSpecification,
        parts: Sequence[Part],
        counted: int,
        scale: float,
        highest: float,
    ):
        self.blocks, self.parts, self.counted = blocks, parts, counted
        self.depths, self.r = specification.encoder_depths, specification.module_options["r"]
        self.scale, self.middle = scale, ABOVE + highest / 2
        self.high = highest / max(part.side for part in parts)
        self.x = float(LEFT)
        self.frame: tuple[float, ...] | None = None
        self.lowest = 0.0
        self.middles: dict[str, float] = {}
        self.words: list[Words] = []
        self.draw()

    def draw(self) -> None:
        """Every part of the network in turn, from the image to the classes."""
        numbered = list(enumerate(self.parts))
        for place, group in groupby(numbered, key=lambda pair: pair[1].place):
            start = self.x
            for key, run in groupby(group, key=lambda pair: (pair[1].module, pair[1].role)):
                together = list(run)
                if together[0][1].in_trunk:
                    left, right = self.trunk_and_mask(together)
                else:
                    left, right = self.x, self.boxes(together, self.x)
                at, layers = (left + right) / 2, sum(part.layers for _, part in together)
                if place == "stage 1" and key[0] == 0:
                    letter = "t" if together[0][1].in_trunk else "p"
                    self.words.append(Words(at, LETTERS, letter, anchor="mm"))
                if right - left >= NARROW:
                    self.words.append(Words(at, NUMBERS, str(layers), anchor="mm"))
            self.middles[place] = (start + self.x) / 2
            self.x += BETWEEN_PLACES
        if self.frame is not None:
            self.blocks.frame(*self.frame, INK)

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
        """The trunk's units, and below them the mask's, which are never filled."""
        part = together[0][1]
        sides = mask_sides(part.side, self.depths[int(part.place[-1]) - 1], self.r)
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


def draw_network(
    title: str,
    specification: NetworkSpecification,
    parts: Sequence[Part],
    *,
    counted: int,
    highest: float,
) -> Chart:
    """A network to scale, as a chart without axes whose data are its pixels.

    Args:
        parts: of ``layer_walk``; the first ``counted`` are filled, and the last of them framed.
        highest: pixels of the largest map.
    """

    def drawing(blocks: Blocks, scale: float) -> Drawing:
        return Drawing(blocks, specification, parts, counted, scale, highest)

    near, far = (drawing(Blocks(1, 1), scale) for scale in (1.0, 2.0))
    words_at = round(near.lowest + BELOW)
    high = words_at + LINE * LINES
    # The extent is a line in the scale.
    scale = 1 + (WIDE - RIGHT + BETWEEN_PLACES - near.x) / (far.x - near.x)
    drawn = drawing(Blocks(high, WIDE), scale)
    mask = f"purple: masks, r = {drawn.r}; never counted"
    words = [Words(LEFT + 20, drawn.lowest + 14, mask, PART_COLOURS["mask"]), *drawn.words]
    return Chart(
        [*words, *_words_below(drawn, words_at)],
        Axis(low=0, high=WIDE),
        Axis(low=high, high=0),
        fill=drawn.blocks.picture,
        size=(WIDE, high + 20),
        bare=True,
        title=title,
    )


def _words_below(drawn: Drawing, words_at: int) -> list[Words]:
    """Below every place its layers that are counted, and its sizes."""
    words, lit = [], layers_by_place(drawn.parts[: drawn.counted])
    sizes = {part.place: part for part in drawn.parts}
    for name, at in drawn.middles.items():
        part = sizes[name]
        lines = [name, f"{part.side}×{part.side}", f"{part.channels} ch."]
        if name == "classifier":
            lines[1:] = [f"{part.channels} classes"]
        words.append(Words(at, words_at, str(lit.get(name, 0)), anchor="mm", points=16))
        for row, line in enumerate(lines, start=1):
            words.append(Words(at, words_at + LINE * row, line, anchor="mm"))
    return words
