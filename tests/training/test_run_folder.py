"""One folder, one training: never two at once, and nothing computed that cannot be written."""

import os
import signal
from dataclasses import replace

import pytest
import torch
from test_nothing_lost import (
    SHORT,
    assert_the_same_training,
    failing_at,
    processes,  # noqa: F401  (a fixture)
    small_network,
    splits,
    train_shortly,
)
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from resattn_lab.data import Splits
from resattn_lab.files import held
from resattn_lab.training import check_new_run, read_state, write_state
from resattn_lab.training.loop import check_batch_of_one


def calling_at(step, action):
    """A small network that does something in its training pass of that number, from 1."""
    network, passes = small_network(), []

    def note(module, inputs):
        passes.append(module.training)
        if module.training and sum(passes) == step:
            action()

    network.register_forward_pre_hook(note)
    return network


@pytest.mark.parametrize("resume", [False, True])
def test_a_second_training_in_the_folder_of_a_running_one_is_refused(tmp_path, resume):
    train_shortly(tmp_path / "alone")
    passes, other = [], small_network()
    other.register_forward_pre_hook(lambda module, inputs: passes.append(1))

    def second():
        message = "another process is writing .*run now; wait until it has ended, or choose"
        with pytest.raises(FileExistsError, match=message):
            train_shortly(tmp_path / "run", resume, network=other)

    train_shortly(tmp_path / "run", network=calling_at(3, second))
    assert passes == []
    assert_the_same_training(tmp_path / "run", tmp_path / "alone")


def test_a_folder_that_another_training_is_writing_is_refused_before_anything_is_read(tmp_path):
    with held(tmp_path), pytest.raises(FileExistsError, match="another process is writing"):
        check_new_run(tmp_path)
    check_new_run(tmp_path)


def hold_and_die(folder):
    with held(folder):
        os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("kind", ["folder", "file"])
def test_what_was_killed_holds_nothing(processes, tmp_path, kind):  # noqa: F811
    path = tmp_path if kind == "folder" else tmp_path / "results.json"
    process = processes.Process(target=hold_and_die, args=(path,))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    with held(path), pytest.raises(FileExistsError, match="another process"), held(path):
        pass
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("error", [None, KeyboardInterrupt])
def test_a_training_that_has_ended_holds_nothing(tmp_path, error):
    network = small_network() if error is None else failing_at(3, error=error)
    if error is None:
        train_shortly(tmp_path, network=network)
    else:
        with pytest.raises(error):
            train_shortly(tmp_path, network=network)
    train_shortly(tmp_path, resume=True)


def test_where_nothing_can_be_written_nothing_is_computed(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    network = calling_at(1, lambda: pytest.fail("it was trained"))
    with pytest.raises(OSError, match="nothing can be written there .*; choose another folder"):
        train_shortly(tmp_path / "file" / "run", network=network)


def test_snapshots_of_a_training_that_left_no_state_are_not_mixed_in(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        train_shortly(tmp_path, network=failing_at(2), snapshots=7, save_every=100)
    snapshots = tmp_path / "snapshots"
    assert len(list(snapshots.glob("*.safetensors"))) == 3
    (snapshots / "notes.txt").write_text("mine")
    train_shortly(tmp_path, snapshots=1)
    names = sorted(path.name for path in snapshots.iterdir())
    assert names == ["notes.txt", *(f"step_{step:06d}.safetensors" for step in (0, 7))]


def test_a_stopped_training_says_how_it_goes_on(tmp_path):
    with pytest.raises(KeyboardInterrupt, match="^stopped; no state had been kept yet$"):
        train_shortly(tmp_path / "early", network=failing_at(0))
    folder = tmp_path / "my run"
    with pytest.raises(KeyboardInterrupt) as stop:
        train_shortly(folder, network=failing_at(4))
    assert str(stop.value) == (
        f"stopped; the state after step 1 of epoch 2 is kept in {folder / 'state.resattn'}; "
        f"go on with resume=True, or resattn-lab train --resume '{folder}'"
    )
    with pytest.raises(KeyboardInterrupt, match="nothing was kept, as no folder was given$"):
        train_shortly(None, network=failing_at(4))


def test_workers_that_live_on_hold_nothing(tmp_path):
    """They were forked while the folder was held, and wait for their next epoch."""
    images = splits(40, 20, 10)
    loaders = Splits(
        *(
            DataLoader(
                TensorDataset(part.floats(), part.labels),
                batch_size=16,
                num_workers=1,
                persistent_workers=True,
                multiprocessing_context="fork",
            )
            for part in images
        )
    )
    recipe = replace(SHORT, label_noise=0.0)
    with pytest.raises(KeyboardInterrupt):
        train_shortly(tmp_path, network=failing_at(4), data=loaders, recipe=recipe)
    train_shortly(tmp_path, resume=True, data=loaders, recipe=recipe)


@pytest.fixture
def stopped(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        train_shortly(tmp_path / "run", network=failing_at(4))
    return tmp_path / "run"


def rewritten(folder, change):
    """The state in ``folder`` as another version would have written it."""
    state = read_state(folder / "state.resattn")
    change(state)
    write_state(folder / "state.resattn", state)


def test_a_state_from_before_an_option_existed_goes_on_with_its_default(stopped, tmp_path):
    train_shortly(tmp_path / "whole")
    rewritten(stopped, lambda state: state["belongs"]["recipe"].pop("clip_gradient"))
    rewritten(stopped, lambda state: state["belongs"]["recipe"].pop("milestones"))
    train_shortly(stopped, resume=True)
    assert_the_same_training(stopped, tmp_path / "whole")


def test_a_state_from_before_an_option_existed_did_not_have_what_is_now_asked_for(stopped):
    rewritten(stopped, lambda state: state["belongs"]["recipe"].pop("average"))
    with pytest.raises(ValueError, match="recipe.average was None, is 0.9; go on with what"):
        train_shortly(stopped, resume=True)


@pytest.mark.parametrize("part", ["average", "tally", "belongs", "card"])
def test_a_state_that_lacks_a_part_is_refused_with_its_name(stopped, part):
    rewritten(stopped, lambda state: state.pop(part))
    message = f"was written by another version of this package: it lacks {part}; go on with"
    with pytest.raises(ValueError, match=message):
        train_shortly(stopped, resume=True)


def normalised_last(*, places):
    """A network whose last batch norm sees so many places of an image."""
    torch.manual_seed(0)
    pool = nn.AdaptiveAvgPool2d(places)
    return nn.Sequential(pool, nn.BatchNorm2d(3), nn.Flatten(), nn.Linear(3 * places**2, 3))


def test_a_last_batch_of_one_that_cannot_be_normalised_is_refused_before_the_training(tmp_path):
    network, passes = normalised_last(places=1), []
    network.register_forward_pre_hook(lambda module, inputs: passes.append(1))
    message = (
        r"the last batch of an epoch has one image \(33 images in batches of 16\), and at 8×8 "
        "pixels the last batch norms see a single value of it; choose another batch size, or"
    )
    with pytest.raises(ValueError, match=message):
        train_shortly(tmp_path, network=network, data=splits(33, 20, 10))
    assert passes == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "images, places, iterations", [(33, 2, 7), (33, 1, 2), (34, 1, 7), (32, 1, 7)]
)
def test_every_other_last_batch_is_trained_on(images, places, iterations):
    """Of two places, never reached, or of more than one image."""
    recipe = replace(SHORT, iterations=iterations)
    network = normalised_last(places=places)
    train_shortly(None, network=network, data=splits(images, 20, 10), recipe=recipe)


def test_trying_the_batch_of_one_changes_nothing():
    """Dropout draws the same, the statistics are the same, as without the trial."""
    network, image = small_network(), torch.rand(1, 3, 8, 8)
    before = {name: value.clone() for name, value in network.state_dict().items()}
    random = torch.get_rng_state()
    check_batch_of_one(network, image, 33, 16)
    assert torch.equal(torch.get_rng_state(), random)
    for name, value in network.state_dict().items():
        assert torch.equal(value, before[name]), name
