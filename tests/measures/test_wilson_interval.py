"""Wilson's interval, against printed and limiting values."""

import pytest

from resattn_lab.measures import wilson_interval


def test_a_worked_example():
    """8 of 10, z = 2: middle (0.8 + 0.2)/1.4, half 2/1.4·sqrt(0.016 + 0.01)."""
    low, high = wilson_interval(8, 10, z=2)
    half = 2 / 1.4 * 0.026**0.5
    assert (low, high) == pytest.approx((1 / 1.4 - half, 1 / 1.4 + half))


def test_none_and_all_right_are_not_certain():
    low, high = wilson_interval(20, 20)
    assert high == pytest.approx(1) and high <= 1 and 0.8 < low < 0.85
    assert wilson_interval(0, 20) == pytest.approx((1 - high, 1 - low), abs=1e-12)


def test_more_images_make_it_narrower():
    assert wilson_interval(90, 100)[0] < wilson_interval(900, 1000)[0] < 0.9


@pytest.mark.parametrize("right, count", [(1, 0), (-1, 5), (6, 5)])
def test_what_cannot_be_is_refused(right, count):
    with pytest.raises(ValueError, match="right must be from 0 to count"):
        wilson_interval(right, count)
