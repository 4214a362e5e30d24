"""The props of notebook 01: the last states, and a picture seen through a keyhole."""

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
def test_the_smallest_keyhole_shows_the_locations_own_pixels(location, corner):
    image = torch.arange(3 * 32 * 32).reshape(1, 3, 32, 32).remainder(251).to(torch.uint8)
    seen = notebook_01.through_a_keyhole(image, torch.tensor([location]), 4)
    row, column = corner
    own = (..., slice(row, row + 4), slice(column, column + 4))
    assert torch.equal(seen[own], image[own])
    seen[own] = 0
    rest = seen.flatten(2)  # one grey a channel, and the square that was cut out
    assert all(len(channel.unique()) == 2 for channel in rest[0])


def test_a_keyhole_as_wide_as_two_pictures_shows_all():
    image = torch.randint(256, (2, 3, 32, 32)).to(torch.uint8)
    assert torch.equal(notebook_01.through_a_keyhole(image, torch.tensor([0, 63]), 64), image)


def test_a_letter_is_read_in_whatever_case():
    assert letter("abc")(" B ") == "b"
    for answer, came in (("d", "'d' came"), (3, "an int came"), ("ab", "'ab' came")):
        with pytest.raises(Refused, match=f'"a", "b" and "c"; {came}'):
            letter("abc")(answer)
