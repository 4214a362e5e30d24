"""``resattn-lab export``."""

import json

import onnx
import torch
from typer.testing import CliRunner

from resattn_lab.checkpoints import save_weights
from resattn_lab.cli import app
from resattn_lab.exporting import run_onnx
from resattn_lab.networks import build_network


def call(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_a_trained_network_becomes_a_file_that_names_its_classes(tmp_path):
    network = build_network(
        "cifar_attention_56", width=1 / 8, encoder_depth=1, pixel_mean=torch.rand(3, 16, 16)
    )
    card = {"network": network.arguments, "class_names": list("abcdefghij")}
    save_weights(tmp_path / "weights.safetensors", network, card)
    result = call("export", tmp_path, tmp_path / "out.onnx", "--exporter", "trace")
    assert result.exit_code == 0, result.output
    assert "stage3.0.mask" in result.output and "any number of images" in result.output
    came = run_onnx(tmp_path / "out.onnx", torch.rand(2, 3, 16, 16))
    assert came["logits"].shape == (2, 10)
    props = {
        p.key: json.loads(p.value) for p in onnx.load(tmp_path / "out.onnx").metadata_props
    }
    assert props["class_names"] == list("abcdefghij")


def test_what_is_refused_is_said_in_a_line(tmp_path):
    result = call("export", "scenes_attention_56", tmp_path / "out.pt")
    assert result.exit_code == 2
    assert result.output == "resattn-lab: ONNX files end in .onnx, got out.pt\n"
