"""The command line."""

import errno
import importlib
import json
import os
import re
import shlex
from functools import wraps
from itertools import count as count_up

import numpy as np
import pytest
import torch
import torchvision.datasets
from PIL import Image
from safetensors.torch import save
from torch import nn
from typer.testing import CliRunner

from resattn_lab.checkpoints import read_weights, save_weights, write_weights
from resattn_lab.cli import app
from resattn_lab.data import ImageSet
from resattn_lab.networks import build_network
from resattn_lab.training import History, read_state, write_state

SCENE_CLASSES = "disc ring square triangle star cross crescent heart bar arrow".split()


def call(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def assert_refused(result, message):
    """Exit code 2, and one line that a user can act on instead of a traceback."""
    assert result.exit_code == 2, result.output
    lines = result.output.splitlines()
    assert len(lines) == 1
    assert re.match(f"resattn-lab: .*{message}", lines[0])
    assert "Traceback" not in result.output


@pytest.fixture
def small(monkeypatch):
    """Trains a network of milliseconds; ``stop`` says at which step, and how, it fails."""
    stop = {"at": None, "error": KeyboardInterrupt}

    @wraps(build_network)  # the options of the command line are read off it
    def build(name, *, classes, in_channels, width, **options):
        network = nn.Sequential(
            nn.AvgPool2d(8), nn.Flatten(), nn.Dropout(0.2), nn.Linear(16 * in_channels, classes)
        )
        network.arguments = {"name": name, "width": width}
        number = count_up()

        def fail(module, inputs, output):
            if module.training and next(number) == stop["at"]:
                raise stop["error"]

        network.register_forward_hook(fail)
        return network

    package = importlib.import_module("resattn_lab.networks")
    monkeypatch.setattr(package, "build_network", build)
    return stop


SHORTLY = ("--recipe", "smoke", "--iterations", 7, "--batch-size", 8, "--count", 20)


def train_shortly(out, *arguments):
    """Seven steps, three an epoch, with a state after every second."""
    options = ("--save-every", 2, "--seed", 3, "--device", "cpu", "--out", out)
    return call("train", *SHORTLY, *options, *arguments)


def interrupt(small, out, *, at=5):
    small["at"] = at
    result = train_shortly(out, "--label-noise", 0.2, "--average", 0.9)
    assert result.exit_code != 0
    small["at"] = None


def without_seconds(tree):
    """What a training wrote, without what a clock had a part in."""
    if isinstance(tree, dict):
        return {
            name: without_seconds(value)
            for name, value in tree.items()
            if "seconds" not in name
        }
    return list(map(without_seconds, tree)) if isinstance(tree, list) else tree


@pytest.fixture
def untrained(tmp_path):
    """A run folder with a network that was never trained."""
    network = build_network("cifar_attention_56", width=0.25)
    card = {"network": network.arguments, "class_names": SCENE_CLASSES}
    save_weights(tmp_path / "weights.safetensors", network, card)
    return tmp_path


def test_a_short_training_says_how_good_it_is_and_writes_its_folder(tmp_path):
    out = tmp_path / "run"
    result = call(
        *("train", "--recipe", "smoke", "--batch-size", 8, "--count", 64, "--width", 0.25),
        *("--device", "cpu", "--seed", 3, "--out", out),
    )
    assert result.exit_code == 0, result.output
    assert re.search(r"best epoch by validation: \d+; .*test set \d+\.\d%", result.output)
    assert str(out) in result.output
    written = sorted(path.name for path in out.iterdir())
    assert written == ["history.csv", "history.json", "state.resattn", "weights.safetensors"]
    _, card = read_weights(out / "weights.safetensors")
    assert card["command"].startswith("resattn-lab train --recipe smoke --batch-size 8 ")
    assert (card["seed"], card["initialisation"]) == (3, "zero_residual")
    assert card["network"]["width"] == 0.25
    assert card["class_names"] == SCENE_CLASSES
    history = History.load(out / "history.json")
    assert history.test_accuracy == card["accuracy"]["test"]

    judged = call("evaluate", out, "--count", 6, "--seed", 3)
    assert judged.exit_code == 0, judged.output
    assert f"accuracy {history.test_accuracy:.2%} of 6 images" in judged.output


@pytest.mark.parametrize(
    "arguments, message",
    [
        (("--network", "attention_57"), "attention_57.*cifar_attention_56"),
        (
            ("--recipe", "long"),
            "unknown recipe 'long'; choose one of paper, short, lesson, smoke",
        ),
        (("--data", "no/such/place"), "'no/such/place' is neither scenes, cifar10"),
        (("--width", "0"), "width must be positive"),
        (("--epochs", "0"), "epochs must be above 0"),
        (
            ("--epochs", "2", "--iterations", "5"),
            "a recipe has either iterations or epochs, got 5 and 2",
        ),
        (("--precision", "float16"), "precision must be one of .*'bfloat16'"),
        (("--label-noise", "2"), r"label_noise must be in \[0, 1\], got 2"),
        (("--average", "1"), r"average must be in \(0, 1\) or None, got 1"),
        (("--processes", "0"), "processes must be at least 1, got 0"),
        (("--processes", "-1"), "processes must be at least 1, got -1"),
        (("--device", "mps"), "device must be auto, cpu or cuda, got 'mps'"),
        (("--save-every", "0"), "save_every must be above 0"),
        (("--snapshots", "-1"), "snapshots 0 or more, got 100 and -1"),
        (("--initialisation", "random"), "random"),
        (("--count", "0"), "no images"),
    ],
)
def test_a_training_that_cannot_be_is_refused_in_one_line(tmp_path, arguments, message):
    out = tmp_path / "run"
    result = call("train", "--count", 8, "--device", "cpu", "--out", out, *arguments)
    assert_refused(result, message)
    assert not out.exists()


def test_a_cuda_device_that_is_not_there_is_refused_in_one_line(tmp_path, monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    result = call(
        *("train", "--count", 8, "--width", 0.25, "--device", "cuda"),
        *("--out", tmp_path / "run"),
    )
    assert_refused(result, "device 'cuda' was asked for")


def test_a_checkpoint_is_judged_on_scenes(untrained):
    result = call("evaluate", untrained, "--count", 20)
    assert result.exit_code == 0, result.output
    expected = r"planted scenes, seed 1, test: accuracy \d+\.\d\d% of 20 images, loss \d"
    assert re.match(expected, result.output)
    table = [line.split()[0] for line in result.output.splitlines()[1:]]
    assert table == SCENE_CLASSES


def test_a_checkpoint_is_judged_on_the_test_images_of_a_folder(untrained, tmp_path):
    for part, count in (("train", 2), ("test", 1)):
        for name in SCENE_CLASSES:
            (tmp_path / "images" / part / name).mkdir(parents=True)
            for number in range(count):
                image = Image.fromarray(np.zeros((32, 32, 3), np.uint8))
                image.save(tmp_path / "images" / part / name / f"{number}.png")
    tensors, card = read_weights(tmp_path / "weights.safetensors")
    card["class_names"] = sorted(SCENE_CLASSES)
    write_weights(tmp_path / "weights.safetensors", tensors, card)
    result = call("evaluate", untrained, "--data", tmp_path / "images")
    assert result.exit_code == 0, result.output
    assert "of 10 images" in result.output


def test_a_checkpoint_is_not_judged_on_classes_that_it_does_not_know(untrained, tmp_path):
    """An accuracy would come out, or an index out of range; neither would mean a thing."""
    for number in range(12):
        folder = tmp_path / "images" / f"class {number:02d}"
        folder.mkdir(parents=True)
        for name in ("0.png", "1.png", "2.png"):
            Image.fromarray(np.zeros((32, 32, 3), np.uint8)).save(folder / name)
    result = call("evaluate", untrained, "--data", tmp_path / "images")
    assert_refused(result, "the network tells disc, .* but folder images has .*class 11")


@pytest.mark.parametrize(
    "name, message",
    [("nothing_of_that_name", "neither a network in the box"), ("a.pt", "can run code")],
)
def test_a_checkpoint_that_is_none_is_refused_in_one_line(name, message):
    assert_refused(call("evaluate", name), message)


def test_missing_data_offline_says_how_to_fetch_it_by_hand(tmp_path, monkeypatch):
    monkeypatch.setenv("RESATTN_OFFLINE", "1")
    result = call("data", "cifar10", "--folder", tmp_path)
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    joined = "".join(result.output.split())  # wherever lines are broken
    for part in (
        torchvision.datasets.CIFAR10.url,
        torchvision.datasets.CIFAR10.tgz_md5,
        str(tmp_path / "cifar-10-batches-py"),
    ):
        assert part in joined


def test_a_flag_that_is_neither_is_refused_in_one_line(tmp_path, monkeypatch):
    monkeypatch.setenv("RESATTN_OFFLINE", "perhaps")
    assert_refused(call("data", "cifar10", "--folder", tmp_path), "RESATTN_OFFLINE must be")


def test_an_unknown_data_set_is_refused_in_one_line():
    assert_refused(call("data", "mnist"), "unknown CIFAR 'mnist'; choose one of cifar10")


def test_data_that_is_there_is_counted_and_located(tmp_path, monkeypatch):
    images = ImageSet(
        images=torch.zeros(5, 3, 32, 32, dtype=torch.uint8),
        labels=torch.zeros(5, dtype=torch.int64),
        class_names=("a",),
        source="CIFAR-10 test images",
    )
    package = importlib.import_module("resattn_lab.data")
    monkeypatch.setattr(package, "load_cifar", lambda name, folder: (images, images))
    monkeypatch.setenv("RESATTN_DATA", str(tmp_path))
    result = call("data", "cifar10")
    assert result.exit_code == 0
    assert result.output.startswith("5 CIFAR-10 test images, 5 CIFAR-10 test images: ")
    assert str(tmp_path) in result.output.replace("\n", "")


@pytest.mark.parametrize("command", ["train", "evaluate", "data"])
def test_help_lists_every_command_and_each_has_help_of_its_own(command):
    listed = call("--help")
    assert listed.exit_code == 0
    assert re.search(rf"(?m)^\W*{command}\s", listed.output)
    own = call(command, "--help")
    assert own.exit_code == 0
    assert "Usage" in own.output


def test_no_command_shows_the_help():
    assert "Usage" in call().output


def test_a_training_that_was_interrupted_ends_as_if_it_had_not_been(tmp_path, small):
    options = ("--label-noise", 0.2, "--average", 0.9)
    assert train_shortly(tmp_path / "whole", *options).exit_code == 0
    interrupt(small, tmp_path / "run")
    kept = read_state(tmp_path / "run" / "state.resattn")
    assert (kept["epoch"], kept["step"]) == (1, 1)  # four steps; the fifth is lost

    result = call("train", "--resume", tmp_path / "run", "--device", "cpu")
    assert result.exit_code == 0, result.output
    assert "7 steps of 8 images, from step 4 on" in result.output
    assert f"weights, card and history: {tmp_path / 'run'}" in result.output
    whole, run = (tmp_path / name for name in ("whole", "run"))
    (one, one_card), (other, other_card) = (
        read_weights(folder / "weights.safetensors") for folder in (run, whole)
    )
    assert save(one) == save(other)
    one, other = (json.loads((folder / "history.json").read_text()) for folder in (run, whole))
    assert without_seconds(one) == without_seconds(other)
    told = json.loads(json.dumps(one_card).replace(str(run), str(whole)))
    one, other = ({**card, "sha256": None} for card in (told, other_card))
    assert without_seconds(one) == without_seconds(other)


def test_a_finished_training_can_be_taken_up_and_says_the_same(tmp_path, small):
    first = train_shortly(tmp_path)
    weights = save(read_weights(tmp_path / "weights.safetensors")[0])
    again = call("train", "--resume", tmp_path, "--device", "cpu")
    assert again.exit_code == 0, again.output
    assert again.stdout.splitlines()[-3:] == first.stdout.splitlines()[-3:]
    assert save(read_weights(tmp_path / "weights.safetensors")[0]) == weights


def test_the_card_says_command_options_and_commit_of_the_start(tmp_path, small):
    interrupt(small, tmp_path / "run")
    assert call("train", "--resume", tmp_path / "run").exit_code == 0
    _, card = read_weights(tmp_path / "run" / "weights.safetensors")
    typed = f"""resattn-lab train --recipe smoke --iterations 7 --batch-size 8 --count 20
        --save-every 2 --seed 3 --device cpu --out {tmp_path / "run"}
        --label-noise 0.2 --average 0.9"""
    assert sorted(shlex.split(card["command"])) == sorted(typed.split())
    assert "commit" in card
    assert card["options"]["iterations"] == 7 and card["options"]["label_noise"] == 0.2
    assert card["options"]["out"] == str(tmp_path / "run")
    assert card["recipe"]["label_noise"] == 0.2 and card["recipe"]["average"] == 0.9
    assert card["network"] == {"name": "cifar_attention_56", "width": 0.25}


@pytest.mark.parametrize(
    "options, named",
    [
        (("--learning-rate", 0.1), "--learning-rate"),
        (("--seed", 3), "--seed"),
        (("--out", "elsewhere"), "--out"),
        (("--no-augment", "--iterations", 9), "--augment, --iterations"),
    ],
)
def test_options_beside_resume_are_refused_in_one_line(tmp_path, small, options, named):
    interrupt(small, tmp_path / "run")
    before = (tmp_path / "run" / "state.resattn").read_bytes()
    result = call("train", "--resume", tmp_path / "run", *options)
    assert_refused(result, f"--resume goes on with .* was started with; leave out {named}$")
    assert (tmp_path / "run" / "state.resattn").read_bytes() == before


def test_where_there_is_nothing_to_resume_that_is_said_in_one_line(tmp_path):
    result = call("train", "--resume", tmp_path / "run")
    assert_refused(result, "no training to go on with: .*state.resattn does not exist")
    write_state(tmp_path / "run" / "state.resattn", {"card": {}})
    result = call("train", "--resume", tmp_path / "run")
    assert_refused(result, "run was not written by resattn-lab train; use training.fit")


def test_a_folder_with_a_training_is_not_written_over(tmp_path, small):
    train_shortly(tmp_path / "run")
    before = {path: path.read_bytes() for path in (tmp_path / "run").iterdir()}
    message = "run holds a training already; go on with it .*train --resume .*choose another"
    assert_refused(train_shortly(tmp_path / "run"), message)
    assert {path: path.read_bytes() for path in (tmp_path / "run").iterdir()} == before


def test_each_training_gets_a_numbered_folder_of_its_own(tmp_path, small, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for number in (1, 2):
        result = call("train", *SHORTLY, "--device", "cpu")
        assert result.exit_code == 0, result.output
        folder = tmp_path / "runs" / f"scenes-cifar_attention_56-{number}"
        assert (folder / "weights.safetensors").is_file()
        assert f"resattn-lab explore {folder.relative_to(tmp_path)}" in result.output
    assert len(list((tmp_path / "runs").iterdir())) == 2


TORCHRUN = {
    **{"RANK": "0", "WORLD_SIZE": "1", "LOCAL_RANK": "0"},
    **{"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": "29500"},
}


def test_under_torchrun_the_folder_must_be_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, value in {**TORCHRUN, "WORLD_SIZE": "2"}.items():
        monkeypatch.setenv(name, value)
    result = call("train", *SHORTLY, "--device", "cpu")
    assert_refused(result, "under torchrun give --out, the same for every process")
    assert list(tmp_path.iterdir()) == []


def test_several_processes_are_started_with_what_was_typed(tmp_path, small, monkeypatch):
    started = []

    def launch(arguments, *, processes):
        started.append((arguments, processes))
        return 0

    monkeypatch.setattr(importlib.import_module("resattn_lab.training"), "launch", launch)
    monkeypatch.chdir(tmp_path)
    assert call("train", "--count", 20, "--no-augment", "--processes", 2).exit_code == 0
    (arguments, processes), name = started.pop(), "scenes-cifar_attention_56-1"
    assert processes == 2
    assert sorted(arguments) == sorted(
        ["train", "--count", "20", "--no-augment", "--out", os.path.join("runs", name)]
    )
    interrupt(small, tmp_path / "run")
    call("train", "--resume", tmp_path / "run", "--processes", 2)
    assert started == [(["train", "--resume", str(tmp_path / "run")], 2)]


@pytest.mark.parametrize("writes, kept", [(0, "no state had been kept yet"), (2, "is kept in")])
def test_a_full_disk_ends_a_training_with_code_2_and_what_to_do(
    tmp_path, small, monkeypatch, writes, kept
):
    number = count_up()

    def full(file):
        if next(number) >= writes:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    result = train_shortly(tmp_path / "run")
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    said = [line for line in result.output.splitlines() if "resattn-lab: " in line]
    assert len(said) == 1
    assert re.search(f"there is no room for .* MB: .*free some space, .*{kept}", said[0])


@pytest.mark.parametrize(
    "error, message",
    [
        (torch.OutOfMemoryError("CUDA out of memory"), "does not hold a step of 8 .*_size=4"),
        (
            FloatingPointError("the loss is nan"),
            "the loss is nan, and start anew in another folder; the state after step 1 of",
        ),
    ],
)
def test_a_training_that_fails_says_so_in_one_line_with_code_2(tmp_path, small, error, message):
    small["at"], small["error"] = 5, error
    result = train_shortly(tmp_path / "run")
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert re.search(f"(?m)^.*resattn-lab: .*{message}.*is kept in", result.output)


def test_a_number_that_torchrun_left_in_the_environment_means_nothing(
    tmp_path, small, monkeypatch
):
    for name in TORCHRUN:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("RANK", "1")
    result = train_shortly(tmp_path / "run")
    assert result.exit_code == 0, result.output
    assert "best epoch by validation" in result.output
    assert (tmp_path / "run" / "weights.safetensors").is_file()


@pytest.mark.parametrize("option", ["--out", "--resume"])
@pytest.mark.parametrize("empty", ["", " "])
def test_an_empty_folder_name_is_not_the_current_folder(
    tmp_path, small, monkeypatch, option, empty
):
    monkeypatch.chdir(tmp_path)
    message = f"{option} is empty; give it a value, or leave {option} out"
    assert_refused(call("train", option, empty), message)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("processes", [1, 2])
def test_where_nothing_can_be_written_nothing_is_read_either(tmp_path, monkeypatch, processes):
    package = importlib.import_module("resattn_lab.data")
    monkeypatch.setattr(package, "load_images", lambda *a, **o: pytest.fail("images were read"))
    (tmp_path / "file").write_bytes(b"")
    options = ("--processes", processes, "--out", tmp_path / "file" / "run")
    result = call("train", *SHORTLY, *options)
    assert_refused(result, "nothing can be written there .*; choose another folder: .*run$")


def test_a_training_that_is_refused_leaves_no_folder_of_its_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert_refused(call("train", "--count", 0), "no images")
    assert list(tmp_path.iterdir()) == []


def test_two_trainings_that_begin_together_choose_two_folders(tmp_path, monkeypatch):
    from resattn_lab.cli.arguments import new_folder

    monkeypatch.chdir(tmp_path)
    assert new_folder("a") != new_folder("a")  # neither has written anything yet


def test_ctrl_c_says_how_to_go_on(tmp_path, small):
    small["at"] = 5
    result = train_shortly(tmp_path / "my run")
    assert result.exit_code == 130
    assert "Traceback" not in result.output
    (said,) = (line for line in result.output.splitlines() if "resattn-lab: " in line)
    assert said.endswith(f"resattn-lab train --resume '{tmp_path / 'my run'}'")
    small["at"] = None
    assert call(*shlex.split(said.split("or resattn-lab ")[1])).exit_code == 0


def write_noise(folder, count):
    generator = np.random.default_rng(0)
    for row in range(count):
        path = folder / "ab"[row % 2] / f"{row}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(generator.integers(256, size=(32, 32, 3), dtype=np.uint8)).save(path)


def test_a_training_on_a_relative_folder_goes_on_from_another_one(tmp_path, small, monkeypatch):
    write_noise(tmp_path / "images", 40)
    monkeypatch.chdir(tmp_path)
    interrupt_options = ("--data", "images", "--out", tmp_path / "run", "--save-every", 2)
    small["at"] = 5
    assert call("train", *SHORTLY, *interrupt_options).exit_code == 130
    small["at"] = None
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    result = call("train", "--resume", tmp_path / "run")
    assert result.exit_code == 0, result.output
    card = read_weights(tmp_path / "run" / "weights.safetensors")[1]
    assert card["options"]["data"] == str(tmp_path / "images")


def rewrite_options(folder, change):
    state = read_state(folder / "state.resattn")
    change(state["card"]["options"])
    write_state(folder / "state.resattn", state)


def test_an_option_that_came_after_the_start_has_its_default(tmp_path, small):
    interrupt(small, tmp_path)
    rewrite_options(tmp_path, lambda options: options.pop("compile"))
    rewrite_options(tmp_path, lambda options: options.pop("attention_residual"))
    result = call("train", "--resume", tmp_path, "--device", "cpu")
    assert result.exit_code == 0, result.output


def test_an_option_that_this_version_does_not_know_is_named(tmp_path, small):
    interrupt(small, tmp_path)
    rewrite_options(tmp_path, lambda options: options.update(colour="blue"))
    result = call("train", "--resume", tmp_path, "--device", "cpu")
    assert_refused(result, "with options that this one does not know: colour; go on with that")


@pytest.mark.parametrize(
    "length, milestones", [(("--epochs", 2), [2, 4]), (("--iterations", 10), [4, 6])]
)
def test_a_shorter_training_by_the_papers_recipe_lets_the_rate_fall_too(
    tmp_path, small, length, milestones
):
    """At 64,000 and 96,000 steps, as the recipe has it, it never would."""
    options = ("--count", 20, "--batch-size", 8, "--device", "cpu", "--out", tmp_path)
    result = call("train", "--recipe", "paper", *options, *length)
    assert result.exit_code == 0, result.output
    card = read_weights(tmp_path / "weights.safetensors")[1]
    assert card["recipe"]["milestones"] == milestones
    rates = [r.learning_rate for r in History.load(tmp_path / "history.json").records]
    assert rates[-1] == pytest.approx(0.001)


@pytest.mark.parametrize(
    "error",
    [
        RuntimeError("mat1 and mat2 shapes cannot be multiplied"),
        ValueError("Expected more than 1 value per channel"),
        OSError("cannot write mode F"),
    ],
)
def test_a_fault_that_is_no_refusal_keeps_its_traceback(tmp_path, small, error):
    """What others raise in the midst of a training is not the caller's mistake."""
    small["at"], small["error"] = 5, error
    result = train_shortly(tmp_path / "run")
    assert result.exception is small["error"]
    assert "resattn-lab: " not in result.output
