"""Precision, processes and interruptions together: every pair that a user will combine."""

import os
import shutil
import socket
from dataclasses import replace

import pytest
import torch
import torch.distributed as distributed
from safetensors.torch import load_file
from test_nothing_lost import RECIPE, failing_at, splits, train
from test_precision import floating
from test_processes import in_two_processes
from torch import nn

from resattn_lab.training import read_state

STEPS, STOPPED = 7, 4
# 40 images in batches of 16; of 17 to validate the last batch leaves one process without any.
COUNTS = (40, 17, 10)


def network_without_chance():
    """Batch norms over many places and over one; nothing that is drawn."""
    torch.manual_seed(1)
    return nn.Sequential(
        nn.Conv2d(3, 8, 3, padding=1),
        nn.BatchNorm2d(8),
        nn.ReLU(),
        nn.AdaptiveAvgPool2d(1),
        nn.Conv2d(8, 8, 1),
        nn.BatchNorm2d(8),
        nn.Flatten(),
        nn.Linear(8, 3),
    )


def short_training(folder, precision, *, resume=False, stop=None):
    recipe = replace(RECIPE, iterations=STEPS, learning_rate=0.01, precision=precision)
    network = network_without_chance()
    if stop is not None:
        failing_at(stop, network)
    return train(
        folder, resume, network=network, data=splits(*COUNTS), recipe=recipe, save_every=1
    )


def stopped_training(folder, precision):
    with pytest.raises(KeyboardInterrupt):
        short_training(folder, precision, stop=STOPPED)
    if distributed.is_initialized():
        distributed.destroy_process_group()


def all_by_two(folder):
    """Fresh; stopped and resumed; and the one that a single process has begun."""
    torch.set_num_threads(1)
    precision = folder.name
    ports = (folder / "ports").read_text().split()

    def on_a_port_of_its_own():  # the store of the last group may still be closing
        os.environ["MASTER_PORT"] = ports.pop()

    on_a_port_of_its_own()
    short_training(folder / "two", precision)
    on_a_port_of_its_own()
    stopped_training(folder / "two two", precision)
    if os.environ["RANK"] == "0":
        shutil.copytree(folder / "two two", folder / "two one")
    for name in ("two two", "one two"):
        on_a_port_of_its_own()
        short_training(folder / name, precision, resume=True)


@pytest.fixture(scope="module", params=["float32", "bfloat16"])
def trained(request, tmp_path_factory):
    """Folders of the same training: by one, by two, begun by either and ended by either."""
    folder, precision = tmp_path_factory.mktemp("pairs") / request.param, request.param
    folder.mkdir()
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(4)]
    (folder / "ports").write_text(" ".join(str(s.getsockname()[1]) for s in sockets))
    for reserved in sockets:
        reserved.close()
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        short_training(folder / "one", precision)
        for name in ("one one", "one two"):
            stopped_training(folder / name, precision)
        short_training(folder / "one one", precision, resume=True)
        in_two_processes(all_by_two, folder)
        short_training(folder / "two one", precision, resume=True)
    finally:
        torch.set_num_threads(threads)
    return folder


ALL = ("one", "one one", "one two", "two", "two one", "two two")


@pytest.mark.parametrize("whole, resumed", [("one", "one one"), ("two", "two two")])
def test_resumed_by_as_many_processes_it_is_the_same_bit_for_bit(trained, whole, resumed):
    one, other = (load_file(trained / n / "weights.safetensors") for n in (whole, resumed))
    for name, value in one.items():
        assert torch.equal(other[name], value), name


@pytest.mark.parametrize("name", ALL)
def test_whoever_trains_it_is_nearly_the_same_training(trained, name):
    near = 1e-4 if trained.name == "float32" else 3e-2
    one, other = (read_state(trained / n / "state.resattn") for n in ("one", name))
    for part, value in one["network"].items():
        torch.testing.assert_close(other["network"][part], value, rtol=near, atol=near)
    losses = [[r["validation_loss"] for r in s["history"]["records"]] for s in (one, other)]
    assert losses[1] == pytest.approx(
        losses[0], rel=near
    )  # a process without an image has none
    assert (other["epoch"], other["step"]) == (one["epoch"], one["step"]) == (3, 0)


@pytest.mark.parametrize("name", ALL)
def test_statistics_and_counts_stay_what_they_are(trained, name):
    state = read_state(trained / name / "state.resattn")
    for part in ("network", "average", "best"):
        assert floating(state[part]) == {torch.float32}, part
    counts = [v for k, v in state["network"].items() if k.endswith("num_batches_tracked")]
    assert [count.item() for count in counts] == [STEPS, STEPS]
    assert {count.dtype for count in counts} == {torch.int64}


@pytest.mark.parametrize("name", ALL)
def test_no_image_is_lost_or_seen_twice(trained, name):
    """The tally of an epoch is over all images, whoever counted them."""
    history = read_state(trained / name / "state.resattn")["history"]
    for record, images in zip(history["records"], (40, 40, 16), strict=True):
        hits = record["train_accuracy"] * images
        assert hits == pytest.approx(round(hits))
        hits = record["validation_accuracy"] * 17
        assert hits == pytest.approx(round(hits))
