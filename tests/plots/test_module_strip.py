"""Maps in a row: what is drawn is what was given, on the scale that was asked for."""

import numpy as np
import pytest
import torch
from matplotlib import pyplot as plt

from resattn_lab.plots import module_strip

MAPS = {"stage1.0": torch.tensor([[0.25, 0.5], [0.5, 0.75]]), "stage2.0": torch.zeros(1, 1)}


def test_every_map_is_drawn_with_its_name_and_its_range():
    axes = module_strip(MAPS, image=np.zeros((3, 4, 4)))
    assert [ax.get_title() for ax in axes] == ["scene", "stage1.0", "stage2.0"]
    assert axes[1].get_xlabel() == "0.25 to 0.75"
    np.testing.assert_array_equal(axes[1].images[0].get_array(), MAPS["stage1.0"])
    extents = {tuple(ax.images[0].get_extent()) for ax in axes}
    assert extents == {(-0.5, 3.5, 3.5, -0.5)}


def test_the_fixed_scale_goes_from_0_to_1_and_has_a_colour_bar():
    axes = module_strip(MAPS)
    assert [ax.images[0].get_clim() for ax in axes] == [(0, 1), (0, 1)]
    assert axes[0].figure.axes[-1].get_ylabel() == "mask M"


def test_the_local_scale_is_each_maps_own():
    axes = module_strip(MAPS, scale="local", titles=False)
    assert axes[0].images[0].get_clim() == (0.25, 0.75)
    assert axes[0].get_title() == "" and len(axes[0].figure.axes) == 2


def test_the_signed_scale_has_zero_in_the_middle():
    axes = module_strip({"T": [[-3.0, 1.0]]}, scale="signed")
    assert axes[0].images[0].get_clim() == (-3, 3)
    assert axes[0].get_xlabel() == "−3.00 to 1.00"


def test_the_outline_lies_on_the_image_and_on_every_map():
    true_mask = np.eye(4, dtype=bool)
    axes = module_strip(MAPS, image=np.zeros((4, 4, 3)), true_mask=true_mask)
    assert all(ax.lines for ax in axes)
    assert tuple(module_strip(MAPS, true_mask=true_mask)[1].images[0].get_extent())[1] == 3.5


def test_it_draws_on_the_axes_given():
    figure, axes = plt.subplots(2, 2)
    assert list(module_strip(MAPS, axes=axes[1])) == list(axes[1])
    assert not axes[0, 0].images


@pytest.mark.parametrize(
    "maps, options, words",
    [
        ({}, {}, r"maps \(h, w\)"),
        ({"a": np.zeros((2, 2, 2))}, {}, r"maps \(h, w\)"),
        (MAPS, {"scale": "best"}, "fixed, local, signed"),
        (MAPS, {"axes": np.empty(3, dtype=object)}, "as many axes, got 3"),
    ],
)
def test_what_cannot_be_drawn_is_refused(maps, options, words):
    with pytest.raises(ValueError, match=words):
        module_strip(maps, **options)
