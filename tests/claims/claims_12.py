"""What notebook 12 says."""

from statistics import mean


def no_mask_ties_with_the_1_and_naive_masks_err_more(rows):
    assert {name: round(mean(values), 1) for name, values in rows.items()} == {
        "ResNet-164": 61.0,
        "ARL 164": 61.3,
        "NAL 164": 76.4,
    }


def no_mask_against_the_1_is_open_and_against_naive_masks_clear(ablations, FOLDER):
    verdicts = {
        (asks.lower, asks.higher): verdict
        for asks, images, _, _, verdict in ablations.comparison_table(FOLDER)
        if images == "photographs"
    }
    arl = verdicts["ARL 164", "ResNet-164"]
    assert arl.low < 0 < arl.high
    assert verdicts["ResNet-164", "NAL 164"].low > 0


def two_trainings_of_one_network_lie_3_and_a_half_points_apart_on_average(gaps, errors):
    assert len(errors) == 5 and round(mean(gaps), 1) == 3.5 and round(mean(errors)) == 63
    assert round(max(gaps)) == 7


def the_papers_gaps_are_36_hundredths_to_2_87_points_and_smaller(printed, gaps):
    assert (round(min(printed), 2), round(max(printed), 2)) == (0.36, 2.87)
    assert max(printed) < mean(gaps)


def the_interval_reaches_4_3_standard_errors_with_three_pairs_and_2_3_with_ten(ablations):
    reach = ablations.intervals.t_quantile
    assert ablations.intervals.COVERAGE == 95 / 100
    assert round(reach(0.975, 2), 1) == 4.3 and round(reach(0.975, 9), 1) == 2.3


def two_standard_errors_are_fooled_in_18_percent_with_three_pairs(false_alarms):
    assert round(100 * false_alarms(3)) == 18
    assert abs(false_alarms(3, 4.3) - 0.05) < 0.003


def one_false_repeated_in_40(false_alarms):
    assert abs(false_alarms(3, 4.3) / 2 - 1 / 40) < 0.002


def five_of_28_are_repeated_all_of_them_arl_against_nal(table, words):
    assert len(table) == 28 == 2 * 14 and words["repeated"] == 5 and words["not repeated"] == 2
    rows = [row.claim for row in table if row.verdict.word == "repeated"]
    assert all(claim.lower.startswith("ARL") and claim.source == "Table 3" for claim in rows)
    refused = [row.claim for row in table if row.verdict.word == "not repeated"]
    assert {claim.source for claim in refused} == {"Fig. 4"}


def resnext_wins_in_all_three_pairs_and_is_not_testable(photographs):
    (row,) = (row for row in photographs if row.claim.lower == "resnext")
    assert [round(gap, 1) for gap in row.verdict.gaps] == [2.9, 3.1, 1.0]
    assert (round(row.verdict.low, 1), round(row.verdict.high, 1)) == (-0.6, 5.2)
    assert round(row.claim.paper_gap, 2) == 0.56 and row.verdict.word.startswith("not testable")


def five_pairs_like_these_would_decide_it(ablations, photographs):
    (row,) = (row for row in photographs if row.claim.lower == "resnext")
    assert ablations.power(row.verdict.gap, 1.2, 5) > 0.8


def with_eight_claims_the_first_pair_alone_tells_another_order(table):
    turned = [r for r in table if r.verdict.gaps[0] * r.verdict.gap < 0]
    assert len(turned) == 8
    (row,) = (r for r in turned if (r.claim.higher, r.source) == ("spatial", "photographs"))
    assert (round(row.verdict.gaps[0], 1), round(row.verdict.gap, 1)) == (0.3, -1.1)


def tables_1_and_3_have_equal_weights_and_table_4_15_percent_fewer(notebook_12):
    lines = notebook_12.size_lines()[1:]
    equal = [line for line in lines if line.startswith(("Table 1", "Table 3"))]
    assert len(equal) == 4 and all(line.count("+0%") == 2 for line in equal)
    (local,) = (line for line in lines if "local" in line)
    assert "-15%" in local and "+4%" in local


def one_far_dot_takes_the_verdict_away(notebook_12):
    panel = notebook_12.GapPanel()
    panel.gaps = [0.5, 0.6, 0.4, 0.5, 0.5, *panel.gaps[5:]]
    panel.refresh()
    assert panel.seen.verdict.word == "repeated"
    panel.chosen.value, panel.gap.value = 5, 7.0
    assert panel.seen.verdict.word.startswith("not testable")
    panel.close()


def every_seed_puts_naive_masks_far_behind_no_mask(rows):
    def gaps(name):
        return [b - a for a, b in zip(rows["ResNet-164"], rows[name], strict=True)]

    assert min(gaps("NAL 164")) > 8
    assert min(gaps("ARL 164")) < 0 < max(gaps("ARL 164"))


def pairs_help_in_14_of_26_comparisons(paired, unpaired, smaller):
    assert (smaller, len(paired)) == (14, 26)
    assert (round(mean(paired), 1), round(mean(unpaired), 1)) == (4.9, 5.9)


def the_fooled_have_small_standard_errors(thirds):
    assert [round(100 * share) for share in (thirds[0], thirds[-1])] == [44, 1]


def the_first_picture_is_not_testable(photographs):
    errors = [row for row in photographs if row.claim.measure == "error"]
    (row,) = (row for row in errors if row.claim.lower == "ARL 164")
    assert row.verdict.word.startswith("not testable")
    assert [round(gap, 1) for gap in row.verdict.gaps] == [19.0, 18.3, 8.0]
    assert round(row.verdict.gap, 1) == 15.1 == round(max(r.verdict.gap for r in errors), 1)
    assert round(row.verdict.low, 1) == -0.2


def no_mask_against_both_kinds_of_masks(ablations, FOLDER):
    ends = {
        asks.lower: (round(verdict.low, 1), round(verdict.high, 1))
        for asks, images, _, _, verdict in ablations.comparison_table(FOLDER)
        if images == "photographs"
    }
    assert ends == {"ARL 164": (-2.8, 2.3), "ResNet-164": (1.1, 29.6)}
