"""Verdicts: each word where it belongs, by hand."""

import math

import pytest

from resattn_lab.ablations import judge


def test_a_clear_gap_in_the_papers_direction_is_repeated():
    verdict = judge([30.0, 31.0, 32.0], [40.0, 41.0, 42.0], paper_gap=0.5)
    assert verdict.word == "repeated"
    assert verdict.gap == pytest.approx(10)
    assert verdict.standard_error == pytest.approx(math.sqrt(1 / 3 + 1 / 3))


def test_a_clear_gap_the_other_way_is_not_repeated():
    verdict = judge([40.0, 41.0, 42.0], [30.0, 31.0, 32.0], paper_gap=0.5)
    assert verdict.word == "not repeated" and verdict.gap == pytest.approx(-10)


@pytest.mark.parametrize(
    "paper_gap, word", [(2.0, "not repeated"), (1.5, "not testable at this size")]
)
def test_without_a_clear_gap_it_depends_on_whether_the_papers_would_have_shown(paper_gap, word):
    # Two standard errors are 2·√(2/3) = 1.63 points.
    assert judge([30.0, 31.0, 32.0], [31.0, 32.0, 33.0], paper_gap=paper_gap).word == word


def test_two_networks_at_chance_say_nothing_however_clear_the_gap():
    errors = [86.0, 86.1, 86.2], [89.0, 89.1, 89.2]
    assert judge(*errors, paper_gap=1.0).word == "not testable at this size"
    assert judge(*errors, paper_gap=1.0, chance=None).word == "repeated"
    assert judge([60.0, 60.1, 60.2], errors[1], paper_gap=1.0).word == "repeated"


def test_two_seeds_are_no_evidence():
    verdict = judge([30.0, 30.1], [50.0, 50.1, 50.2], paper_gap=1.0)
    assert verdict.word == "not testable at this size" and "3 seeds" in verdict.reason


@pytest.mark.parametrize("bad", [([], [1.0], 1.0), ([1.0], [], 1.0), ([1.0], [1.0], 0.0)])
def test_nothing_to_judge_is_refused(bad):
    with pytest.raises(ValueError, match="wanted numbers of both networks and a gap above 0"):
        judge(bad[0], bad[1], paper_gap=bad[2])
