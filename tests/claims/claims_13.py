"""What notebook 13 says."""

import torch


def every_suspect_passes_the_naive_suite_and_19_are_trained(suspects, results, failed):
    assert len(suspects) == 21 and not failed
    losses = [result.losses for result in results.values() if result.losses]
    assert len(losses) == 19 and all(each[-1] < each[0] for each in losses)


def thirteen_are_guilty_and_8_are_right(guilty, suspects):
    assert len(guilty) == 13 and len(suspects) - len(guilty) == 8


def the_losses_by_hand_are_those_of_the_package(train_a_few_steps, notebook_13, suspects):
    torch.manual_seed(0)
    one, twin = (suspects["A"](8, 2) for _ in range(2))
    twin.load_state_dict(one.state_dict())
    x, target = torch.randn(2, 4, 8, 16, 16)
    ours, packages = train_a_few_steps(one, x, target), None
    packages = notebook_13.train_a_little(twin, x, target)
    assert all(abs(a - b) < 1e-6 for a, b in zip(ours, packages, strict=True))


def test_gate_accuses_one_module_of_ten_and_it_is_guilty(gate, guilty):
    accused = [letter for letter, verdict in gate.items() if verdict.said == "fails"]
    assert len(gate) == 10 and accused == ["H"] and "H" in guilty


def a_crash_is_no_verdict_and_nothing_asserted_cannot_fail(broken):
    assert list(broken.values()) == ["breaks off", "passes"]


def scattered_values_are_nearly_as_good_as_independent_ones(AMOUNTS, shares):
    for n, share in zip(AMOUNTS, shares["scattered"], strict=True):
        assert abs(share - 0.5**n) < 0.15


def eight_neighbours_accuse_many_more(FAST, AMOUNTS, shares):
    accused = shares["side by side"]
    assert accused[AMOUNTS.index(8)] > 0.1 > shares["scattered"][AMOUNTS.index(8)]
    assert FAST or abs(100 * accused[AMOUNTS.index(8)] - 20) < 0.9
    assert FAST or abs(100 * accused[AMOUNTS.index(16)] - 13) < 0.9


def the_faulty_one_is_caught_every_time(caught, lowest):
    assert (caught == 1).all() and (lowest[1] >= 0.5).all()


def the_limit_trades_false_alarms_for_misses(lowest, AMOUNTS):
    right, faulty = lowest[:, :, 0, AMOUNTS.index(8)]
    limit = right.max() + 1e-6
    assert (right >= limit).sum() == 0 < (faulty < limit).sum()


def the_suite_catches_all_13_once_and_accuses_no_right_one(SUITE, guilty, table, suspects):
    caught = {n: sum(v.said == "fails" for v in table[n].values()) for n in suspects}
    assert len(SUITE) == 12 and caught == {n: int(n in guilty) for n in suspects}


def what_strides_cost(notebook_13):
    assert f"{48.9} G multiply-accumulates, not {6.3} G" in notebook_13.files("Q")


def no_test_of_the_suite_catches_v(catching_v, table):
    assert not catching_v and len(table["V"]) == 6


def eight_tests_meet_the_mutants_and_catch_half_of_them(FAST, SUITE, by_suite, escaped):
    assert sum(rule.kind in ("module", "unit") for rule in SUITE) == 8
    assert 0.3 < 1 - len(escaped) / len(by_suite) < 0.7
    assert FAST or (len(by_suite), len(by_suite) - len(escaped)) == (133, 69)


def the_fusion_is_watched_and_the_residual_unit_is_not(FAST, by_suite):
    def caught(part):
        return [bool(words) for mutant, words in by_suite.items() if mutant.part == part]

    unit, fusion = map(caught, ("ResidualUnit", "Fusion"))
    shares = [
        sum(caught(m.part)) / len(caught(m.part)) for m in by_suite if m.part != "MixedGate"
    ]
    if not FAST:  # which tries one mutant in three
        assert (sum(unit), len(unit)) == (11, 39) and (sum(fusion), len(fusion)) == (11, 12)
        assert min(shares) == 11 / 39


def the_closed_mask_sees_the_fusion_and_one_change_elsewhere(FAST, by_suite):
    seen = [m.part for m, words in by_suite.items() if "a closed mask keeps the trunk" in words]
    assert FAST or (seen.count("Fusion"), len(seen)) == (11, 12)


def zero_weights_see_the_unit_and_two_tests_the_way_through_the_mask(FAST, by_suite):
    seen = {}
    for mutant, words in by_suite.items():
        for each in words:
            seen.setdefault(each, []).append(mutant.part)
    assert set(seen["zero weights: the identity"]) == {"ResidualUnit"}
    for words in ("each level pools the one above", "every unit runs once"):
        assert FAST or len(seen[words]) > 20 and "ResidualUnit" not in seen[words]


def the_lines_that_the_text_explains_escape(FAST, escaped):
    lines = {(mutant.part, mutant.after.strip()) for mutant in escaped}
    if not FAST:
        fusion = "weight = 1 - mask if self.attention_residual else mask"
        assert [line for part, line in lines if part == "Fusion"] == [fusion]
        assert [line for part, line in lines if part == "MixedGate"] == ["return scores"]


def the_missing_test_catches_five_more(FAST, more):
    assert FAST or len(more) == 5
    assert all(mutant.part == "MaskLevel" for mutant in more)


def some_losses_stand_out_and_most_faults_fall_as_right_modules_do(results):
    losses = {letter: r.losses for letter, r in results.items() if r.losses}
    fell = {letter: round(100 - 100 * v[-1] / v[0]) for letter, v in losses.items()}
    assert [fell[letter] for letter in "CDJ"] == [4, 19, 21]
    assert {fell[letter] for letter in "ABEFGHI"} == {15}


def more_values_make_false_alarms_rarer_and_the_limit_only_trades(FAST, lowest, AMOUNTS):
    right = {n: lowest[0, :, :, at] for at, n in enumerate(AMOUNTS)}  # (modules, ways)
    alarms = {n: [int(count) for count in (v >= 0.5).sum(dim=0)] for n, v in right.items()}
    assert (lowest[:, :, 0, AMOUNTS.index(8)] < 0.62).all()
    assert FAST or (alarms[8][0], alarms[128][0], alarms[16][1]) == (30, 4, 0)
    assert FAST or [round(count / 1.5) for count in alarms[1]] == [42, 55]


def seven_of_the_ten_modules_are_guilty(to_j):
    assert to_j == "BCDFGHJ"
