"""Maps on one scale."""

import pytest
import torch

from resattn_lab.measures import unit_range


def test_each_map_gets_its_own_scale():
    maps = torch.tensor([[[1.0, 2.0], [3.0, 5.0]], [[-4.0, 0.0], [-2.0, -3.0]]])
    wanted = torch.tensor([[[0.0, 0.25], [0.5, 1.0]], [[0.0, 1.0], [0.5, 0.25]]])
    torch.testing.assert_close(unit_range(maps), wanted)


def test_channels_are_scaled_apart_and_a_flat_map_becomes_zero():
    maps = torch.tensor([[[[7.0, 7.0]], [[0.0, 4.0]]]])
    assert unit_range(maps).tolist() == [[[[0.0, 0.0]], [[0.0, 1.0]]]]


@pytest.mark.parametrize("factor, shift", [(3.0, 0.0), (0.5, 2.0)])
def test_scale_and_offset_do_not_matter(factor, shift):
    maps = torch.rand(3, 5, 6)
    torch.testing.assert_close(unit_range(factor * maps + shift), unit_range(maps))
