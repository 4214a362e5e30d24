"""When a burst is drawn, in a simulated loop: no test here waits for a real clock."""

import heapq

import pytest

from resattn_lab.panels import burst as bursts


class SimulatedKernel:
    """A loop that takes in one message after the other; time passes only by work and waiting.

    Args:
        arrivals: the seconds at which messages come; the message is its number.
        takes_in: seconds that a message takes.
        draws: seconds that a picture takes.
    """

    def __init__(self, monkeypatch, *, arrivals, takes_in, draws):
        self.now, self.timers, self.pictures = 0.0, [], []
        self.arrivals, self.takes_in, self.draws = list(arrivals), takes_in, draws
        self.value = None
        self.burst = bursts.Burst(self.draw)
        monkeypatch.setattr(bursts, "_running_loop", lambda: self)
        monkeypatch.setattr(bursts.time, "monotonic", lambda: self.now)

    def call_later(self, wait, call, *arguments):
        heapq.heappush(self.timers, (self.now + wait, len(self.timers), call, arguments))

    def draw(self):
        self.now += self.draws
        self.pictures.append((self.now, self.value))

    def run(self):
        """Until nothing is left to do."""
        waiting = list(enumerate(self.arrivals))
        token = bursts._from_page.set(True)
        while waiting or self.timers:
            if waiting and waiting[0][1] <= self.now:
                self.value, _ = waiting.pop(0)
                self.burst.move()
                self.now += self.takes_in
            if self.timers and self.timers[0][0] <= self.now:
                _, _, call, arguments = heapq.heappop(self.timers)
                call(*arguments)
            elif not (waiting and waiting[0][1] <= self.now):
                coming = [at for _, at in waiting[:1]] + [at for at, *_ in self.timers[:1]]
                self.now = max(self.now, min(coming, default=self.now))
        bursts._from_page.reset(token)
        return self


@pytest.mark.parametrize("takes_in", [0.0005, 0.002, 0.005, 0.009])
def test_a_dragged_slider_is_drawn_twelve_times_a_second(monkeypatch, takes_in):
    """Events every 16 ms, 50 ms a picture: what came while it was drawn is taken in first."""
    arrivals = [0.016 * number for number in range(250)]  # four seconds
    kernel = SimulatedKernel(monkeypatch, arrivals=arrivals, takes_in=takes_in, draws=0.05)
    kernel.run()
    times = [at for at, _ in kernel.pictures]
    assert len(kernel.pictures) / arrivals[-1] >= 12
    assert max(b - a for a, b in zip(times, times[1:], strict=False)) < 0.15  # none starves
    assert kernel.pictures[-1][1] == len(arrivals) - 1


@pytest.mark.parametrize("draws", [0.002, 0.05, 1.0])
@pytest.mark.parametrize("takes_in", [0.0005, 0.003, 0.02])
def test_what_waits_in_the_queue_is_taken_in_before_it_is_drawn(monkeypatch, takes_in, draws):
    arrivals = [0.0] * 100
    kernel = SimulatedKernel(monkeypatch, arrivals=arrivals, takes_in=takes_in, draws=draws)
    kernel.run()
    assert kernel.pictures[-1][1] == 99
    whole = 100 * takes_in
    assert len(kernel.pictures) <= 1 + whole / bursts.PATIENCE


def test_a_single_move_is_drawn_after_a_pause_that_nobody_sees(monkeypatch):
    kernel = SimulatedKernel(monkeypatch, arrivals=[0.0], takes_in=0.002, draws=0.05).run()
    [(at, value)] = kernel.pictures
    assert value == 0 and at - 0.05 <= 0.012
