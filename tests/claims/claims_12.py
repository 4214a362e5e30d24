"""What notebook 12 says."""

from statistics import mean

from resattn_lab.course.ledger import entries


def _gaps(verdicts, name):
    return [
        round(end, 1) for end in (verdicts[name].gap, verdicts[name].low, verdicts[name].high)
    ]


def five_networks_err_alike(means, rows, arms):
    assert {len(errors) for errors in rows.values()} == {13}
    assert [round(end(means.values()), 1) for end in (min, max)] == [43.9, 44.7]
    assert _gaps(arms, "no mask − (1 + M)·T") == [0.2, -0.6, 1.0]
    assert _gaps(arms, "M·T − no mask") == [0.5, -0.2, 1.3]
    assert _gaps(arms, "1.5·T − (1 + M)·T") == [0.5, -0.2, 1.2]


def none_of_six_gaps_is_as_large_as_the_papers_share(arms, as_large):
    assert len(arms) == 6 and round(as_large, 1) == 2.8
    assert max(gap.high for gap in arms.values()) < as_large


def neither_benefit_of_masks_nor_harm_of_naive_ones_was_seen(arms):
    for name in ("no mask − (1 + M)·T", "M·T − no mask", "1.5·T − (1 + M)·T"):
        assert arms[name].low < 0 < arms[name].high


def table_3_has_5_52_and_5_89_percent_at_depth_56(table_3):
    assert table_3.paper == (5.52, 5.89)


def naive_masks_fall_behind_the_more_the_deeper(depths):
    gaps = [depths[f"NAL {depth} − ARL {depth}"].gap for depth in (56, 92, 128, 164)]
    assert [round(gap, 1) for gap in gaps] == [1.5, 5.0, 6.8, 15.1]


def at_depth_164_no_mask_errs_as_the_1_and_naive_masks_far_more(deep, depths):
    assert {name: round(mean(errors), 1) for name, errors in deep.items()} == {
        "ResNet-164": 61.0,
        "ARL 164": 61.3,
        "NAL 164": 76.4,
    }
    assert depths["ResNet-164 − ARL 164"].low < 0 < depths["ResNet-164 − ARL 164"].high
    assert depths["NAL 164 − ResNet-164"].low > 0


def the_older_study_has_one_rate_200_steps_and_three_seeds(older, RESULTS):
    recipe = older.facts["conditions"]["recipe"]
    assert recipe["iterations"] == 200 and len(older.seeds) == 3
    assert older.facts["conditions"]["width"] == 1 / 8
    newer = RESULTS["fusion", "photographs"].facts["conditions"]
    assert newer["recipe"]["iterations"] == 2000 and newer["width"] == 1 / 4
    assert newer["size"] == older.facts["conditions"]["size"] == 16
    assert round(RESULTS["fusion", "photographs"].chance) == 90


def no_mask_has_half_the_parameters_and_two_thirds_of_the_work(both):
    plain, masked = both
    assert 0.45 < plain["parameters"] / masked["parameters"] < 0.55
    assert 0.6 < plain["multiply_accumulates"] / masked["multiply_accumulates"] < 0.7


def the_papers_gaps_are_36_hundredths_to_2_87_points(ablations):
    printed = [c.paper_gap for c in ablations.CLAIMS.values() if c.measure == "error"]
    assert (round(min(printed), 2), round(max(printed), 2)) == (0.36, 2.87)


def pairs_help_next_of_kin(spreads, within, means):
    assert [round(end(within.values()), 1) for end in (min, max)] == [2.6, 3.6]
    assert round(max(means.values()) - min(means.values()), 1) == 0.7
    assert [round(spread, 1) for spread in spreads["M·T − 2M·T"]] == [0.9, 1.6]
    assert [round(spread, 1) for spread in spreads["no mask − (1 + M)·T"]] == [1.3, 1.2]
    assert spreads["M·T − 2M·T"][0] < 0.6 * spreads["M·T − 2M·T"][1]
    far = spreads["no mask − (1 + M)·T"]
    assert far[0] > 0.85 * far[1]


def the_pair_of_the_paper_by_the_rule(word, pair, chance, means):
    assert _gaps({"pair": pair}, "pair") == [0.7, 0.1, 1.4]
    assert word == "repeated" and round(100 * chance) == 25
    assert max(means, key=means.get) == "M·T" and min(means, key=means.get) == "(1 + M)·T"


def the_planned_pairs_were_too_few_for_a_third_and_enough_for_the_whole(
    ablations, as_large, spreads
):
    third = [ablations.seeds_needed(as_large / 3, spread) for spread, _ in spreads.values()]
    assert (min(third), max(third), round(as_large / 3, 1)) == (12, 23, 0.9)
    whole = [ablations.seeds_needed(as_large, spread) for spread, _ in spreads.values()]
    assert max(whole) <= 13


def the_interval_reaches_4_3_standard_errors_with_three_pairs_and_2_2_with_13(ablations):
    reach = ablations.intervals.t_quantile
    assert ablations.intervals.COVERAGE == 95 / 100
    assert round(reach(0.975, 2), 1) == 4.3 and round(reach(0.975, 12), 1) == 2.2


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


def the_fooled_have_small_standard_errors(thirds):
    assert [round(100 * share) for share in (thirds[0], thirds[-1])] == [44, 1]


def the_first_picture_is_not_testable(photographs):
    errors = [row for row in photographs if row.claim.measure == "error"]
    (row,) = (row for row in errors if row.claim.lower == "ARL 164")
    assert row.verdict.word.startswith("not testable")
    assert [round(gap, 1) for gap in row.verdict.gaps] == [19.0, 18.3, 8.0]
    assert round(row.verdict.gap, 1) == 15.1 == round(max(r.verdict.gap for r in errors), 1)
    assert round(row.verdict.low, 1) == -0.2


def the_papers_points_are_37_hundredths_and_its_share_6_percent(table_3, share, means):
    assert round(table_3.paper_gap, 2) == 0.37 and round(100 * share, 1) == 6.3
    assert 7 < means["M·T"] / table_3.paper[1] < 8  # "seven times as large"


def the_older_study_has_fewer_images_and_no_augmentation(older, RESULTS):
    newer = RESULTS["fusion", "photographs"]
    counts = [
        int(study.facts["data"][part].rpartition(": ")[2])
        for study in (older, newer)
        for part in ("train", "test")
    ]
    assert counts == [4320, 4800, 18000, 10000]
    augmented = [study.facts["conditions"]["recipe"]["augment"] for study in (older, newer)]
    assert augmented == [False, True]


def at_depth_56_the_older_gap_is_the_larger_one(depths, arms):
    assert _gaps(depths, "NAL 56 − ARL 56") == [1.5, 0.9, 2.2]
    assert _gaps(arms, "M·T − (1 + M)·T") == [0.7, 0.1, 1.4]


def that_the_gap_grows_with_depth_is_not_clear(ablations, by_depth):
    whole = ablations.intervals.paired_interval(by_depth[56], by_depth[164])
    assert _gaps({"growth": whole}, "growth") == [13.6, -2.0, 29.1]


def deep_naive_masks_on_scenes_err_as_guessing(table, RESULTS):
    scenes = RESULTS["depth", "scenes"]
    assert round(mean(scenes.values("NAL 164")), 1) == 89.7 and round(scenes.chance) == 90
    (row,) = (r for r in table if (r.claim.lower, r.source) == ("ARL 164", "scenes"))
    assert _gaps({"row": row.verdict}, "row") == [33.4, 10.6, 56.2]


def the_table_holds_all_that_was_decided_and_21_verdicts_are_not_testable(decided, words):
    open_ones = ("not testable at this size", "not published")
    wanted = {key for key, e in entries("12").items() if e.verdict not in open_ones}
    assert {entry.key for entry in decided.entries} == wanted
    assert words["not testable at this size"] == 21


def a_third_of_the_share_may_have_escaped_in_all_gaps_but_one(ablations, as_large, spreads):
    seen = {
        name
        for name, (spread, _) in spreads.items()
        if ablations.seeds_needed(as_large / 3, spread) <= 13
    }
    assert seen == {"M·T − 2M·T"}
