"""Deletion and insertion, followed pixel by pixel."""

import pytest
import torch

from resattn_lab.measures import (
    area_under,
    deletion_curves,
    insertion_curves,
    pixel_order,
    replace_first,
)

MAPS = torch.tensor([[[0.1, 0.9], [0.5, 0.3]]])  # order: 1, 2, 3, 0
IMAGE = torch.tensor([[[[1.0, 2.0], [4.0, 8.0]]]])


def total(images):
    return images.sum(dim=(1, 2, 3))


def test_the_highest_value_comes_first():
    assert pixel_order(MAPS).tolist() == [[1, 2, 3, 0]]


def test_equal_values_come_in_a_random_order_that_a_seed_repeats():
    flat = torch.zeros(1, 8, 8)
    orders = [pixel_order(flat, seed=seed)[0].tolist() for seed in (0, 0, 1)]
    assert orders[0] == orders[1] != orders[2]
    assert sorted(orders[0]) == list(range(64)) != orders[0]


def test_so_many_pixels_are_replaced_and_the_image_itself_is_not():
    kept = IMAGE.clone()
    changed = replace_first(IMAGE, torch.zeros(1, 1, 1), pixel_order(MAPS), 2)
    assert changed.tolist() == [[[[1.0, 0.0], [0.0, 8.0]]]]
    assert torch.equal(IMAGE, kept)


def test_deletion_takes_away_and_insertion_gives_back_in_the_same_order():
    black = torch.zeros(1, 1, 1)
    deleted = deletion_curves(total, IMAGE, MAPS, fill=black, steps=4)
    inserted = insertion_curves(total, IMAGE, MAPS, start=black, steps=4)
    assert deleted.tolist() == [[15, 13, 9, 1, 0]]
    assert inserted.tolist() == [[0, 2, 6, 14, 15]]


def test_a_step_takes_its_share_of_the_pixels():
    black = torch.zeros(1, 1, 1)
    assert deletion_curves(total, IMAGE, MAPS, fill=black, steps=2).tolist() == [[15, 9, 0]]
    maps, images = torch.rand(2, 3, 3), torch.ones(2, 1, 3, 3)
    curves = deletion_curves(total, images, maps, fill=black, steps=4)
    assert curves.tolist() == [[9, 7, 5, 2, 0]] * 2  # 2.25, 4.5 and 6.75 pixels, rounded


def test_the_area_is_that_of_trapezoids():
    curves = torch.tensor([[1.0, 0.5, 0.0], [1.0, 1.0, 0.0], [1.0, 1.0, 1.0]])
    assert area_under(curves).tolist() == [0.5, 0.75, 1.0]


def test_a_map_that_knows_the_pixels_falls_earlier_than_one_that_does_not():
    torch.manual_seed(0)
    images = torch.rand(20, 1, 6, 6)
    black, knows = torch.zeros(1, 1, 1), images[:, 0]
    good, bad, none = (
        area_under(deletion_curves(total, images, maps, fill=black)).mean()
        for maps in (knows, -knows, torch.zeros_like(knows))
    )
    assert good < none - 1 < bad - 2


def test_maps_of_another_size_and_no_steps_are_refused():
    with pytest.raises(ValueError, match=r"as large as the images \(1, 1, 2, 2\)"):
        deletion_curves(total, IMAGE, torch.rand(1, 3, 3), fill=IMAGE)
    with pytest.raises(ValueError, match="at least 1 step, got .* and 0"):
        insertion_curves(total, IMAGE, MAPS, start=IMAGE, steps=0)
