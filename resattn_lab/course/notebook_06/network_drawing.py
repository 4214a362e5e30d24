"""A network to scale: a box for each unit, as high as its map and as wide as its channels."""

from collections.abc import Sequence
from itertools import groupby

from matplotlib.colors import to_hex, to_rgb

from resattn_lab.panels.marks import Axis, Chart, Words
from resattn_lab.panels.network_blocks import Blocks
from resattn_lab.plots.cost_bars import PART_COLOURS
from resattn_lab.plots.palette import INK

from .layer_walk import Part, layers_by_place

LEFT, RIGHT = 92, 36  # pixels free for words
BETWEEN_PLACES, THIN = 16, 8  # a gap, and the first convolution's least width
HIGHEST, MIDDLE, ABOVE_MASK = 116, 104, 9  # the largest map, the row's middle, a gap
WORDS_AT = 262  # from the top
WIDE, HIGH = 940, 340


def paled(colour: str) -> str:
    """A colour with three quarters of white in it."""
    return to_hex([0.75 + 0.25 * part for part in to_rgb(colour)])


def mask_sides(side: float, depth: int, r: int) -> list[float]:
    """The sides of a mask's units, down and up again; skips and the gate are not drawn."""
    down = [side / 2 ** (level + 1) for level in range(depth) for _ in range(r)]
    return down + down[::-1]


class Drawing:
    """Boxes from left to right; ``scale`` pixels for each channel."""

    def __init__(
        self,
        blocks: Blocks,
        parts: Sequence[Part],
        counted: int,
        depths: Sequence[int],
        r: int,
        scale: float,
    ):
        self.blocks, self.parts, self.counted = blocks, parts, counted
        self.depths, self.r, self.scale = depths, r, scale
        self.high = HIGHEST / max(part.side for part in parts)
        self.x = float(LEFT)
        self.frame: tuple[float, ...] | None = None
        self.first_mask = (0.0, 0.0)
        self.middles: dict[str, float] = {}

    def draw(self) -> None:
        """Every place in turn."""
        numbered = list(enumerate(self.parts))
        for place, group in groupby(numbered, key=lambda pair: pair[1].place):
            start, inside = self.x, list(group)
            for _, together in groupby(inside, key=lambda p: (p[1].module, p[1].in_trunk)):
                together = list(together)
                if together[0][1].in_trunk:
                    self.trunk_and_mask(together)
                else:
                    self.boxes(together, self.x)
            self.middles[place] = (start + self.x) / 2
            self.x += BETWEEN_PLACES
        if self.frame is not None:
            self.blocks.frame(*self.frame, INK)

    def width(self, part: Part) -> float:
        if part.place == "classifier":
            return 2 * THIN
        return max(part.channels * self.scale, THIN if part.place == "stem" else 1)

    def boxes(self, together: list[tuple[int, Part]], x: float) -> float:
        """Counted parts side by side from ``x``; the drawing goes on behind them."""
        for number, part in together:
            wide, high = self.width(part), max(part.side * self.high, 5)
            colour = PART_COLOURS["trunk" if part.in_trunk else "rest"]
            x1 = x + wide - (2 if wide > 3 else 1)
            lit = number < self.counted
            edges = (x, x1, MIDDLE - high / 2, MIDDLE + high / 2)
            self.blocks.bar(*edges, colour if lit else paled(colour))
            if number == self.counted - 1:
                self.frame = (x - 2, x1 + 2, edges[2] - 3, edges[3] + 3)
            x += wide
        self.x = max(self.x, x)
        return x

    def trunk_and_mask(self, together: list[tuple[int, Part]]) -> None:
        """The trunk's units, and below them the mask's, which never light up."""
        part = together[0][1]
        sides = mask_sides(part.side, self.depths[int(part.place[-1]) - 1], self.r)
        wide, left = self.width(part), self.x
        span = wide * max(len(sides), len(together))
        top = MIDDLE + part.side * self.high / 2 + ABOVE_MASK
        middle = top + max(sides) * self.high / 2
        x = left + (span - wide * len(sides)) / 2
        for at in (left - 1, left + span - 1):
            self.blocks.line(at, at, MIDDLE, middle, PART_COLOURS["mask"], 2)
        self.blocks.line(left, left + span, MIDDLE, MIDDLE, PART_COLOURS["trunk"], 2)
        self.blocks.line(left, left + span, middle, middle, PART_COLOURS["mask"], 2)
        if not any(self.first_mask):
            self.first_mask = (left + span / 2, middle + max(sides) * self.high / 2 + 10)
        for side in sides:
            half, x1 = max(side * self.high / 2, 2), x + wide - (2 if wide > 3 else 1)
            self.blocks.bar(x, x1, middle - half, middle + half, paled(PART_COLOURS["mask"]))
            if wide > 4:
                self.blocks.frame(x, x1, middle - half, middle + half, PART_COLOURS["mask"])
            x += wide
        self.boxes(together, left + (span - wide * len(together)) / 2)
        self.x = left + span


def draw_network(
    parts: Sequence[Part], *, counted: int, depths: Sequence[int], r: int, title: str
) -> Chart:
    """A network to scale, as a chart without axes whose data are its pixels.

    Args:
        parts: of ``layer_walk``; the first ``counted`` are lit and the last of them framed.
        depths, r: encoder depths of the stages, and units a level, in the masks.
    """
    given = {"parts": parts, "counted": counted, "depths": depths, "r": r}
    trial = Drawing(_Nowhere(), scale=1.0, **given)
    trial.draw()
    fixed = len(trial.middles) * BETWEEN_PLACES + 3 * THIN
    channels = trial.x - LEFT - fixed + THIN - parts[0].channels
    scale = (WIDE - LEFT - RIGHT - fixed + BETWEEN_PLACES) / channels
    drawing = Drawing(Blocks(HIGH, WIDE), scale=scale, **given)
    drawing.draw()
    words = [Words(*drawing.first_mask, "mask", anchor="mm")]
    words += _words(parts, counted, drawing.middles)
    return Chart(
        words,
        Axis(low=0, high=WIDE),
        Axis(low=HIGH, high=0),
        fill=drawing.blocks.picture,
        size=(WIDE, HIGH + 20),
        bare=True,
        title=title,
    )


def _words(parts, counted: int, middles) -> list[Words]:
    """Below every place: layers counted so far, its name, its map and its channels."""
    lit, sizes = layers_by_place(parts[:counted]), {part.place: part for part in parts}
    rows = ("layers", "", "map", "channels")
    words = [Words(12, WORDS_AT + 20 * row, text) for row, text in enumerate(rows)]
    for name, middle in middles.items():
        part = sizes[name]
        lines = ["", "classes" if part.side == 1 else name, f"{part.side}×{part.side}"]
        lines.append(str(part.channels))
        count = str(lit.get(name, 0))
        words.append(Words(middle, WORDS_AT, count, anchor="mm", points=16))
        words += [
            Words(middle, WORDS_AT + 20 * row, line, anchor="mm")
            for row, line in enumerate(lines)
        ]
    return words


class _Nowhere:
    """Paper on which nothing is drawn, to see how wide a drawing comes out."""

    def bar(self, *edges) -> None: ...

    line = frame = bar
