"""Running what a learner wrote: whatever it does, it ends in a sentence."""

import contextlib
import io
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator

from .reading import Refused

SECONDS = 60.0  # for one check; the slowest of the course takes two or three
LONGEST, MOST_PRINTED = 400, 2000  # characters of a sentence, and of what is let through


class TimeUp(BaseException):
    """The time is over; no Exception, so that ``except Exception`` lets it pass."""


def shortened(text: str) -> str:
    """``text``, cut where it is too long to be read, and fit to be printed."""
    text = text if len(text) <= LONGEST else f"{text[:LONGEST]} …"
    return text.encode("utf-8", "replace").decode("utf-8")


def words_of(error: BaseException, *, named: bool = True) -> str:
    """The first line of an error's text, and its kind; some have no text that can be read."""
    try:
        text = str(error).strip().split("\n")[0]
    except Exception:  # its __str__ is the learner's code, too
        text = "its text cannot be read"
    kind = type(error).__name__ if named else ""
    return ": ".join(part for part in (kind, shortened(text)) if part)


def _in_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise TimeUp in the block after ``seconds``, and every second from then on.

    Only the main thread can be stopped, where there is SIGALRM: in a notebook on Linux and
    macOS. Elsewhere, on Windows for one, the block runs until it ends or until the kernel
    is interrupted. An alarm that is due earlier is left alone; a later one goes on.
    """
    if not hasattr(signal, "SIGALRM") or not _in_main_thread():
        yield
        return
    left, every = signal.getitimer(signal.ITIMER_REAL)
    if 0 < left <= seconds:
        yield
        return
    begun, running = time.monotonic(), [True]

    def stop(number, frame):
        if running:
            raise TimeUp

    former = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)
    try:
        yield
    finally:
        running.clear()
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL if former is None else former)
        if left:
            rest = max(left - (time.monotonic() - begun), 1e-3)
            signal.setitimer(signal.ITIMER_REAL, rest, every)


@contextlib.contextmanager
def noticing_interrupts() -> Iterator[list[int]]:
    """Yield a list that gets an entry when Ctrl-C comes; what it did before it still does."""
    came: list[int] = []
    former = signal.getsignal(signal.SIGINT)
    if not _in_main_thread() or not callable(former):
        yield came
        return

    def interrupt(number, frame):
        came.append(number)
        former(number, frame)

    signal.signal(signal.SIGINT, interrupt)
    try:
        yield came
    finally:
        signal.signal(signal.SIGINT, former)


class Curtain(io.TextIOBase):
    """Lets the first ``MOST_PRINTED`` characters through to another stream."""

    def __init__(self, stream):
        self.stream, self.left = stream, MOST_PRINTED

    def write(self, text: str) -> int:
        if self.left > 0:
            self.stream.write(text[: self.left])
            if len(text) > self.left:
                self.stream.write(f"\n… (cut after {MOST_PRINTED:,} characters)\n")
        self.left -= len(text)
        return len(text)

    def flush(self) -> None:
        self.stream.flush()

    def close(self) -> None:
        """The other stream stays open."""


def in_words(find: Callable[[], str | None], seconds: float = SECONDS) -> str | None:
    """What ``find`` says, or what became of it: too slow, stopped by an error, refused.

    Raises:
        KeyboardInterrupt: the reader pressed Ctrl-C or interrupted the kernel.
    """
    interrupts: list[int] = []
    try:
        with (
            contextlib.redirect_stdout(Curtain(sys.stdout)),
            noticing_interrupts() as interrupts,
            time_limit(seconds),
        ):
            said = find()
    except Refused as refusal:
        said = str(refusal)
    except TimeUp:
        return (
            f"It was stopped after {seconds:g} seconds: is there a loop in it that never "
            "ends? Look at what should end it."
        )
    except BaseException as error:  # whatever a learner's code does, it gets an answer
        if interrupts and isinstance(error, KeyboardInterrupt):
            raise
        return f"It stopped with {words_of(error)}"
    return None if said is None else shortened(said)
