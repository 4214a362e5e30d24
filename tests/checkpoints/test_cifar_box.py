"""The network in the box that was trained on photographs."""

import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from resattn_lab.checkpoints import load_checkpoint
from resattn_lab.checkpoints.load import BOX
from resattn_lab.data import Batches, load_image_folder
from resattn_lab.training import evaluate

NAME = "cifar10_attention_56"
RESULT = Path(__file__).parents[2] / "results" / "cifar10_jpeg_short.json"


@pytest.fixture(scope="module")
def box():
    return load_checkpoint(NAME)


def test_it_is_small_because_it_is_stored_in_half_precision(box):
    path = BOX / f"{NAME}.safetensors"
    assert path.stat().st_size <= 4e6
    stored = [value for value in load_file(path).values() if value.is_floating_point()]
    assert {value.dtype for value in stored} == {torch.float16}
    assert {value.dtype for value in box[0].parameters()} == {torch.float32}


def test_its_card_says_how_it_came_about_and_that_the_images_are_a_copy(box):
    _, card = box
    assert card["command"].startswith("resattn-lab train --data cifar10-jpeg")
    assert not card["commit"].endswith("-dirty")
    assert all("JPEG copy" in told for told in card["data"].values())
    assert card["class_names"][0] == "airplane"


def test_its_card_agrees_with_the_recorded_result(box):
    _, card = box
    recorded = json.loads(RESULT.read_text())
    assert card["command"] == recorded["command"]
    assert card["commit"] == recorded["commit"]
    assert card["accuracy"]["test"] == recorded["test_accuracy"]["chosen_by_validation"]


def test_it_is_as_good_as_its_card_says(box, photographs):
    """On 2,000 of the test photographs: half precision costs no more than a point or two."""
    network, card = box
    images = load_image_folder(photographs / "test", per_class=200)
    if list(images.class_names) != card["class_names"]:
        pytest.skip("the photographs in RESATTN_DATA are of other classes")
    accuracy = evaluate(network, Batches(images, 250)).accuracy
    assert accuracy == pytest.approx(card["accuracy"]["test"], abs=0.03)
