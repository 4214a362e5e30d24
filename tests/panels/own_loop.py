"""An event loop, or none, for a test of panels: the browser tests of the same process leave
theirs running in its main thread."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def run_in_own_loop(work: Coroutine) -> Any:
    """What ``asyncio.run`` gives, in a thread of its own."""
    return run_without_a_loop(lambda: asyncio.run(work))


def run_without_a_loop(work: Callable) -> Any:
    """What ``work`` gives in a thread that has no loop."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()
