"""Several processes train the network that one process would have trained."""

import multiprocessing
import os
import signal
import socket
import subprocess
import sys
from dataclasses import asdict

import pytest
import torch
from PIL import Image
from torch import nn

from resattn_lab.checkpoints import read_weights
from resattn_lab.data import BatchOrder, Splits, folder_loader, scene_set
from resattn_lab.networks import build_network
from resattn_lab.training import Engine, Recipe, fit, launch
from resattn_lab.training.engine import SynchronisedBatchNorm2d

# 45 images in batches of 16: the last batch has 13, which two processes share as 7 and 6.
RECIPE = Recipe(
    epochs=2,
    batch_size=16,
    optimiser="sgd",
    learning_rate=0.005,
    clip_gradient=1.0,
    label_noise=0.1,
    precision="float32",
    seed=2,
)


def train(folder):
    """An Attention-56, as every process does it; what it knows afterwards goes to a file."""
    torch.set_num_threads(1)
    parts = zip((45, 21, 17), ("train", "validation", "test"), strict=True)
    data = Splits(*(scene_set(count, seed=4, part=part) for count, part in parts))
    torch.manual_seed(0)
    # With He's weights alone, rounding grows tenfold a step in so deep a network.
    network = build_network("cifar_attention_56", width=0.25, initialisation="zero_residual")
    history = fit(network, data, RECIPE, folder=folder, device="cpu", progress=False)
    kinds = {type(module).__name__ for module in network.modules()}
    knows = {"history": asdict(history), "weights": network.state_dict(), "kinds": kinds}
    torch.save(knows, folder.parent / f"{folder.name}-{os.environ.get('RANK', 0)}.pt")


def normalise(folder):
    """A batch norm over 5 + 2 images: what comes out, and which gradients."""
    x, gradient = torch.load(folder / "batch.pt", weights_only=True)
    own = slice(0, 5) if os.environ["RANK"] == "0" else slice(5, 7)
    x, gradient = x[own].clone().requires_grad_(), gradient[own]
    with Engine("cpu"):
        norm = SynchronisedBatchNorm2d(3)
        torch.nn.init.constant_(norm.weight, 1.5)
        y = norm(x)
        y.backward(gradient)
    kept = [y.detach(), x.grad, norm.running_mean, norm.running_var, norm.weight.grad]
    torch.save(kept, folder / f"norm-{os.environ['RANK']}.pt")


def as_one_of_two(rank, port, work, folder):
    os.environ |= {"RANK": str(rank), "WORLD_SIZE": "2", "LOCAL_RANK": str(rank)}
    os.environ |= {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port)}
    work(folder)


def in_two_processes(work, folder):
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["resattn_lab.training", "torch._dynamo", "pytest"])
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    running = [
        context.Process(target=as_one_of_two, args=(rank, port, work, folder))
        for rank in range(2)
    ]
    for process in running:
        process.start()
    for process in running:
        process.join(120)
    assert [process.exitcode for process in running] == [0, 0]


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """What one process, and what each of two, know after the same training."""
    folder = tmp_path_factory.mktemp("processes")
    train(folder / "one")
    in_two_processes(train, folder / "two")
    return folder, *(
        torch.load(folder / name, weights_only=False)
        for name in ("one-0.pt", "two-0.pt", "two-1.pt")
    )


def test_two_processes_train_the_same_network_to_the_same_loss_as_one(trained):
    """Six steps of an Attention-56: what differs is rounding, and what six steps make of it."""
    _, one, two, _ = trained
    for ours, theirs in zip(one["history"]["records"], two["history"]["records"], strict=True):
        assert theirs["train_loss"] == pytest.approx(ours["train_loss"], rel=1e-5)
        assert theirs["validation_loss"] == pytest.approx(ours["validation_loss"], rel=1e-5)
        assert theirs["train_accuracy"] == ours["train_accuracy"]
    for name, value in one["weights"].items():
        torch.testing.assert_close(two["weights"][name], value, rtol=0, atol=1e-4)


def test_every_process_knows_the_result_of_all(trained):
    _, _, leading, other = trained
    timeless = [
        [{**record, "seconds": 0} for record in knows["history"]["records"]]
        for knows in (leading, other)
    ]
    assert timeless[0] == timeless[1]
    assert leading["history"]["test_accuracy"] == other["history"]["test_accuracy"]
    for name, value in leading["weights"].items():
        assert torch.equal(other["weights"][name], value), name


def test_accuracies_are_gathered_over_all_images(trained):
    """21 validation images: no share of one process alone could give this fraction."""
    _, _, two, _ = trained
    for record in two["history"]["records"]:
        assert record["validation_accuracy"] * 21 == pytest.approx(
            round(record["validation_accuracy"] * 21)
        )
        assert record["train_accuracy"] * 45 == pytest.approx(
            round(record["train_accuracy"] * 45)
        )


def test_one_process_alone_writes(trained):
    folder = trained[0] / "two"
    _, card = read_weights(folder / "weights.safetensors")
    assert card["device"].startswith("2 × (CPU")
    assert not list(folder.glob("*.unfinished"))


def test_the_network_comes_back_as_it_was_built(trained):
    assert all("SynchronisedBatchNorm2d" not in knows["kinds"] for knows in trained[1:])
    assert all("BatchNorm2d" in knows["kinds"] for knows in trained[1:])


def test_a_batch_norm_over_two_processes_is_that_of_the_whole_batch(tmp_path):
    x, gradient = torch.randn(7, 3, 4, 4) * 2 + 5, torch.randn(7, 3, 4, 4)
    torch.save([x, gradient], tmp_path / "batch.pt")
    in_two_processes(normalise, tmp_path)
    first, second = (
        torch.load(tmp_path / f"norm-{rank}.pt", weights_only=True) for rank in range(2)
    )
    whole = x.clone().requires_grad_()
    norm = nn.BatchNorm2d(3)
    nn.init.constant_(norm.weight, 1.5)
    expected = norm(whole)
    expected.backward(gradient)
    torch.testing.assert_close(torch.cat([first[0], second[0]]), expected.detach())
    torch.testing.assert_close(torch.cat([first[1], second[1]]), whole.grad)
    torch.testing.assert_close(first[2], norm.running_mean)
    torch.testing.assert_close(first[3], norm.running_var)
    torch.testing.assert_close(first[4] + second[4], norm.weight.grad)


@pytest.mark.parametrize("processes", [2, 3])
def test_the_shares_of_a_batch_are_the_batch(processes):
    whole = BatchOrder(53, 16, shuffle=True, seed=1)
    shares = [
        BatchOrder(53, 16, shuffle=True, seed=1, process=process, processes=processes)
        for process in range(processes)
    ]
    for rows, *parts in zip(whole, *shares, strict=False):
        assert sorted(sum(parts, [])) == sorted(rows)
        assert max(map(len, parts)) - min(map(len, parts)) <= 1


def test_a_batch_too_small_for_the_processes_is_refused():
    message = "the smallest batch has 1 of 33 images, too few for 2 processes; choose another"
    with pytest.raises(ValueError, match=message):
        BatchOrder(33, 16, shuffle=True, processes=2)
    BatchOrder(33, 16, processes=2)  # judging can leave a process without an image


def test_a_loader_that_is_not_shared_is_refused(tmp_path):
    for name in "ab":
        (tmp_path / name).mkdir()
        for number in range(2):
            Image.new("RGB", (8, 8)).save(tmp_path / name / f"{number}.png")
    loader = folder_loader(tmp_path, size=8, workers=0, process=0, processes=2)
    with pytest.raises(ValueError, match="made for 1 of 2 processes, and there are 1"):
        fit(nn.Linear(1, 1), Splits(loader, loader, loader), Recipe(epochs=1), device="cpu")


def test_the_command_line_starts_two_processes_and_passes_on_what_they_say(
    tmp_path, capfd, monkeypatch
):
    """Letter by letter, also where the terminal knows other letters than the system."""
    monkeypatch.setenv("PYTHONIOENCODING", "cp1252")
    out = tmp_path / "run"
    arguments = "train --recipe smoke --iterations 2 --batch-size 6 --count 20 --width 0.25"
    code = launch([*arguments.split(), "--device", "cpu", "--out", str(out)], processes=2)
    printed = capfd.readouterr().out
    assert code == 0, printed
    assert printed.count("training on 2 × (CPU, 1 thread)") == 1
    assert printed.count(f"weights, card and history: {out}") == 1
    _, card = read_weights(out / "weights.safetensors")
    assert card["accuracy"]["test"] is not None
    assert card["command"].endswith("--processes 2")


def test_a_refusal_of_several_processes_is_one_sentence(tmp_path, capfd):
    arguments = ["train", "--count", "20", "--width", "0", "--out", str(tmp_path / "run")]
    assert launch(arguments, processes=2) == 2
    said = capfd.readouterr().err.splitlines()
    assert len(said) == 1 and said[0].startswith("resattn-lab: width must be positive")


def test_an_interrupt_of_several_processes_is_one_sentence(tmp_path):
    """It comes to the one that was started, as a Ctrl-C does, and ends them all."""
    command = [
        *(sys.executable, "-m", "resattn_lab.cli", "train", "--processes", "2"),
        *("--iterations", "100000", "--count", "20", "--width", "0.25", "--batch-size", "6"),
        *("--save-every", "1", "--device", "cpu", "--out", str(tmp_path / "run")),
    ]
    environment = {**os.environ, "TQDM_DISABLE": "1"}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env=environment, **pipes) as running:
        for line in running.stdout:
            if line.startswith("epoch   1"):  # the end of an epoch has left a state
                break
        running.send_signal(signal.SIGINT)
        _, errors = running.communicate()
    assert running.returncode == 130
    (said,) = errors.splitlines()
    assert said.startswith("resattn-lab: stopped; the state after step ")
    assert said.endswith(f"resattn-lab train --resume {tmp_path / 'run'}")


def test_one_process_needs_no_launch():
    with pytest.raises(ValueError, match="launch is for 2 processes or more, got 1"):
        launch(["train"], processes=1)


def test_an_error_in_the_processes_ends_with_an_exit_code():
    code = launch(["train", "--no-such-option"], processes=2)
    assert code != 0
