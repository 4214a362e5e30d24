"""What the praise in notebook 09 says, measured."""

import torch

from resattn_lab.checkpoints import load_checkpoint
from resattn_lab.course.notebook_09 import changes, ledger, squares
from resattn_lab.course.notebook_09.exercises import idle
from resattn_lab.data import planted_scenes
from resattn_lab.measures import variance_shares
from resattn_lab.networks import build_network
from resattn_lab.recording import record_masks


def masks_of(network, count=40):
    with torch.inference_mode(), record_masks(network) as masks:
        network(planted_scenes(count, seed=9).images / 255)
    return masks


def test_the_smallest_squares_are_those_that_the_loop_finds():
    assert changes.find_smallest() == changes.SMALLEST
    grey = [
        2 * squares.still_right(size) < squares.SHOWN for size in (1, changes.SMALLEST_GREY)
    ]
    assert grey == [False, True]


def test_a_good_part_of_a_new_networks_channels_is_idle_and_none_of_the_trained_ones():
    trained, card = load_checkpoint("scenes_attention_56")
    torch.manual_seed(9)
    new = build_network(**card["network"]).eval()
    assert all(idle(mask) == 0 for mask in masks_of(trained).values())
    assert all(idle(mask) > 0.2 * mask.shape[1] for mask in masks_of(new).values())


def test_a_spatial_mask_has_hardly_a_dial_for_a_channel():
    torch.manual_seed(0)
    for mask in masks_of(changes.build_spatial()).values():
        shares = variance_shares(mask)
        assert shares["channel"] + shares["image × channel"] + shares["image"] < 0.05


def test_the_verdicts_of_the_ledger_follow_from_its_figures():
    for module, often in (("stage1.0", True), ("stage3.0", False)):
        share = float(ledger.higher_on_object(module).split(" in ")[1].split("%")[0])
        assert share > 90 if often else share < 50
