"""Energy on the object, added up by hand."""

import pytest
import torch

from resattn_lab.measures import energy_inside

OBJECT = torch.tensor([[[True, False], [True, False]]])


def test_it_is_the_share_of_the_sum():
    maps = torch.tensor([[[3.0, 1.0], [2.0, 4.0]]])
    assert energy_inside(maps, OBJECT).tolist() == pytest.approx([5 / 10])
    assert energy_inside(100 * maps, OBJECT).tolist() == pytest.approx([5 / 10])


def test_a_flat_map_and_an_empty_one_have_the_objects_share():
    objects = torch.tensor([[[True, False], [False, False]]] * 2)
    maps = torch.stack([torch.full((2, 2), 0.7), torch.zeros(2, 2)])
    assert energy_inside(maps, objects).tolist() == pytest.approx([0.25, 0.25])


def test_what_has_no_share_is_refused():
    with pytest.raises(ValueError, match="energy cannot be negative, got -1"):
        energy_inside(torch.tensor([[[3.0, -1.0], [2.0, 4.0]]]), OBJECT)
    with pytest.raises(ValueError, match=r"got \(1, 3, 3\) and \(1, 2, 2\)"):
        energy_inside(torch.ones(1, 3, 3), OBJECT)
