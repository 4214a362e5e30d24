"""Distances of colours, by hand."""

import torch

from resattn_lab.measures import colour_distance


def test_it_is_the_distance_from_the_images_own_mean_colour():
    image = torch.zeros(2, 3, 2, 2)
    image[0, 0, 1, 1], image[0, 1, 1, 1] = 4.0, 8.0  # mean colour (1, 2, 0)
    found = colour_distance(image)
    wanted = torch.tensor([[5.0, 5.0], [5.0, 45.0]]).sqrt()  # (1, 2) and (3, 6) away from it
    torch.testing.assert_close(found[0], wanted)
    assert not found[1].any()


def test_bytes_are_taken_as_numbers():
    image = torch.tensor([[[[0, 255]]]], dtype=torch.uint8)
    assert colour_distance(image).tolist() == [[[127.5, 127.5]]]
