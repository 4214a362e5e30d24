"""Drawings: the Axes come back, and the arrays in them are the right ones."""

import numpy as np
import pytest
import torch
from matplotlib import pyplot as plt

from resattn_lab.plots import (
    as_picture,
    kernel_grid,
    kernel_tiles,
    lit_by,
    mask_grid,
    mask_overlay,
    outline_edges,
    tile,
)


def test_an_overlay_draws_on_the_axes_it_is_given():
    _, (left, right) = plt.subplots(1, 2)
    assert mask_overlay(torch.rand(8, 8, 3), torch.rand(2, 2), ax=right) is right
    assert len(right.images) == 1 and not left.images


def test_light_is_linear_in_the_mask_and_never_quite_out():
    image, mask = torch.rand(3, 6, 6), torch.tensor([[0.0, 0.5], [0.5, 1.0]])
    picture, lit = as_picture(image), lit_by(image, mask)
    np.testing.assert_allclose(lit[:3, :3], 0.15 * picture[:3, :3], rtol=1e-6)
    np.testing.assert_allclose(lit[3:, :3], 0.575 * picture[3:, :3], rtol=1e-6)
    np.testing.assert_array_equal(lit[3:, 3:], picture[3:, 3:])


def test_a_mask_is_stretched_over_the_whole_image():
    ax = mask_overlay(torch.ones(3, 8, 12), torch.rand(2, 3) / 10)
    (lit,) = ax.images
    assert lit.get_extent() == [-0.5, 11.5, 7.5, -0.5]
    assert np.ptp(lit.get_array()[4:, 8:]) == 0  # one square of the mask, one light


def test_a_mask_of_several_channels_is_refused():
    with pytest.raises(ValueError, match=r"\(h, w\), got \(4, 2, 2\); choose one channel"):
        mask_overlay(torch.rand(8, 8, 3), torch.rand(4, 2, 2))


@pytest.mark.parametrize(
    "image",
    [
        np.full((3, 4, 5), 51, np.uint8),
        np.full((4, 5, 3), 51, np.uint8),
        torch.full((1, 4, 5), 0.2),
        np.full((4, 5), 0.2),
    ],
    ids=["channels first", "channels last", "grey tensor", "flat"],
)
def test_any_usual_image_becomes_the_same_picture(image):
    picture = as_picture(image)
    assert picture.shape == (4, 5, 3)
    np.testing.assert_allclose(picture, 0.2, rtol=1e-6)


def test_something_that_is_no_image_is_refused():
    with pytest.raises(ValueError, match=r"got \(2, 4, 5\)"):
        as_picture(np.zeros((2, 4, 5)))


def test_the_outline_of_one_pixel_has_its_four_edges():
    mask = np.zeros((3, 3), bool)
    mask[1, 2] = True
    edges = {tuple(edge) for edge in outline_edges(mask).tolist()}
    assert edges == {
        (1.5, 0.5, 1.5, 1.5),
        (2.5, 0.5, 2.5, 1.5),
        (1.5, 0.5, 2.5, 0.5),
        (1.5, 1.5, 2.5, 1.5),
    }


def test_the_outline_is_as_long_as_the_perimeter():
    mask = np.zeros((9, 9), bool)
    mask[2:5, 3:8] = True
    assert len(outline_edges(mask)) == 2 * (3 + 5)
    assert len(outline_edges(np.zeros((4, 4)))) == 0


def test_tiles_lie_row_by_row_with_gaps_between():
    planes = np.arange(1, 4)[:, None, None] * np.ones((3, 2, 2))
    tiles = tile(planes, columns=2, padding=1)
    assert tiles.shape == (7, 7)
    assert tiles[1, 1] == 1 and tiles[1, 4] == 2 and tiles[4, 1] == 3
    assert np.isnan(tiles[4, 4]) and np.isnan(tiles[0]).all() and np.isnan(tiles[:, 3]).all()


@pytest.mark.parametrize("planes", [np.zeros((0, 2, 2)), np.zeros((2, 2))])
def test_what_cannot_be_tiled_is_refused(planes):
    with pytest.raises(ValueError, match="planes must be"):
        tile(planes)


def test_kernels_are_one_image_symmetric_about_zero():
    weights = torch.randn(10, 4, 3, 3)
    ax = kernel_grid(weights, channel=2, columns=5)
    (image,) = ax.images
    largest = weights[:, 2].abs().max().item()
    assert image.get_clim() == pytest.approx((-largest, largest))
    assert image.get_array().shape == (2 * 4 + 1, 5 * 4 + 1)
    np.testing.assert_allclose(image.get_array()[1:4, 5:8], weights[1, 2], rtol=1e-6)


def test_all_kernels_have_a_row_an_output_and_a_column_an_input():
    weights = torch.randn(3, 5, 2, 2)
    tiles, _ = kernel_tiles(weights, all_kernels=True)
    assert tiles.shape == (3 * 3 + 1, 5 * 3 + 1)
    np.testing.assert_allclose(tiles[4:6, 7:9], weights[1, 2], rtol=1e-6)


def test_kernels_of_three_channels_are_shown_in_colour_with_grey_for_zero():
    weights = torch.zeros(2, 3, 1, 1)
    weights[0, 0] = 2.0
    tiles, largest = kernel_tiles(weights, channel=None)
    assert largest == 2.0 and tiles.shape == (3, 5, 3)
    assert tiles[1, 1].tolist() == [1, 0.5, 0.5] and tiles[1, 3].tolist() == [0.5] * 3


@pytest.mark.parametrize(
    "shape, channel, message",
    [
        ((4, 2, 3, 3), 2, "channel must be 0 to 1, got 2"),
        ((4, 2, 3, 3), None, "3 input channels, these have 2"),
        ((2, 3, 3), 0, r"\(out, in, kh, kw\), got \(2, 3, 3\)"),
    ],
)
def test_kernels_that_cannot_be_shown_are_refused(shape, channel, message):
    with pytest.raises(ValueError, match=message):
        kernel_grid(torch.zeros(shape), channel=channel)


def test_a_mask_grid_is_one_image_on_the_mask_scale():
    masks = torch.rand(6, 4, 4) / 5
    ax = mask_grid(masks, columns=3)
    (image,) = ax.images
    assert image.get_clim() == (0, 1) and image.get_array().shape == (11, 16)
    with pytest.raises(ValueError, match="choose one image"):
        mask_grid(masks[None])
