"""The state of a training comes back as it was written, or not at all."""

import hashlib
import os
import pickle
import tracemalloc

import pytest
import torch
from safetensors.torch import save_file
from torch import nn
from torch.optim import SGD, AdamW
from torch.optim.lr_scheduler import MultiStepLR, OneCycleLR

from resattn_lab.training import read_state, write_state
from resattn_lab.training.state_file import DIGEST, TITLE

STATE = {
    "step": 7,
    "rate": 0.1,
    "nothing": None,
    "nested": {"pairs": [(1, 2.5), (3, "four")], "empty": {}, "flag": True},
    "tensors": {
        "float": torch.tensor([[0.1, -2.0], [1e-30, 3.0]]),
        "double": torch.tensor(1 / 3, dtype=torch.float64),
        "half": torch.tensor([0.5], dtype=torch.bfloat16),
        "count": torch.tensor(12),
        "random": torch.get_rng_state(),
        "none": torch.zeros(0, 3),
    },
}


def assert_the_same(one, other):
    assert type(one) is type(other)
    if isinstance(one, dict):
        assert list(one) == list(other)
        one, other = list(one.values()), list(other.values())
    if isinstance(one, (list, tuple)):
        for ours, theirs in zip(one, other, strict=True):
            assert_the_same(ours, theirs)
    elif isinstance(one, torch.Tensor):
        assert one.dtype == other.dtype and torch.equal(one, other)
    else:
        assert one == other


@pytest.fixture
def path(tmp_path):
    write_state(tmp_path / "state.resattn", STATE)
    return tmp_path / "state.resattn"


def with_digest(content):
    return TITLE + hashlib.sha256(content).digest() + content


def test_what_is_written_is_read_to_the_last_bit(path):
    assert_the_same(read_state(path), STATE)
    assert list(path.parent.iterdir()) == [path]


def test_a_later_state_takes_the_place_of_the_earlier(path):
    write_state(path, {"step": 8})
    assert read_state(path) == {"step": 8}


@pytest.mark.parametrize("kind", [SGD, AdamW])
@pytest.mark.parametrize("schedule", ["steps", "one_cycle"])
def test_an_optimiser_and_its_schedule_go_on_from_what_is_read(tmp_path, kind, schedule):
    def make():
        torch.manual_seed(2)
        layer = nn.Linear(3, 2)
        momentum = {"momentum": 0.9} if kind is SGD else {}
        optimiser = kind(layer.parameters(), lr=0.1, **momentum)
        if schedule == "steps":
            return layer, optimiser, MultiStepLR(optimiser, [2, 4])
        return layer, optimiser, OneCycleLR(optimiser, 0.1, total_steps=10)

    def step(layer, optimiser, schedule):
        optimiser.zero_grad()
        layer(torch.ones(1, 3)).square().sum().backward()
        optimiser.step()
        schedule.step()

    first, again = make(), make()
    for _ in range(3):
        step(*first)
    write_state(tmp_path / "state", {str(n): part.state_dict() for n, part in enumerate(first)})
    kept = read_state(tmp_path / "state")
    for number, part in enumerate(again):
        part.load_state_dict(kept[str(number)])
    for _ in range(3):
        step(*first)
        step(*again)
    assert torch.equal(first[0].weight, again[0].weight)
    assert first[1].param_groups[0]["lr"] == again[1].param_groups[0]["lr"]


@pytest.mark.parametrize("name", ["nothing.resattn", "."])
def test_a_state_that_is_not_there_is_named(tmp_path, name):
    with pytest.raises(FileNotFoundError, match="no training to go on with: .* not exist"):
        read_state(tmp_path / name)


@pytest.mark.parametrize("kind", ["empty", "text", "torch", "safetensors", "earlier version"])
def test_another_kind_of_file_is_refused_with_how_it_begins(tmp_path, kind):
    path = tmp_path / "state.resattn"
    if kind == "torch":
        torch.save({"step": 7}, path)
    elif kind == "safetensors":
        save_file({"weight": torch.zeros(2)}, path)
    else:
        earlier = TITLE.replace(b"1\n", b"0\n") + b"something"
        path.write_bytes({"empty": b"", "text": b"step 7"}.get(kind, earlier))
    message = r"is not a training state of this version \(it begins with b'.*; give the folder"
    with pytest.raises(ValueError, match=message):
        read_state(path)


LENGTH_OF_HEAD = len(TITLE) + DIGEST


@pytest.mark.parametrize(
    "kept", [1, len(TITLE) - 1, len(TITLE), LENGTH_OF_HEAD - 1, LENGTH_OF_HEAD, 500, -1]
)
def test_a_truncated_state_is_refused(path, kept):
    path.write_bytes(path.read_bytes()[:kept])
    refused = "not a training state" if 0 < kept < len(TITLE) else "is truncated or was alter"
    with pytest.raises(ValueError, match=refused):
        read_state(path)


@pytest.mark.parametrize("bit", [1, 128])
@pytest.mark.parametrize(
    "place, refused",
    [
        (0, "not a training state"),
        (len(TITLE) - 1, "not a training state"),
        (len(TITLE), "truncated or was altered"),
        (LENGTH_OF_HEAD - 1, "truncated or was altered"),
        (LENGTH_OF_HEAD, "truncated or was altered"),
        (LENGTH_OF_HEAD + 700, "truncated or was altered"),
        (-1, "truncated or was altered"),
    ],
)
def test_a_single_altered_bit_is_refused_wherever_it_lies(path, place, refused, bit):
    content = bytearray(path.read_bytes())
    content[place] ^= bit
    path.write_bytes(content)
    with pytest.raises(ValueError, match=refused):
        read_state(path)


def test_bytes_after_the_end_are_refused(path):
    path.write_bytes(path.read_bytes() + b"\0")
    with pytest.raises(ValueError, match="truncated or was altered"):
        read_state(path)


def test_nothing_is_made_of_bytes_that_were_not_checked(path, monkeypatch):
    def refuse(*arguments, **options):
        raise AssertionError("unchecked bytes were unpickled")

    path.write_bytes(path.read_bytes()[:-1])
    monkeypatch.setattr(torch, "load", refuse)
    with pytest.raises(ValueError, match="truncated"):
        read_state(path)


class Alarm:
    """Makes a folder when it is unpickled."""

    def __init__(self, folder):
        self.folder = folder

    def __reduce__(self):
        return os.mkdir, (str(self.folder),)


@pytest.mark.parametrize("form", ["torch", "pickle"])
def test_a_state_that_would_run_code_is_refused_and_never_run(tmp_path, form):
    path, folder = tmp_path / "state.resattn", tmp_path / "alarm"
    alarm = {"step": 7, "network": Alarm(folder)}
    if form == "torch":
        torch.save(alarm, path)
    else:
        path.write_bytes(pickle.dumps(alarm, protocol=2))
    content = path.read_bytes()
    path.write_bytes(with_digest(content))
    message = "holds objects that could run code, and was not loaded; start anew"
    with pytest.raises(ValueError, match=message):
        read_state(path)
    assert not folder.exists()


def test_the_alarm_of_the_test_above_rings_where_it_is_unpickled(tmp_path):
    pickle.loads(pickle.dumps(Alarm(tmp_path / "alarm")))
    assert (tmp_path / "alarm").is_dir()


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_write_that_fails_leaves_the_earlier_state(path, monkeypatch, step):
    def fail(*arguments):
        raise OSError("the disk is gone")

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(OSError, match="the disk is gone"):
        write_state(path, {"step": 8})
    assert_the_same(read_state(path), STATE)
    assert list(path.parent.iterdir()) == [path]


def test_a_state_that_cannot_be_pickled_leaves_the_earlier_one(path):
    with pytest.raises((AttributeError, pickle.PicklingError)):
        write_state(path, {"step": lambda: 8})
    assert_the_same(read_state(path), STATE)


def test_a_state_is_in_memory_once_while_it_is_written(tmp_path):
    """Besides the tensors themselves; a stream that grows keeps an eighth in reserve."""
    state = {"weights": torch.zeros(5_000_000)}  # 20 MB, in memory that is not Python's
    tracemalloc.start()
    try:
        write_state(tmp_path / "state.resattn", state)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 1.5 * (tmp_path / "state.resattn").stat().st_size
