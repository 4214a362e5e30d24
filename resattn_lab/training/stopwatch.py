"""Time that goes on where it stopped."""

import time


class Stopwatch:
    """Wall and processor seconds of a training, over all the times it was taken up.

    Args:
        wall, cpu: seconds that had passed when it was stopped last.
    """

    def __init__(self, wall: float = 0.0, cpu: float = 0.0):
        self._wall = time.perf_counter() - wall
        self._cpu = time.process_time() - cpu

    @property
    def wall(self) -> float:
        return time.perf_counter() - self._wall

    @property
    def cpu(self) -> float:
        """Of this process, all of its threads together."""
        return time.process_time() - self._cpu
