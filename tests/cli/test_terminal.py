"""What is printed reaches every terminal, and can be pasted where paths have spaces."""

import importlib
import io
import re
import shlex
import sys

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from resattn_lab.checkpoints import load_checkpoint
from resattn_lab.cli import app

SHORTLY = ("--recipe", "smoke", "--iterations", "2", "--batch-size", "8", "--width", "0.125")


@pytest.fixture(scope="module")
def cats(tmp_path_factory):
    """A folder with spaces in its name, and a class that cp1252 has no letter for."""
    folder = tmp_path_factory.mktemp("images") / "my pets"
    for name in ("猫", "dog"):
        (folder / name).mkdir(parents=True)
        for number in range(12):
            pixels = np.random.default_rng(number).integers(0, 256, (16, 16, 3), np.uint8)
            Image.fromarray(pixels).save(folder / name / f"{number}.png")
    return folder


@pytest.fixture
def terminal(monkeypatch):
    """Runs a command at a terminal of this encoding; what stands there then."""

    def call(encoding, *arguments):
        bytes_ = io.BytesIO()
        with monkeypatch.context() as patch, pytest.raises(SystemExit) as ended:
            patch.setattr(sys, "stdout", io.TextIOWrapper(bytes_, encoding=encoding))
            app([str(argument) for argument in arguments])
        assert not ended.value.code, bytes_.getvalue()
        return bytes_.getvalue().decode(encoding)

    return call


@pytest.fixture(scope="module")
def run(cats, tmp_path_factory):
    out = tmp_path_factory.mktemp("runs") / "my run"
    line = ["train", "--data", cats, *SHORTLY, "--device", "cpu", "--out", out]
    result = CliRunner().invoke(app, [str(part) for part in line])
    assert result.exit_code == 0, result.output
    return out, result.output


@pytest.mark.parametrize("encoding", ["cp1252", "cp437"])
def test_every_command_survives_letters_that_the_terminal_has_not(
    terminal, run, cats, encoding, tmp_path
):
    (out, _), picture = run, next((cats / "猫").glob("*.png"))
    lines = {
        "train": ("--data", cats, *SHORTLY, "--device", "cpu", "--out", tmp_path / "猫"),
        "evaluate": (out,),
        "predict": (picture, "--checkpoint", out),
        "export": (out, tmp_path / "猫.onnx", "--exporter", "trace"),
    }
    for command, arguments in lines.items():
        assert r"\u732b" in terminal(encoding, command, *arguments), command
    assert "--learning-rate" in terminal(encoding, "train", "--help")


def test_what_is_advised_can_be_pasted_where_paths_have_spaces(run):
    out, said = run
    advice = re.search(r"(?m)look into it: (resattn-lab explore .*)$", said)[1]
    assert shlex.split(advice) == ["resattn-lab", "explore", str(out)]


def test_the_recorded_command_can_be_pasted_where_paths_have_spaces(run, cats):
    out, _ = run
    _, card = load_checkpoint(out)
    line = ["resattn-lab", "train", "--data", str(cats), *SHORTLY, "--device", "cpu", "--out"]
    assert shlex.split(card["command"]) == [*line, str(out)]


@pytest.fixture
def studied(monkeypatch, tmp_path):
    """The commands that an ablation writes down, without its trainings."""
    ablations, asked = importlib.import_module("resattn_lab.ablations"), []
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(ablations, "load_data", lambda *source: None)
    monkeypatch.setattr(ablations, "run_study", lambda *a, **options: asked.append(options))
    monkeypatch.setattr(ablations, "verdict_lines", lambda folder: [])
    monkeypatch.setattr(ablations, "comparison_lines", lambda folder: [])

    def call(line):
        result = CliRunner().invoke(app, ["ablate", *shlex.split(line)])
        assert result.exit_code == 0, result.output
        return [options["facts"]["command"] for options in asked]

    return call


@pytest.mark.parametrize(
    "given, recorded",
    [
        ("", "--data scenes --setting small --seeds 3"),
        ("--seeds 2 --device cpu", "--data scenes --setting small --seeds 2 --device cpu"),
        ("--out 'my results'", "--data scenes --setting small --seeds 3 --out 'my results'"),
    ],
)
def test_an_ablation_records_what_it_was_given_and_what_decides_it(studied, given, recorded):
    (command,) = studied(f"masks {given}")
    assert command == f"resattn-lab ablate masks {recorded}"


def test_an_ablation_of_a_folder_records_its_name_as_it_was_given(studied, cats):
    commands = studied(f"all --data {shlex.quote(str(cats))}")
    names = [shlex.split(command)[2] for command in commands]
    assert names == list(importlib.import_module("resattn_lab.ablations").STUDIES)
    for command in commands:
        words = shlex.split(command)
        assert words[words.index("--data") + 1] == str(cats)
