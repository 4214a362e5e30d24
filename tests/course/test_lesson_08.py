"""The props of notebook 08: recorded learning rates, three trainings, what luck gives."""

import math
from dataclasses import replace

import numpy as np
import pytest
from matplotlib import pyplot as plt

from resattn_lab.course import notebook_08, record
from resattn_lab.course.notebook_08.pictures import BOWLS
from resattn_lab.course.notebook_08.rates import HIGHEST, ends
from resattn_lab.panels.marks import Chart, Line, Words
from resattn_lab.training import RECIPES

STEPS = 20
RATES = {0.01: 2.3, 0.1: 1.6, 1.0: 0.9, 10.0: 2.25, 100.0: 1e6}  # where a run of each ends


def made_up() -> dict:
    """Three seeds a rate whose loss goes from that of guessing to where it ends."""
    runs = [
        {
            "optimiser": name,
            "learning_rate": rate * scale,
            "seed": seed,
            "losses": [math.log(10)] * (STEPS - 10) + [end + 0.01 * seed] * 10,
        }
        for name, scale in (("sgd", 1.0), ("adamw", 0.1))
        for rate, end in RATES.items()
        for seed in (2, 0, 1)
    ]
    return {"steps": STEPS, "guessing": math.log(10), "runs": runs}


@pytest.fixture
def panel():
    made = notebook_08.RatePanel(made_up() | {"runs": _of_the_same_rates(made_up())})
    yield made
    made.close()


def _of_the_same_rates(record: dict) -> list[dict]:
    """Both optimisers at the rates of the first."""
    rates = {run["learning_rate"] for run in record["runs"] if run["optimiser"] == "sgd"}
    other = {"sgd": 1.0, "adamw": 10.0}
    runs = [
        {**run, "learning_rate": round(run["learning_rate"] * other[run["optimiser"]], 6)}
        for run in record["runs"]
    ]
    assert {run["learning_rate"] for run in runs} == rates
    return runs


def test_rates_are_called_after_where_their_runs_end():
    found = {rate: end.verdict for rate, end in ends(made_up())["sgd"].items()}
    assert found == {
        0.01: "it creeps",
        0.1: "it creeps",
        1.0: "it learns fast",
        10.0: "it learns nothing",
        100.0: "it diverges",
    }


def lines(chart: Chart) -> list[Line]:
    return [mark for mark in chart.marks if isinstance(mark, Line)]


def test_the_three_seeds_are_drawn_in_their_order_as_they_were_recorded(panel):
    panel.rate.value = 1.0
    left, _ = panel.draw(panel.values(), panel.seen).marks
    assert [line.y[-1] for line in lines(left)] == [0.9, 0.91, 0.92]
    assert all(line.y[0] == math.log(10) for line in lines(left))
    assert "it learns fast" in panel.canvas.alt and "0.90 to 0.92" in panel.canvas.alt


def test_what_leaves_the_picture_stays_at_its_rim_and_says_how_far_it_went(panel):
    panel.rate.value = 100.0
    left, _ = panel.draw(panel.values(), panel.seen).marks
    assert all(max(line.y) == HIGHEST for line in lines(left))
    assert ["↑ the loss leaves the chart, up to 1·10⁶"] == [
        mark.text for mark in left.marks if isinstance(mark, Words)
    ]


def test_a_run_that_ended_early_is_said_to_have_no_number():
    record = made_up()
    cut = [r for r in record["runs"] if (r["optimiser"], r["learning_rate"]) == ("sgd", 100.0)]
    cut[0]["losses"] = cut[0]["losses"][: STEPS - 5]
    panel = notebook_08.RatePanel({**record, "runs": _of_the_same_rates(record)})
    panel.rate.value = 100.0
    assert "After 15 steps the first of the losses was no number any more." in panel.canvas.alt
    panel.close()


@pytest.mark.parametrize(
    ("lost", "said"),
    [
        ((), "neither"),
        (("sgd",), "that of SGD with momentum"),
        (("adamw",), "that of AdamW"),
        (("sgd", "adamw"), "both"),
    ],
)
def test_whose_loss_is_lost_is_whose_runs_end_early_at_the_highest_rate(lost, said):
    record = made_up()
    runs = _of_the_same_rates(record)
    for run in runs:
        if run["optimiser"] in lost and run["learning_rate"] == 100.0:
            run["losses"] = run["losses"][: STEPS - 5]
    assert notebook_08.whose_loss_is_lost({**record, "runs": runs}) == said


def test_every_move_changes_the_picture(panel):
    before = panel.canvas.value
    panel.rate.value = 10.0
    moved = panel.canvas.value
    panel.optimiser.value = "adamw"
    assert len({before, moved, panel.canvas.value}) == 3


def test_the_recorded_trainings_differ_in_rate_optimiser_and_seed_alone():
    made = record("learning_rates")
    points = {(r["optimiser"], r["learning_rate"], r["seed"]) for r in made["runs"]}
    assert len(points) == len(made["runs"]) == 60
    for seed in (0, 1, 2):  # the same first weights and the same first batch
        first = {run["losses"][0] for run in made["runs"] if run["seed"] == seed}
        assert len(first) == 1


@pytest.mark.parametrize("title, share", BOWLS.items())
def test_a_bowl_does_what_its_title_says(title, share):
    factor = 1 - share  # of the distance from the bottom, at every step
    assert {
        "too small: it creeps": 0.5 < factor < 1,
        "just right: one step": factor == 0,
        "too large: it jumps across": -1 < factor < 0,
        "larger still: it flies off": factor < -1,
    }[title]


def training(seed: int, width: float, share: float, steps=(0, 125, 250)) -> dict:
    columns = ["step", "accuracy", "stage1.0", "stage2.0", "stage3.0"]
    return {
        "seed": seed,
        "width": width,
        "columns": columns,
        "rows": [[step, *[share + 0.1 * n for n in range(4)]] for step in steps],
    }


def test_at_a_step_every_training_has_its_own_value():
    curves = {"a": training(1, 0.5, 0.2), "b": training(2, 0.5, 0.3)}
    assert notebook_08.at_step(curves, "stage2.0", 125) == pytest.approx([0.4, 0.5])
    assert notebook_08.at_step(curves, "accuracy", 126) == []


def test_every_score_is_drawn_with_what_knows_nothing_beside_it():
    curves = {"a": training(1, 0.5, 0.2), "b": training(0, 0.25, 0.3)}
    names = ("stage1.0", "stage2.0", "stage3.0")
    untrained = [{"accuracy": [0.1], **{name: {"pointing": [0.25]} for name in names}}]
    figure = notebook_08.where_and_what(curves, untrained, spot=0.31, at=125)
    levels = [
        {float(line.get_ydata()[0]) for line in ax.lines if line.get_linestyle() == "--"}
        for ax in figure.axes
    ]
    assert 0.1 in levels[0] and all(0.31 in level for level in levels[1:])
    plt.close(figure)


def test_where_validation_chooses_luck_has_no_say_on_the_test_images():
    found = notebook_08.lucky_epochs(0.3, images=400, epochs=50, times=400, seed=0)
    assert found[1] == pytest.approx(0.3, abs=0.005) and found[0] > 0.33
    sure = notebook_08.lucky_epochs(1.0, images=400, epochs=50, times=3, seed=0)
    assert sure == (1, 1)


def test_the_repeated_runs_differ_in_the_seed_alone():
    runs = notebook_08.centre_runs()
    assert [run["seed"] for run in runs] == [0, 1, 2, 3, 4]
    assert len({(r["learning_rate"], r["batch_size"], r["weight_decay"]) for r in runs}) == 1
    assert np.std([run["test_accuracy_last_epoch"] for run in runs]) > 0


def test_the_planned_rates_are_those_that_the_training_sets():
    short = replace(RECIPES["paper"], iterations=50, milestones=(20, 30))
    assert notebook_08.planned_rates(short, 50) == pytest.approx(
        [0.1] * 20 + [0.01] * 10 + [0.001] * 20
    )


def test_luck_is_drawn_with_what_is_true_and_the_words_say_how_much_it_is():
    tested, equal = np.array([0.3, 0.4]), np.array([[0.3, 0.4], [0.35, 0.5]])
    ax = notebook_08.seeds_and_luck(tested, equal)
    assert any("10.0 points too good" in text.get_text() for text in ax.texts)
    assert "10.0 points too good" in notebook_08.seeds_and_luck_in_words(tested, equal)
    plt.close(ax.figure)
