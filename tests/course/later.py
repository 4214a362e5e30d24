"""An answer that is made when its test runs: it is expensive, or must be new each time."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Later:
    """``make()`` gives the answer."""

    make: Callable[[], Any]
