"""Where channels answer most strongly, against maps recorded one by one."""

import numpy as np
import pytest
import torch
from torch import nn

from resattn_lab.inspection import StrongestPlaces
from resattn_lab.recording import record_activations


def planted():
    """A 3×3 convolution that answers to a red dot, and one that answers to nothing."""
    network = nn.Sequential(nn.Conv2d(3, 2, 3, padding=1, bias=False))
    with torch.no_grad():
        network[0].weight.zero_()
        network[0].weight[0, 0, 1, 1] = 1
    images = torch.zeros(3, 3, 6, 6)
    for number, (row, column, red) in enumerate(((2, 3, 0.5), (0, 5, 1.0), (4, 1, 0.25))):
        images[number, 0, row, column] = red
    return StrongestPlaces(network, images, ["0"])


def test_planted_dots_are_found_with_the_pixels_around_them():
    places = planted().best("0", 0, count=2)
    assert [(p.image, p.row, p.column, p.value) for p in places] == [
        (1, 0, 5, 1.0),
        (0, 2, 3, 0.5),
    ]


def test_a_square_is_as_large_as_the_receptive_field_and_white_beyond_the_border():
    found = planted()
    corner, inner = found.squares("0", found.best("0", 0, count=2))
    assert found.side("0") == 3 and corner.shape == inner.shape == (3, 3, 3)
    assert inner[0, 1, 1] == 0.5 and not np.isnan(inner).any()
    assert np.isnan(corner[0, 0]).all() and np.isnan(corner[0, :, 2]).all()
    assert corner[0, 1, 1] == 1


def test_every_layer_is_found_in_one_run_over_the_images(network, scenes):
    names = ["stem.0", "stage2.0.trunk.0.conv2", "stage3.0.mask.score.5"]
    found, runs = StrongestPlaces(network, scenes.images, names), []
    hook = network.register_forward_hook(lambda *_: runs.append(1))
    strongest = {name: found.of(name) for name in names}
    hook.remove()
    assert len(runs) == 1
    with torch.inference_mode(), record_activations(network, names) as kept:
        network(scenes.images / 255)
    for name, maps in kept.items():
        np.testing.assert_allclose(strongest[name].values, maps.amax(dim=(2, 3)))


@pytest.mark.parametrize("count, runs_wanted", [(6, 1), (9, 2)])
def test_images_are_taken_in_blocks(network, scenes, count, runs_wanted):
    images = scenes.images.repeat(2, 1, 1, 1)[:count]
    found, runs = StrongestPlaces(network, images, ["stem.0"]), []
    hook = network.register_forward_hook(lambda *_: runs.append(1))
    assert found.of("stem.0").values.shape == (count, 4)
    hook.remove()
    assert len(runs) == runs_wanted
