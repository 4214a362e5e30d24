"""Progress that a reader sees and a test can bear."""

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

from tqdm.auto import tqdm

Item = TypeVar("Item")


def show_progress(
    items: Iterable[Item], *, total: int, what: str, enabled: bool = True
) -> Iterator[Item]:
    """Iterate with a bar, redrawn at most twice a second; without one when not ``enabled``.

    A bar that ends is taken away, so that a notebook keeps results and not bars.
    """
    yield from tqdm(
        items,
        total=total,
        desc=what,
        mininterval=0.5,
        leave=False,
        disable=not enabled,
        file=sys.stderr,
    )
