"""``resattn-lab explore`` up to the moment its server starts; tests/browser goes on."""

import importlib
import os
import re
import socket
from pathlib import Path

import nbformat
import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from resattn_lab import extras
from resattn_lab.checkpoints import load_checkpoint, save_weights
from resattn_lab.cli import app
from resattn_lab.networks import build_network

explore = importlib.import_module("resattn_lab.explore")
server = importlib.import_module("resattn_lab.explore.server")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def served(monkeypatch):
    """What would have been served, instead of serving it."""
    calls = []
    monkeypatch.setattr(
        explore, "serve", lambda arguments, **options: calls.append((arguments, options))
    )
    return calls


def call(*arguments, port=None):
    port = free_port() if port is None else port
    line = ["explore", *map(str, arguments), "--port", str(port)]
    return CliRunner().invoke(app, line)


def assert_refused(result, message, served):
    """Exit code 2, one line, and no server."""
    assert result.exit_code == 2, result.output
    lines = result.output.splitlines()
    assert len(lines) == 1
    assert re.match(f"resattn-lab: .*{message}", lines[0])
    assert not served


def write_run(folder: Path, **network) -> Path:
    built = build_network("cifar_attention_56", width=0.25, **network)
    folder.mkdir()
    save_weights(folder / "weights.safetensors", built, {"network": built.arguments})
    return folder


def test_without_arguments_the_network_in_the_box_is_served_on_scenes(served):
    port = free_port()
    result = call("--count", 2, port=port)
    assert result.exit_code == 0, result.output
    [(arguments, options)] = served
    assert arguments == {
        "checkpoint": "scenes_attention_56",
        "images": None,
        "count": 2,
        "seed": 7,
        "size": None,
    }
    assert options["port"] == port and options["browser"]
    assert "scenes_attention_56" in options["title"]


def test_a_run_folder_and_a_folder_of_images_are_served(served, tmp_path):
    (tmp_path / "images" / "cat").mkdir(parents=True)
    Image.fromarray(np.zeros((20, 30, 3), np.uint8)).save(tmp_path / "images/cat/0.png")
    run = write_run(tmp_path / "run")
    result = call(run, "--images", tmp_path / "images", "--size", 48, "--no-browser")
    assert result.exit_code == 0, result.output
    [(arguments, options)] = served
    assert arguments["checkpoint"] == str(run) and arguments["size"] == 48
    assert not options["browser"]


@pytest.mark.parametrize(
    "arguments, message",
    [
        (("nothing_of_that_name",), "neither a network in the box"),
        (("--images", "no/such/place"), "'no/such/place' is neither scenes"),
        (("--count", 0), "count must be at least 1"),
        (("--size", 8), "size must be 16 or more, got 8"),
    ],
)
def test_what_cannot_be_shown_is_refused_in_one_line(served, arguments, message):
    assert_refused(call(*arguments), message, served)


def test_images_too_small_for_the_masks_are_refused(served, tmp_path):
    (tmp_path / "cat").mkdir()
    Image.fromarray(np.zeros((20, 30, 3), np.uint8)).save(tmp_path / "cat" / "0.png")
    refused = call("--images", tmp_path, "--size", 2)
    assert_refused(refused, "need images of at least", served)


def test_a_network_that_does_not_take_the_images_is_refused(served, tmp_path):
    run = write_run(tmp_path / "grey", in_channels=1)
    assert_refused(call(run, "--count", 1), r"images must be \(N, 1, H, W\)", served)


def test_an_image_that_is_none_is_refused(served, tmp_path):
    (tmp_path / "cat").mkdir()
    (tmp_path / "cat" / "0.png").write_text("no image")
    assert_refused(call("--images", tmp_path), "cannot be read as an image", served)


def test_a_port_that_is_taken_is_refused(served):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        wanted = f"port {port} cannot be used .* choose another with --port"
        assert_refused(call(port=port), wanted, served)


@pytest.mark.parametrize("port", [0, -1, 65536])
def test_a_port_that_is_none_is_refused(served, port):
    assert_refused(call(port=port), f"port must be from 1 to 65535, got {port}", served)


def test_a_missing_extra_is_named_with_the_line_that_installs_it(served, monkeypatch):
    monkeypatch.setattr(extras, "find_spec", lambda name: None if name == "voila" else name)
    assert_refused(call(), r"needs voila; .*pip install -e \"\.\[lab\]\"", served)


def test_the_cell_of_the_page_asks_for_what_was_asked_from_where_it_was(tmp_path, monkeypatch):
    """The kernel starts in another folder: a relative path must not lose its meaning."""
    home = tmp_path / "it's home"
    home.mkdir()
    monkeypatch.chdir(home)
    arguments = {"checkpoint": "runs/o'hara", "images": None, "count": 3}
    server._write_notebook(tmp_path / "explore.ipynb", arguments, "a title")
    notebook = nbformat.read(tmp_path / "explore.ipynb", as_version=4)
    nbformat.validate(notebook)
    assert notebook.metadata.title == "a title"
    asked = []
    monkeypatch.setattr(explore, "build_page", lambda **given: asked.append(given))
    monkeypatch.chdir(tmp_path)
    exec(notebook.cells[0].source, {})
    assert asked == [arguments]
    assert Path(os.getcwd()) == home


def test_the_help_lists_the_command_and_says_how_it_ends():
    assert re.search(r"(?m)^\W*explore\s", CliRunner().invoke(app, ["--help"]).output)
    own = CliRunner().invoke(app, ["explore", "--help"])
    assert own.exit_code == 0 and "Ctrl-C" in own.output


def test_the_card_in_the_box_has_what_the_heading_tells(served):
    """The page leaves out what a card lacks; the network in the box shall lack nothing."""
    _, card = load_checkpoint("scenes_attention_56")
    assert card["class_names"] and card["data"]["train"] and card["accuracy"]["test"]
