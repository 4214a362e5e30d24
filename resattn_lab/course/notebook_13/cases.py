"""What a test for Attention Modules is run on."""

from collections.abc import Callable
from dataclasses import dataclass

from . import right_variants as right
from .suspects import SUSPECTS
from .trial import Verdict, try_test


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
    Case("a right module with spatial attention", right.spatial, channels=8, depth=2),
    Case("a module that puts out M·T, which this rule allows", right.naive, channels=12),
)


def guilty_case(letter: str, **sizes: int) -> Case:
    """A suspect at sizes where its fault shows."""
    suspect = SUSPECTS[letter]
    return Case(f"Suspect {letter} ({suspect.fault})", suspect.make, **sizes)
