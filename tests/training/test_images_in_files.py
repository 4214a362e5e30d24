"""A training on images that stay in their files is the training on the same in memory."""

import importlib
import json
from dataclasses import replace

import pytest
import torch
from torch import nn
from typer.testing import CliRunner

from resattn_lab.cli import app
from resattn_lab.data import load_images, write_drawn_folder
from resattn_lab.data.folder_pixels import FolderPixels
from resattn_lab.training import Recipe, fit

folder_module = importlib.import_module("resattn_lab.data.image_folder")
RECIPE = Recipe(epochs=2, batch_size=16, learning_rate=0.01, label_noise=0.2, seed=5)


@pytest.fixture
def folder(tmp_path):
    return write_drawn_folder(tmp_path / "drawn", per_class=15, seed=0)


@pytest.fixture
def in_files(monkeypatch):
    """Call it, and from then on every folder is too large for the memory."""
    return lambda: monkeypatch.setattr(folder_module, "LARGEST_IN_MEMORY", 100)


def train(images, out, **options):
    torch.manual_seed(1)
    network = nn.Sequential(nn.Flatten(), nn.Linear(3 * 16 * 16, 4))
    options = {"recipe": RECIPE, "device": "cpu", "progress": False, **options}
    fit(network, images, folder=out, **options)
    history = json.loads((out / "history.json").read_text())
    for record in history["records"]:
        del record["seconds"]
    return history, network[1].weight.detach()


def test_weights_and_history_are_the_same_bit_for_bit(folder, tmp_path, in_files):
    whole, expected = train(load_images(folder, size=16), tmp_path / "memory")
    in_files()
    images = load_images(folder, size=16)
    assert all(isinstance(part.images, FolderPixels) for part in images)
    history, weights = train(images, tmp_path / "files")
    assert torch.equal(weights, expected)
    assert history == whole


def test_a_run_from_memory_goes_on_from_files(folder, tmp_path, in_files):
    """More memory or less is no other training."""
    half = replace(RECIPE, epochs=None, iterations=4)
    _, expected = train(load_images(folder, size=16), tmp_path / "run", recipe=half)
    in_files()
    images = load_images(folder, size=16)
    _, weights = train(images, tmp_path / "run", recipe=half, resume=True)
    assert torch.equal(weights, expected)


def call(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.mark.parametrize("size", [None, 40])
def test_the_command_line_trains_and_judges_images_in_their_files(
    tmp_path, in_files, monkeypatch, size
):
    monkeypatch.setattr("resattn_lab.data.drawn_folder.SIDES", ((32, 32),))
    folder = write_drawn_folder(tmp_path / "drawn", per_class=10, seed=0)
    arguments = "--recipe smoke --iterations 2 --batch-size 8 --width 0.25 --device cpu".split()
    if size is not None:
        arguments += ["--size", size]
    in_files()
    result = call("train", "--data", folder, "--out", tmp_path / "run", *arguments)
    assert result.exit_code == 0, result.output
    assert "they are decoded as they are needed" in result.output
    judged = call("evaluate", tmp_path / "run", "--data", folder)
    assert judged.exit_code == 0, judged.output
    assert "of 4 images" in judged.output


def test_a_broken_file_ends_the_command_in_one_sentence(tmp_path, in_files, monkeypatch):
    monkeypatch.setattr("resattn_lab.data.drawn_folder.SIDES", ((32, 32),))
    folder = write_drawn_folder(tmp_path / "drawn", per_class=10, seed=0)
    (folder / "fish" / "003.png").write_bytes(b"half an image")
    for _ in range(2):  # in memory, then in files
        result = call("train", "--data", folder, "--out", tmp_path / "run")
        assert result.exit_code == 2
        assert "003.png" in result.output.replace("\n", "")
        assert "Traceback" not in result.output
        in_files()
