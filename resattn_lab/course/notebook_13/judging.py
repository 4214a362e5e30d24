"""Judging a test: it must acquit what is right, convict what is wrong, and not just crash."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from resattn_lab.blocks import SpatialGate

from . import right
from .suite import BREAKS, FAILS, PASSES, Verdict, try_test
from .suspects import SUSPECTS

SIZES = (16, 3, 16)  # channels, poolings, side


@dataclass(frozen=True)
class Case:
    """What a test is run on: in words, what builds it, and what else the test is given."""

    words: str
    make: Callable
    sizes: tuple[int, ...] = SIZES

    @property
    def where(self) -> str:
        if not self.sizes:
            return ""
        channels, depth, side = self.sizes
        poolings = "1 pooling" if depth == 1 else f"{depth} poolings"
        return f" ({channels} channels, {poolings}, {side}×{side})"


USUAL = Case("a right module", right.usual)
OTHERS = ((8, 3, 16), (16, 1, 16), (16, 3, 24), (16, 3, 21))
RIGHT_CASES = (
    USUAL,
    *(Case("a right module", right.usual, sizes) for sizes in OTHERS),
    Case("a right module whose mask is written in a loop", right.in_a_loop, (8, 3, 16)),
    Case(
        "a right module with spatial attention",
        partial(right.usual, gate=SpatialGate),
        (8, 2, 16),
    ),
    Case(
        "a module that puts out M·T, which this rule allows",
        partial(right.usual, attention_residual=False),
        (12, 3, 16),
    ),
    *(USUAL, USUAL),  # with other random numbers, to see whether luck decides
)


def guilty_case(letter: str, *sizes: int) -> Case:
    """A suspect at sizes where its fault shows."""
    suspect = SUSPECTS[letter]
    words = f"Suspect {letter} ({suspect.file().fault})"
    return Case(words, suspect, (*sizes, *SIZES[len(sizes) :]))


def find_verdict_mistake(
    test: Callable,
    guilty: Sequence[Case],
    innocent: Sequence[Case],
    noun: str,
    too_strict: Callable[[list[Case], list[Case]], str],
) -> str | None:
    """What is wrong with a test, or None.

    Args:
        guilty: cases at which a fault shows, so that the test has to fail.
        innocent: cases that it has to pass.
        noun: what is tested, such as ``"module"``.
        too_strict: what is told of false alarms, given the cases accused and acquitted.
    """

    def verdicts(cases: Sequence[Case]) -> list[tuple[Case, Verdict]]:
        seeds = [cases[:number].count(case) for number, case in enumerate(cases)]
        runs = zip(cases, seeds, strict=True)
        return [(c, try_test(test, c.make, *c.sizes, seed=seed)) for c, seed in runs]

    on_right, on_guilty = verdicts(innocent), verdicts(guilty)
    if {verdict.said for _, verdict in (*on_right, *on_guilty)} == {PASSES}:
        return (
            f"It passes every {noun}, right or wrong. Either it asserts nothing, or what it "
            f"asserts is true of {guilty[0].words} as well."
        )
    for case, verdict in on_right:
        if verdict.said == BREAKS:
            return f"On {case.words}{case.where} it breaks off with {verdict.words}."
    accused, acquitted = ([c for c, v in on_right if v.said == s] for s in (FAILS, PASSES))
    if not acquitted:
        words = on_right[0][1].words
        told = f"Its words: {words}." if words else "What does it compare, and with what?"
        return f"It accuses every {noun}, right ones too. {told}"
    if accused:
        return too_strict(accused, acquitted)
    for case, verdict in on_guilty:
        if verdict.said == BREAKS:
            return (
                f"It breaks off on {case.words}: {verdict.words}. A crash is no verdict; its "
                "cause may be another one. Let an assert decide."
            )
        if verdict.said == PASSES:
            return f"It lets {case.words} slip through{case.where}."
    return None


def too_strict(accused: Sequence[Case], acquitted: Sequence[Case]) -> str:
    """What the accused right modules have in common, where that says it."""
    for case in accused:
        if case in acquitted:
            return (
                f"It accuses {case.words} with some random numbers and acquits it with others: "
                "look at what does not depend on luck."
            )
    for at, told in enumerate(
        (
            "It demands {} channels; `channels` says how many come.",
            "It demands {} poolings; `depth` says how many there are.",
            "It demands {0}×{0}; `side` says how large the map is.",
        )
    ):
        usual = [
            [case.sizes[at] == SIZES[at] for case in cases] for cases in (accused, acquitted)
        ]
        if not any(usual[0]) and all(usual[1]):
            return told.format(SIZES[at])
    if all(case.sizes[2] % 2 for case in accused):
        return "It accuses a right module on a map of odd sides: sizes round up."
    return f"It accuses {accused[0].words}{accused[0].where}: a false alarm."


def not_asked_for(test: Callable) -> str | None:
    """Whether the test builds and runs what it was told to."""
    wanted, side, built, sides = (8, 2), 24, [], []

    def make(*given: int) -> Any:
        built.append(given)
        module = right.usual(*given)
        module.register_forward_pre_hook(lambda _, inputs: sides.append(inputs[0].shape[-1]))
        return module

    broke = try_test(test, make, *wanted, side).said == BREAKS
    if built and built[0] != wanted:
        return f"Asked for make{wanted} it builds make{built[0]}: use the arguments."
    if broke:
        return None
    if not built:
        return "It never builds a module: use make(channels, depth)."
    if sides and side not in sides:
        return f"Asked for {side}×{side} it runs {sides[0]}×{sides[0]}: use `side`."
    return None


def find_test_mistake(
    test: Callable, guilty: Sequence[Case], innocent: Sequence[Case] = RIGHT_CASES
) -> str | None:
    """What is wrong with a test for Attention Modules, or None."""
    if mistake := not_asked_for(test):
        return mistake
    return find_verdict_mistake(test, guilty, innocent, "module", too_strict)
