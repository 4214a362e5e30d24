"""What notebook 09 says."""

import numpy as np
import torch

from resattn_lab.course import record
from resattn_lab.course.notebook_09 import curves, twins
from resattn_lab.course.notebook_09.rounds import luck
from resattn_lab.measures import inside_and_outside

MODULES = curves.MODULES


def _whole(shares):
    """In per cent, rounded, in the order of the networks."""
    return [round(100 * float(share)) for share in shares]


def _accuracies(where, way):
    return curves.accuracies(where, [way])[:, 1]


def settling_is_that_of_the_package(card, choose_on, twin, build_network, SEED):
    torch.manual_seed(SEED)
    theirs = twins.settle(build_network(**card["network"]), choose_on.images)
    for ours, other in zip(twin.buffers(), theirs.buffers(), strict=True):
        assert torch.allclose(ours.float(), other.float(), rtol=1e-3, atol=1e-4)


def guessing_wins_8_of_ten_in_one_game_of_18_and_9_in_one_of_93():
    assert round(1 / luck(8, 10)) == 18 and round(1 / luck(9, 10)) == 93


def in_some_round_the_twin_lights_the_object(game):
    higher = []
    for asked in game.rounds:
        truth = game.scenes.true_masks[list(asked.scenes)]
        on, beside = inside_and_outside(asked.masks, truth)
        higher += [] if asked.trained else (on > beside).tolist()
    assert any(higher)


def the_shown_channel_is_the_best_of_stage_2_by_the_record(CHANNEL):
    found = record("scene_networks")["parts"]["64"]["trained"]["scenes_64_attention_56"]
    assert found["stage2.0"]["chosen"]["pointing"]["channel"] == CHANNEL
    assert not found["stage2.0"]["chosen"]["pointing"]["low"]


def it_follows_the_object_through_the_five_scenes(own, scenes, CHANNEL):
    on, beside = inside_and_outside(own[:5, CHANNEL], scenes.true_masks[:5])
    assert (on > beside + 0.3).all()


def one_mask_for_all_looks_at_nothing(same, CHANNEL):
    assert same[CHANNEL].std() < 0.15


def one_module_with_one_mask_loses_little(right, SHOWN):
    assert right > 0.8 * SHOWN


def a_rule_is_right_in_so_many_cases_with_one_and_with_eight_scenes():
    counts, shares = curves.reading()
    assert list(counts) == [1, 2, 4, 8]
    assert sorted(_whole(shares[:, 0])) == [0, 0, 0]
    assert sorted(_whole(shares[:, -1])) == [0, 0, 0]


def as_trained_the_three_are_right_in_99_percent():
    assert all(0.985 < share < 0.998 for share in curves.accuracies("all", ["same"])[:, 0])
