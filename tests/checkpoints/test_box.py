"""The trained network in the box is as good as its card and the notebook say."""

import pytest
import torch

from resattn_lab.checkpoints import available, load_checkpoint
from resattn_lab.data import Batches, scene_set
from resattn_lab.measures import best_channel, pointing_hits
from resattn_lab.networks import count_parameters
from resattn_lab.recording import record_masks
from resattn_lab.training import evaluate

NAME = "scenes_attention_56"


@pytest.fixture(scope="module")
def box():
    return load_checkpoint(NAME)


@pytest.fixture(scope="module")
def unseen():
    """2,000 scenes of another seed than the training's."""
    return scene_set(2000, seed=1, part="test")


def masks_of(network, scenes) -> dict[str, torch.Tensor]:
    parts = {}
    with torch.inference_mode(), record_masks(network) as masks:
        for images, _ in Batches(scenes, 250):
            network(images)
            for name, mask in masks.items():
                parts.setdefault(name, []).append(mask)
    return {name: torch.cat(part) for name, part in parts.items()}


@pytest.fixture(scope="module")
def masks(box, unseen):
    return masks_of(box[0], unseen)


def test_it_is_there_under_the_name_that_the_notebook_uses():
    assert NAME in available()


def test_it_is_a_narrow_attention_56_in_eval_mode(box):
    network, card = box
    assert card["network"]["name"] == "cifar_attention_56"
    assert card["network"]["width"] == 0.5
    assert count_parameters(network) == 262_066
    assert not network.training


def test_its_card_says_how_it_came_about(box):
    _, card = box
    assert card["command"].startswith("resattn-lab train ")
    assert len(card["sha256"]) == 64 and card["seed"] == 0
    assert card["data"]["train"].startswith("planted scenes, seed 0")
    assert card["seconds"] < 15 * 60 and card["device"].startswith("CPU")


def test_it_knows_the_class_of_unseen_scenes(box, unseen):
    network, card = box
    accuracy = evaluate(network, Batches(unseen, 250)).accuracy
    assert accuracy >= 0.95
    assert accuracy == pytest.approx(card["accuracy"]["test"], abs=0.02)


def test_a_mean_mask_peaks_on_the_object_far_more_often_than_chance(masks, unseen):
    hits = [
        pointing_hits(mask.mean(dim=1), unseen.true_masks).float().mean()
        for mask in masks.values()
    ]
    assert max(hits) >= 0.40
    assert unseen.true_masks.float().mean() < 0.10


def test_a_channel_chosen_on_training_scenes_points_at_unseen_objects(box, masks, unseen):
    training = scene_set(2000, seed=0, part="train")
    shares = []
    for name, earlier in masks_of(box[0], training).items():
        channel, _ = best_channel(earlier, training.true_masks)
        hits = pointing_hits(masks[name][:, channel], unseen.true_masks)
        shares.append(hits.float().mean())
    assert max(shares) >= 0.65
