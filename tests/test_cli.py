"""The command line."""

import importlib
import json
import re

import numpy as np
import pytest
import torch
import torchvision.datasets
from PIL import Image
from typer.testing import CliRunner

from resattn_lab.cli import app
from resattn_lab.data import ImageSet
from resattn_lab.networks import build_network
from resattn_lab.training import History, save_weights

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
    assert written == ["history.json", "weights.json", "weights.safetensors"]
    card = json.loads((out / "weights.json").read_text())
    assert card["command"].startswith("resattn-lab")
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
        (("--recipe", "long"), "unknown recipe 'long'; choose one of paper, short, smoke"),
        (("--data", "no/such/place"), "'no/such/place' is neither scenes, cifar10"),
        (("--width", "0"), "width must be positive"),
        (("--epochs", "0"), "epochs must be above 0"),
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


def test_a_checkpoint_is_judged_on_the_test_images_of_a_folder(untrained, tmp_path):
    for part, count in (("train", 2), ("test", 1)):
        for name in SCENE_CLASSES:
            (tmp_path / "images" / part / name).mkdir(parents=True)
            for number in range(count):
                image = Image.fromarray(np.zeros((32, 32, 3), np.uint8))
                image.save(tmp_path / "images" / part / name / f"{number}.png")
    card = tmp_path / "weights.json"
    content = json.loads(card.read_text())
    card.write_text(json.dumps({**content, "class_names": sorted(SCENE_CLASSES)}))
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
