"""Features that a user puts together: pictures, networks and commands, two at a time."""

import html
import os
import re

import numpy as np
import onnx
import pytest
import torch
from PIL import Image
from torch import nn
from typer.testing import CliRunner

from resattn_lab.checkpoints import load_checkpoint, save_weights
from resattn_lab.cli import app
from resattn_lab.data import InputSpec, image_folder, load_images, write_drawn_folder
from resattn_lab.explore import choose_images
from resattn_lab.explore.live.page import live_page
from resattn_lab.exporting import export_onnx, onnx_file, run_onnx
from resattn_lab.interventions import mask_replacement, mask_strength
from resattn_lab.networks import build_network, prepare_for_inference, settle_batch_norms
from resattn_lab.recording import record_masks
from resattn_lab.training import History

SHORTLY = ("--recipe", "smoke", "--iterations", 3, "--batch-size", 8, "--device", "cpu")


def call(*arguments):
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


def refused(*arguments) -> str:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exit_code == 2 and len(result.output.splitlines()) == 1, result.output
    return result.output


def settled(network: nn.Module) -> nn.Module:
    """In eval mode, with statistics of noise, so that no answer is larger than usual."""
    noise = torch.rand(24, network.specification.in_channels, 24, 24)
    return settle_batch_norms(network, noise, batch=8)


def write_network(path, names, *, size=(16, 16), **options):
    """A network of classes with ``names``, in a file whose card says what it expects."""
    torch.manual_seed(0)
    options = {"name": "cifar_attention_56", "width": 0.125, **options}
    network = settled(build_network(**options, classes=len(names)))
    spec = InputSpec(channels=3, size=size, class_names=tuple(names))
    save_weights(path, network, {"network": network.arguments, "inputs": spec.to_dict()})
    return network


def write_classes(folder, names, *, count, size):
    """Noise in colour; ``size`` is (height, width)."""
    rng = np.random.default_rng(0)
    for name in names:
        (folder / name).mkdir(parents=True)
        for number in range(count):
            pixels = rng.integers(0, 256, (*size, 3), dtype=np.uint8)
            Image.fromarray(pixels).save(folder / name / f"{number}.png")
    return folder


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    return write_drawn_folder(tmp_path_factory.mktemp("images") / "drawn", per_class=10)


@pytest.fixture(scope="module")
def two_class_run(tmp_path_factory):
    """A training on two classes at 20 pixels, and its folder of images."""
    folder = tmp_path_factory.mktemp("two")
    write_classes(folder / "images", ("a", "b"), count=10, size=(30, 30))
    line = ("--data", folder / "images", "--size", 20, "--width", 0.125)
    call("train", *line, *SHORTLY, "--out", folder / "run")
    return folder / "run"


def said_by_training(run) -> str:
    return f"accuracy {100 * History.load(run / 'history.json').test_accuracy:.2f}%"


@pytest.mark.parametrize("mode", ["L", "LA", "I;16", "P"])
def test_a_grey_picture_is_predicted_as_its_copy_in_colours(tmp_path, mode):
    write_network(tmp_path / "net.safetensors", "abcd")
    levels = np.random.default_rng(0).integers(0, 256, (16, 16), dtype=np.uint8)
    Image.fromarray(levels).convert("RGB").save(tmp_path / "colours.png")
    if mode == "I;16":
        grey = Image.fromarray(levels.astype(np.uint16) * 257)
    else:
        grey = Image.fromarray(levels).convert(mode)
    grey.save(tmp_path / "grey.png")
    pictures = (tmp_path / "grey.png", tmp_path / "colours.png")
    lines = call("predict", *pictures, "--checkpoint", tmp_path / "net.safetensors")
    answers = [line.split(": ")[1] for line in lines.splitlines()]
    assert len(answers) == 2 and answers[0] == answers[1]


def test_a_hundred_and_twenty_classes_are_judged_predicted_and_shown_by_name(tmp_path):
    weights = tmp_path / "net.safetensors"
    names = [f"kind {number:03d}" for number in range(120)]
    network = write_network(weights, names)
    folder = write_classes(tmp_path / "images", names, count=2, size=(16, 16))
    lines = call("evaluate", weights, "--data", folder).splitlines()
    assert len(lines) == 121 and "of 240 images" in lines[0]
    assert [line.split("  ")[1] for line in lines[1:]] == names
    answer = call("predict", folder / "kind 119/0.png", "--checkpoint", weights)
    assert len(re.findall(r"kind \d{3} [\d.]+%", answer)) == 3
    _, card = load_checkpoint(weights)
    shown = choose_images(network, card, source=str(folder), count=130)
    page = live_page(network, shown, {"class_names": names})
    assert page.payload["facts"]["names"] == names and len(set(shown.labels.tolist())) == 120


def test_long_images_keep_their_height_and_width_in_every_command(tmp_path):
    weights = tmp_path / "net.safetensors"
    network = write_network(weights, "ab", size=(24, 40))
    folder = write_classes(tmp_path / "images", "ab", count=3, size=(24, 40))
    assert "of 6 images of 24×40 pixels" in call("evaluate", weights, "--data", folder)
    call("predict", folder / "a/0.png", "--checkpoint", weights, "--masks", tmp_path / "masks")
    for path in (tmp_path / "masks").iterdir():
        with Image.open(path) as stored:
            assert stored.size == (40, 24)
    call("export", weights, tmp_path / "net.onnx", "--exporter", "trace")
    shape = onnx.load(tmp_path / "net.onnx").graph.input[0].type.tensor_type.shape
    assert [part.dim_value for part in shape.dim][1:] == [3, 24, 40]
    _, card = load_checkpoint(weights)
    assert choose_images(network, card, source=str(folder)).images.shape == (6, 3, 24, 40)
    assert choose_images(network, card, source="scenes").images.shape[-2:] == (24, 40)


def test_fine_tuned_on_other_classes_at_another_size_all_commands_take_those(
    two_class_run, drawn, tmp_path
):
    out = tmp_path / "run"
    call(
        "train", "--from", two_class_run, "--data", drawn, "--size", 33, *SHORTLY, "--out", out
    )
    judged = call("evaluate", out)
    assert said_by_training(out) in judged and "of 33×33 pixels" in judged
    answer = call("predict", drawn / "fish/000.png", "--checkpoint", out)
    assert set(re.findall(r"(\w+) [\d.]+%", answer)) <= {"boat", "fish", "house", "tree"}
    call("export", out, tmp_path / "net.onnx", "--exporter", "trace")
    assert run_onnx(tmp_path / "net.onnx", torch.rand(1, 3, 33, 33))["logits"].shape == (1, 4)
    network, card = load_checkpoint(out)
    assert choose_images(network, card).images.shape[-2:] == (33, 33)


def test_fine_tuning_is_the_same_from_memory_and_from_files(
    two_class_run, drawn, tmp_path, monkeypatch
):
    line = ("train", "--from", two_class_run, "--data", drawn, "--size", 20, *SHORTLY)
    call(*line, "--precision", "float32", "--out", tmp_path / "memory")
    monkeypatch.setattr(image_folder, "LARGEST_IN_MEMORY", 0)
    call(*line, "--precision", "float32", "--out", tmp_path / "files")
    memory, files = (load_checkpoint(tmp_path / name)[0] for name in ("memory", "files"))
    for name, weights in memory.state_dict().items():
        assert torch.equal(weights, files.state_dict()[name]), name


def test_wrong_labels_in_training_leave_what_a_folder_is_judged_by(drawn, tmp_path):
    out = tmp_path / "run"
    options = ("--size", 16, "--width", 0.125, "--label-noise", 0.9)
    call("train", "--data", drawn, *options, *SHORTLY, "--out", out)
    assert said_by_training(out) in call("evaluate", out)
    assert load_images(drawn, size=16).test.labels.bincount().tolist() == [1, 1, 1, 1]


def test_masks_below_zero_are_written_black_and_not_white(tmp_path):
    """Channel attention (Eq. 5) goes down to -1, and a byte knows no sign."""
    weights, picture = tmp_path / "net.safetensors", tmp_path / "picture.png"
    network = write_network(weights, "ab", attention="channel")
    pixels = np.random.default_rng(0).integers(0, 256, (16, 16, 3), dtype=np.uint8)
    Image.fromarray(pixels).save(picture)
    call("predict", picture, "--checkpoint", weights, "--masks", tmp_path / "masks")
    images = torch.from_numpy(pixels).permute(2, 0, 1)[None] / 255
    with torch.inference_mode(), record_masks(network) as masks:
        network(images)
    mean = masks["stage1.0.mask"].mean(dim=1)[0].numpy()
    assert mean.min() < -0.05
    with Image.open(tmp_path / "masks" / "picture_stage1.0.mask.png") as stored:
        np.testing.assert_allclose(np.asarray(stored), 255 * mean.clip(0, 1), atol=1)


@pytest.mark.parametrize("change", ["strength", "replacement"])
def test_a_folded_network_is_changed_as_the_network_itself(change):
    network = settled(build_network("cifar_attention_56", width=0.25))
    changed = {
        "strength": lambda on: mask_strength(on, {"stage1.0": 0.5}),
        "replacement": lambda on: mask_replacement(on, "shuffle", seed=3),
    }[change]
    images, answers = torch.rand(4, 3, 24, 24), []
    for one in (network, prepare_for_inference(network)):
        with torch.inference_mode(), record_masks(one) as masks, changed(one):
            answers.append((one(images), masks["stage2.0.mask"]))
    for plain, folded in zip(*answers, strict=True):
        torch.testing.assert_close(folded, plain, rtol=1e-3, atol=1e-4)
    with torch.inference_mode():
        assert not torch.allclose(network(images), answers[0][0])


class Plain(nn.Module):
    def __init__(self, in_channels, out_channels, *, stride=1):
        super().__init__()
        self.conv = nn.Conv2d(in_channels, out_channels, 3, stride, padding=1)
        self.norm = nn.BatchNorm2d(out_channels)

    def forward(self, x):
        return self.norm(self.conv(x)).relu()


@pytest.mark.parametrize(
    "options",
    [{"unit": Plain}, {"attention_residual": False, "mask_scale": 2.0}, {"mask": "local"}],
    ids=str,
)
def test_every_kind_of_network_is_exported_with_its_masks(tmp_path, options):
    network = settled(build_network("cifar_attention_56", width=0.125, **options))
    path = tmp_path / "net.onnx"
    written = export_onnx(network, path, image_size=16, exporter="trace")
    assert written.outputs == ("logits", "stage1.0.mask", "stage2.0.mask", "stage3.0.mask")


def test_large_answers_are_compared_by_shares_of_them_when_they_are_exported(
    tmp_path, monkeypatch
):
    """float32 rounds 100,000 to a hundredth; a difference of a thousandth says nothing."""
    network = settled(build_network("cifar_attention_56", width=0.125))
    nn.init.normal_(network.classifier.weight, std=1e5)

    def off_by(share):
        def off(content, images):
            found = run_onnx(content, images)
            return {**found, "logits": found["logits"] * (1 + share)}

        monkeypatch.setattr(onnx_file, "run_onnx", off)
        path = tmp_path / "net.onnx"
        return export_onnx(network, path, image_size=16, exporter="trace").differences["logits"]

    assert off_by(1e-4) > 1
    with pytest.raises(RuntimeError, match="in logits, more than .*; nothing was written"):
        off_by(1e-2)


def test_a_network_without_masks_is_judged_and_exported_and_what_shows_masks_refuses(tmp_path):
    weights = tmp_path / "net.safetensors"
    write_network(weights, "ab", name="cifar_resnet_164", width=0.25)
    folder = write_classes(tmp_path / "images", "ab", count=2, size=(16, 16))
    assert "of 4 images" in call("evaluate", weights, "--data", folder)
    call("export", weights, tmp_path / "net.onnx", "--exporter", "trace")
    assert set(run_onnx(tmp_path / "net.onnx", torch.rand(1, 3, 16, 16))) == {"logits"}
    asked = ("predict", folder / "a/0.png", "--checkpoint", weights)
    assert "%" in call(*asked)
    assert "no mask branch" in refused(*asked, "--masks", tmp_path / "masks")
    shown = ("explore", weights, "--images", folder)
    assert "no Attention Module" in refused(*shown, "--static", tmp_path / "page.html")
    assert "no Attention Module" in refused(*shown, "--no-browser")


def test_a_folder_whose_name_is_no_utf_8_is_trained_judged_and_shown(tmp_path):
    folder = tmp_path / os.fsdecode(b"caf\xe9")
    try:
        write_drawn_folder(folder, per_class=6)
    except OSError:
        pytest.skip("this file system has no such names")
    line = ("train", "--data", folder, "--size", 16, "--width", 0.125, *SHORTLY)
    call(*line, "--out", tmp_path / "run")
    assert said_by_training(tmp_path / "run") in call("evaluate", tmp_path / "run")
    call("explore", tmp_path / "run", "--static", tmp_path / "page.html")
    assert r"folder 'caf\udce9'" in html.unescape((tmp_path / "page.html").read_text())
    assert "is no UTF-8" in refused(*line, "--out", tmp_path / os.fsdecode(b"run\xe9"))
    assert sorted(path.name for path in tmp_path.iterdir())[1:] == ["page.html", "run"]


def test_a_network_without_names_is_not_judged_by_images_of_other_classes(tmp_path):
    network = settled(build_network("cifar_attention_56", width=0.125, classes=3))
    spec = InputSpec(channels=3, size=(16, 16))
    path = tmp_path / "nameless.safetensors"
    save_weights(path, network, {"network": network.arguments, "inputs": spec.to_dict()})
    write_drawn_folder(tmp_path / "images", per_class=2)
    assert "tells 3 classes apart" in refused(
        "evaluate", path, "--data", tmp_path / "images", "--device", "cpu"
    )
