"""Intervals and power: known quantiles, hand-computed cases, and what simulation counts."""

import math

import numpy as np
import pytest

from resattn_lab.ablations import paired_interval, power, seeds_needed, welch_interval
from resattn_lab.ablations.intervals import t_quantile


@pytest.mark.parametrize(
    "freedom, printed",
    [(1, 12.7062), (2, 4.3027), (3, 3.1824), (7, 2.3646), (29, 2.0452), (1e6, 1.9600)],
)
def test_the_quantiles_are_those_of_every_t_table(freedom, printed):
    assert t_quantile(0.975, freedom) == pytest.approx(printed, abs=6e-5)
    assert t_quantile(0.025, freedom) == -t_quantile(0.975, freedom)


def test_quantiles_of_two_degrees_of_freedom_have_a_closed_form():
    for share in (0.6, 0.9, 0.95, 0.999):
        x = 2 * share - 1
        assert t_quantile(share, 2) == pytest.approx(x * math.sqrt(2 / (1 - x * x)), rel=1e-9)
    assert t_quantile(0.5, 2) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("share, freedom", [(0.0, 2), (1.0, 2), (0.5, 0), (0.9, math.nan)])
def test_no_quantile_of_nothing(share, freedom):
    with pytest.raises(ValueError, match="wanted a share in"):
        t_quantile(share, freedom)


def test_pairs_are_judged_by_their_differences_alone():
    # Differences 1, 2, 3: mean 2, standard error 1/√3, two degrees of freedom.
    found = paired_interval([10.0, 50.0, 90.0], [11.0, 52.0, 93.0])
    assert found.gap == 2 and found.freedom == 2
    assert found.standard_error == pytest.approx(1 / math.sqrt(3))
    assert found.high - 2 == pytest.approx(4.302653 / math.sqrt(3), rel=1e-6)
    assert found.low + found.high == pytest.approx(4)


def test_unpaired_runs_get_welchs_error_and_satterthwaites_freedom():
    # Variances 1 and 4 over 3 and 5 seeds: s² = 1/3 + 4/5, ν = s⁴ / ((1/3)²/2 + (4/5)²/4).
    found = welch_interval([1.0, 2.0, 3.0], [4 - math.sqrt(8), 4.0, 4.0, 4.0, 4 + math.sqrt(8)])
    squared = 1 / 3 + 4 / 5
    assert found.standard_error == pytest.approx(math.sqrt(squared))
    assert found.freedom == pytest.approx(squared**2 / (1 / 18 + 0.16))
    assert found.high - found.gap == pytest.approx(
        t_quantile(0.975, found.freedom) * math.sqrt(squared)
    )


def test_equal_spreads_and_counts_leave_welch_all_degrees_of_freedom():
    assert welch_interval([1.0, 2.0, 3.0], [5.0, 6.0, 7.0]).freedom == pytest.approx(4)


@pytest.mark.parametrize("interval", [paired_interval, welch_interval])
def test_what_does_not_vary_has_an_interval_of_no_width_and_no_freedom(interval):
    found = interval([0.1, 0.1, 0.1], [0.4, 0.4, 0.4])
    assert found.low == found.high == pytest.approx(0.3) and math.isnan(found.freedom)


def test_differences_that_only_rounding_tells_apart_count_as_equal():
    lower, higher = [0.1, 1.1, 64.1], [0.2, 1.2, 64.2]
    assert len({b - a for a, b in zip(lower, higher, strict=True)}) > 1
    assert math.isnan(paired_interval(lower, higher).freedom)


def test_pairs_without_a_partner_and_single_numbers_are_refused():
    for bad in (([1.0, 2.0], [1.0]), ([1.0], [2.0])):
        with pytest.raises(ValueError, match="pairs need as many numbers of both"):
            paired_interval(*bad)
    with pytest.raises(ValueError, match="wanted two numbers of each"):
        welch_interval([1.0], [1.0, 2.0])


def test_power_is_what_a_simulation_counts():
    for pairs, gap in ((3, 2.0), (5, 1.0), (13, 1.0)):
        drawn = np.random.default_rng(0).normal(gap, 1, size=(40_000, pairs))
        error = drawn.std(axis=1, ddof=1) / math.sqrt(pairs)
        above = drawn.mean(axis=1) > t_quantile(0.975, pairs - 1) * error
        assert power(gap, 1.0, pairs) == pytest.approx(above.mean(), abs=0.01)


def test_where_nothing_differs_one_in_forty_intervals_lies_above_zero():
    for pairs in (2, 3, 10, 500):
        assert power(0.0, 1.0, pairs) == pytest.approx(0.025, abs=1e-4)


def test_thirteen_pairs_see_a_gap_of_one_spread_in_nine_of_ten_cases():
    assert seeds_needed(1.0, 1.0) == 13
    assert power(1.0, 1.0, 12) < 0.9 <= power(1.0, 1.0, 13)
    assert seeds_needed(0.5, 0.5) == 13  # the unit does not matter


def test_a_small_gap_takes_what_the_bell_curve_says():
    assert seeds_needed(0.02, 1.0) == pytest.approx(
        ((1.959964 + 1.281552) / 0.02) ** 2, rel=1e-3
    )


def test_senseless_questions_about_power_are_refused():
    with pytest.raises(ValueError, match="a gap above 0"):
        seeds_needed(0.0, 1.0)
    with pytest.raises(ValueError, match="a spread above 0"):
        seeds_needed(1.0, 0.0)
    with pytest.raises(ValueError, match="more than 1,000,000 pairs"):
        seeds_needed(1e-5, 1.0)
