"""Those who watch a training: when they are called, and what they write."""

import csv
import sys
from dataclasses import asdict
from types import ModuleType

import pytest
from test_nothing_lost import SHORT, failing_at, train_shortly

from resattn_lab.training import History, Observer, TensorBoard


class Diary(Observer):
    """Notes each call, and how many steps were taken by then."""

    def __init__(self):
        self.calls = []

    def start(self, state):
        self.calls.append(("start", state.steps_done))

    def step(self, state):
        self.calls.append(("step", state.steps_done))

    def epoch(self, state):
        assert state.history.records[-1].epoch == state.epoch
        self.calls.append(("epoch", state.steps_done))

    def end(self, state):
        assert state.history.test_accuracy is not None
        self.calls.append(("end", state.steps_done))

    def close(self):
        self.calls.append(("close",))


STEPS = [("step", number) for number in range(1, 8)]
WHOLE = [*STEPS[:3], ("epoch", 3), *STEPS[3:6], ("epoch", 6), STEPS[6], ("epoch", 7)]


def test_an_observer_is_called_at_each_turn_of_a_training():
    diary = Diary()
    train_shortly(None, observers=[diary])
    assert diary.calls == [("start", 0), *WHOLE, ("end", 7), ("close",)]


def test_of_a_training_that_was_stopped_and_resumed_every_turn_is_seen_once(tmp_path):
    before, after = Diary(), Diary()
    with pytest.raises(KeyboardInterrupt):
        train_shortly(tmp_path, network=failing_at(4), observers=[before])
    train_shortly(tmp_path, resume=True, observers=[after])
    assert before.calls == [("start", 0), *WHOLE[:5], ("close",)]
    assert after.calls == [("start", 4), *WHOLE[5:], ("end", 7), ("close",)]


def test_an_observer_that_fails_ends_the_training_and_all_are_closed(tmp_path):
    class Failing(Diary):
        def epoch(self, state):
            raise ZeroDivisionError

    failing, diary = Failing(), Diary()
    with pytest.raises(ZeroDivisionError):
        train_shortly(tmp_path, observers=[failing, diary])
    assert failing.calls[-1] == diary.calls[-1] == ("close",)
    assert (
        History.load(tmp_path / "history.json").records[-1].epoch == 1
    )  # the usual come first


@pytest.mark.parametrize("stopped", [False, True])
def test_the_history_is_a_table_too_with_a_line_for_each_epoch(tmp_path, stopped):
    if stopped:
        with pytest.raises(KeyboardInterrupt):
            train_shortly(tmp_path, network=failing_at(4))
    history = train_shortly(tmp_path, resume=stopped)
    with (tmp_path / "history.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    records = [asdict(record) for record in history.records]
    assert [list(row) for row in rows] == [list(record) for record in records]
    assert [list(map(float, row.values())) for row in rows] == [
        list(record.values()) for record in records
    ]


@pytest.fixture
def written(monkeypatch):
    """What is given to TensorBoard's writer: a stand-in, as the package is an extra."""
    calls = []

    class SummaryWriter:
        def __init__(self, folder, purge_step):
            calls.append(("open", folder, purge_step))

        def add_scalar(self, name, value, step):
            calls.append((name, value, step))

        def flush(self):
            pass

        def close(self):
            calls.append(("close",))

    module = ModuleType("torch.utils.tensorboard")
    module.SummaryWriter = SummaryWriter
    monkeypatch.setitem(sys.modules, "torch.utils.tensorboard", module)
    return calls


def test_tensorboard_gets_every_epoch_once_and_a_resume_goes_on(tmp_path, written):
    folder = tmp_path / "board"
    with pytest.raises(KeyboardInterrupt):
        train_shortly(tmp_path, network=failing_at(4), observers=[TensorBoard(folder)])
    history = train_shortly(tmp_path, resume=True, observers=[TensorBoard(folder)])
    opened = [call for call in written if call[0] == "open"]
    assert opened == [("open", str(folder), 1), ("open", str(folder), 5)]
    assert written.count(("close",)) == 2
    losses = [call[1:] for call in written if call[0] == "loss/train"]
    wanted = [record.train_loss for record in history.records]
    assert losses == list(zip(wanted, [3, 6, 7], strict=True))
    names = {call[0] for call in written} - {"open", "close"}
    assert names == {
        *("loss/train", "loss/validation", "accuracy/train", "accuracy/validation"),
        "learning rate",
    }


def test_without_tensorboards_package_one_is_told_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "torch.utils.tensorboard", None)
    with pytest.raises(ValueError, match=r"pip install 'resattn-lab\[tensorboard\]'"):
        train_shortly(None, recipe=SHORT, observers=[TensorBoard(tmp_path)])
