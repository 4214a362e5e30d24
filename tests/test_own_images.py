"""A training on one's own images, judged by what its card says of them."""

import json
import re
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from PIL import Image
from typer.testing import CliRunner

from resattn_lab import data
from resattn_lab.ablations import SETTINGS, load_data
from resattn_lab.checkpoints import load_checkpoint
from resattn_lab.cli import app
from resattn_lab.data import (
    ImageSource,
    InputSpec,
    load_images,
    scene_set,
    write_drawn_folder,
)
from resattn_lab.training import History

SHORTLY = ("--recipe", "smoke", "--iterations", 6, "--batch-size", 8, "--width", 0.125)


def call(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def train(images, out, *options):
    line = ("train", "--data", images, *SHORTLY, "--device", "cpu", "--out", out, *options)
    result = call(*line)
    assert result.exit_code == 0, result.output
    return result


def evaluate(*arguments):
    result = call("evaluate", *arguments)
    assert result.exit_code == 0, result.output
    return result


def accuracy(result) -> tuple[str, int]:
    """Percent, and the images they are of."""
    found = re.search(r"accuracy (\d+\.\d\d)% of (\d+) images", result.stdout)
    return found[1], int(found[2])


@pytest.fixture(scope="module")
def drawn(tmp_path_factory) -> Path:
    """Four classes of twelve drawings in three sizes, in one folder."""
    return write_drawn_folder(tmp_path_factory.mktemp("images") / "drawn", per_class=12)


@pytest.fixture(scope="module")
def run(drawn, tmp_path_factory) -> Path:
    """Trained on ``drawn`` with a seed that is not 0, at a size that none of them has."""
    out = tmp_path_factory.mktemp("runs") / "run"
    train(drawn, out, "--seed", 3, "--size", 16)
    return out


@pytest.fixture
def copy(drawn, run, tmp_path):
    """Images and run of this test's own, which it may change."""
    images = tmp_path / "drawn"
    shutil.copytree(drawn, images)
    out = tmp_path / "run"
    train(images, out, "--seed", 3, "--size", 16)
    return images, out


def said_by_training(run) -> float:
    return History.load(run / "history.json").test_accuracy


def test_evaluate_says_the_accuracy_that_the_training_said_of_its_test_images(run, drawn):
    """The split of the training's seed, and not of seed 0, whose test images it learned."""
    share, count = accuracy(evaluate(run))
    own = load_images(drawn, seed=3, size=16).test
    assert share == f"{100 * said_by_training(run):.2f}" and count == len(own)
    _, card = load_checkpoint(run)
    assert card["test_images"]["fingerprint"] == own.fingerprint()
    other = load_images(drawn, seed=0, size=16).test
    assert other.fingerprint() != own.fingerprint()


def test_the_trainings_own_folder_named_again_is_still_its_own_split(run, drawn, monkeypatch):
    monkeypatch.chdir(drawn.parent)
    assert accuracy(evaluate(run, "--data", "drawn")) == accuracy(evaluate(run))


def test_of_another_folder_without_parts_every_image_is_judged(run, tmp_path):
    other = write_drawn_folder(tmp_path / "other", per_class=3, seed=5)
    result = evaluate(run, "--data", other)
    assert accuracy(result)[1] == 12
    assert "folder other: " in result.stdout and "images of 16×16 pixels" in result.stdout


def test_of_another_folder_in_parts_the_test_images_are_judged_unless_all_are_wanted(
    run, tmp_path
):
    for part, count in (("train", 3), ("val", 2), ("test", 1)):
        write_drawn_folder(tmp_path / part, per_class=count, seed=count)
    assert accuracy(evaluate(run, "--data", tmp_path))[1] == 4
    assert accuracy(evaluate(run, "--data", tmp_path, "--all"))[1] == 24


def test_another_size_is_judged_at_when_it_is_named_and_that_is_noted(run):
    result = evaluate(run, "--size", 24, "--device", "cpu")
    assert "images of 24×24 pixels" in result.stdout
    assert "at 24×24 pixels, but the network was trained at 16×16" in result.stderr
    assert "changed" not in result.stderr  # they are the same images, read at another size
    same = evaluate(run, "--size", 16)
    assert same.stdout == evaluate(run).stdout and "trained at" not in same.stderr


def test_all_of_the_trainings_own_images_are_judged_when_asked_for(run):
    assert accuracy(evaluate(run, "--all"))[1] == 48


def test_a_folder_with_some_of_the_classes_is_judged_by_their_names(run, tmp_path):
    """Alone in the folder, class 3 would be label 0."""
    write_drawn_folder(tmp_path / "drawn", per_class=4, seed=5)
    whole = evaluate(run, "--data", tmp_path / "drawn").stdout
    for name in ("boat", "fish", "house"):
        shutil.rmtree(tmp_path / "drawn" / name)
    alone = evaluate(run, "--data", tmp_path / "drawn").stdout
    row = r"(?m)^  tree +\d.*$"
    assert re.search(row, alone)[0] == re.search(row, whole)[0]
    assert re.search(r"boat +no image", alone)


def test_other_classes_are_refused_in_a_sentence(run, tmp_path):
    other = write_drawn_folder(tmp_path / "other", per_class=2)
    (other / "boat").rename(other / "ship")
    result = call("evaluate", run, "--data", other)
    assert result.exit_code == 2
    assert "the network tells boat, fish, house, tree apart, but folder other" in result.output


def test_images_that_changed_since_the_training_are_noticed(copy):
    images, out = copy
    assert "changed" not in evaluate(out).stderr
    (images / "boat" / "001.png").unlink()
    one, *_ = evaluate(out).stderr.splitlines()
    assert re.search(r"test images have changed since the training: 4 then, 4 now, with", one)
    for number in range(2, 9):
        (images / "boat" / f"{number:03d}.png").unlink()
    shutil.rmtree(images)
    result = call("evaluate", out)
    assert result.exit_code == 2 and "no folder any more" in result.output


def test_a_relative_folder_is_found_from_wherever_one_stands(drawn, tmp_path, monkeypatch):
    monkeypatch.chdir(drawn.parent)
    train("drawn", tmp_path / "run", "--size", 16)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    evaluate(tmp_path / "run")
    again = call("train", "--resume", tmp_path / "run", "--device", "cpu")
    assert again.exit_code == 0, again.output
    _, card = load_checkpoint(tmp_path / "run")
    assert card["source"]["path"] == str(drawn) == card["options"]["data"]


def test_the_card_says_what_is_expected_of_images_and_where_its_own_came_from(run, drawn):
    network, card = load_checkpoint(run)
    spec = InputSpec(channels=3, size=(16, 16), class_names=("boat", "fish", "house", "tree"))
    assert InputSpec.from_card(card, network) == spec
    source = ImageSource.from_card(card)
    assert (source.name, source.path, source.seed) == ("folder", str(drawn), 3)
    assert (
        source.load().train.fingerprint()
        == load_images(drawn, seed=3, size=16).train.fingerprint()
    )


def test_a_folder_of_many_sizes_trains_at_the_size_that_is_given(run):
    """And the photographs are held at that size, not at their own."""
    network, card = load_checkpoint(run)
    assert network.pixel_mean.shape == (3, 16, 16)
    assert card["data"]["train"].endswith("40 images")


def test_images_twice_as_large_are_judged_nearly_alike(tmp_path):
    """Trained at 16 pixels; at the 32 of the files themselves it would know little."""
    for part, count, seed in (("train", 40, 0), ("test", 25, 1)):
        write_drawn_folder(tmp_path / "large" / part, per_class=count, seed=seed)
    for path in (tmp_path / "large").rglob("*.png"):
        with Image.open(path) as stored:
            image = stored.convert("RGB").resize((64, 64), Image.Resampling.BILINEAR)
        image.save(path)
        small = tmp_path / "small" / path.relative_to(tmp_path / "large")
        small.parent.mkdir(parents=True, exist_ok=True)
        image.resize((16, 16), Image.Resampling.BILINEAR).save(small)
    options = ("--epochs", 12, "--learning-rate", 0.01, "--no-augment")
    line = ("--data", tmp_path / "small", "--recipe", "smoke", "--batch-size", 16)
    result = call("train", *line, *options, "--width", 0.125, "--out", tmp_path / "run")
    assert result.exit_code == 0, result.output
    (small, count), (large, _) = (
        accuracy(evaluate(tmp_path / "run", "--data", tmp_path / name / "test"))
        for name in ("small", "large")
    )
    assert count == 100 and float(small) > 40
    assert abs(float(small) - float(large)) <= 5


def test_cifar_is_judged_at_the_size_of_its_training(tmp_path, monkeypatch):
    """Its images stay at 32 pixels in memory, and are resized batch by batch."""
    parts = [
        scene_set(count, seed=0, part=part) for count, part in ((60, "train"), (9, "test"))
    ]
    monkeypatch.setattr(
        sys.modules[load_images.__module__], "load_cifar", lambda *a, **o: parts
    )
    sides, batches = [], data.Batches

    def noting(images, batch_size, **options):
        sides.append(options["size"])
        return batches(images, batch_size, **options)

    monkeypatch.setattr(data, "Batches", noting)  # of those who judge; fit has its own
    train("cifar10", tmp_path / "run", "--size", 16)
    share, _ = accuracy(evaluate(tmp_path / "run"))
    assert sides == [16, (16, 16)]
    assert share == f"{100 * said_by_training(tmp_path / 'run'):.2f}"


def test_beside_the_accuracy_stands_what_the_commonest_class_alone_would_get(tmp_path):
    """Of 40, 4 and 2 images nine in ten are of one class: always saying it is no art."""
    for name, count in (("a", 40), ("b", 4), ("c", 2)):
        (tmp_path / "images" / name).mkdir(parents=True)
        for number in range(count):
            pixels = np.random.default_rng(number).integers(0, 256, (16, 16, 3), np.uint8)
            Image.fromarray(pixels).save(tmp_path / "images" / name / f"{number}.png")
    trained = train(tmp_path / "images", tmp_path / "run")
    judged = evaluate(tmp_path / "run")
    table = dict(re.findall(r"(?m)^  (\w) +([\d.]+)%$", judged.stdout))
    mean = sum(map(float, table.values())) / 3
    for result in (trained, judged):
        found = re.search(r"mean over classes ([\d.]+)%, always a ([\d.]+)%", result.stdout)
        assert float(found[1]) == pytest.approx(mean, abs=0.1)
        assert float(found[2]) == pytest.approx(100 * 4 / 6, abs=0.01)


def test_a_class_without_a_test_image_is_named(tmp_path):
    for name, count in (("a", 10), ("lonely", 1)):
        (tmp_path / "images" / name).mkdir(parents=True)
        for number in range(count):
            pixels = np.random.default_rng(number).integers(0, 256, (16, 16, 3), np.uint8)
            Image.fromarray(pixels).save(tmp_path / "images" / name / f"{number}.png")
    for result in (train(tmp_path / "images", tmp_path / "run"), evaluate(tmp_path / "run")):
        assert "no test image of lonely" in result.stderr
    assert re.search(r"lonely +no image", result.stdout)


def test_pictures_that_are_in_train_and_in_test_are_counted(tmp_path):
    write_drawn_folder(tmp_path / "train", per_class=4, seed=0)
    write_drawn_folder(tmp_path / "test", per_class=2, seed=1)
    shutil.copy(tmp_path / "train/fish/002.png", tmp_path / "test/fish/copied.png")
    shutil.copy(tmp_path / "train/tree/001.png", tmp_path / "test/boat/copied.png")
    for result in (
        train(tmp_path, tmp_path / "run", "--size", 16),
        evaluate(tmp_path / "run"),
    ):
        assert "2 of 10 test images are training images too" in result.stderr


def test_an_older_card_says_by_its_options_where_its_images_came_from(run, drawn, tmp_path):
    """Before, --size resized the batches; the card had neither inputs nor source."""
    network, card = load_checkpoint(run)
    older = {name: card[name] for name in ("network", "class_names", "options")}
    source = ImageSource.from_card(older)
    assert (source.path, source.seed, source.size) == (str(drawn), 3, None)
    assert InputSpec.from_card(older, network).size == (16, 16)


@pytest.mark.parametrize("name", ["scenes_attention_56", "cifar10_attention_56"])
def test_the_networks_in_the_box_say_what_they_expect(name):
    network, card = load_checkpoint(name)
    spec = InputSpec.from_card(card, network)
    assert (spec.channels, spec.size, len(spec.class_names)) == (3, (32, 32), 10)
    assert spec.knows_scenes is name.startswith("scenes")
    assert ImageSource.from_card(card) is None


def test_a_network_whose_images_are_unknown_asks_for_some():
    result = call("evaluate", "cifar10_attention_56")
    assert result.exit_code == 2
    assert "does not say where its images came from; name some with --data" in result.output


@pytest.mark.parametrize("options", [("--count", 5), ("--seed", 1)])
def test_options_of_scenes_are_refused_with_a_folder(run, options):
    result = call("evaluate", run, *options)
    assert result.exit_code == 2 and "--count and --seed are of scenes" in result.output


def test_a_training_on_scenes_is_judged_on_its_own_test_scenes(tmp_path):
    options = ("--count", 30, "--seed", 2, "--size", 16, "--out", tmp_path / "run")
    assert call("train", *SHORTLY, "--device", "cpu", *options).exit_code == 0
    result = evaluate(tmp_path / "run")
    assert result.stdout.startswith("planted scenes, seed 2, test: accuracy")
    assert accuracy(result) == (f"{100 * said_by_training(tmp_path / 'run'):.2f}", 3)
    more = evaluate(tmp_path / "run", "--count", 7)
    assert more.stdout.startswith("planted scenes, seed 2, test") and accuracy(more)[1] == 7
    card = json.loads(json.dumps(load_checkpoint(tmp_path / "run")[1]))
    assert card["inputs"]["size"] == [16, 16]
    assert torch.equal(
        ImageSource.from_card(card).test_images().images,
        ImageSource.from_card(card).load().test.images,
    )


def test_a_training_begins_with_the_weights_of_another_and_a_new_last_layer(run, tmp_path):
    """At the other's size, though nobody named one and the pictures have three sizes."""
    other = write_drawn_folder(tmp_path / "other", per_class=6, seed=9)
    (other / "boat").rename(other / "ship")
    options = ("--recipe", "smoke", "--iterations", 1, "--learning-rate", 1e-9)
    line = ("train", "--from", run, "--data", other, *options, "--device", "cpu")
    result = call(*line, "--out", tmp_path / "run")
    assert result.exit_code == 0, result.output
    (before, _), (after, card) = load_checkpoint(run), load_checkpoint(tmp_path / "run")
    assert card["class_names"] == ["fish", "house", "ship", "tree"]
    assert card["inputs"]["size"] == [16, 16] and card["network"] == before.arguments
    assert card["initialisation"] == "weights of run"
    assert torch.equal(after.pixel_mean, before.pixel_mean)  # that its body was trained with
    weights = dict(before.named_parameters())
    for name, values in after.named_parameters():
        if name.startswith("classifier"):
            assert values.abs().max() < 1e-6
        else:
            torch.testing.assert_close(values, weights[name], atol=1e-6, rtol=1e-6)


@pytest.mark.parametrize("named", [True, False])
def test_a_training_goes_on_with_its_own_images_in_the_same_three_parts(
    run, drawn, tmp_path, named
):
    """By its own seed it would be judged on images that the first one learned from."""
    options = ("--recipe", "smoke", "--iterations", 1, "--learning-rate", 1e-9, "--seed", 8)
    line = ("train", "--from", run, *options, "--device", "cpu", "--out", tmp_path / "run")
    result = call(*line, *(("--data", drawn) if named else ()))
    assert result.exit_code == 0, result.output
    (before, first), (after, second) = load_checkpoint(run), load_checkpoint(tmp_path / "run")
    assert first["test_images"] == second["test_images"]
    assert first["source"] == second["source"]
    torch.testing.assert_close(
        after.classifier.weight, before.classifier.weight, atol=1e-6, rtol=1e-6
    )
    again = call("train", "--resume", tmp_path / "run", "--device", "cpu")
    assert again.exit_code == 0, again.output


def test_where_the_images_of_the_other_training_are_unknown_some_must_be_named(tmp_path):
    result = call("train", "--from", "scenes_attention_56", "--out", tmp_path / "run")
    assert result.exit_code == 2 and "name some with --data" in result.output


def test_weights_of_another_training_leave_no_choice_of_network(run, tmp_path):
    result = call("train", "--from", run, "--width", 0.5, "--out", tmp_path / "run")
    assert result.exit_code == 2
    assert "--from brings its own network; leave out --width" in result.output


def test_a_network_is_exported_at_the_size_of_its_training(run, tmp_path):
    result = call("export", run, tmp_path / "own.onnx", "--exporter", "trace")
    assert result.exit_code == 0, result.output
    line = ("export", run, tmp_path / "large.onnx", "--exporter", "trace", "--size", 24)
    result = call(*line)
    assert result.exit_code == 0, result.output
    assert "at 24×24 pixels, but the network was trained at 16×16" in result.stderr
    for name, side in (("own", 16), ("large", 24)):
        model = onnx.load(tmp_path / f"{name}.onnx")
        shape = model.graph.input[0].type.tensor_type.shape.dim
        assert [dim.dim_value for dim in shape[1:]] == [3, side, side]
        props = {p.key: json.loads(p.value) for p in model.metadata_props}
        assert props["inputs"]["size"] == [side, side]
        assert not any(str(tmp_path.parent) in p.value for p in model.metadata_props)


@pytest.mark.parametrize("name, size", [("scenes", 16), ("folder", 24)])
def test_images_of_an_ablation_have_its_size_whatever_their_own(name, size, drawn):
    setting = replace(SETTINGS["small"], size=size, train=30)
    source = drawn if name == "folder" else name
    assert load_data(source, setting).train.images.shape[-2:] == (size, size)
    whole = load_data(source, replace(setting, train=None if name == "folder" else 30))
    assert whole.train.images.shape[-2:] == (size, size)
