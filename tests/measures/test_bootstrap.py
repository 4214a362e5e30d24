"""Bootstrap intervals where theory or arithmetic knows the answer."""

import numpy as np
import pytest

from resattn_lab.measures import difference_interval, mean_interval


def test_values_that_are_all_equal_leave_no_doubt():
    assert mean_interval([0.3] * 5) == pytest.approx((0.3, 0.3, 0.3))


def test_of_two_values_the_drawn_means_are_known():
    # 0, 1/2, 1 with probabilities 1/4, 1/2, 1/4
    assert mean_interval([0, 1], level=0.8) == (0.5, 0.0, 1.0)
    assert mean_interval([0, 1], level=0.4) == (0.5, 0.5, 0.5)


def test_for_many_values_it_is_the_textbooks_interval():
    hits = np.arange(1000) < 300
    mean, low, high = mean_interval(hits)
    error = 1.96 * np.sqrt(0.3 * 0.7 / 1000)
    assert mean == pytest.approx(0.3)
    assert (low, high) == pytest.approx((0.3 - error, 0.3 + error), abs=0.003)


def test_a_higher_level_is_wider_and_a_seed_repeats():
    values = np.random.default_rng(0).normal(size=200)
    narrow, wide = mean_interval(values, level=0.5), mean_interval(values, level=0.99)
    assert wide.low < narrow.low < narrow.high < wide.high
    assert mean_interval(values, seed=4) == mean_interval(values, seed=4)
    assert mean_interval(values, seed=4) != mean_interval(values, seed=5)


def test_pairs_cancel_what_they_share():
    hard = np.random.default_rng(1).normal(size=300)
    found = difference_interval(hard + 0.1, hard)
    assert found == pytest.approx((0.1, 0.1, 0.1))
    apart = mean_interval(hard + 0.1)
    assert apart.high - apart.low > 0.1


@pytest.mark.parametrize(
    "values, message",
    [
        ([], r"got \(0,\)"),
        ([[1.0, 2.0]], r"got \(1, 2\)"),
        ([1.0, float("nan")], "with 1 that are not finite"),
    ],
)
def test_what_has_no_mean_is_refused(values, message):
    with pytest.raises(ValueError, match=message):
        mean_interval(values)


def test_a_level_out_of_range_and_pairs_that_are_none_are_refused():
    with pytest.raises(ValueError, match="level must lie between 0 and 1, got 95"):
        mean_interval([1.0, 2.0], level=95)
    with pytest.raises(ValueError, match=r"got \(2,\) and \(3,\)"):
        difference_interval([1, 2], [1, 2, 3])
