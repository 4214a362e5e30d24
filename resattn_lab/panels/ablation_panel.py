"""Claims under three controls: which claim, which images, how many of the seeds."""

import math
from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any, NamedTuple

from resattn_lab.plots.claim_gaps import LOOKS, short_word
from resattn_lab.plots.palette import CHOSEN_CLASS, INK, MUTED, TRUE_CLASS

from .declared import Choice, Slider
from .marks import Axis, Box, Chart, Dot, Line, Row, Words
from .panel import Panel

FAINT = "#d9d9d9"
HIGH = 330  # pixels of both charts
FOUND, PAIRS, PAPER = 2, 1, 0  # rows of the gap's chart


class Seen(NamedTuple):
    """The claim, the errors of every network of its study by seed, and the verdict."""

    claim: Any
    rows: dict[str, list[float]]
    verdict: Any


class AblationPanel(Panel):
    """Every run of a claim's study as a dot; the claim's gap, and what the rule says of it.

    Args:
        results: by (study, source): what has ``runs``, dicts with a ``variant``,
            ``values(variant, measure)``, one number for each seed, and ``pairs(lower, higher,
            measure)``, those of the seeds that both have.
        claims: by name, ``Claim``s.
        judge: from a claim, its results and how many of their pairs to use to a ``Verdict``.

    Attributes:
        claim, images, seeds: the controls.
        canvas: the picture; ``canvas.alt`` says in words what it shows.

    Raises:
        ValueError: no claim of which both networks have a run.
    """

    claim = Choice("claim")
    images = Choice("images")
    seeds = Slider("seeds used", 1, 1, min=1)

    def __init__(
        self,
        results: Mapping[tuple[str, str], Any],
        claims: Mapping[str, Any],
        judge: Callable[..., Any],
    ):
        self.results, self.claims, self.judge = dict(results), dict(claims), judge
        judged = [name for name in claims if self._sources(name)]
        if not judged:
            raise ValueError(
                f"wanted results of both networks of a claim; {len(claims)} claims and "
                f"{len(self.results)} results came, and none fits"
            )
        sources = self._sources(judged[0])
        pairs = self._pairs(judged[0], sources[0])
        super().__init__(
            claim={"options": [(f"{claims[n].source}: {claims[n].says}", n) for n in judged]},
            images={"options": sources},
            seeds={"max": pairs, "value": pairs},
        )

    def _sources(self, name: str) -> list[str]:
        """The images on which both networks of a claim have a run."""
        claim = self.claims[name]
        return [
            source
            for (study, source), found in self.results.items()
            if study == claim.study and found.pairs(claim.lower, claim.higher, claim.measure)[0]
        ]

    def _pairs(self, name: str, source: str) -> int:
        claim = self.claims[name]
        found = self.results[claim.study, source]
        return len(found.pairs(claim.lower, claim.higher, claim.measure)[0])

    def adjust(self, name: str) -> None:
        """Offer what the chosen claim has: its images, and as many seeds as both have."""
        if name == "seeds":
            return
        sources = self._sources(self.claim.value)
        if tuple(self.images.options) != tuple(sources):
            kept = self.images.value
            self.images.options = sources
            self.images.value = kept if kept in sources else sources[0]
        all_used = self.seeds.value == self.seeds.max
        self.seeds.max = self._pairs(self.claim.value, self.images.value)
        self.seeds.disabled = self.seeds.max < 2
        if all_used:
            self.seeds.value = self.seeds.max

    def look(self, s: SimpleNamespace) -> Seen:
        """The verdict is what the rule says when only the first pairs are known."""
        claim = self.claims[s.claim]
        found = self.results[claim.study, s.images]
        names = dict.fromkeys(run["variant"] for run in found.runs)
        rows = {name: list(found.values(name, claim.measure)) for name in names}
        return Seen(claim, rows, self.judge(claim, found, s.seeds))

    def draw(self, s: SimpleNamespace, seen: Seen) -> Row:
        return Row(self._runs(seen, s.seeds), self._gap(seen))

    def _runs(self, seen: Seen, used: int) -> Chart:
        """A row of dots for each network; the claim's are coloured and joined, unused faint."""
        pair, rows, marks = (seen.claim.lower, seen.claim.higher), len(seen.rows), []
        for place, (name, values) in enumerate(seen.rows.items()):
            chosen = name in pair
            colour = (TRUE_CLASS, CHOSEN_CLASS)[pair.index(name)] if chosen else MUTED
            for seed, value in enumerate(values):
                kept = chosen and seed < used
                look = (colour, 6) if kept else (FAINT, 4)
                marks.append(Dot(value, rows - 1 - place, *look))
        ends = [seen.rows[name][:used] for name in pair]
        levels = [rows - 1 - list(seen.rows).index(name) for name in pair]
        joined = [
            Line(values, levels, TRUE_CLASS if values[0] < values[1] else CHOSEN_CLASS)
            for values in zip(*ends, strict=False)
        ]
        every = [value for values in seen.rows.values() for value in values]
        names = [f"► {name}" if name in pair else name for name in reversed(seen.rows)]
        unit = "test error, %" if seen.claim.measure == "error" else "response, % of stage 1's"
        up = Axis("", -0.6, rows - 0.4, ticks=tuple(range(rows)), names=tuple(names))
        title = "every training; a line joins a pair, green in the claim's order"
        return Chart([*joined, *marks], _held(every, unit), up, size=(560, HIGH), title=title)

    def _gap(self, seen: Seen) -> Chart:
        """The interval around the gap, the pairs' gaps, the paper's gap, and zero."""
        verdict, paper = seen.verdict, seen.claim.paper_gap
        sure = math.isfinite(verdict.low)
        colour = LOOKS[short_word(verdict.word)][0]
        bar = (verdict.low, verdict.high) if sure else (verdict.gap, verdict.gap)
        marks = [
            Line((0, 0), (-0.6, 2.6), INK, width=1),
            Box(FOUND + 0.06, bar[0], FOUND - 0.06, bar[1], colour, rim=False, fill=True),
            *(Dot(gap, PAIRS, MUTED, 4) for gap in verdict.gaps),
            Dot(verdict.gap, FOUND, colour, 6),
            Dot(paper, PAPER, INK, 6),
            Words(None, FOUND + 0.35, verdict.word, colour, anchor="rm"),
        ]
        unit = "natural logarithm of the factor" if verdict.ratio else "points"
        names = ("the paper's", "pair by pair", "found")
        up = Axis("", -0.6, 2.6, ticks=(PAPER, PAIRS, FOUND), names=names)
        across = _held([*bar, *verdict.gaps, paper, 0.0], unit)
        return Chart(marks, across, up, size=(400, HIGH), title="the claim's gap")

    def words(self, s: SimpleNamespace, seen: Seen) -> str:
        """The claim, its gap, the paper's, and the verdict with the seeds that are used."""
        claim, verdict = seen.claim, seen.verdict
        order = "the paper's order" if verdict.gap > 0 else "not the paper's order"
        return (
            f"{claim.source}, {s.images}, {s.seeds} of {self.seeds.max} seeds: "
            f"{claim.says}. Gap {verdict.gap_in_words()} ({order}); pair by pair "
            f"{verdict.pairs_in_words()}; the paper's gap {claim.paper_in_words()}. By the "
            f"rule: {verdict.word} ({verdict.reason})."
        )

    def summary(self) -> str:
        return "AblationPanel: claims, images and seeds of the recorded trainings"


def _held(values: list[float], label: str) -> Axis:
    """An axis that holds all the values, with some room on either side."""
    low, high = min(values), max(values)
    room = 0.08 * (high - low) or 1.0
    return Axis(label, low - room, high + room)
