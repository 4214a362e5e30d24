"""``--config``: a training as the card of another says it."""

import importlib
import json
from dataclasses import replace

import pytest
from test_options import Asked, asked  # noqa: F401  (a fixture)
from typer.testing import CliRunner

from resattn_lab.checkpoints import load_checkpoint
from resattn_lab.cli import app
from resattn_lab.data import write_drawn_folder
from resattn_lab.training import Recipe, fit, write_state

OWN = (
    "--recipe smoke --iterations 6 --batch-size 8 --optimiser sgd --schedule steps "
    "--milestones 2,4 --momentum 0.5 --clip-gradient none --seed 3 --width 0.125 --p 0 "
    "--attention channel --initialisation he --size 16 --device cpu --out"
)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    return write_drawn_folder(tmp_path_factory.mktemp("images") / "drawn", per_class=12)


@pytest.fixture(scope="module")
def run(drawn, tmp_path_factory):
    out = tmp_path_factory.mktemp("runs") / "run"
    line = ["train", "--data", str(drawn), *OWN.split(), str(out)]
    result = CliRunner().invoke(app, line)
    assert result.exit_code == 0, result.output
    return out


@pytest.fixture(params=["run", "weights", "json"])
def config(request, run, tmp_path):
    """The card as its three bearers have it."""
    if request.param == "json":
        path = tmp_path / "card.json"
        path.write_text(json.dumps(load_checkpoint(run)[1]))
        return path
    return run if request.param == "run" else run / "weights.safetensors"


def test_a_card_says_network_recipe_and_images(asked, config, run):  # noqa: F811
    _, card = load_checkpoint(run)
    network, images, recipe, options = asked(f"train --config {config}")
    assert recipe == Recipe.from_dict(card["recipe"])
    assert network.arguments == card["network"]
    assert options["card"]["initialisation"] == "he"
    assert options["size"] == 16
    assert images.test.fingerprint() == card["test_images"]["fingerprint"]


def test_the_line_wins_over_the_card(asked, run, tmp_path):  # noqa: F811
    other = write_drawn_folder(tmp_path / "other", per_class=6, seed=9)
    (other / "boat").rename(other / "ship")
    _, card = load_checkpoint(run)
    line = f"train --config {run} --data {other} --size 24 --width 0.25 --attention spatial"
    network, images, recipe, options = asked(f"{line} --momentum 0.25 --seed 5")
    assert images.train.class_names == ("fish", "house", "ship", "tree")
    assert images.train.images.shape[-1] == options["size"] == 24
    assert network.arguments == {**card["network"], "width": 0.25, "attention": "spatial"}
    assert recipe == replace(Recipe.from_dict(card["recipe"]), momentum=0.25, seed=5)


def test_another_seed_parts_the_same_images_anew(asked, run):  # noqa: F811
    _, card = load_checkpoint(run)
    _, images, recipe, _ = asked(f"train --config {run} --seed 5")
    assert recipe.seed == images.train.origin.seed == 5
    assert images.test.fingerprint() != card["test_images"]["fingerprint"]


def test_a_length_on_the_line_moves_the_milestones_of_the_card(asked, run):  # noqa: F811
    *_, recipe, _ = asked(f"train --config {run} --iterations 12")
    assert (recipe.iterations, recipe.milestones) == (12, (4, 8))


def test_a_recipe_on_the_line_takes_the_place_of_the_cards(asked, run):  # noqa: F811
    network, _, recipe, _ = asked(f"train --config {run} --recipe smoke")
    assert recipe.optimiser == "adamw" and recipe.iterations == 20
    assert network.arguments["p"] == 0


def test_a_run_that_has_no_weights_yet_has_a_card_too(asked, run, tmp_path):  # noqa: F811
    _, card = load_checkpoint(run)
    write_state(tmp_path / "begun" / "state.resattn", {"card": card})
    network, *_ = asked(f"train --config {tmp_path / 'begun'}")
    assert network.arguments == card["network"]


def test_a_card_of_a_few_words_is_enough(asked, tmp_path):  # noqa: F811
    (tmp_path / "few.json").write_text('{"recipe": {"epochs": 2, "momentum": 0.5}}')
    network, _, recipe, _ = asked("train --config few.json --count 40 --width 0.125")
    assert recipe == Recipe(epochs=2, momentum=0.5)
    assert network.arguments["name"] == "cifar_attention_56"


def test_a_training_by_a_card_is_taken_up_without_it(run, tmp_path):
    out = tmp_path / "again"
    line = ["train", "--config", str(run), "--device", "cpu", "--out", str(out)]
    assert CliRunner().invoke(app, line).exit_code == 0
    (one, first), (other, second) = map(load_checkpoint, (run, out))
    for name, value in one.state_dict().items():
        assert value.equal(other.state_dict()[name]), name
    assert first["recipe"] == second["recipe"] and first["source"] == second["source"]
    resumed = CliRunner().invoke(app, ["train", "--resume", str(out), "--device", "cpu"])
    assert resumed.exit_code == 0, resumed.output


def test_a_training_that_began_with_other_weights_begins_with_them_again(
    run,
    tmp_path,
    asked,  # noqa: F811
):
    other = write_drawn_folder(tmp_path / "other", per_class=6)
    (other / "boat").rename(other / "ship")
    line = f"train --from {run} --data {other} --recipe smoke --iterations 2 --batch-size 8"
    asked_first, *_ = asked(line)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(importlib.import_module("resattn_lab.training"), "fit", fit)
        out = tmp_path / "tuned"
        result = CliRunner().invoke(app, [*line.split(), "--out", str(out)])
        assert result.exit_code == 0, result.output
    network, images, recipe, options = asked(f"train --config {out}")
    assert options["card"]["initialisation"] == "weights of run"
    assert images.train.class_names == ("fish", "house", "ship", "tree")
    assert (recipe.iterations, options["size"]) == (2, 16)
    for name, value in asked_first.state_dict().items():
        assert value.equal(network.state_dict()[name]) or name.startswith("classifier")


def test_images_whose_classes_changed_since_are_refused_until_they_are_named(
    drawn,
    run,
    tmp_path,
    asked,  # noqa: F811
):
    other = write_drawn_folder(tmp_path / "other", per_class=6)
    _, card = load_checkpoint(run)
    card["source"]["path"] = str(other)
    (tmp_path / "moved.json").write_text(json.dumps(card))
    asked("train --config moved.json")
    (other / "boat").rename(other / "ship")
    result = CliRunner().invoke(app, "train --config moved.json".split())
    assert result.exit_code == 2 and not isinstance(result.exception, Asked)
    assert "the card names the classes boat, fish, house, tree, but the images" in result.output
    network, *_ = asked(f"train --config moved.json --data {other}")
    assert network.specification.classes == 4
