"""Rank correlations, by hand."""

import pytest

from resattn_lab.measures import rank_agreement, ranks


def test_ranks_start_at_one_and_equals_share_theirs():
    assert ranks([30, 10, 20]).tolist() == [3, 1, 2]
    assert ranks([5, 1, 5, 9]).tolist() == [2.5, 1, 2.5, 4]


@pytest.mark.parametrize(
    "first, second, wanted",
    [
        ([1, 2, 3], [10, 100, 1000], 1),
        ([1, 2, 3], [3, 2, 1], -1),
        ([1, 2, 3, 4], [2, 1, 4, 3], 1 - 6 * 4 / (4 * 15)),  # 1 − 6·Σd²/(n(n² − 1))
        ([1, 2, 3, 4, 5], [5, 1, 2, 3, 4], 1 - 6 * 20 / (5 * 24)),
    ],
)
def test_it_is_spearmans_formula(first, second, wanted):
    assert rank_agreement(first, second) == pytest.approx(wanted)


def test_lists_without_an_order_are_refused():
    with pytest.raises(ValueError, match="neither with all values equal"):
        rank_agreement([1, 1, 1], [1, 2, 3])
    with pytest.raises(ValueError, match=r"got \(2,\) and \(3,\)"):
        rank_agreement([1, 2], [1, 2, 3])
