"""What a reader is told while a training runs."""

import re
import time
from dataclasses import fields, replace
from types import SimpleNamespace

import pytest
from test_nothing_lost import SHORT, failing_at, train_shortly

from resattn_lab.training import Engine, EpochRecord
from resattn_lab.training.observers import Progress


@pytest.fixture
def clock(monkeypatch):
    """A clock that moves when it is told to."""
    now = [100.0]
    monkeypatch.setattr(time, "perf_counter", lambda: now[0])
    return now


def at(step, *, steps, records=()):
    """A training of one epoch, after so many of its steps."""
    return SimpleNamespace(
        engine=Engine("cpu"),
        recipe=SHORT,
        history=SimpleNamespace(records=list(records)),
        epoch=len(records),
        step=step,
        steps=steps,
        steps_done=step,
        steps_this_epoch=0 if records else steps,
        shares_of_side=[1.0],
        work_to_come=steps - step,
    )


def said_of(steps, now, capsys, taken):
    """What is printed after the first line, and where there is no bar."""
    progress = Progress()
    progress.start(at(0, steps=steps))
    for step in range(taken):
        now[0] += 60 if step < Progress.FIRST else 0.5  # the first steps are slow
        progress.step(at(step + 1, steps=steps))
    progress.close()
    return capsys.readouterr().out.splitlines()[1:]


def test_the_time_to_go_is_said_once_and_the_slow_first_steps_do_not_count(clock, capsys):
    assert said_of(253, clock, capsys, Progress.LAST - 1) == []
    assert said_of(253, clock, capsys, 253) == ["about 2.0 minutes to go, 0.50 s a step"]


@pytest.mark.parametrize("steps, lines", [(50, 1), (49, 0)])
def test_the_time_to_go_is_said_of_long_trainings_alone(clock, capsys, steps, lines):
    assert len(said_of(steps, clock, capsys, steps)) == lines


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


def test_the_bar_counts_the_steps_of_its_epoch_and_is_taken_away_at_its_end(capsys):
    progress = Progress()
    progress.start(at(2, steps=10))
    bar = progress.bar
    assert (bar.n, bar.total, bar.desc) == (2, 10, "epoch 1")
    progress.step(at(3, steps=10))
    assert bar.n == 3
    numbers = {field.name: 1 for field in fields(EpochRecord)}
    progress.epoch(at(10, steps=10, records=[EpochRecord(**numbers)]))
    assert bar.disable and progress.bar is None  # tqdm's word for a bar that was closed
    assert capsys.readouterr().err.endswith("\r")


def test_a_training_that_is_stopped_takes_its_bar_away(capsys):
    with pytest.raises(KeyboardInterrupt):
        train_aloud(None, network=failing_at(4))
    assert capsys.readouterr().err.endswith("\r")


@pytest.mark.parametrize("progress", [True, False])
def test_no_bar_where_the_environment_asks_for_none(monkeypatch, capsys, progress):
    monkeypatch.setenv("TQDM_DISABLE", "1")
    train_shortly(None, progress=progress)
    printed = capsys.readouterr()
    assert printed.err == ""
    assert bool(printed.out) is progress


def train_aloud(folder, resume=False, **options):
    return train_shortly(folder, resume, progress=True, **options)
