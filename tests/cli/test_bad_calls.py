"""Calls that cannot be: each ends in one sentence, and none leaves anything behind."""

import hashlib
import json
import os
import shlex
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import save
from typer.testing import CliRunner

from resattn_lab.checkpoints import save_weights
from resattn_lab.cli import app
from resattn_lab.networks import build_network

NETWORK = {"name": "cifar_attention_56", "classes": 10, "width": 0.125}
SHORTLY = "--recipe smoke --iterations 1 --batch-size 4 --count 8 --width 0.125 --device cpu"


def write_images(folder: Path, classes=("ant", "bee"), count=12, size=(16, 16)) -> None:
    drawn = np.random.default_rng(0)
    for name in classes:
        (folder / name).mkdir(parents=True)
        for number in range(count):
            pixels = drawn.integers(0, 256, (*size, 3), np.uint8)
            Image.fromarray(pixels).save(folder / name / f"{number}.png")


def write_signed(path: Path, tensors: dict, card: object) -> None:
    """A file that ``write_weights`` would refuse, with the sum that belongs to it."""
    if isinstance(card, dict):
        card = {**card, "sha256": "0" * 64}
    unsigned = save(tensors, {"card": json.dumps(card)})
    found = hashlib.sha256(unsigned).hexdigest()
    path.write_bytes(unsigned.replace(b"0" * 64, found.encode(), 1))


CARDS = {
    "list": [1, 2],
    "a_text": "a card",
    "network_text": {"network": "cifar_attention_56"},
    "network_list": {"network": [1]},
    "no_network": {"class_names": []},
    "unknown_network": {"network": {**NETWORK, "name": "resnet"}},
    "width_text": {"network": {**NETWORK, "width": "a"}},
    "width_infinite": {"network": {**NETWORK, "width": float("inf")}},
    "no_classes": {"network": {**NETWORK, "classes": 0}},
    "odd_option": {"network": {**NETWORK, "colour": "blue"}},
    "names_numbers": {"network": NETWORK, "class_names": list(range(10))},
    "names_few": {"network": NETWORK, "class_names": ["a", "b"]},
    "inputs_list": {"network": NETWORK, "inputs": [3, 32, 32]},
    "inputs_empty": {"network": NETWORK, "inputs": {}},
    "inputs_size_text": {
        "network": NETWORK,
        "inputs": {"channels": 3, "size": "large", "class_names": []},
    },
    "inputs_size_zero": {
        "network": NETWORK,
        "inputs": {"channels": 3, "size": [0, 0], "class_names": []},
    },
    "inputs_channels": {
        "network": NETWORK,
        "inputs": {"channels": 1, "size": [32, 32], "class_names": []},
    },
    "source_text": {"network": NETWORK, "source": "scenes"},
    "source_odd": {"network": NETWORK, "source": {"name": "scenes", "colour": 1}},
    "source_count": {"network": NETWORK, "source": {"name": "scenes", "count": "many"}},
    "source_gone": {
        "network": NETWORK,
        "source": {"name": "folder", "path": str(Path("/no/such/place"))},
    },
    "options_list": {"network": NETWORK, "options": [1]},
    "seed_text": {"network": NETWORK, "seed": "one"},
    "test_images_text": {
        "network": NETWORK,
        "source": {"name": "scenes", "count": 20},
        "test_images": "ten",
    },
}
CONFIGS = {
    "list.json": "[1]",
    "text.json": "a card",
    "empty.json": "",
    "deep.json": "[" * 100_000,
    "recipe_list.json": '{"recipe": [1]}',
    "recipe_odd.json": '{"recipe": {"epochs": 1, "colour": 1}}',
    "recipe_both.json": '{"recipe": {"epochs": 1, "iterations": 1}}',
    "recipe_text.json": '{"recipe": {"epochs": 1, "learning_rate": "fast"}}',
    "recipe_true.json": '{"recipe": {"epochs": true}}',
    "recipe_milestones.json": '{"recipe": {"epochs": 1, "milestones": ["a"]}}',
    "network_text.json": '{"network": "cifar_attention_56"}',
    "network_odd.json": '{"network": {"name": "cifar_attention_56", "colour": 1}}',
    "network_unknown.json": '{"network": {"name": "resnet"}}',
    "network_width.json": '{"network": {"name": "cifar_attention_56", "width": "a"}}',
    "network_number.json": '{"network": {"name": 5}}',
    "options_text.json": '{"options": "all"}',
    "size.json": '{"source": {"name": "scenes"}, "options": {"size": "large"}}',
    "from.json": '{"options": {"from_": 5}}',
    "class_names.json": '{"class_names": 5}',
    "count.json": '{"source": {"name": "scenes", "count": "many"}}',
    "initialisation.json": '{"initialisation": 5}',
    "initialisation_odd.json": '{"initialisation": "random"}',
    "weights_of.json": '{"initialisation": "weights of run"}',
    "contradicts.json": '{"network": {"name": "cifar_attention_56", "width": 0.5}, '
    '"options": {"width": 0.25, "data": "scenes", "seed": 0, "count": 8}}',
    "source_text.json": '{"source": "scenes"}',
    "other_network.json": '{"network": {"name": "cifar_attention_92", "width": 0.125}}',
}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with everything that the calls name."""
    place = tmp_path_factory.mktemp("bad calls")
    torch.manual_seed(0)
    network = build_network(**NETWORK)
    tensors = network.state_dict()
    save_weights(place / "good.safetensors", network, {"network": NETWORK})
    for name, card in CARDS.items():
        write_signed(place / f"{name}.safetensors", tensors, card)
    ruined = {**tensors, "classifier.bias": torch.full((10,), float("nan"))}
    write_signed(place / "nan.safetensors", ruined, {"network": NETWORK})
    (place / "configs").mkdir()
    for name, text in CONFIGS.items():
        (place / "configs" / name).write_text(text)
    (place / "text.safetensors").write_text("these are my weights")
    (place / "weights.pt").write_bytes(b"PK")
    (place / "a file").write_text("a file")
    (place / "a folder").mkdir()
    (place / "no weights").mkdir()
    (place / "torn").mkdir()
    (place / "torn" / "state.resattn").write_bytes(b"resattn-lab training state 1\nabc")
    write_images(place / "images")
    write_images(place / "one class", classes=("ant",))
    write_images(place / "others", classes=("cat", "dog"))
    write_images(place / "few", count=1)
    (place / "broken" / "ant").mkdir(parents=True)
    write_images(place / "broken", classes=("bee",))
    for number in range(4):
        (place / "broken" / "ant" / f"{number}.png").write_bytes(
            b"\x89PNG\r\n\x1a\n" + b"0" * 40
        )
    Image.new("RGB", (16, 16)).save(place / "picture.png")
    (place / "text.png").write_text("no picture")
    if os.name == "posix" and sys.platform != "darwin":
        for name in (b"caf\xe9", b"tea"):
            folder = os.path.join(os.fsencode(place), b"bytes", name)
            os.makedirs(folder)
            for number in range(12):
                Image.new("RGB", (16, 16)).save(
                    os.fsdecode(os.path.join(folder, b"%d.png" % number))
                )
    results = place / "results"
    results.mkdir()
    (results / "masks_scenes.json").write_text('{"study": "masks"}')
    return place


OF_SOURCES = [f"{name}.safetensors" for name in CARDS if name.startswith("source")]
CHECKPOINTS = [
    *("nothing", "''", "weights.pt", "text.safetensors", "'a folder'", "'no weights'"),
    *("'a file'", "nan.safetensors", "no/such.safetensors", "images"),
    *(f"{name}.safetensors" for name in CARDS if not name.startswith("source")),
]
OTHER_NETWORK = "other_network.json"
BAD = {  # each of these makes a bad call of what stands before it
    f"train {SHORTLY} --out run": [
        *("--network attention_57", "--network ''", "--recipe long", "--recipe ''"),
        *("--width 0", "--width -1", "--width inf", "--width nan", "--width 1000", "--width a"),
        *("--initialisation random", "--attention both", "--mask none", "--unit vgg"),
        *("--mask constant", "--mask-value 0.5", "--mask-value a", "--p -1", "--t 0"),
        *("--mask-scale nan", "--mask-scale inf", "--mask constant --mask-value nan"),
        *("--r -1", "--p 1000000", "--encoder-depth 0", "--encoder-depth 99", "--p 1.5"),
        "--network cifar_resnet_164 --no-attention-residual",
        *("--epochs 0", "--epochs none --iterations none", "--epochs 2 --iterations 5"),
        *("--epochs 1.5", "--iterations -3", "--batch-size 0", "--batch-size many"),
        *("--learning-rate 0", "--learning-rate nan", "--learning-rate inf"),
        *("--momentum 1", "--optimiser adam", "--schedule cosine", "--milestones 20,10"),
        *("--milestones a,b", "--milestones -5,10", "--warm-up 0", "--weight-decay -1"),
        *("--weight-decay inf", "--label-smoothing 1", "--label-noise 2", "--padding -1"),
        *("--growing 0.5", "--growing 1,1"),
        *("--clip-gradient 0", "--clip-gradient a", "--average 1", "--precision float16"),
        *("--seed -1", "--seed 99999999999", "--compile maybe", "--colour blue", "extra"),
        *("--data no/such/place", "--data ''", "--data 'a file'", "--data 'one class'"),
        *("--data few", "--data broken", "--data 'a folder'", "--data bytes"),
        *("--count 0", "--count -5", "--count 1000000000000", "--size 0", "--size -4"),
        "--size 1000000000",
        *("--processes 0", "--processes -1", "--device mps", "--device gpu"),
        *("--device cuda:99", "--out ''", "--out ' '", "--out 'a file'", "--out 'a file/run'"),
        *("--save-every 0", "--snapshots -1", "--resume ''", "--resume 'a folder'"),
        *("--resume torn", "--resume no/such/run", "--from nothing", "--from weights.pt"),
        *("--from good.safetensors", "--from good.safetensors --data images"),
        *("--config nothing", "--config 'a file'", "--config 'a folder'", "--config ''"),
    ],
    "train --iterations 1 --count 8 --device cpu --out run": [
        *("--from nan.safetensors --data images", "--from list.safetensors --data images"),
        *("--config nothing.json", "--config list.safetensors", "--resume torn --config x"),
        *("--config no_network.safetensors", "--config width_text.safetensors"),
        *(f"--config configs/{name}" for name in CONFIGS if name != OTHER_NETWORK),
        f"--config configs/{OTHER_NETWORK} --from good.safetensors --data images",
    ],
    "evaluate": ["", *CHECKPOINTS, *OF_SOURCES, "cifar10_attention_56"],
    "evaluate scenes_attention_56": ["--data images"],
    "evaluate good.safetensors": [
        *("--all", "--count 0", "--count -1", "--count 1000000000000", "--seed -1"),
        *("--seed a", "--size 0", "--data no/such", "--data ''", "--data 'a file'"),
        *("--device mps", "--data images --count 5", "extra"),
    ],
    "predict": ["", "picture.png", "--checkpoint good.safetensors"],
    "predict picture.png --checkpoint": [*CHECKPOINTS],
    "predict --checkpoint good.safetensors": [
        *("text.png", "images", "no.png", "''", "picture.png --masks ''"),
        *("picture.png --masks 'a file'", "picture.png picture.png --masks masks"),
        *("picture.png --size 0", "picture.png --device gpu"),
    ],
    "export": [*(f"{checkpoint} out.onnx" for checkpoint in CHECKPOINTS), "good.safetensors"],
    "export good.safetensors": [
        *("out.onnx", "out.txt --size 16", "'' --size 16", "'a file/out.onnx' --size 16"),
        *("out.onnx --size 0", "'a folder' --size 16", "out.onnx --size 16 --exporter magic"),
    ],
    "explore --static page.html": [
        *(*CHECKPOINTS, "--count 0", "--count -1", "--count 1000000000000", "--size 0"),
        *("--images no/such", "--images ''", "--data 'a file'"),
    ],
    "explore": [
        *("--static 'a file/page.html'", "--static ''", "--port 0", "--port 99999"),
        *("--port a", "nothing"),
    ],
    "ablate": ["", "nothing", "''"],
    "ablate masks": [
        *("--seeds 0", "--seeds -1", "--setting huge", "--setting ''", "--out ''"),
        *("--out 'a file'", "--data no/such", "--data ''", "--data 'one class'"),
        *("--device mps", "--out results"),
    ],
    "data": ["", "mnist", "''", "cifar10 --folder 'a file'", "cifar10 --folder ''"],
    "course": ["", "'a file'", "''", "'a file/x'"],
    "": ["nothing", "--colour"],
}
CALLS = [f"{begin} {bad}".strip() for begin, endings in BAD.items() for bad in endings]


@pytest.mark.parametrize("line", CALLS, ids=lambda line: line.replace(SHORTLY, "…"))
def test_a_bad_call_ends_in_one_sentence_and_leaves_nothing_behind(place, line, monkeypatch):
    if " bytes" in line and not (place / "bytes").exists():
        pytest.skip("this system has no names that are not UTF-8")
    monkeypatch.chdir(place)
    monkeypatch.setenv("RESATTN_OFFLINE", "1")
    before = set(place.rglob("*"))
    result = CliRunner().invoke(app, shlex.split(line))
    assert isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == 2, result.output
    assert "Traceback" not in result.output
    if "Usage:" not in result.output:
        first, *more = result.stderr.splitlines()
        assert first.startswith("resattn-lab: ")
        assert not more or line.startswith("data cifar10")  # where to fetch it by hand
    assert set(place.rglob("*")) == before


def test_about_every_kind_of_mistake_is_tried():
    assert len(CALLS) == len(set(CALLS)) > 250
