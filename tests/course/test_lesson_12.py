"""Notebook 12: dots that are dragged, and the study of five arms on made-up errors."""

import json

import pytest
from matplotlib import pyplot as plt

from resattn_lab.ablations import COMPARISONS, STUDIES
from resattn_lab.course.notebook_12 import GapPanel, arms, paired_rows, where


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
    left, right = arms(tmp_path).axes
    assert {label.get_text() for label in left.get_yticklabels()} == set(names)
    asked = [c.asks for c in COMPARISONS if c.study == "fusion"]
    assert [t.get_text().split("\n")[0] for t in right.get_yticklabels()] == asked
    plt.close("all")


def test_arms_without_results_are_refused(tmp_path):
    (tmp_path / "depth_scenes.json").write_text(
        json.dumps(
            {"study": "depth", "source": "scenes", "setting": "small", "runs": [], "facts": {}}
        )
    )
    with pytest.raises(ValueError, match="no results of the study fusion"):
        arms(tmp_path)


def test_lines_between_two_rows_tell_which_errs_less():
    ax = paired_rows({"a": [1.0, 5.0], "b": [2.0, 4.0]}, title="two")
    first, second = (line.get_color() for line in ax.lines[:2])
    assert first != second
    plt.close("all")


@pytest.mark.parametrize(
    ("mean", "place"),
    [(50, "clearly below both"), (61, "near ARL"), (69, "halfway"), (80, "near NAL")],
)
def test_where_a_third_network_lies(mean, place):
    assert where({"no mask": [mean], "ARL": [61.3], "NAL": [76.4]}) == place
