"""Every mutant as a sign: which test catches it, and which line it changed."""

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import NamedTuple

from resattn_lab.panels import Panel
from resattn_lab.panels.declared import Choice, Slider
from resattn_lab.panels.marks import Axis, Box, Chart, Column, Text, Words
from resattn_lab.plots.palette import CHOSEN_CLASS, INK, TRUE_CLASS

from .mutants import Mutant

ALL = "all together"
SIGNS = {True: ("■", TRUE_CLASS, "caught"), False: ("○", CHOSEN_CLASS, "escapes")}
WIDTH, ROW, GAP = 860, 38, 0.8  # pixels, and the room before the next line of the source


class Seen(NamedTuple):
    """Whether each mutant is caught, the chosen one, and all tests that catch that."""

    caught: list[bool]
    mutant: Mutant
    by: Sequence[str]


class MutantsPanel(Panel):
    """A row for each part of the module, a sign for each mutant; the chosen one in words.

    Args:
        caught: the words of the tests that catch it, by mutant, as ``hunt`` gives them.

    Attributes:
        test: whose verdict is shown.
        change: the number of the mutant that is told; the pointer chooses it as well.
    """

    hovers = True

    test = Choice("who tests")
    change = Slider("change", min=1)

    def __init__(self, caught: Mapping[Mutant, Sequence[str]]):
        self.caught, self.mutants = caught, list(caught)
        self.parts = list(dict.fromkeys(mutant.part for mutant in caught))
        self.places, x, before = [], 0.0, None
        for mutant in caught:
            at = (mutant.part, mutant.line)
            x = 1.0 if before is None or at[0] != before[0] else x + 1 + GAP * (at != before)
            self.places.append((x, self.parts.index(mutant.part)))
            before = at
        rows = tuple(range(len(self.parts)))
        end = max(x for x, _ in self.places) + 1
        self.x = Axis(
            "a sign: one change; a gap: the next line of the source", 0, end, ticks=()
        )
        self.y = Axis("", len(rows) - 0.5, -0.5, ticks=rows, names=tuple(self.parts))
        escaped = [number for number, by in enumerate(caught.values(), 1) if not by]
        tests = dict.fromkeys(words for by in caught.values() for words in by)
        super().__init__(
            test={"options": [ALL, *tests]},
            change={"max": len(caught), "value": (escaped or [1])[-1]},
        )

    def hovered(self, place, across: float, down: float) -> None:
        """The sign under the pointer is told."""
        row = int(down * len(self.parts))
        there = [(x, n) for n, (x, r) in enumerate(self.places, 1) if r == row]
        self.change.value = min((abs(x - across * self.x.high), n) for x, n in there)[1]

    touched = hovered

    def look(self, s: SimpleNamespace) -> Seen:
        caught = [bool(by) if s.test == ALL else s.test in by for by in self.caught.values()]
        mutant = self.mutants[s.change - 1]
        return Seen(caught, mutant, self.caught[mutant])

    def share(self, seen: Seen, part: str) -> str:
        inside = [c for c, m in zip(seen.caught, self.mutants, strict=True) if m.part == part]
        return f"{sum(inside)} of {len(inside)}"

    def draw(self, s: SimpleNamespace, seen: Seen) -> Column:
        x, row = self.places[s.change - 1]
        marks = [Box(row - 0.45, x - 0.7, row + 0.45, x + 0.7, INK, rim=False)]
        for (x, row), caught in zip(self.places, seen.caught, strict=True):
            sign, colour, _ = SIGNS[caught]
            marks.append(Words(x, row, sign, colour, anchor="mm", points=16))
        for row, part in enumerate(self.parts):
            marks.append(Words(None, row, self.share(seen, part), INK, shift=(8, 0)))
        total = f"caught: {sum(seen.caught)} of {len(seen.caught)}"
        key = [(words, colour, sign) for sign, colour, words in SIGNS.values()]
        look = {"right": 64, "key": key, "title": f"{s.test}; {total}", "name": "mutants"}
        size = (WIDTH, ROW * len(self.parts) + 90)
        colour = SIGNS[bool(seen.by)][1]
        return Column(
            Chart(marks, self.x, self.y, size=size, **look),
            Text(f"−  {seen.mutant.before.strip()}", WIDTH),
            Text(f"+  {seen.mutant.after.strip()}", WIDTH, bold=True),
            Text(self.told(seen), WIDTH, colour=colour),
            gap=6,
        )

    def told(self, seen: Seen) -> str:
        return f"caught by: {'; '.join(seen.by)}" if seen.by else "escapes every test"

    def words(self, s: SimpleNamespace, seen: Seen) -> str:
        """How many are caught, part by part, and the chosen change."""
        shares = ", ".join(f"{part} {self.share(seen, part)}" for part in self.parts)
        before, after = seen.mutant.before.strip(), seen.mutant.after.strip()
        return (
            f"Tests: {s.test}. Caught: {sum(seen.caught)} of {len(seen.caught)} mutants "
            f"({shares}). Change {s.change}, in {seen.mutant.part}: {before} became {after}; "
            f"{self.told(seen)}."
        )

    def summary(self) -> str:
        return "MutantsPanel"
