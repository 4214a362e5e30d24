"""The props of notebook 01: the last states, and a square of one scene in another."""

import pytest
import torch

from resattn_lab.checkpoints import load_checkpoint
from resattn_lab.course import notebook_01
from resattn_lab.course.reading import Refused, letter
from resattn_lab.data import planted_scenes


def test_the_mean_of_the_last_states_is_what_the_classifier_reads():
    network, _ = load_checkpoint("scenes_attention_56")
    states, logits = notebook_01.last_states(network, planted_scenes(4, seed=7).images)
    assert states.shape == (4, 64, 128)
    with torch.no_grad():
        again = network.classifier(states.mean(dim=1))
    torch.testing.assert_close(again, logits, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("location, corner", [(0, (0, 0)), (9, (4, 4)), (63, (28, 28))])
def test_the_smallest_square_is_the_locations_own_pixels_and_the_rest_is_the_other_scene(
    location, corner
):
    image = torch.arange(3 * 32 * 32).reshape(1, 3, 32, 32).remainder(251).to(torch.uint8)
    seen = notebook_01.pasted(image, 255 - image, torch.tensor([location]), 4)
    row, column = corner
    own = (..., slice(row, row + 4), slice(column, column + 4))
    assert torch.equal(seen[own], image[own])
    wanted = 255 - image
    wanted[own] = image[own]
    assert torch.equal(seen, wanted)


def test_a_square_as_wide_as_two_pictures_hides_the_other_scene():
    image = torch.randint(256, (2, 3, 32, 32)).to(torch.uint8)
    assert torch.equal(notebook_01.pasted(image, 255 - image, torch.tensor([0, 63]), 64), image)


def test_the_other_scene_is_the_next_of_another_class():
    labels = torch.tensor([3, 3, 1, 3, 1])
    assert notebook_01.of_another_class(labels).tolist() == [2, 2, 3, 4, 0]


def test_right_answers_are_shared_out_by_what_the_object_touches():
    right = torch.tensor([[True, False, True, True]])
    touched = torch.tensor([[1.0, 1.0, 0.0, 0.0]])
    assert notebook_01.right_on_and_off(right, touched) == (0.5, 1.0)


def test_a_letter_is_read_in_whatever_case():
    assert letter("abc")(" B ") == "b"
    for answer, came in (("d", "'d' came"), (3, "an int came"), ("ab", "'ab' came")):
        with pytest.raises(Refused, match=f'"a", "b" and "c"; {came}'):
            letter("abc")(answer)
