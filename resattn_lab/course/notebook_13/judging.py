"""Judging a test: it must acquit what is right, convict what is wrong, and not just crash."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from resattn_lab.blocks import SpatialGate

from . import right
from .suite import BREAKS, FAILS, PASSES, try_test
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
    def where(self) -> str:
        poolings = "1 pooling" if self.depth == 1 else f"{self.depth} poolings"
        return f" ({self.channels} channels, {poolings}, {self.side}×{self.side})"

    def run(self, test: Callable, seed: int = 0) -> "Run":
        sizes = (self.channels, self.depth, self.side)
        said = try_test(test, self.make, *sizes, seed=seed)
        return Run(self.words, said.said, said.words, self.where, self)


class Run(NamedTuple):
    """What a test said of what, the words of its error, and at which sizes."""

    words: str
    said: str
    error: str
    where: str = ""
    case: Case | None = None


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


SEEDS = (1, 2)  # of the usual module once more, to see whether luck decides


def verdict_mistake(
    innocent: Sequence[Run], guilty: Sequence[Run], noun: str, too_strict: Callable
) -> str | None:
    """What is wrong with a test that said this, or None.

    Args:
        innocent: what it said of right things, which it has to pass.
        guilty: what it said where a fault shows, so that it has to fail.
        noun: what is tested, such as ``"module"``.
        too_strict: what is told of a test with false alarms, given all runs on right things.
    """
    if {run.said for run in (*innocent, *guilty)} == {PASSES}:
        return (
            f"It passes every {noun}, right or wrong. Either it asserts nothing, or what it "
            f"asserts is true of {guilty[0].words} as well."
        )
    for run in innocent:
        if run.said == BREAKS:
            return f"On {run.words}{run.where} it breaks off with {run.error}."
    if {run.said for run in innocent} == {FAILS}:
        error = innocent[0].error
        told = f"Its words: {error}." if error else "What does it compare, and with what?"
        return f"It accuses every {noun}, right ones too. {told}"
    if any(run.said == FAILS for run in innocent):
        return too_strict(innocent)
    for run in guilty:
        if run.said == BREAKS:
            return (
                f"It breaks off on {run.words}: {run.error}. A crash is no verdict; its "
                "cause may be another one. Let an assert decide."
            )
        if run.said == PASSES:
            return f"It lets {run.words} slip through{run.where}."
    return None


def too_strict(runs: Sequence[Run]) -> str:
    """What the accused right modules have in common, where that says it."""
    accused, acquitted = ([r.case for r in runs if r.said == v] for v in (FAILS, PASSES))
    for case in accused:
        if case in acquitted:
            return (
                f"It accuses {case.words} with some random numbers and acquits it with others: "
                "look at what does not depend on luck."
            )
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
        return (
            f"Asked for 8 channels and 2 poolings it builds make{built[0]}: use the arguments."
        )
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
    """What is wrong with a test for Attention Modules, or None.

    Args:
        guilty: cases at which a fault shows, so that the test has to fail.
        innocent: cases that it has to pass.
    """
    if mistake := not_asked_for(test):
        return mistake
    on_right = [case.run(test) for case in innocent]
    on_right += [USUAL.run(test, seed) for seed in SEEDS]
    on_guilty = [case.run(test) for case in guilty]
    return verdict_mistake(on_right, on_guilty, "module", too_strict)
