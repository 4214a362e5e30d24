"""Notebook 12: dots that are dragged, rows and gaps of made-up errors, picked extremes."""

import json

import pytest
from matplotlib import pyplot as plt

from resattn_lab.ablations import COMPARISONS, STUDIES, load_results, recorded_folder
from resattn_lab.course.notebook_12 import (
    GapPanel,
    asked,
    best_ahead_of_worst,
    of_networks,
    paired_rows,
    rows_and_gaps,
    rows_in_words,
    unpaired,
)


@pytest.fixture
def panel():
    made = GapPanel(seed=3)
    yield made
    made.close()


def test_a_dot_goes_where_it_is_dragged_and_its_slider_follows(panel):
    place = panel.drawn.places[0]
    x, y = place.at(-3.0, panel.pairs.value + 0.5 - 4)  # the row of pair 4
    panel._pointed({"new": f"drag {x} {y} 1"})
    assert panel.chosen.value == 4 and panel.gap.value == pytest.approx(-3.0, abs=0.1)
    assert panel.seen.gaps[3] == panel.gap.value
    assert panel.seen.verdict.gap == pytest.approx(sum(panel.seen.gaps) / 5)


def test_the_slider_moves_the_chosen_pair_and_no_other(panel):
    before = panel.seen.gaps
    panel.chosen.value = 2
    assert panel.gap.value == before[1] and panel.seen.gaps == before
    panel.gap.value = 6.0
    assert panel.seen.gaps == (before[0], 6.0, *before[2:])


def test_fewer_pairs_leave_none_chosen_that_is_not_seen(panel):
    panel.pairs.value = 10
    panel.chosen.value = 10
    panel.pairs.value = 3
    assert panel.chosen.value == 3 and panel.gap.value == panel.seen.gaps[2]


def test_the_bar_on_top_takes_no_click(panel):
    place, before = panel.drawn.places[0], panel.seen.gaps
    x, y = place.at(5.0, panel.pairs.value + 1)
    panel._pointed({"new": f"press {x} {y} 1"})
    assert panel.seen.gaps == before


def test_equal_networks_fool_the_rule_seldom(panel):
    words = []
    for _ in range(200):
        panel.press_luck()
        words.append(panel.look(panel.values()).verdict.word)
    assert 0 < words.count("repeated") < 20


def made_up(folder, spread=1.0):
    names = list(STUDIES["fusion"].variants)
    runs = [
        {"variant": name, "seed": seed, "error": 40 + place + spread * seed * (1 + place % 2)}
        for seed in range(4)
        for place, name in enumerate(names)
    ]
    kept = {"study": "fusion", "source": "photographs", "setting": "medium", "runs": runs}
    kept |= {"facts": {"classes": 10}}
    (folder / "fusion_photographs.json").write_text(json.dumps(kept))
    return names


def test_five_arms_show_every_network_and_every_question(tmp_path):
    names = made_up(tmp_path)
    rows = of_networks(load_results(tmp_path)["fusion", "photographs"])
    gaps = asked(tmp_path, "fusion")
    left, right = rows_and_gaps(rows, gaps, titles=("rows", "gaps"), mark=1.0).axes
    assert {label.get_text() for label in left.get_yticklabels()} == set(names)
    wanted = [f"{c.higher} − {c.lower}" for c in COMPARISONS if c.study == "fusion"]
    assert [label.get_text() for label in right.get_yticklabels()] == wanted
    words = rows_in_words(rows, gaps)
    assert all(name in words for name in (*names, *wanted))
    plt.close("all")


def test_over_depth_the_claims_of_table_3_come_before_the_controls():
    claims = [f"NAL {depth} − ARL {depth}" for depth in (56, 92, 128, 164)]
    found = list(asked(recorded_folder(), "depth"))
    assert found == [*claims, "ResNet-164 − ARL 164", "NAL 164 − ResNet-164"]


def test_runs_that_have_nothing_in_common_spread_as_both_together():
    assert unpaired([0.0, 2.0], [0.0, 0.0]) == pytest.approx(2**0.5)
    assert unpaired([0.0, 3.0], [0.0, 4.0]) == pytest.approx((9 / 2 + 16 / 2) ** 0.5)


def test_whoever_picks_the_best_and_the_worst_is_fooled_more_often():
    two = best_ahead_of_worst(2, 13)
    assert two == pytest.approx(0.05, abs=0.01)  # either may be the better one
    assert two < best_ahead_of_worst(3, 13) < best_ahead_of_worst(5, 13) < 0.5


def test_lines_between_two_rows_tell_which_errs_less():
    ax = paired_rows({"a": [1.0, 5.0], "b": [2.0, 4.0]}, title="two")
    first, second = (line.get_color() for line in ax.lines[:2])
    assert first != second
    plt.close("all")
