"""Verdicts: each word where it belongs, by hand; and how often luck gives each."""

import math

import pytest

from resattn_lab.ablations import CLAIMS, StudyResults, decide, judge, judge_claim
from resattn_lab.course.notebook_12 import deciding

LOWER = [30.0, 31.0, 32.0]


def shifted(*gaps):
    return [value + gap for value, gap in zip(LOWER, gaps, strict=True)]


def test_an_interval_above_0_is_repeated():
    verdict = judge(LOWER, shifted(9, 10, 11), paper_gap=0.5)
    assert verdict.word == "repeated" and verdict.gaps == (9, 10, 11)
    assert verdict.gap == pytest.approx(10)
    assert verdict.high - 10 == pytest.approx(4.302653 / math.sqrt(3), rel=1e-6)


def test_an_interval_below_the_papers_gap_is_not_repeated():
    verdict = judge(LOWER, shifted(-11, -10, -9), paper_gap=0.5)
    assert verdict.word == "not repeated" and "below 0" in verdict.reason
    verdict = judge(LOWER, shifted(-0.1, 0, 0.1), paper_gap=0.5)
    assert verdict.word == "not repeated" and "below the paper's gap" in verdict.reason


def test_an_interval_that_holds_0_and_the_papers_gap_tests_nothing():
    assert judge(LOWER, shifted(-1, 0, 2), paper_gap=0.5).word == "not testable at this size"


@pytest.mark.parametrize(
    "low, high, word",
    [
        (0.1, 9.0, "repeated"),
        (0.1, 0.2, "repeated"),  # smaller than the paper's: the direction is what is asked
        (-2.0, 0.9, "not repeated"),
        (-2.0, -1.0, "not repeated"),
        (-2.0, 1.0, "not testable at this size"),
        (0.0, 1.5, "not testable at this size"),
    ],
)
def test_the_interval_decides(low, high, word):
    assert decide(low, high, 1.0) == word
    assert deciding.decide(low, high, 1.0) == word  # what learners are asked to write


def test_pairs_see_what_the_spread_of_the_seeds_would_hide():
    lower, higher = [50.0, 60.0, 70.0], [51.0, 61.2, 70.9]
    assert judge(lower, higher, paper_gap=1.0).word == "repeated"
    unpaired = judge(lower, higher, paper_gap=1.0, paired=False)
    assert unpaired.word == "not testable at this size" and unpaired.gaps == ()


@pytest.mark.parametrize(
    "classes, word", [(10, "not testable at this size"), (100, "repeated")]
)
def test_guessing_is_that_of_the_classes_at_hand(classes, word):
    runs = [
        {"variant": variant, "seed": seed, "error": error + seed / 10 * (1 + (variant == "a"))}
        for variant, error in (("mixed", 86.0), ("channel", 88.0))
        for seed in range(3)
    ]
    fixed = {"study": "masks", "source": "scenes", "setting": "small", "runs": runs}
    runs[0]["error"] -= 0.05
    found = StudyResults(**fixed, facts={"classes": classes})
    assert found.chance == pytest.approx(100 - 100 / classes)
    verdict = judge_claim(CLAIMS["mixed_channel"], found)
    assert verdict.word == word
    assert judge_claim(CLAIMS["mixed_channel"], found, 2).reason == "fewer than 3 seeds"


def test_two_networks_at_chance_say_nothing_however_clear_the_gap():
    errors = [86.0, 86.1, 86.2], [89.0, 89.1, 89.3]
    verdict = judge(*errors, paper_gap=1.0, chance=90.0)
    assert (verdict.word, verdict.reason) == (
        "not testable at this size",
        "neither network learned",
    )
    assert judge(*errors, paper_gap=1.0).word == "repeated"
    assert judge([60.0, 60.1, 60.2], errors[1], paper_gap=1.0, chance=90.0).word == "repeated"
    assert judge([90.0] * 3, [90.0] * 3, paper_gap=1.0, chance=90.0).word != "not repeated"


@pytest.mark.parametrize("paired", [True, False])
def test_numbers_that_do_not_vary_have_no_spread_to_judge_by(paired):
    verdict = judge([30.0] * 3, [40.0] * 3, paper_gap=1.0, paired=paired)
    assert verdict.word == "not testable at this size" and "no spread" in verdict.reason


@pytest.mark.parametrize("seeds", [1, 2])
def test_one_or_two_seeds_are_no_evidence(seeds):
    verdict = judge(LOWER[:seeds], shifted(20, 20.1, 20.2)[:seeds], paper_gap=1.0)
    assert verdict.word == "not testable at this size" and "3 seeds" in verdict.reason
    assert math.isnan(verdict.low) and verdict.gap_in_words() == f"{verdict.gap:+.1f}"


def test_a_gap_that_rounds_to_0_has_no_minus():
    verdict = judge([50.0, 50.0, 50.0], [49.96, 50.04, 51.0], paper_gap=1.0)
    assert verdict.pairs_in_words() == "+0.0, +0.0, +1.0"


def test_ratios_are_judged_by_their_logarithms():
    ratios = [1.0, 2.0, 4.0], [30.0, 55.0, 130.0]
    verdict = judge(*ratios, paper_gap=math.log(30), ratio=True)
    assert verdict.word == "repeated" and verdict.gap_in_words().startswith("×30 (×2")
    scaled = [[1000 * value for value in values] for values in ratios]
    again = judge(*scaled, paper_gap=math.log(30), ratio=True)
    assert (again.gap, again.low) == pytest.approx((verdict.gap, verdict.low))
    with pytest.raises(ValueError, match="ratios must be above 0"):
        judge([0.0, 1, 2], [1, 2, 3], paper_gap=1.0, ratio=True)


def test_the_papers_gap_of_fig_4_is_a_factor():
    claim = CLAIMS["response_naive"]
    assert claim.ratio and claim.paper_gap == pytest.approx(math.log(30))
    assert claim.paper_in_words() == "×30"
    assert CLAIMS["depth_164"].paper_in_words() == "+2.87"


@pytest.mark.parametrize("bad", [([], [1.0], 1.0), ([1.0], [], 1.0), ([1.0], [1.0], 0.0)])
def test_nothing_to_judge_is_refused(bad):
    with pytest.raises(ValueError, match="wanted numbers of both networks and a gap above 0"):
        judge(bad[0], bad[1], paper_gap=bad[2])


def test_a_pair_without_a_partner_is_refused():
    with pytest.raises(ValueError, match="leave out what has no partner"):
        judge([1.0, 2.0, 3.0], [1.0, 2.0], paper_gap=1.0)
