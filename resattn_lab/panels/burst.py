"""Many moves in a row, and few pictures."""

import asyncio
import time
from collections.abc import Callable
from contextvars import ContextVar

import ipywidgets as widgets

PAUSE, PATIENCE = 0.005, 0.2  # seconds

_from_page: ContextVar[bool] = ContextVar("the move comes from the page", default=False)


def listen(control: widgets.Widget) -> None:
    """Have what the page makes ``control`` do known as the page's, and not code's.

    ipywidgets hands the page's messages to ``set_state``. Panels that follow the control
    are moved inside of it, so by the page as well.
    """
    take_in = control.set_state

    def set_state(sync_data: dict) -> None:
        token = _from_page.set(True)
        try:
            take_in(sync_data)
        finally:
            _from_page.reset(token)

    control.set_state = set_state


class Burst:
    """Calls ``draw`` at once for a move made by code, and soon for moves from the page.

    Moves that wait in the kernel's queue are taken in first: ``draw`` is called when the
    loop had nothing to do for ``PAUSE``, or when the first move has waited for
    ``PATIENCE``; the last one wins. How long a drawing takes has no say, so that a dragged
    slider is drawn between its events, however slow the drawing. (ipywidgets' own page
    sends no second move of a control before the kernel has taken in the first. Others may,
    and several controls may.)
    """

    def __init__(self, draw: Callable[[], None]):
        self._draw = draw
        self._first: float | None = None  # when the oldest move came that is not drawn yet
        self._last = 0.0
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
            self._look_later(loop, PAUSE)

    def finish(self) -> None:
        """Draw what waits to be drawn."""
        if self._first is not None:
            self._now()

    def _look_later(self, loop: asyncio.AbstractEventLoop, wait: float) -> None:
        self._loop = loop
        loop.call_later(wait, self._look, loop, time.monotonic() + wait)

    def _look(self, loop: asyncio.AbstractEventLoop, due: float) -> None:
        self._loop = None
        if self._first is None:
            return
        now = time.monotonic()
        busy = now - due > PAUSE  # it comes late: the loop had other things to do
        wait = PAUSE if busy else self._last + PAUSE - now
        wait = min(wait, self._first + PATIENCE - now)
        if wait > 0:
            self._look_later(loop, wait)
        else:
            self._now()

    def _now(self) -> None:
        self._first = None
        self._draw()


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:  # no loop runs here: nothing could be drawn later
        return None
