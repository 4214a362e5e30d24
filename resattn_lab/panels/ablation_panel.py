"""Claims under three controls: which claim, which images, how many of the seeds."""

from collections.abc import Callable, Mapping
from typing import Any

import ipywidgets as widgets

from .ablation_views import AblationViews
from .canvas import Canvas
from .frame import Frame
from .panel import STYLE, WIDE, Panel

GUESSING = 90.0  # error of guessing among ten classes, in percent


class AblationPanel(Panel):
    """Every run of a claim's study as a dot; the claim's gap, and what the rule says of it.

    Args:
        results: by (study, source): what has ``runs``, dicts with a ``variant``, and
            ``values(variant, measure)``, one number for each seed.
        claims: by name: what has ``says``, ``source``, ``study``, ``lower``, ``higher``,
            ``paper`` (two numbers) and ``measure`` (``"error"`` or another).
        judge: from the numbers of ``lower`` and ``higher``, ``paper_gap=`` and ``chance=`` to
            something with ``gap``, ``standard_error``, ``word`` and ``reason``.

    Attributes:
        claim, images, seeds: the controls.
        canvas: the picture; ``canvas.alt`` says in words what it shows.

    Raises:
        ValueError: no claim of which both networks have a run.
    """

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
        self.claim = widgets.Dropdown(
            options=[(f"{claims[name].source}: {claims[name].says}", name) for name in judged],
            description="claim",
            style=STYLE,
            layout={"width": "760px", "max_width": "100%"},
        )
        self.images = widgets.Dropdown(description="images", style=STYLE, layout=WIDE)
        self.seeds = widgets.IntSlider(
            value=1, min=1, max=1, description="seeds used", style=STYLE, layout=WIDE
        )
        self._offer()
        canvas = self.canvas = Canvas(9.6, 3.5)
        self.views = AblationViews(canvas.figure)
        super().__init__([[self.claim], [self.images, self.seeds]], canvas)

    def _sources(self, name: str) -> list[str]:
        """The images on which both networks of a claim have a run."""
        claim = self.claims[name]
        return [
            source
            for (study, source), found in self.results.items()
            if study == claim.study
            and found.values(claim.lower, claim.measure)
            and found.values(claim.higher, claim.measure)
        ]

    def _offer(self) -> None:
        """Offer what the chosen claim has: its images, and as many seeds as both have."""
        sources = self._sources(self.claim.value)
        if tuple(self.images.options) != tuple(sources):
            kept = self.images.value
            self.images.options = sources
            self.images.value = kept if kept in sources else sources[0]
        lower, higher = self.numbers()
        all_used = self.seeds.value == self.seeds.max
        self.seeds.max = min(len(lower), len(higher))
        self.seeds.disabled = self.seeds.max < 2
        if all_used:
            self.seeds.value = self.seeds.max

    def adjust(self, change: dict) -> None:
        if change["owner"] is not self.seeds:
            self._offer()

    def numbers(self) -> tuple[list[float], list[float]]:
        """What the two networks of the claim have, one number for each seed there is."""
        claim = self.claims[self.claim.value]
        found = self.results[claim.study, self.images.value]
        return (
            found.values(claim.lower, claim.measure),
            found.values(claim.higher, claim.measure),
        )

    def verdict(self) -> Any:
        """What the rule says when only the first ``seeds`` of the seeds are known."""
        claim, used = self.claims[self.claim.value], self.seeds.value
        lower, higher = (numbers[:used] for numbers in self.numbers())
        gap = claim.paper[1] - claim.paper[0]
        chance = GUESSING if claim.measure == "error" else None
        return self.judge(lower, higher, paper_gap=gap, chance=chance)

    def draw(self, frame: Frame) -> None:
        claim = self.claims[self.claim.value]
        found = self.results[claim.study, self.images.value]
        names = list(dict.fromkeys(run["variant"] for run in found.runs))
        rows = {name: found.values(name, claim.measure) for name in names}
        unit = "test error, %" if claim.measure == "error" else "response, % of stage 1's"
        pair = (claim.lower, claim.higher)
        self.views.draw_rows(frame, rows, pair, self.seeds.value, unit)
        self.views.draw_gap(frame, self.verdict(), claim.paper[1] - claim.paper[0])

    def describe(self) -> str:
        """The claim, its gap, the paper's, and the verdict with the seeds that are used."""
        claim, verdict, used = self.claims[self.claim.value], self.verdict(), self.seeds.value
        order = "the paper's order" if verdict.gap > 0 else "not the paper's order"
        sure = f", ± {2 * verdict.standard_error:.1f}" if used > 2 else ""
        return (
            f"{claim.source}, {self.images.value}, {used} of {self.seeds.max} seeds: "
            f"{claim.says}. Gap {verdict.gap:+.1f} points{sure} ({order}); the paper's gap "
            f"{claim.paper[1] - claim.paper[0]:.2f}. By the rule: {verdict.word} "
            f"({verdict.reason})."
        )

    def summary(self) -> str:
        return "AblationPanel: claims, images and seeds of the recorded trainings"
