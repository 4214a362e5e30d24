"""Every field of a recipe, and every option of a network, can be given on the line."""

import importlib
import subprocess
import sys
from dataclasses import asdict, fields

import pytest
from typer.testing import CliRunner

from resattn_lab.cli import app
from resattn_lab.cli.options import network_options, recipe_options
from resattn_lab.cli.read_off import argument_help, option
from resattn_lab.training import RECIPES, Recipe

LINE = "train --count 40 --size 16 --width 0.125 --device cpu --out run"


class Asked(Exception):
    """What ``fit`` was asked for, instead of a training."""


@pytest.fixture
def asked(monkeypatch, tmp_path):
    """Network, images, recipe and the rest that a line comes to."""
    monkeypatch.chdir(tmp_path)

    def fit(network, images, recipe, **options):
        raise Asked(network, images, recipe, options)

    monkeypatch.setattr(importlib.import_module("resattn_lab.training"), "fit", fit)

    def call(line):
        result = CliRunner().invoke(app, line.split())
        assert isinstance(result.exception, Asked), result.output
        return result.exception.args

    return call


RECIPE = {
    "iterations": ("--iterations 7", 7),
    "epochs": ("--epochs 2", 2),
    "batch_size": ("--batch-size 5", 5),
    "optimiser": ("--optimiser sgd", "sgd"),
    "learning_rate": ("--learning-rate 0.125", 0.125),
    "momentum": ("--momentum 0.5", 0.5),
    "schedule": ("--schedule constant", "constant"),
    "milestones": ("--milestones 3,5", (3, 5)),
    "warm_up": ("--warm-up 0.5", 0.5),
    "weight_decay": ("--weight-decay 0.25", 0.25),
    "label_smoothing": ("--label-smoothing 0.1", 0.1),
    "augment": ("--no-augment", False),
    "padding": ("--padding 1", 1),
    "growing": ("--growing 0.5,1", (0.5, 1.0)),
    "clip_gradient": ("--clip-gradient none", None),
    "label_noise": ("--label-noise 0.3", 0.3),
    "average": ("--average 0.9", 0.9),
    "precision": ("--precision bfloat16", "bfloat16"),
    "channels_last": ("--no-channels-last", False),
    "compile": ("--compile", True),
    "seed": ("--seed 3", 3),
}
NETWORK = {
    "width": ("--width 0.25", 0.25),
    "encoder_depth": ("--encoder-depth 1", 1),
    "p": ("--p 2", 2),
    "t": ("--t 1", 1),
    "r": ("--r 2", 2),
    "attention_residual": ("--no-attention-residual", False),
    "attention": ("--attention channel", "channel"),
    "mask": ("--mask local", "local"),
    "mask_value": ("--mask constant --mask-value 0.5", 0.5),
    "mask_scale": ("--mask-scale 2", 2.0),
    "unit": ("--unit inception", "inception"),
}


def test_no_field_and_no_option_is_forgotten():
    """A new one comes to the command line by itself, and to the tables above by hand."""
    assert list(RECIPE) == [field.name for field in fields(Recipe)]
    assert [part.name for part in recipe_options()] == ["recipe", *RECIPE]
    own = [part.name for part in network_options()]
    assert set(own) == {"network", "initialisation", *NETWORK}


@pytest.mark.parametrize("name", RECIPE)
def test_a_field_of_the_recipe_is_what_the_line_says_and_the_others_stay(asked, name):
    words, value = RECIPE[name]
    *_, recipe, _ = asked(f"{LINE} {words}")
    changed = {"iterations": {"epochs": None}}.get(name, {})
    assert asdict(recipe) == {**asdict(RECIPES["short"]), **changed, name: value}


@pytest.mark.parametrize("name", NETWORK)
def test_an_option_of_the_network_is_what_the_line_says(asked, name):
    words, value = NETWORK[name]
    network, *_ = asked(f"{LINE} {words}")
    assert network.arguments[name] == value


def test_what_is_not_said_of_a_network_is_as_it_is_built_by_name(asked):
    network, images, _, options = asked("train --network cifar_resnet_164 --count 40 --out run")
    assert network.arguments == {
        "name": "cifar_resnet_164",
        "classes": len(images.train.class_names),
        "in_channels": 3,
        "width": 0.25,
    }
    assert options["card"]["initialisation"] == "zero_residual"


def test_the_command_is_recorded_with_every_option_so_that_it_can_be_pasted(asked, tmp_path):
    line = "train --milestones 3,5 --no-augment --clip-gradient none --count 40 --p 0 --size 16"
    *_, recipe, options = asked(f"{line} --out run")
    assert options["card"]["command"] == f"resattn-lab {line} --out run"
    *_, again, _ = asked(options["card"]["command"].removeprefix("resattn-lab "))
    assert again == recipe


def test_milestones_that_are_given_are_not_moved(asked):
    """Only those of the recipe follow a length that was changed."""
    line = f"{LINE} --recipe paper --iterations 100"
    *_, moved, _ = asked(line)
    *_, given, _ = asked(f"{line} --milestones 70,90")
    assert (moved.milestones, given.milestones) == ((40, 60), (70, 90))


def test_tensorboard_goes_into_the_folder_of_the_run(asked, monkeypatch):
    folders = []
    package = importlib.import_module("resattn_lab.training")
    monkeypatch.setattr(package, "TensorBoard", lambda folder: folders.append(folder) or "it")
    *_, options = asked(f"{LINE} --tensorboard")
    assert options["observers"] == ["it"]
    assert [str(folder) for folder in folders] == ["run/tensorboard"]


def test_help_has_the_words_of_the_docstring():
    shown = CliRunner().invoke(app, ["train", "--help"], env={"COLUMNS": "250"}).output
    told = argument_help(Recipe)
    assert told["momentum"] == "Of sgd." and told["momentum"] in shown
    assert all(word in shown for name in RECIPES for word in (name, told["padding"]))


def test_an_argument_without_words_is_an_error_of_ours():
    def build(*, width: int = 3, height: int = 3):
        """Build it.

        Args:
            width: how wide.
        """

    with pytest.raises(KeyError, match="height"):
        option("height", int, help=argument_help(build)["height"], panel="")


@pytest.mark.parametrize("command", ["train", "evaluate", "explore", "ablate"])
def test_images_are_named_by_one_word_everywhere(command):
    shown = CliRunner().invoke(app, [command, "--help"], env={"COLUMNS": "250"}).output
    assert "--data" in shown


@pytest.mark.parametrize("command", ["train", "evaluate", "predict", "ablate"])
def test_the_device_can_be_chosen_wherever_a_network_computes_for_long(command):
    shown = CliRunner().invoke(app, [command, "--help"], env={"COLUMNS": "250"}).output
    assert "--device" in shown


def test_the_help_of_the_lab_does_not_wait_for_torch():
    code = "import sys; from resattn_lab.cli import app; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
