"""Trained networks come back as they were saved, or not at all."""

import hashlib
import json
import pickle

import pytest
import torch
from safetensors.torch import load_file

from resattn_lab.checkpoints import available, load, load_checkpoint
from resattn_lab.networks import build_network
from resattn_lab.training import save_weights

OPTIONS = {"width": 0.25, "classes": 7, "attention": "spatial", "attention_residual": False}


@pytest.fixture
def network():
    mean = torch.rand(3, 32, 32)
    built = build_network("cifar_attention_56", pixel_mean=mean, **OPTIONS)
    built(torch.rand(4, 3, 32, 32))  # moves the running statistics off their start
    return built


@pytest.fixture
def saved(network, tmp_path):
    path = tmp_path / "weights.safetensors"
    save_weights(path, network, {"network": network.arguments, "command": "a test"})
    return path


def change_card(path, **changes):
    card = path.with_suffix(".json")
    card.write_text(json.dumps({**json.loads(card.read_text()), **changes}))


@pytest.mark.parametrize("named_by", ["file", "folder", "text"])
def test_a_saved_network_comes_back_as_it_was_and_in_eval_mode(network, saved, named_by):
    place = {"file": saved, "folder": saved.parent, "text": str(saved)}[named_by]
    loaded, card = load_checkpoint(place)
    assert not any(module.training for module in loaded.modules())
    images = torch.rand(2, 3, 32, 32)
    with torch.no_grad():
        assert torch.equal(loaded(images), network.eval()(images))
    assert card["command"] == "a test"
    assert card["network"] == {"name": "cifar_attention_56", "in_channels": 3, **OPTIONS}
    assert loaded.arguments == network.arguments


def test_the_card_says_the_sha256_of_the_weights(saved):
    card = json.loads(saved.with_suffix(".json").read_text())
    assert card["sha256"] == hashlib.sha256(saved.read_bytes()).hexdigest()


def test_one_changed_bit_is_refused_with_both_sums(saved):
    content = bytearray(saved.read_bytes())
    wanted = hashlib.sha256(content).hexdigest()
    content[-1] ^= 1
    saved.write_bytes(content)
    came = hashlib.sha256(content).hexdigest()
    with pytest.raises(ValueError, match=f"wanted sha256 {wanted}, got {came}; fetch or train"):
        load_checkpoint(saved)


def test_weights_are_checked_before_anything_is_made_of_them(saved, monkeypatch):
    saved.write_bytes(b"something else")

    def refuse(content):
        raise AssertionError("unchecked bytes were read")

    monkeypatch.setattr(load, "load", refuse)
    with pytest.raises(ValueError, match="wanted sha256"):
        load_checkpoint(saved)


class Alarm:
    def __reduce__(self):
        return exec, ("raise SystemExit('a pickle was run')",)


@pytest.mark.parametrize("name", ["weights.pt", "weights.pth", "weights.pkl", "weights"])
def test_a_pickle_is_refused_by_its_name_and_never_run(tmp_path, name):
    (tmp_path / name).write_bytes(pickle.dumps(Alarm()))
    with pytest.raises(ValueError, match="nor a .safetensors file; other formats can run code"):
        load_checkpoint(tmp_path / name)


def test_a_pickle_that_calls_itself_safetensors_is_refused_and_never_run(saved):
    content = pickle.dumps(Alarm())
    saved.write_bytes(content)
    change_card(saved, sha256=hashlib.sha256(content).hexdigest())
    with pytest.raises(ValueError, match="is not a safetensors file"):
        load_checkpoint(saved)


def test_weights_without_a_card_are_refused_with_where_it_should_be(saved):
    saved.with_suffix(".json").unlink()
    with pytest.raises(FileNotFoundError, match="has no card; wanted .*weights.json"):
        load_checkpoint(saved)


@pytest.mark.parametrize(
    "card",
    [
        [],
        "a card",
        None,
        {"network": "cifar_attention_56"},
        {"class_names": None},
        {"class_names": "cat"},
        {"class_names": ["cat", 1]},
        {"class_names": [{}]},
    ],
    ids=str,
)
def test_what_is_no_card_is_refused(saved, card):
    saved.with_suffix(".json").write_text(json.dumps(card))
    with pytest.raises(ValueError, match="is no card"):
        load_checkpoint(saved)


@pytest.mark.parametrize("named", [None, {}])
def test_a_card_that_names_no_network_says_how_to_name_it(saved, named):
    change_card(saved, network=named)
    with pytest.raises(ValueError, match=r"names no network; give fit\(card="):
        load_checkpoint(saved)


@pytest.mark.parametrize("name", ["missing.safetensors", "."])
def test_a_file_or_a_run_that_is_not_there_is_named(tmp_path, name):
    with pytest.raises(FileNotFoundError, match="there is no file .*safetensors"):
        load_checkpoint(tmp_path / name)


def test_the_box_is_searched_by_name_and_listed_for_an_unknown_one(saved, monkeypatch):
    for suffix in (".safetensors", ".json"):
        saved.with_suffix(suffix).rename(saved.with_name(f"small_one{suffix}"))
    monkeypatch.setattr(load, "BOX", saved.parent)
    assert available() == ("small_one",)
    assert load_checkpoint("small_one")[1]["command"] == "a test"
    with pytest.raises(ValueError, match=r"'large_one' is neither a .* box \(small_one\)"):
        load_checkpoint("large_one")


def test_every_network_in_the_box_loads_and_its_card_tells_how_it_came_about():
    for name in available():
        loaded, card = load_checkpoint(name)
        assert not loaded.training
        assert {"command", "seed", "data", "accuracy", "class_names"} <= set(card), name
        assert len(card["class_names"]) == loaded.classifier.out_features


def test_weights_in_half_precision_are_loaded_as_float32_and_nearly_the_same(network, tmp_path):
    path = tmp_path / "half.safetensors"
    save_weights(path, network, {"network": network.arguments}, dtype=torch.float16)
    kinds = {tensor.dtype for tensor in load_file(path).values()}
    assert kinds == {torch.float16, torch.int64}  # batch norms count their batches
    loaded, _ = load_checkpoint(path)
    for name, value in network.state_dict().items():
        came = loaded.state_dict()[name]
        assert came.dtype == value.dtype, name
        torch.testing.assert_close(came, value, rtol=2**-11, atol=2**-24)
    assert {p.dtype for p in loaded.parameters()} == {torch.float32}
