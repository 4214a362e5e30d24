"""Networks as ONNX files: the same logits, every mask, and nothing written by halves."""

import importlib
import json
from pathlib import Path

import onnx
import pytest
import torch
from torch import nn

from resattn_lab import extras
from resattn_lab.blocks import AttentionModule
from resattn_lab.exporting import export_onnx, run_onnx
from resattn_lab.networks import build_network
from resattn_lab.recording import record_masks

onnx_file = importlib.import_module("resattn_lab.exporting.onnx_file")


@pytest.fixture(scope="module")
def network():
    torch.manual_seed(0)
    network = build_network("cifar_attention_56", width=0.25, encoder_depth=1)
    with torch.no_grad():  # running statistics that are not those of the start
        network.train()(torch.rand(8, 3, 16, 16))
    return network.eval()


@pytest.fixture(scope="module")
def written(network, tmp_path_factory):
    path = tmp_path_factory.mktemp("onnx") / "network.onnx"
    card = {"class_names": ["disc", "ring"]}
    return export_onnx(network, path, image_size=16, exporter="trace", card=card)


@pytest.mark.parametrize("count", [1, 2, 5])
def test_logits_and_masks_are_the_networks_for_any_number_of_images(count, network, written):
    images = torch.rand(count, 3, 16, 16)
    with torch.inference_mode(), record_masks(network) as masks:
        logits = network(images)
    came = run_onnx(written.path, images)
    assert list(came) == ["logits", *masks] == list(written.outputs)
    for name, wanted in {"logits": logits, **masks}.items():
        torch.testing.assert_close(came[name], wanted, rtol=1e-3, atol=1e-4)
        assert written.differences[name] < 1e-4


def test_the_file_says_what_it_is(written):
    model = onnx.load(written.path)
    told = {entry.key: json.loads(entry.value) for entry in model.metadata_props}
    assert told == {"class_names": ["disc", "ring"]}
    assert written.size == written.path.stat().st_size


@pytest.mark.parametrize("exporter", onnx_file.EXPORTERS)
def test_the_file_says_nothing_of_the_machine_that_wrote_it(exporter, tmp_path):
    """Torch's exporters note for each node the lines of source it comes from."""
    module, head = AttentionModule(4, p=0, t=1), nn.Conv2d(3, 4, 1)
    path = tmp_path / "a.onnx"
    content = export_onnx(
        nn.Sequential(head, module), path, image_size=8, exporter=exporter, card={"seed": 0}
    ).path.read_bytes()
    folders = (Path(torch.__file__).parents[1], Path(__file__).parents[2], tmp_path)
    for told in (*map(str, folders), ".py", "site-packages", "stack_trace", "line "):
        assert told.encode() not in content, told
    assert [entry.key for entry in onnx.load(path).metadata_props] == ["seed"]


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_weights_that_are_no_numbers_are_not_exported(tmp_path, value):
    network = nn.Sequential(nn.Conv2d(3, 2, 1))
    nn.init.constant_(network[0].bias, value)
    with pytest.raises(ValueError, match="a.onnx is not written: 0.bias has values that are N"):
        export_onnx(network, tmp_path / "a.onnx", image_size=4, exporter="trace")
    assert not list(tmp_path.iterdir())


def test_a_file_or_a_network_that_answers_with_nan_is_not_written(
    network, tmp_path, monkeypatch
):
    """NaN is larger than no number: a maximum passes over it."""
    honest = onnx_file.run_onnx

    def unsure(content, images):
        found = honest(content, images)
        return {**found, "stage2.0.mask": found["stage2.0.mask"] * float("nan")}

    monkeypatch.setattr(onnx_file, "run_onnx", unsure)
    with pytest.raises(RuntimeError, match="by nan in stage2.0.mask, more than 0.001; nothing"):
        export_onnx(network, tmp_path / "a.onnx", image_size=16, exporter="trace")
    monkeypatch.setattr(onnx_file, "run_onnx", honest)
    root_of_less_than_nothing = nn.Sequential(nn.Conv2d(3, 2, 1), Root())
    with pytest.raises(RuntimeError, match="by nan in logits"):
        export_onnx(
            root_of_less_than_nothing, tmp_path / "a.onnx", image_size=4, exporter="trace"
        )
    assert not list(tmp_path.iterdir())


class Root(nn.Module):
    def forward(self, x):
        return (-1 - x.square()).sqrt()


def test_torchs_present_exporter_says_the_same(tmp_path):
    small = nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU(), nn.Flatten(), nn.Linear(144, 2))
    path = tmp_path / "small.onnx"
    assert export_onnx(small, path, image_size=8).differences["logits"] < 1e-4
    torch.testing.assert_close(
        run_onnx(path, torch.ones(3, 3, 8, 8))["logits"],
        small(torch.ones(3, 3, 8, 8)).detach(),
        rtol=1e-3,
        atol=1e-4,
    )


def test_the_network_itself_is_left_alone(network, tmp_path):
    network.train()
    export_onnx(network, tmp_path / "a.onnx", image_size=16, exporter="trace")
    assert network.training and all(p.requires_grad for p in network.parameters())
    assert not any(module._forward_hooks for module in network.modules())
    network.eval()


def test_a_file_that_differs_is_not_written(network, tmp_path, monkeypatch):
    path = tmp_path / "wrong.onnx"
    path.write_bytes(b"what was there")
    honest = onnx_file.run_onnx

    def off(content, images):
        came = honest(content, images)
        return {**came, "stage2.0.mask": came["stage2.0.mask"] + 0.5}

    monkeypatch.setattr(onnx_file, "run_onnx", off)
    with pytest.raises(RuntimeError, match="by 0.5 in stage2.0.mask, more than 0.001; nothing"):
        export_onnx(network, path, image_size=16, exporter="trace")
    assert path.read_bytes() == b"what was there" and len(list(tmp_path.iterdir())) == 1


def test_what_torch_cannot_export_is_said_in_its_words(tmp_path, monkeypatch):
    def fails(*arguments):
        raise KeyError("no such operator")

    monkeypatch.setitem(onnx_file.EXPORTERS, "graph", fails)
    with pytest.raises(RuntimeError, match="'graph' .KeyError: 'no such operator'.; try"):
        export_onnx(nn.Conv2d(3, 1, 1), tmp_path / "a.onnx", image_size=4)
    assert not list(tmp_path.iterdir())


def test_missing_packages_are_named_with_their_extra(tmp_path, monkeypatch):
    monkeypatch.setattr(extras, "find_spec", lambda name: None if name == "onnx" else 1)
    with pytest.raises(RuntimeError, match=r'needs onnx; install .* pip install -e ".\[export'):
        export_onnx(nn.Conv2d(3, 1, 1), tmp_path / "a.onnx", image_size=4)


def test_what_is_out_of_place_is_refused(written, tmp_path):
    with pytest.raises(ValueError, match="ONNX files end in .onnx, got a.pt"):
        export_onnx(nn.Identity(), tmp_path / "a.pt", image_size=4)
    with pytest.raises(
        ValueError, match="unknown exporter 'magic'; choose one of graph, trace"
    ):
        export_onnx(nn.Identity(), tmp_path / "a.onnx", image_size=4, exporter="magic")
    with pytest.raises(
        ValueError, match=r"images must be \(N, 3, 16, 16\), got \(1, 3, 8, 8\)"
    ):
        run_onnx(written.path, torch.zeros(1, 3, 8, 8))
    with pytest.raises(FileNotFoundError):
        run_onnx(tmp_path / "none.onnx", torch.zeros(1, 3, 8, 8))
