"""The LiveCurves without a training: add values, read pictures and words."""

import pytest
import torch

from resattn_lab.panels import LiveCurves, live_curves
from resattn_lab.panels.marks import Dot, Words


@pytest.fixture
def live():
    panel = LiveCurves(100, classes=10)
    yield panel
    panel.close()


def test_before_the_first_value_it_says_what_will_come(live):
    assert "Two empty charts for 100 steps" in live.canvas.alt
    assert "guessing among 10 classes" in live.canvas.alt


def test_values_are_kept_and_the_end_is_said_in_words(live):
    live.add("training loss", 1, 2.3)
    live.add("training loss", 100, 1.25)
    live.add("validation accuracy", 100, 0.5)
    live.finish()
    assert live.curves["training loss"] == [(1, 2.3), (100, 1.25)]
    assert live.canvas.alt == (
        "After 100 of 100 steps: training loss from 2.30 to 1.25; "
        "validation accuracy from 0.50 to 0.50."
    )


def test_pictures_come_at_most_twice_a_second(live, monkeypatch):
    clock = [0.0]
    monkeypatch.setattr(live_curves.time, "monotonic", lambda: clock[0])
    live._shown, pictures = 0.0, []
    live.canvas.observe(lambda change: pictures.append(1), "value")
    for step in range(1, 101):  # two hundredths of a second a step: two seconds in all
        clock[0] += 0.02
        live.add("training loss", step, 2 - step / 100)
    assert len(pictures) == 4


def test_a_value_beyond_the_chart_is_drawn_at_its_edge(live):
    live.add("training loss", 1, 30.0)
    live.add("training loss", 2, 2.0)
    live.finish()
    assert "from 30.00 to 2.00" in live.canvas.alt


def test_a_planned_rate_is_seen_before_the_first_step_and_a_dot_goes_along():
    live = LiveCurves(3, classes=10, rates=[0.1, 0.2, 0.05])
    assert live.canvas.alt.startswith("The learning rate goes from 0.1 to 0.2 and 0.05. Two")
    for step in (1, 2):
        live.add("training loss", step, 2.0)
    live.finish()
    plan = live.draw(live.values(), None).marks[0].marks
    assert [(mark.x, mark.y) for mark in plan if isinstance(mark, Dot)] == [(2, 0.2)]
    live.close()


def test_what_is_coming_is_said_until_it_comes(live):
    def said():
        halves = live.draw(live.values(), None).marks
        return [m.text for half in halves for m in half.marks if isinstance(m, Words)]

    assert said() == list(live_curves.COMING.values())
    live.add("training loss", 1, 2.3)
    assert said() == ["training", live_curves.COMING["accuracy"]]


def test_the_end_replaces_what_was_shown_at_the_beginning(live, monkeypatch):
    shown = []

    class Handle:
        def update(self, panel):
            shown.append(panel.canvas.alt)

    monkeypatch.setattr(live_curves, "display", lambda panel, display_id: Handle())
    live.begin()
    live.add("training loss", 1, 2.3)
    live.finish()
    assert shown == [live.canvas.alt] and shown[0].startswith("After 1 of 100 steps")


def test_what_cannot_be_drawn_is_refused(live):
    with pytest.raises(ValueError, match="rates must be one a step, 100, or none; got 2"):
        LiveCurves(100, classes=10, rates=[0.1, 0.2])
    with pytest.raises(ValueError, match="no curve 'loss'; there are training loss"):
        live.add("loss", 1, 2.0)
    with pytest.raises(ValueError, match="steps must be 1 or more and classes 2 or more"):
        LiveCurves(0, classes=10)


class Tally:
    """Summed loss, hits and images, as an epoch adds them up."""

    def __init__(self, losses, size):
        self.loss, self.count, self.losses, self.size = 0.0, 0, losses, size

    def totals(self):
        self.loss, self.count = (
            self.loss + self.losses.pop(0) * self.size,
            self.count + self.size,
        )
        return torch.tensor([self.loss, 0.0, self.count])


def test_a_watched_epoch_adds_each_batchs_own_loss_and_the_next_goes_on(live):
    for losses in ([2.5, 2.0], [1.5]):
        after_step = live.watch(Tally(list(losses), size=32))
        for _ in losses:
            after_step()
    assert live.curves["training loss"] == [(1, 2.5), (2, 2.0), (3, 1.5)]
