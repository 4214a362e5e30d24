"""What goes wrong is explained, and the last good state is left to go on from."""

import errno
import multiprocessing
import os
import re
import resource
import signal
from dataclasses import replace
from itertools import count

import pytest
import torch
from safetensors.torch import load_file
from test_nothing_lost import (
    SHORT,
    assert_the_same_training,
    failing_at,
    small_network,
    train_shortly,
)

from resattn_lab.training import History, read_state


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("undisturbed")
    train_shortly(folder)
    return folder


def kept_in(folder, step, epoch=1):
    path = re.escape(str(folder / "state.resattn"))
    return f"; the state after step {step} of epoch {epoch} is kept in {path}$"


def numbers(tree):
    """All tensors of a state."""
    if isinstance(tree, torch.Tensor):
        yield tree
    elif isinstance(tree, dict):
        for value in tree.values():
            yield from numbers(value)


# In this order: three states (the third at the end of the epoch), then the epoch's weights,
# history (twice: JSON and CSV) and state; then the same again.
@pytest.mark.parametrize(
    "writes, step, epoch",
    [(1, 1, 1), (3, 3, 1), (4, 3, 1), (5, 3, 1), (6, 3, 1), (7, 0, 2), (9, 2, 2)],
)
def test_a_full_disk_costs_nothing_but_the_way_from_the_last_state(
    tmp_path, monkeypatch, undisturbed, writes, step, epoch
):
    synchronise, number = os.fsync, count()

    def full(file):
        if next(number) >= writes:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        synchronise(file)

    message = (
        r"there is no room for \d+\.\d MB: No space left on device; what was there before is "
        "untouched; free some space, then go on; the state after "
        rf"step {step} of epoch {epoch} is kept in {tmp_path}"
    )
    with monkeypatch.context() as patch, pytest.raises(OSError, match=message) as failed:
        patch.setattr(os, "fsync", full)
        train_shortly(tmp_path)
    assert failed.value.errno == errno.ENOSPC
    assert not list(tmp_path.rglob("*.unfinished"))
    kept = read_state(tmp_path / "state.resattn")
    assert (kept["step"], kept["epoch"] + 1) == (step, epoch)

    train_shortly(tmp_path, resume=True)
    assert_the_same_training(tmp_path, undisturbed)


def test_a_disk_that_was_full_from_the_start_holds_no_state(tmp_path, monkeypatch):
    def full(file):
        raise OSError(errno.EDQUOT, os.strerror(errno.EDQUOT))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="there is no room .*; no state had been kept yet"):
        train_shortly(tmp_path / "run")
    assert list((tmp_path / "run").iterdir()) == []


def train_where_files_cannot_grow(folder, sender):
    """Train; from the fifth step on, no file can grow beyond 20 kB. Then it can, again."""
    torch.set_num_threads(1)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # as Python itself does
    before, number = resource.getrlimit(resource.RLIMIT_FSIZE), count()

    def limit(module, inputs):
        if module.training and next(number) == 4:
            resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))

    train_shortly(folder / "undisturbed")
    network = small_network()
    network.register_forward_pre_hook(limit)
    try:
        train_shortly(folder / "run", network=network)
    except OSError as error:
        kept = read_state(folder / "run" / "state.resattn")
        sender.send((error.errno, str(error), kept["step"], kept["epoch"]))
    else:
        sender.send(None)
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    train_shortly(folder / "run", resume=True)


def test_a_file_that_the_system_cuts_short_never_takes_the_place_of_a_state(tmp_path):
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["resattn_lab.training", "torch._dynamo", "pytest"])
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=train_where_files_cannot_grow, args=(tmp_path, sender))
    process.start()
    sender.close()
    number, message, step, epoch = receiver.recv()
    process.join()
    assert process.exitcode == 0
    assert (number, step, epoch) == (errno.EFBIG, 1, 1)
    assert " MB: File too large; what was there before is untouched; free some" in message
    assert "the state after step 1 of epoch 2 is kept in" in message
    assert_the_same_training(tmp_path / "run", tmp_path / "undisturbed")


def test_an_error_of_the_system_stays_what_it_is_and_names_its_file(tmp_path):
    network = failing_at(2, error=FileNotFoundError(errno.ENOENT, "No such file", "cat.png"))
    with pytest.raises(
        FileNotFoundError, match="No such file; the state after step 2"
    ) as failed:
        train_shortly(tmp_path, network=network)
    assert failed.value.filename == "cat.png"


def test_an_error_without_a_number_is_passed_on_untouched(tmp_path):
    error = OSError("cannot identify image file")
    with pytest.raises(OSError) as failed:
        train_shortly(tmp_path, network=failing_at(2, error=error))
    assert failed.value is error


def ruined_at(step, what):
    """A network that loses its loss, or its weights, in the step after so many others."""
    network, number = small_network(), count()

    def ruin(value):
        return value * float("nan") if next(number) == step else None

    if what == "loss":
        network.register_forward_hook(lambda m, x, y: ruin(y) if m.training else None)
    else:
        network[5].weight.register_hook(ruin)
    return network


LOST = (
    "the training loss is nan; lower the learning rate, or clip the gradient, "
    "and start anew in another folder"
)


@pytest.mark.parametrize("what", ["loss", "weights"])
@pytest.mark.parametrize("average", [0.9, None])
def test_a_loss_that_is_lost_ends_the_training_and_its_state_is_not_kept(
    tmp_path, what, average
):
    """Also where the weights alone are lost: the loss of their step was computed before."""
    with pytest.raises(FloatingPointError, match=LOST + kept_in(tmp_path, 1, epoch=2)):
        train_shortly(
            tmp_path, network=ruined_at(4, what), recipe=replace(SHORT, average=average)
        )
    kept = read_state(tmp_path / "state.resattn")
    assert all(t.isfinite().all() for t in numbers(kept))
    assert len(list(numbers(kept))) > 20


@pytest.mark.parametrize("what", ["loss", "weights"])
@pytest.mark.parametrize("save_every", [2, 100])
def test_weights_that_are_lost_in_the_last_step_of_an_epoch_are_not_written(
    tmp_path, what, save_every
):
    left = kept_in(tmp_path, 2) if save_every == 2 else "; no state had been kept yet"
    with pytest.raises(FloatingPointError, match=LOST + left):
        train_shortly(tmp_path, network=ruined_at(2, what), save_every=save_every)
    assert not (tmp_path / "weights.safetensors").exists()
    assert not (tmp_path / "history.json").exists()


def test_the_best_weights_outlive_those_that_are_lost(tmp_path):
    with pytest.raises(FloatingPointError, match=LOST + kept_in(tmp_path, 0, epoch=2)):
        train_shortly(tmp_path, network=ruined_at(5, "weights"), save_every=100)
    stored = load_file(tmp_path / "weights.safetensors")
    assert all(t.isfinite().all() for t in stored.values())
    assert len(History.load(tmp_path / "history.json").records) == 1


CUDA_SAYS = "CUDA out of memory. Tried to allocate 2.00 GiB.\nGPU 0 has a total of 8 GiB."


@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
def test_memory_that_is_full_asks_for_half_the_batch(tmp_path, precision):
    network = failing_at(2, error=torch.OutOfMemoryError(CUDA_SAYS))
    advice = ", precision='bfloat16'" if precision == "float32" else ""
    message = (
        f"^the device's memory does not hold a step of 16 images; try batch_size=8{advice} or "
        r"smaller images \(CUDA out of memory. Tried to allocate 2.00 GiB.\)"
    )
    recipe = replace(SHORT, precision=precision)
    with pytest.raises(torch.OutOfMemoryError, match=message + kept_in(tmp_path, 2)):
        train_shortly(tmp_path, network=network, recipe=recipe)


@pytest.mark.parametrize("batch_size, half", [(1, 1), (3, 1)])
def test_no_batch_is_smaller_than_an_image(batch_size, half):
    network = failing_at(0, error=torch.OutOfMemoryError(CUDA_SAYS))
    message = f"try batch_size={half}, .*; nothing was kept, as no folder was given$"
    with pytest.raises(torch.OutOfMemoryError, match=message):
        train_shortly(None, network=network, recipe=replace(SHORT, batch_size=batch_size))


def test_full_memory_leaves_a_state_that_goes_on(tmp_path, undisturbed):
    network = failing_at(4, error=torch.OutOfMemoryError(CUDA_SAYS))
    with pytest.raises(torch.OutOfMemoryError):
        train_shortly(tmp_path, network=network)
    train_shortly(tmp_path, resume=True)
    assert_the_same_training(tmp_path, undisturbed)
