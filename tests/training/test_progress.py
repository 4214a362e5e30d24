"""What a reader is told while a training runs."""

import re
import time
from dataclasses import replace

import pytest
from test_nothing_lost import SHORT, failing_at, train_shortly

from resattn_lab.training import show_progress
from resattn_lab.training.progress import TimeToGo


@pytest.fixture
def clock(monkeypatch):
    """A clock that moves when it is told to."""
    now = [100.0]
    monkeypatch.setattr(time, "perf_counter", lambda: now[0])
    return now


def lines_of(to_go, now, capsys, steps):
    for step in range(steps):
        now[0] += 60 if step < TimeToGo.FIRST else 0.5  # the first steps are slow
        to_go.step()
    return capsys.readouterr().out.splitlines()


def test_the_time_to_go_is_said_once_and_the_slow_first_steps_do_not_count(clock, capsys):
    to_go = TimeToGo(253)
    assert lines_of(to_go, clock, capsys, TimeToGo.LAST - 1) == []
    line = "about 2.0 minutes to go, 0.50 s a step"
    to_go = TimeToGo(253)
    assert lines_of(to_go, clock, capsys, 253) == [line]


@pytest.mark.parametrize(
    "steps, enabled, lines", [(50, True, 1), (49, True, 0), (50, False, 0)]
)
def test_the_time_to_go_is_said_of_long_trainings_alone(clock, capsys, steps, enabled, lines):
    to_go = TimeToGo(steps, enabled=enabled)
    assert len(lines_of(to_go, clock, capsys, steps)) == lines


def test_a_long_training_says_how_long_it_takes_and_a_short_one_does_not(capsys):
    for iterations, lines in ((49, 0), (50, 1)):
        train_aloud(None, recipe=replace(SHORT, iterations=iterations))
        said = re.findall(r"about \d+\.\d minutes to go, ", capsys.readouterr().out)
        assert len(said) == lines


def test_a_training_that_is_taken_up_says_from_where(tmp_path, capsys):
    with pytest.raises(KeyboardInterrupt):
        train_aloud(tmp_path, network=failing_at(4))
    assert capsys.readouterr().out.splitlines()[0].endswith(": 7 steps of 16 images")
    train_aloud(tmp_path, resume=True)
    said = capsys.readouterr()
    lines = said.out.splitlines()
    assert lines[0].endswith(": 7 steps of 16 images, from step 4 on")
    assert [line[:9] for line in lines[1:]] == ["epoch   2", "epoch   3"]
    assert "epoch 2:  33%" in said.err  # one of the three steps of this epoch was taken before


def test_items_pass_through_the_bar_in_order():
    assert list(show_progress(iter("abc"), total=3, what="letters", enabled=False)) == [*"abc"]


def train_aloud(folder, resume=False, **options):
    return train_shortly(folder, resume, progress=True, **options)
