"""Strongest answers and patches against planted ones."""

import numpy as np
import pytest

from resattn_lab.measures import (
    exciting_places,
    patch,
    patch_in_square,
    strongest_answers,
)
from resattn_lab.measures.kernels import Place


@pytest.fixture
def maps():
    """Four images, two maps of 5×6, with one planted peak each."""
    values = np.random.default_rng(0).uniform(-1, 0, (4, 2, 5, 6))
    for n, (height, row, column) in enumerate(((2, 0, 5), (7, 4, 0), (3, 2, 2), (5, 1, 3))):
        values[n, 0, row, column] = height
        values[n, 1, 4 - row, 5 - column] = -height + 8
    return values


def test_planted_peaks_are_found_in_their_order(maps):
    places = exciting_places(strongest_answers(maps[:, 0]), count=3)
    assert places == [Place(1, 4, 0, 7.0), Place(3, 1, 3, 5.0), Place(2, 2, 2, 3.0)]


def test_several_maps_are_taken_one_by_one(maps):
    found = strongest_answers(maps)
    assert found.values.shape == found.rows.shape == found.columns.shape == (4, 2)
    assert found.values[:, 1].tolist() == [6, 1, 5, 3]
    assert (found.rows[0, 1], found.columns[0, 1]) == (4, 0)


def test_there_are_no_more_places_than_images(maps):
    places = exciting_places(strongest_answers(maps[:, 0]), count=9)
    assert [place.image for place in places] == [1, 3, 2, 0]


def test_equal_answers_stay_in_the_order_of_the_images():
    places = exciting_places(strongest_answers(np.ones((3, 2, 2))), count=2)
    assert places == [Place(0, 0, 0, 1.0), Place(1, 0, 0, 1.0)]


def test_a_patch_is_the_part_between_the_spans_and_ends_at_the_border():
    image = np.arange(48).reshape(1, 6, 8)
    assert patch(image, (1, 2), (3, 5)).tolist() == [[[11, 12, 13], [19, 20, 21]]]
    assert patch(image, (-2, 0), (7, 9)).tolist() == [[[7]]]


def test_a_patch_that_was_cut_keeps_its_side_of_the_square():
    image = np.arange(36.0).reshape(1, 6, 6)
    square = patch_in_square(image, (0, 1), (4, 5), 3)  # the upper right corner
    assert np.isnan(square[0, 0]).all() and np.isnan(square[0, :, 2]).all()
    assert square[0, 1:, :2].tolist() == [[4, 5], [10, 11]]


def test_impossible_requests_say_what_came():
    with pytest.raises(ValueError, match=r"\(N, ..., h, w\), got \(2, 2\)"):
        strongest_answers(np.ones((2, 2)))
    with pytest.raises(ValueError, match=r"choose one map.*got \(4, 2\)"):
        exciting_places(strongest_answers(np.ones((4, 2, 3, 3))))
    with pytest.raises(ValueError, match=r"\(C, H, W\), got \(3, 3\)"):
        patch(np.ones((3, 3)), (0, 1), (0, 1))
    with pytest.raises(ValueError, match="lie beside an image of 3×3"):
        patch(np.ones((1, 3, 3)), (5, 6), (0, 1))
    with pytest.raises(ValueError, match="3×3 has no room in a square of 2"):
        patch_in_square(np.ones((1, 3, 3)), (0, 2), (0, 2), 2)
