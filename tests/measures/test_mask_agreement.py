"""Measures against numbers worked out by hand."""

import pytest
import torch

from resattn_lab.measures import (
    best_channel,
    equal_area_iou,
    fill_holes,
    inside_and_outside,
    peak_positions,
    pointing_hits,
    stretch,
)


@pytest.fixture
def corner():
    """An object in the upper left quarter of a 4×4 image."""
    mask = torch.zeros(1, 4, 4, dtype=torch.bool)
    mask[0, :2, :2] = True
    return mask


def test_a_peak_lies_at_the_centre_of_its_cell():
    mask = torch.zeros(2, 2)
    mask[1, 0] = 1
    assert [int(x) for x in peak_positions(mask, (4, 4))] == [3, 1]
    assert [int(x) for x in peak_positions(mask, (8, 12))] == [6, 3]


def test_a_mask_as_large_as_the_image_keeps_its_peak():
    mask = torch.rand(5, 3, 7, 9)
    row, column = peak_positions(mask, (7, 9))
    assert torch.equal(mask.flatten(2).argmax(-1), row * 9 + column)


def test_pointing_scores_on_the_object_only(corner):
    hit, miss = torch.zeros(1, 4, 4), torch.zeros(1, 4, 4)
    hit[0, 1, 1], miss[0, 1, 2] = 1, 1
    assert pointing_hits(hit, corner).tolist() == [True]
    assert pointing_hits(miss, corner).tolist() == [False]


def test_a_mask_that_knows_nothing_scores_the_objects_share():
    torch.manual_seed(0)
    true_masks = torch.zeros(4000, 8, 8, dtype=torch.bool)
    true_masks[:, :2, :4] = True
    hits = pointing_hits(torch.rand(4000, 8, 8), true_masks)
    assert hits.float().mean() == pytest.approx(1 / 8, abs=0.02)


def test_the_best_channel_is_the_one_that_points_most_often(corner):
    masks = torch.zeros(3, 2, 4, 4)
    masks[:, 0, 3, 3] = 1
    masks[0, 0, 0, 0] = 2
    masks[:, 1, 0, 1] = 1
    masks[2, 1, 2, 2] = 2
    channel, rate = best_channel(masks, corner.expand(3, 4, 4))
    assert (channel, rate) == (1, pytest.approx(2 / 3))


def test_inside_and_outside_are_means_over_their_pixels(corner):
    mask = torch.full((1, 4, 4), 0.25)
    mask[0, :2, :2] = 0.75
    inside, outside = inside_and_outside(mask, corner)
    assert (float(inside), float(outside)) == (0.75, 0.25)


def test_overlap_is_one_for_the_object_and_zero_for_its_opposite(corner):
    assert float(equal_area_iou(corner.float(), corner)) == 1
    assert float(equal_area_iou(-corner.float(), corner)) == 0


def test_overlap_of_half_the_object_is_a_third(corner):
    mask = torch.zeros(1, 4, 4)
    mask[0, 0, :4] = 1  # two pixels of the object, two beside it
    assert float(equal_area_iou(mask, corner)) == pytest.approx(2 / 6)


def test_a_coarse_mask_is_stretched_over_the_image():
    coarse = torch.tensor([[[0.0, 1.0]]])
    assert stretch(coarse, (1, 4)).tolist() == [[[0.0, 0.25, 0.75, 1.0]]]


@pytest.mark.parametrize("measure", [pointing_hits, inside_and_outside, equal_area_iou])
def test_parts_that_do_not_belong_together_are_refused(measure, corner):
    with pytest.raises(ValueError, match=r"same N, got \(2, 4, 4\) and \(1, 4, 4\)"):
        measure(torch.rand(2, 4, 4), corner)


@pytest.mark.parametrize("value", [0.0, 1.0, -3.0, 1e-30])
def test_a_flat_mask_hits_nothing_wherever_the_object_is(value):
    everywhere = torch.ones(2, 8, 8, dtype=torch.bool)
    assert pointing_hits(torch.full((2, 8, 8), value), everywhere).tolist() == [False, False]
    assert pointing_hits(torch.full((2, 3, 4, 4), value), everywhere).sum() == 0


def test_a_mask_that_only_rounding_keeps_from_being_flat_hits_nothing(corner):
    nearly = torch.full((1, 4, 4), 0.3)
    nearly[0, 0, 0] = torch.nextafter(nearly[0, 0, 0], torch.tensor(1.0))
    assert pointing_hits(nearly, corner).tolist() == [False]


@pytest.mark.parametrize("scale", [1e-20, 1e-3, 1e20])
def test_a_mask_that_is_small_or_large_all_over_has_a_peak_all_the_same(corner, scale):
    faint = torch.zeros(1, 4, 4)
    faint[0, 1, 1] = scale
    assert pointing_hits(faint, corner).tolist() == [True]
    faint += 1000 * scale
    assert pointing_hits(faint, corner).tolist() == [True]


@pytest.mark.parametrize(
    "measure", [pointing_hits, inside_and_outside, equal_area_iou, best_channel]
)
def test_a_mask_with_nan_is_refused(measure, corner):
    masks = torch.rand(1, 2, 4, 4) if measure is best_channel else torch.rand(1, 4, 4)
    masks[0, 0, 0] = float("nan")
    with pytest.raises(ValueError, match=r"\d of \d+ values of the masks are NaN"):
        measure(masks, corner)


def test_the_peak_of_nan_is_nowhere():
    with pytest.raises(ValueError, match="1 of 4 values of the masks are NaN"):
        peak_positions(torch.tensor([[0.0, float("nan")], [1.0, 0.0]]), (4, 4))


def drawn(*rows):
    return torch.tensor([[cell == "#" for cell in row] for row in rows])[None]


def test_a_hole_is_filled_and_a_bay_is_not():
    ring = drawn(".....", ".###.", ".#.#.", ".###.", ".....")
    bay = drawn(".....", ".###.", ".#...", ".###.", ".....")
    assert torch.equal(fill_holes(ring), drawn(".....", ".###.", ".###.", ".###.", "....."))
    assert torch.equal(fill_holes(bay), bay)


def test_the_background_does_not_slip_through_a_corner():
    ring = drawn("..#..", ".#.#.", "#...#", ".#.#.", "..#..")
    assert int(fill_holes(ring).sum()) == 13


def test_a_winding_way_to_the_border_keeps_its_pixels_background():
    snail = drawn("#######", "#.....#", "#.###.#", "#.#.#.#", "#.#...#", "#.#####", "#......")
    assert torch.equal(fill_holes(torch.cat([snail, ~snail]))[0], snail[0])


def test_holes_of_what_is_no_true_mask_are_refused(corner):
    with pytest.raises(ValueError, match=r"bool \(N, H, W\), got torch.float32"):
        fill_holes(corner.float())
