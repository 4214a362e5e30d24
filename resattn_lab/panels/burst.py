"""Many moves in a row, and few pictures."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import ipywidgets as widgets

PAUSE, PATIENCE = 0.005, 0.2  # seconds, at the least
SHARE, TIMES = 0.2, 4  # of the seconds that the last drawing took: slow machines wait longer

_from_page: ContextVar[bool] = ContextVar("the move comes from the page", default=False)


@contextmanager
def moved_by(control: widgets.Widget) -> Iterator[None]:
    """Inside, remember whether the page moved ``control``, or code did.

    While ipywidgets takes in a message of the page, the widget's ``_property_lock`` holds
    what came. Panels that follow the control are moved by the page as well.
    """
    token = _from_page.set(_from_page.get() or bool(control._property_lock))
    try:
        yield
    finally:
        _from_page.reset(token)


class Burst:
    """Calls ``draw`` at once for a move made by code, and soon for moves from the page.

    Moves that wait in the kernel's queue are taken in first: ``draw`` is called when none
    came for a fifth of the time that a drawing takes, or when the first has waited for the
    time of four; the last one wins. (ipywidgets' own page sends no second move of a control
    before the kernel has taken in the first. Others may, and several controls may.)
    """

    def __init__(self, draw: Callable[[], None]):
        self._draw = draw
        self._first: float | None = None  # when the oldest move came that is not drawn yet
        self._last = self._took = 0.0
        self._loop: asyncio.AbstractEventLoop | None = None  # it will look

    def move(self) -> None:
        """Something changed: draw, now or soon."""
        loop = _running_loop() if _from_page.get() else None
        if loop is None:
            self._now()
            return
        self._last = time.monotonic()
        if self._first is None:
            self._first = self._last
        if self._loop is not loop:
            self._loop = loop
            loop.call_later(self._pause, self._look, loop)

    @property
    def _pause(self) -> float:
        return max(PAUSE, SHARE * self._took)

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = None
        if self._first is None:
            return
        patience = max(PATIENCE, TIMES * self._took)
        wait = min(self._last + self._pause, self._first + patience) - time.monotonic()
        if wait > 0:
            self._loop = loop
            loop.call_later(wait, self._look, loop)
            return
        self._now()

    def _now(self) -> None:
        self._first, start = None, time.perf_counter()
        try:
            self._draw()
        finally:
            self._took = time.perf_counter() - start


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:  # no loop runs here: nothing could be drawn later
        return None
