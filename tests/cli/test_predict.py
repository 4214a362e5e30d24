"""``resattn-lab predict``: what a network sees in single pictures."""

import re

import numpy as np
import pytest
import torch
from PIL import Image
from typer.testing import CliRunner

from resattn_lab.checkpoints import save_weights
from resattn_lab.cli import app
from resattn_lab.data import InputSpec, load_image_folder, write_drawn_folder
from resattn_lab.networks import build_network
from resattn_lab.recording import record_masks

NAMES = ("boat", "fish", "house", "tree")


def call(*arguments):
    return CliRunner().invoke(app, ["predict", *(str(argument) for argument in arguments)])


def write_run(folder, **options):
    """A network of four classes whose answers differ, said to be trained at 16 pixels."""
    torch.manual_seed(0)
    network = build_network("cifar_attention_56", classes=4, width=0.125, **options)
    torch.nn.init.normal_(network.classifier.weight, std=0.001)
    spec = InputSpec(channels=options.get("in_channels", 3), size=(16, 16), class_names=NAMES)
    folder.mkdir()
    card = {"network": network.arguments, "inputs": spec.to_dict()}
    save_weights(folder / "weights.safetensors", network, card)
    return network.eval()


@pytest.fixture
def network(tmp_path):
    return write_run(tmp_path / "run")


def test_the_likeliest_three_classes_are_those_of_the_picture_read_as_in_training(
    network, tmp_path
):
    """One of the drawings is grey, and none has the size of the training."""
    folder = write_drawn_folder(tmp_path / "drawn", per_class=2)
    images = load_image_folder(folder, size=16)
    with torch.inference_mode():
        shares = network(images.floats()).softmax(dim=1)
    paths = sorted(folder.rglob("*.png"))
    result = call(*paths, "--checkpoint", tmp_path / "run")
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert len(lines) == 8
    for path, line, wanted in zip(paths, lines, shares, strict=True):
        assert line.startswith(f"{path}: ")
        told = re.findall(r"(\w+) ([\d.]+)%", line.removeprefix(f"{path}: "))
        best = wanted.argsort(descending=True)[:3].tolist()
        assert [name for name, _ in told] == [NAMES[label] for label in best]
        for (_, share), label in zip(told, best, strict=True):
            assert float(share) == pytest.approx(100 * wanted[label].item(), abs=0.06)


def test_the_mean_mask_of_every_module_is_written_as_a_grey_picture(network, tmp_path):
    folder = write_drawn_folder(tmp_path / "drawn", per_class=1)
    path = folder / "fish" / "000.png"
    line = (path, "--checkpoint", tmp_path / "run", "--masks", tmp_path / "masks")
    result = call(*line)
    assert result.exit_code == 0 and f"masks: {tmp_path / 'masks'}" in result.stdout
    with torch.inference_mode(), record_masks(network) as masks:
        network(load_image_folder(folder, size=16).floats()[1:2])
    written = sorted(found.name for found in (tmp_path / "masks").iterdir())
    assert written == sorted(f"000_{name}.png" for name in masks)
    mask = masks["stage1.0.mask"][0].mean(dim=0)
    with Image.open(tmp_path / "masks" / "000_stage1.0.mask.png") as stored:
        assert stored.mode == "L" and stored.size == (16, 16)
        np.testing.assert_allclose(np.asarray(stored), 255 * mask.numpy(), atol=1)


def test_a_picture_on_its_side_and_a_transparent_one_are_read_as_in_training(network, tmp_path):
    pixels = np.random.default_rng(0).integers(0, 256, (16, 16, 3), np.uint8)
    upright, lying = tmp_path / "upright.png", tmp_path / "lying.png"
    Image.fromarray(pixels).save(upright)
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.fromarray(np.rot90(pixels).copy()).save(lying, exif=exif)
    clear, white = tmp_path / "clear.png", tmp_path / "white.png"
    hidden = np.concatenate([pixels, np.zeros((16, 16, 1), np.uint8)], axis=2)
    Image.fromarray(hidden).save(clear)
    Image.fromarray(np.full((16, 16, 3), 255, np.uint8)).save(white)
    result = call(upright, lying, clear, white, "--checkpoint", tmp_path / "run")
    assert result.exit_code == 0, result.output
    told = [line.split(": ")[1] for line in result.stdout.splitlines()]
    assert told[0] == told[1] != told[2] == told[3]


def test_a_picture_is_read_at_another_size_when_it_is_named(network, tmp_path):
    picture = next(write_drawn_folder(tmp_path / "drawn", per_class=1).rglob("*.png"))
    masks = tmp_path / "masks"
    line = (picture, "--checkpoint", tmp_path / "run", "--masks", masks, "--size", 24)
    result = call(*line, "--device", "cpu")
    assert result.exit_code == 0, result.output
    assert "at 24×24 pixels, but the network was trained at 16×16" in result.stderr
    with Image.open(next(masks.glob("*stage1*.png"))) as stored:
        assert stored.size == (24, 24)


@pytest.mark.parametrize("content", [b"no picture", b"", None])
def test_what_is_no_picture_is_refused_in_a_sentence(network, tmp_path, content):
    path = tmp_path / "picture.png"
    if content is not None:
        path.write_bytes(content)
    result = call(path, "--checkpoint", tmp_path / "run")
    assert result.exit_code == 2 and result.stdout == ""
    message = "there is no picture" if content is None else "cannot be read as an image"
    assert re.match(f"resattn-lab: .*{message}", result.output)
    assert len(result.output.splitlines()) == 1


def test_a_network_without_colour_channels_refuses_colours_in_a_sentence(tmp_path):
    write_run(tmp_path / "grey", in_channels=1)
    Image.new("RGB", (16, 16)).save(tmp_path / "picture.png")
    result = call(tmp_path / "picture.png", "--checkpoint", tmp_path / "grey")
    assert result.exit_code == 2 and "trained on 1 channel, got" in result.output


def test_masks_of_two_pictures_of_one_name_do_not_overwrite_each_other(network, tmp_path):
    folder = write_drawn_folder(tmp_path / "drawn", per_class=1)
    paths = sorted(folder.rglob("*.png"))[:2]
    line = (*paths, "--checkpoint", tmp_path / "run", "--masks", tmp_path / "masks")
    result = call(*line)
    assert result.exit_code == 2 and "several pictures are called 000" in result.output
    assert not (tmp_path / "masks").exists()
