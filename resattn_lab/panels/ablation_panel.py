"""Claims under three controls: which claim, which images, how many of the seeds."""

from collections.abc import Callable, Mapping
from typing import Any

import ipywidgets as widgets

from .ablation_views import AblationViews
from .canvas import Canvas
from .canvas_panel import STYLE, WIDE, CanvasPanel
from .frame import Frame


class AblationPanel(CanvasPanel):
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
            if study == claim.study and found.pairs(claim.lower, claim.higher, claim.measure)[0]
        ]

    def _offer(self) -> None:
        """Offer what the chosen claim has: its images, and as many seeds as both have."""
        sources = self._sources(self.claim.value)
        if tuple(self.images.options) != tuple(sources):
            kept = self.images.value
            self.images.options = sources
            self.images.value = kept if kept in sources else sources[0]
        claim = self.claims[self.claim.value]
        found = self.results[claim.study, self.images.value]
        all_used = self.seeds.value == self.seeds.max
        self.seeds.max = len(found.pairs(claim.lower, claim.higher, claim.measure)[0])
        self.seeds.disabled = self.seeds.max < 2
        if all_used:
            self.seeds.value = self.seeds.max

    def adjust(self, change: dict) -> None:
        if change["owner"] is not self.seeds:
            self._offer()

    def verdict(self) -> Any:
        """What the rule says when only the first ``seeds`` of the pairs are known."""
        claim = self.claims[self.claim.value]
        found = self.results[claim.study, self.images.value]
        return self.judge(claim, found, self.seeds.value)

    def draw(self, frame: Frame) -> None:
        claim = self.claims[self.claim.value]
        found = self.results[claim.study, self.images.value]
        names = list(dict.fromkeys(run["variant"] for run in found.runs))
        rows = {name: found.values(name, claim.measure) for name in names}
        unit = "test error, %" if claim.measure == "error" else "response, % of stage 1's"
        pair = (claim.lower, claim.higher)
        self.views.draw_rows(frame, rows, pair, self.seeds.value, unit)
        self.views.draw_gap(frame, self.verdict(), claim.paper_gap)

    def describe(self) -> str:
        """The claim, its gap, the paper's, and the verdict with the seeds that are used."""
        claim, verdict, used = self.claims[self.claim.value], self.verdict(), self.seeds.value
        order = "the paper's order" if verdict.gap > 0 else "not the paper's order"
        return (
            f"{claim.source}, {self.images.value}, {used} of {self.seeds.max} seeds: "
            f"{claim.says}. Gap {verdict.gap_in_words()} ({order}); pair by pair "
            f"{verdict.pairs_in_words()}; the paper's gap {claim.paper_in_words()}. By the "
            f"rule: {verdict.word} ({verdict.reason})."
        )

    def summary(self) -> str:
        return "AblationPanel: claims, images and seeds of the recorded trainings"
