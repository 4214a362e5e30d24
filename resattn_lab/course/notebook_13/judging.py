"""Judging a test: it must acquit what is right, convict what is wrong, and not just crash."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from resattn_lab.blocks import SpatialGate

from . import right
from .suite import BREAKS, FAILS, PASSES, Verdict, try_test
from .suspects import SUSPECTS


@dataclass(frozen=True)
class Case:
    """One run of a test.

    Args:
        words: what is built, such as ``"a right module"`` or ``"Suspect B (…)"``.
        make: builds it, given channels and depth.
    """

    words: str
    make: Callable
    channels: int = 16
    depth: int = 3
    side: int = 16

    @property
    def size(self) -> str:
        poolings = "1 pooling" if self.depth == 1 else f"{self.depth} poolings"
        return f"{self.channels} channels, {poolings}, {self.side}×{self.side}"

    def run(self, test: Callable, seed: int) -> Verdict:
        return try_test(test, self.make, self.channels, self.depth, self.side, seed=seed)


USUAL = Case("a right module", right.usual)
RIGHT_CASES = (
    USUAL,
    Case("a right module", right.usual, channels=8),
    Case("a right module", right.usual, depth=1),
    Case("a right module", right.usual, side=24),
    Case("a right module", right.usual, side=21),
    Case("a right module whose mask is written in a loop", right.in_a_loop, channels=8),
    Case("a right module with spatial attention", partial(right.usual, gate=SpatialGate), 8, 2),
    Case(
        "a module that puts out M·T, which this rule allows",
        *(partial(right.usual, attention_residual=False), 12),
    ),
)


def guilty_case(letter: str, *sizes: int) -> Case:
    """A suspect at sizes where its fault shows."""
    suspect = SUSPECTS[letter]
    return Case(f"Suspect {letter} ({suspect.file().fault})", suspect, *sizes)


SEEDS = (0, 1, 2)  # of the usual module, to see whether luck decides
Runs = Sequence[tuple[Case, Verdict]]


def too_strict(accused: Sequence[Case], acquitted: Sequence[Case]) -> str:
    """What the accused right modules have in common, where that says it."""
    for name, told in (
        ("channels", f"It demands {USUAL.channels} channels; `channels` says how many come."),
        ("depth", f"It demands {USUAL.depth} poolings; `depth` says how many there are."),
        ("side", f"It demands {USUAL.side}×{USUAL.side}; `side` says how large the map is."),
    ):
        common = getattr(USUAL, name)
        if all(getattr(case, name) != common for case in accused) and all(
            getattr(case, name) == common for case in acquitted
        ):
            return told
    if all(case.side % 2 for case in accused):
        return "It accuses a right module on a map of odd sides: sizes round up."
    case = accused[0]
    return f"It accuses {case.words} ({case.size}): a false alarm."


def not_asked_for(test: Callable) -> str | None:
    """Whether the test builds and runs what it was told to."""
    asked = Case("", USUAL.make, channels=8, depth=2, side=24)
    built, sides = [], []

    def make(channels: int, depth: int) -> Any:
        module = asked.make(channels, depth)
        built.append((channels, depth))
        module.register_forward_pre_hook(
            lambda module, given: sides.extend(given[0].shape[-2:])
        )
        return module

    said = try_test(test, make, asked.channels, asked.depth, asked.side).said
    if not built:
        return (
            None if said == BREAKS else "It never builds a module: use make(channels, depth)."
        )
    if built[0] != (asked.channels, asked.depth):
        return (
            f"Asked for {asked.channels} channels and {asked.depth} poolings it builds "
            f"make{built[0]}: use the arguments."
        )
    if said != BREAKS and sides and asked.side not in sides:
        return f"Asked for {asked.side}×{asked.side} it runs {sides[0]}×{sides[1]}: use `side`."
    return None


def innocents_mistake(runs: Runs) -> str | None:
    """What a test that is otherwise no dummy does to right modules."""
    for case, verdict in runs:
        if verdict.said == BREAKS:
            return f"On {case.words} ({case.size}) it breaks off with {verdict.words}."
    if {verdict.said for _, verdict in runs} == {FAILS}:
        words = runs[0][1].words
        told = f"Its words: {words}." if words else "What does it compare, and with what?"
        return f"It accuses every module, right ones too. {told}"
    accused = [case for case, verdict in runs if verdict.said == FAILS]
    acquitted = [case for case, verdict in runs if verdict.said == PASSES]
    both = [case for case in accused if case in acquitted]
    if both:
        return (
            f"It accuses {both[0].words} with some random numbers and acquits it with others: "
            "look at what does not depend on luck."
        )
    return too_strict(accused, acquitted) if accused else None


def find_test_mistake(
    test: Callable, guilty: Sequence[Case], innocent: Sequence[Case] = RIGHT_CASES
) -> str | None:
    """What is wrong with a test for Attention Modules, or None.

    Args:
        guilty: cases at which a fault shows, so that the test has to fail.
        innocent: cases that it has to pass.
    """
    unasked = not_asked_for(test)
    on_right = [
        (case, case.run(test, seed))
        for case in innocent
        for seed in (SEEDS if case == USUAL else SEEDS[:1])
    ]
    on_guilty = [(case, case.run(test, SEEDS[0])) for case in guilty]
    if {verdict.said for _, verdict in (*on_right, *on_guilty)} == {PASSES}:
        return unasked or (
            "It passes every module, right or wrong. Either it asserts nothing, or what it "
            f"asserts is true of {guilty[0].words} as well."
        )
    mistake = unasked or innocents_mistake(on_right)
    if mistake:
        return mistake
    for case, verdict in on_guilty:
        if verdict.said == BREAKS:
            return (
                f"It breaks off on {case.words}: {verdict.words}. A crash is no verdict; its "
                "cause may be another one. Let an assert decide."
            )
        if verdict.said == PASSES:
            return f"It lets {case.words} slip through ({case.size})."
    return None
