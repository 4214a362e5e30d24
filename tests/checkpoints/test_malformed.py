"""Files that are not what they should be: each is refused with its name and the reason."""

import hashlib
import json
import os
import pickle

import pytest
import torch
from safetensors.torch import load_file, save
from torch import nn
from torch.nn.parallel import DataParallel
from typer.testing import CliRunner

from resattn_lab.checkpoints import (
    load_checkpoint,
    load_snapshots,
    read_weights,
    save_weights,
    write_weights,
)
from resattn_lab.cli import app
from resattn_lab.networks import build_network

NAME = "their.safetensors"
NETWORK = {"name": "cifar_attention_56", "width": 0.125}
BRANCH = "stage1.0.mask.score.2.weight"
NORM = "stage2.0.mask.score.0"


@pytest.fixture(scope="module")
def tensors():
    return build_network(**NETWORK).state_dict()


@pytest.fixture
def path(tmp_path):
    return tmp_path / NAME


def refused(path, message, read=load_checkpoint):
    with pytest.raises(ValueError, match=message) as caught:
        read(path)
    assert path.name in str(caught.value)
    assert len(str(caught.value)) < 1000 and "\n" not in str(caught.value)


def framed(header: bytes, rest: bytes = b"") -> bytes:
    """A file of safetensors: the header's length, the header, the tensors."""
    return len(header).to_bytes(8, "little") + header + rest


def header(**entries) -> bytes:
    return json.dumps(entries).encode()


ONE = {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}
FILES = {
    "empty": b"",
    "three bytes": b"abc",
    "text": b"these are my weights, please take them",
    "pickle": pickle.dumps({"weights": [1.0]}),
    "zip": b"PK\x03\x04" + bytes(60),
    "header longer than the file": (50_000_000).to_bytes(8, "little") + b"{}",
    "huge header": (2**62).to_bytes(8, "little") + b"{}",
    "header not UTF-8": framed(b"\xff\xfe\x00"),
    "header not JSON": framed(b"{'a': 1}"),
    "header a list": framed(b"[1]"),
    "metadata a list": framed(header(__metadata__=[1])),
    "card a number in the metadata": framed(header(__metadata__={"card": 3})),
    "tensor of unknown type": framed(header(a={**ONE, "dtype": "X9"}), b"0000"),
    "tensor of negative size": framed(header(a={**ONE, "shape": [-1]}), b"0000"),
    "tensors that overlap": framed(header(a=ONE, b=ONE), b"0000"),
    "tensor beyond the end": framed(header(a={**ONE, "data_offsets": [0, 400]}), b"0000"),
    "more bytes than tensors": framed(header(a=ONE), b"0000more"),
}


@pytest.mark.parametrize("name", FILES)
def test_what_is_no_file_of_safetensors_is_refused(path, name):
    path.write_bytes(FILES[name])
    refused(path, "is not a safetensors file")


@pytest.mark.parametrize("length", [4, 100, 5000, -1])
def test_a_file_that_was_cut_off_is_refused(path, tensors, length):
    write_weights(path, tensors, {"network": NETWORK})
    path.write_bytes(path.read_bytes()[:length])
    refused(path, "is not a safetensors file")


def test_every_byte_that_is_altered_is_noticed(path, tensors):
    write_weights(path, {NORM + ".bias": tensors[NORM + ".bias"]}, {"network": NETWORK})
    content = path.read_bytes()
    for place in range(len(content)):
        altered = bytearray(content)
        altered[place] ^= 1
        path.write_bytes(altered)
        with pytest.raises(ValueError, match=NAME):
            read_weights(path)


@pytest.mark.parametrize(
    "old, new",
    [
        (b'\\"width\\": 0.125', b'\\"width\\": 0.250'),
        (b"cifar_attention_56", b"cifar_attention_92"),
        (b"stage1.0.mask.score.2.weight", b"stage1.0.mask.score.9.weight"),
        (b"a seed of 0", b"a seed of 1"),
    ],
)
def test_a_card_or_a_name_that_was_edited_is_refused(path, tensors, old, new):
    write_weights(path, tensors, {"network": NETWORK, "told": "a seed of 0"})
    assert old in path.read_bytes()
    path.write_bytes(path.read_bytes().replace(old, new, 1))
    refused(path, "is not the file that was written: wanted sha256 .*; weights or card were")


def write_raw(path, tensors, card: str) -> None:
    path.write_bytes(save(tensors, {"card": card}))


@pytest.mark.parametrize(
    "card, message",
    [
        ("", "is not JSON"),
        ("{", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("a card", "is not JSON"),
        ("[1, 2]", "must be a dict, got list"),
        ('"text"', "must be a dict, got str"),
        ("null", "must be a dict, got NoneType"),
        ("{}", "has no sha256"),
        ('{"sha256": null}', "has no sha256"),
        ('{"sha256": 5}', "'sha256' must be a str, got 5"),
        ('{"sha256": "abc"}', "has no sha256"),
        (json.dumps({"sha256": "\ud800" * 64}), "wanted sha256"),
    ],
)
def test_a_card_that_is_none_is_refused(path, tensors, card, message):
    write_raw(path, tensors, card)
    refused(path, message)


def test_a_file_without_a_card_is_refused_and_says_what_writes_one(path, tensors):
    for metadata in (None, {}, {"format": "pt"}):
        path.write_bytes(save(tensors, metadata))
        refused(path, "no card in its metadata; save it with training.fit or checkpoints.save")


def test_a_card_beside_the_weights_is_put_into_the_file_by_the_line_that_is_given(
    path, tensors, tmp_path
):
    path.write_bytes(save(tensors))
    beside = path.with_suffix(".json")
    beside.write_text(json.dumps({"network": NETWORK, "sha256": "of the weights alone"}))
    refused(path, r"beside it, .*checkpoints.write_weights\(path, safetensors.torch.load_file")
    write_weights(path, load_file(path), json.loads(beside.read_text()))
    beside.unlink()
    assert load_checkpoint(path)[1]["network"] == NETWORK


def sign(path, tensors, card: dict) -> None:
    """Write what ``write_weights`` would refuse, with the sum that belongs to it."""
    unsigned = save(tensors, {"card": json.dumps({**card, "sha256": "0" * 64})})
    found = hashlib.sha256(unsigned).hexdigest()
    path.write_bytes(unsigned.replace(b"0" * 64, found.encode(), 1))


@pytest.mark.parametrize(
    "changes, message",
    [
        ({"network": "cifar_attention_56"}, "'network' must be a dict, got 'cifar"),
        ({"network": ["cifar_attention_56"]}, "'network' must be a dict"),
        ({"network": 3}, "'network' must be a dict, got 3"),
        ({"network": None}, r"names no network; give fit\(card="),
        ({"network": {}}, "names no network"),
        ({"network": {"width": 1}}, "cannot be built: .*name"),
        ({"network": {"name": "resnet"}}, "unknown network 'resnet'; choose one of"),
        ({"network": {"name": ["resnet"]}}, "cannot be built"),
        ({"network": {"name": None}}, "unknown network None"),
        ({"network": {**NETWORK, "width": "wide"}}, "width must be positive, got .*a number"),
        (
            {"network": {**NETWORK, "width": float("inf")}},
            "width must be positive, got .*a number",
        ),
        ({"network": {**NETWORK, "width": 1e9}}, "width must be positive, got .*a number"),
        ({"network": {**NETWORK, "width": True}}, "width must be positive, got .*a number"),
        ({"network": {**NETWORK, "classes": "ten"}}, "classes must be a positive integer"),
        ({"network": {**NETWORK, "classes": 10**12}}, "classes must be .*; at most"),
        ({"network": {**NETWORK, "in_channels": 0}}, "in_channels must be a positive integer"),
        ({"network": {**NETWORK, "p": 10**9}}, "p must be an integer, at most"),
        ({"network": {**NETWORK, "encoder_depth": 10**6}}, "encoder_depth must be an integer"),
        ({"network": {**NETWORK, "t": "two"}}, "t must be an integer"),
        ({"network": {**NETWORK, "attention_residual": "no"}}, "attention_residual must be Tr"),
        ({"network": {**NETWORK, "mask": ["local"]}}, "cannot be built"),
        ({"network": {**NETWORK, "unit": {}}}, "cannot be built"),
        ({"network": {**NETWORK, "colour": 1}}, "unknown option colour"),
        ({"network": {**NETWORK, "pixel_mean": 1}}, "cannot be built: .*pixel_mean"),
        ({"class_names": [1, 2, 3]}, "class names must be strings"),
        ({"class_names": "abcdefghij"}, "'class_names' must be a list, got 'abc"),
        ({"class_names": ["a", "b"]}, "has 2 class names for a network of 10 classes"),
        ({"accuracy": 0.9}, "'accuracy' must be a dict, got 0.9"),
        ({"data": 5}, "'data' must be a dict or a str, got 5"),
        ({"seed": "zero"}, "'seed' must be a int, got 'zero'"),
        ({"network": {**NETWORK, "width": 0.25}}, "must be .* got"),
        ({"network": {"name": "cifar_attention_92", "width": 0.125}}, "missing stage1.1"),
        ({"network": {**NETWORK, "mask": "local"}}, "not known there stage1.0.mask"),
    ],
)
def test_a_card_that_says_nonsense_is_refused(path, tensors, changes, message):
    sign(path, tensors, {"network": NETWORK, **changes})
    refused(path, message)


@pytest.mark.parametrize(
    "changed, message",
    [
        ({BRANCH: None}, f"missing {BRANCH}; not known there none"),
        ({"pixel_mean": None}, "missing pixel_mean"),
        ({"pixel_mean": torch.zeros(3)}, r"cannot be built: pixel_mean must be \(3, H, W\)"),
        ({"more.weight": torch.zeros(3)}, "missing none; not known there more.weight"),
        ({BRANCH: torch.zeros(1, 1)}, rf"{BRANCH} must be \(8, 8, 1, 1\), float, got \(1, 1\)"),
        ({BRANCH: torch.zeros(8, 8, 1, 1).long()}, f"{BRANCH} must be .*float, got .*int64"),
        ({BRANCH: torch.ones(8, 8, 1, 1).bool()}, f"{BRANCH} must be .*float, got .*bool"),
        ({BRANCH: torch.ones(8, 8, 1, 1).cfloat()}, f"{BRANCH} must be .*float, got .*complex"),
        ({NORM + ".num_batches_tracked": torch.tensor(1.0)}, "must be .*int64, got .*float"),
        ({BRANCH: torch.full((8, 8, 1, 1), float("nan"))}, f"{BRANCH} has values that are NaN"),
        ({BRANCH: torch.full((8, 8, 1, 1), float("-inf"))}, f"{BRANCH} has values that are"),
        ({NORM + ".running_var": -torch.ones(16)}, "running_var is a variance and has values"),
    ],
)
def test_weights_that_do_not_fit_or_are_no_numbers_are_refused(path, tensors, changed, message):
    held = {name: t for name, t in {**tensors, **changed}.items() if t is not None}
    sign(path, held, {"network": NETWORK})
    refused(path, message)


@pytest.mark.parametrize(
    "prefix, maker", [("module.", "DataParallel"), ("_orig_mod.", "torch.compile")]
)
def test_weights_saved_from_a_wrapped_network_say_what_the_wrapper_did(
    path, tensors, prefix, maker
):
    sign(path, {prefix + name: t for name, t in tensors.items()}, {"network": NETWORK})
    refused(path, f"wrapper of {maker}.*: its names have '{prefix}' in them; save the network")


def test_weights_of_compiled_blocks_say_so_too(path, tensors):
    names = {name: name.replace("stage1.", "stage1._orig_mod.") for name in tensors}
    sign(path, {names[name]: t for name, t in tensors.items()}, {"network": NETWORK})
    refused(path, "wrapper of torch.compile: its names have '_orig_mod.' in them")


def test_a_wrapped_network_is_not_saved_at_all(path):
    with pytest.raises(ValueError, match="compiled; save the one given to torch.compile"):
        save_weights(path, torch.compile(nn.Linear(1, 1)), {})
    with pytest.raises(ValueError, match=r"wrapped in DataParallel; save \.module"):
        save_weights(path, DataParallel(nn.Linear(1, 1)), {})
    assert not path.exists()


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_weights_that_are_no_numbers_are_not_written_and_what_was_there_stays(path, value):
    network = nn.Linear(2, 2)
    save_weights(path, network, {})
    content = path.read_bytes()
    nn.init.constant_(network.bias, value)
    with pytest.raises(ValueError, match=f"{NAME} is not written: bias has values that are Na"):
        save_weights(path, network, {})
    assert path.read_bytes() == content and len(list(path.parent.iterdir())) == 1


def test_weights_too_large_for_half_precision_are_written_in_their_own(path):
    """Running variances of a deep network at its start are; they must not become infinite."""
    network = nn.Linear(2, 2)
    nn.init.constant_(network.weight, 1e6)
    save_weights(path, network, {}, dtype=torch.float16)
    stored, _ = read_weights(path)
    assert torch.equal(stored["weight"], network.weight)
    assert stored["bias"].dtype == torch.float16


@pytest.mark.parametrize(
    "card, message",
    [
        ({"folder": os}, "a card holds what JSON can hold, for .*their.safetensors"),
        ({"class_names": [1]}, "class names must be strings"),
        ({"network": "mine"}, "'network' must be a dict"),
    ],
)
def test_a_card_that_nobody_could_read_is_not_written(path, card, message):
    with pytest.raises(ValueError, match=message):
        save_weights(path, nn.Linear(1, 1), card)
    assert not path.exists()


def test_weights_are_saved_as_safetensors_or_not_at_all(tmp_path):
    with pytest.raises(ValueError, match=r"saved as \*.safetensors, got weights.pt"):
        save_weights(tmp_path / "weights.pt", nn.Linear(1, 1), {})
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_the_name_of_a_file_is_no_file(path):
    path.mkdir()
    with pytest.raises(FileNotFoundError, match=f"there is no file .*{NAME}"):
        load_checkpoint(path)
    with pytest.raises(FileNotFoundError, match=f"there is no file .*{NAME}"):
        read_weights(path)


@pytest.mark.parametrize("command", ["evaluate", "export", "explore"])
def test_no_command_takes_weights_that_are_no_numbers(path, tensors, command):
    nan = {**tensors, BRANCH: torch.full((8, 8, 1, 1), float("nan"))}
    sign(path, nan, {"network": NETWORK})
    line = [command, str(path)]
    line += [str(path.with_name("out.onnx")), "--size", "32"] if command == "export" else []
    result = CliRunner().invoke(app, line)
    assert result.exit_code == 2
    assert result.output.startswith("resattn-lab: ") and len(result.output.splitlines()) == 1
    assert f"{NAME} is not loaded: {BRANCH} has values that are NaN" in result.output
    assert [file.name for file in path.parent.iterdir()] == [NAME]


def test_snapshots_are_read_as_strictly(tmp_path, tensors):
    path = tmp_path / "snapshots" / "step_000001.safetensors"
    write_weights(path, tensors, {"network": NETWORK})
    with pytest.raises(ValueError, match="step_000001.safetensors must say step and steps"):
        load_snapshots(tmp_path)
    nan = {**tensors, BRANCH: torch.full((8, 8, 1, 1), float("nan"))}
    sign(path, nan, {"network": NETWORK, "step": 1, "steps": 2})
    with pytest.raises(ValueError, match=f"step_000001.safetensors is not loaded: {BRANCH}"):
        load_snapshots(tmp_path)
