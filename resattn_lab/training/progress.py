"""Progress that a reader sees and a test can bear."""

import os
import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

from tqdm.auto import tqdm

Item = TypeVar("Item")


def show_progress(
    items: Iterable[Item], *, total: int, what: str, begin: int = 0, enabled: bool = True
) -> Iterator[Item]:
    """Iterate with a bar, redrawn at most twice a second; without one when not ``enabled``.

    A bar that ends is taken away, so that a notebook keeps results and not bars.
    """
    yield from tqdm(
        items,
        total=total,
        initial=begin,
        desc=what,
        mininterval=0.5,
        leave=False,
        disable=not enabled or "TQDM_DISABLE" in os.environ,  # launch(progress=False) sets it
        file=sys.stderr,
    )


class TimeToGo:
    """Says once how long a training takes on this machine, from its first steps.

    Args:
        steps: steps to go; a training of fewer than 50 says nothing.
    """

    FIRST, LAST = 3, 13  # the first steps are slower: memory is fetched, kernels are chosen

    def __init__(self, steps: int, *, enabled: bool = True):
        self.steps, self.enabled = steps, enabled and steps >= 50
        self.taken, self.began = 0, 0.0

    def step(self) -> None:
        """Note that a step was taken; print the estimate when there is one."""
        self.taken += 1
        if self.taken == self.FIRST:
            self.began = time.perf_counter()
        if self.enabled and self.taken == self.LAST:
            a_step = (time.perf_counter() - self.began) / (self.LAST - self.FIRST)
            minutes = a_step * (self.steps - self.taken) / 60
            print(f"about {minutes:.1f} minutes to go, {a_step:.2f} s a step", flush=True)
