"""Occlusion maps of images of a few pixels, worked out by hand."""

import pytest
import torch

from resattn_lab.measures import occluded_copies, occlusion_maps


def brightness(images):
    return {"sum": images.sum(dim=(1, 2, 3))}


def test_squares_of_the_step_lie_side_by_side_and_hide_everything_once():
    copies = occluded_copies(torch.ones(2, 4, 6), size=2, step=2, value=0)
    assert copies.shape == (2, 3, 2, 4, 6)
    hidden = 1 - copies
    assert (hidden.sum(dim=(0, 1)) == 1).all()
    assert hidden[1, 2, 0].nonzero().tolist() == [[2, 4], [2, 5], [3, 4], [3, 5]]


def test_larger_squares_have_their_middle_in_the_cell_and_are_cut_at_the_border():
    hidden = 1 - occluded_copies(torch.ones(1, 8, 8), size=4, step=2, value=0)
    assert hidden[0, 0, 0].sum() == 9  # rows and columns -1 to 2
    assert hidden[1, 1, 0].sum() == 16  # 1 to 4
    assert hidden[1, 1, 0, 1:5, 1:5].all()
    assert hidden[3, 3, 0].sum() == 9  # 5 to 8


def test_a_grid_that_does_not_divide_the_image_is_rounded_up():
    assert occluded_copies(torch.ones(1, 5, 7), size=2, step=2).shape[:2] == (3, 4)


def test_the_fall_of_a_sum_is_what_the_square_hides():
    image = torch.tensor([[[1.0, 2.0], [3.0, -4.0]]])
    maps = occlusion_maps(brightness, image, size=1, step=1, value=0)
    assert maps["sum"].tolist() == [[1.0, 2.0], [3.0, -4.0]]


def test_the_square_is_filled_with_the_value():
    image = torch.full((1, 2, 2), 0.75)
    maps = occlusion_maps(brightness, image, size=1, step=1, value=0.5)
    assert maps["sum"].tolist() == [[0.25, 0.25], [0.25, 0.25]]


def test_the_square_can_have_a_colour():
    colour = torch.tensor([0.25, 0.5, 0.75])[:, None, None]
    copies = occluded_copies(torch.ones(3, 4, 4), size=2, step=2, value=colour)
    assert copies[1, 1, :, 2, 3].tolist() == [0.25, 0.5, 0.75]
    assert copies[1, 1, :, 0, 0].tolist() == [1, 1, 1]


def test_larger_responses_are_told_by_their_mean_absolute_change():
    def both_signs(images):
        return {"two": torch.stack([images.sum(dim=(1, 2, 3)), -images.mean(dim=(1, 2, 3))], 1)}

    image = torch.tensor([[[4.0, 0.0], [0.0, -8.0]]])
    maps = occlusion_maps(both_signs, image, size=1, step=1, value=0)
    # the sum falls by 4, the mean by 1: (4 + 1) / 2
    assert maps["two"].tolist() == [[2.5, 0.0], [0.0, 5.0]]


def test_the_size_of_the_parts_changes_nothing_and_the_image_stays_as_it_is():
    image = torch.rand(3, 8, 8, generator=torch.Generator().manual_seed(0))
    before = image.clone()
    whole, parts = (occlusion_maps(brightness, image, batch=n)["sum"] for n in (64, 3))
    torch.testing.assert_close(whole, parts)
    assert torch.equal(image, before)


@pytest.mark.parametrize("change", [{"size": 0}, {"step": 0}])
def test_what_cannot_be_hidden_is_refused(change):
    with pytest.raises(ValueError, match="of at least 1, got"):
        occluded_copies(torch.ones(1, 4, 4), **change)


def test_a_batch_is_refused():
    with pytest.raises(ValueError, match=r"an image \(C, H, W\)"):
        occluded_copies(torch.ones(1, 1, 4, 4))
