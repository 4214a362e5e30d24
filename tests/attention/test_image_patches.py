"""Windows around the places of a grid."""

import pytest
import torch

from resattn_lab.attention import image_patches


def test_windows_as_large_as_cells_tile_the_image():
    images = torch.rand(2, 3, 8, 12)
    patches = image_patches(images, grid=(2, 3), size=4)
    assert patches.shape == (2, 6, 3, 4, 4)
    torch.testing.assert_close(patches[1, 4], images[1, :, 4:8, 4:8])


def test_larger_windows_reach_beyond_their_cell_and_repeat_the_rim():
    images = torch.arange(64.0).reshape(1, 1, 8, 8)
    patches = image_patches(images, grid=(4, 4), size=4)
    torch.testing.assert_close(patches[0, 5, 0], images[0, 0, 1:5, 1:5])
    assert torch.equal(patches[0, 0, 0, 0], torch.tensor([0.0, 0.0, 1.0, 2.0]))


def test_the_type_is_kept_and_sizes_need_not_divide():
    images = torch.randint(0, 256, (1, 3, 33, 20), dtype=torch.uint8)
    patches = image_patches(images, grid=(4, 3), size=7)
    assert patches.shape == (1, 12, 3, 7, 7) and patches.dtype == torch.uint8


def test_impossible_requests_say_what_came():
    with pytest.raises(ValueError, match=r"\(N, C, H, W\), got \(3, 8, 8\)"):
        image_patches(torch.zeros(3, 8, 8), grid=(2, 2), size=4)
    with pytest.raises(ValueError, match="at least 1"):
        image_patches(torch.zeros(1, 3, 8, 8), grid=(2, 0), size=4)


@pytest.mark.parametrize("cells, side, size", [(5, 15, 4), (4, 12, 6), (8, 8, 2), (3, 27, 4)])
def test_windows_are_evenly_spaced(cells, side, size):
    """Also where a window's middle lies between two pixels, of which one must be taken."""
    columns = torch.arange(float(side)).expand(1, 1, side, side)
    patches = image_patches(columns, grid=(1, cells), size=size)
    first = patches[0, 1:-1, 0, 0, 0]  # those at the rim are cut
    assert set(first.diff().tolist()) <= {side / cells}
