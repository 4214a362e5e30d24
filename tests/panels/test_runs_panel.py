"""The RunsPanel on a small record made up here: set a slider, read picture and words."""

import io

import numpy as np
import pytest
from PIL import Image, ImageColor

from resattn_lab.panels import RunsPanel
from resattn_lab.panels.runs_panel import CURVES, MAP
from resattn_lab.plots.palette import CHOSEN_CLASS

CENTRE = {"learning_rate": 0.01, "batch_size": 64, "weight_decay": 0.05}


def run(rate, size, decay, seed=0, *, end=0.4):
    return {
        "learning_rate": rate,
        "batch_size": size,
        "weight_decay": decay,
        "seed": seed,
        "train_loss": [2.3, 2.0, 2.2 - end],
        "validation_accuracy": [0.1, 0.2, end],
    }


@pytest.fixture
def made_up():
    grid = [
        run(rate, size, decay, end=0.2 + 0.1 * a + 0.05 * b + 0.01 * c)
        for a, rate in enumerate((0.001, 0.01))
        for b, size in enumerate((16, 64))
        for c, decay in enumerate((0.0, 0.05))
    ]
    failed = {"learning_rate": 0.1, "batch_size": 64, "weight_decay": 0.05, "seed": 0}
    seeds = [run(*CENTRE.values(), seed, end=0.3 + 0.02 * seed) for seed in (1, 2)]
    more = {**failed, "failed": "the training loss is nan; lower the learning rate"}
    return {"centre": CENTRE, "runs": [*seeds, *grid, more]}


@pytest.fixture
def panel(made_up):
    made = RunsPanel(made_up)
    yield made
    made.close()


def pixels(panel) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(panel.canvas.value))).astype(int)


def test_it_begins_at_the_centre_and_the_sliders_have_the_recorded_values(panel):
    assert panel.learning_rate.value == 0.01 and panel.batch_size.value == 64
    assert [v for _, v in panel.learning_rate.options] == [0.001, 0.01, 0.1]
    assert [v for _, v in panel.weight_decay.options] == [0.0, 0.05]


def test_accuracies_stand_beside_the_level_of_guessing(made_up):
    for classes in (10, 4):
        panel = RunsPanel({**made_up, "classes": classes})
        level, _ = panel.faint["validation_accuracy"][-2:]
        assert tuple(level.y) == (1 / classes, 1 / classes)
        panel.close()


def test_the_chosen_run_is_drawn_where_its_values_lie(panel):
    for name, (title, _) in CURVES.items():
        values = panel.seen.chosen[0][name]
        x, y = panel.drawn.place(title).at(3, values[-1])
        assert pixels(panel)[y, x].tolist() == list(ImageColor.getrgb(CHOSEN_CLASS))


@pytest.mark.parametrize(
    "control, value", [("learning_rate", 0.001), ("batch_size", 16), ("weight_decay", 0.0)]
)
def test_every_slider_changes_picture_and_words(panel, control, value):
    picture, words = panel.canvas.value, panel.canvas.alt
    getattr(panel, control).value = value
    assert panel.canvas.value != picture and panel.canvas.alt != words


def test_the_words_give_the_runs_figures_its_place_and_the_spread_of_its_seeds(panel):
    text = panel.canvas.alt
    assert "Learning rate 0.01, batch size 64, weight decay 0.05" in text
    assert "after 3 epochs the training loss is 1.84 and the validation accuracy 36.0%" in text
    assert "0 of the 10 runs that ended are better" in text
    assert "With 3 seeds it ends between 32.0% and 36.0%, at 34.0% on average" in text
    panel.batch_size.value = 16
    assert "seeds" not in panel.canvas.alt


def test_a_run_that_failed_says_so_and_so_does_one_that_is_missing(panel):
    panel.learning_rate.value = 0.1
    assert "this run failed: the training loss is nan." in panel.canvas.alt
    panel.batch_size.value = 16
    assert "this run was not recorded" in panel.canvas.alt


def test_a_darker_cell_of_the_map_is_a_better_run(panel):
    place, shown = panel.drawn.place(MAP), pixels(panel)
    cells = [shown[y, x].sum() for x, y in (place.at(c - 0.35, 1.3) for c in (0, 1))]
    assert cells[0] > cells[1]
    x, y = place.at(1.65, 1.3)
    assert shown[y, x].tolist() == [255, 255, 255]  # the run that failed


def test_the_test_accuracy_is_not_shown(made_up):
    for one in made_up["runs"]:
        one["test_accuracy_last_epoch"] = 0.777
    panel = RunsPanel(made_up)
    assert "77.7" not in panel.canvas.alt
    panel.close()


def test_a_record_without_a_run_that_ended_is_refused():
    with pytest.raises(ValueError, match="at least one run that ended, got 0 runs"):
        RunsPanel({"runs": []})
    with pytest.raises(ValueError, match="got 1 runs"):
        RunsPanel({"runs": [{"failed": "no number"}]})


def test_a_record_of_a_single_run_has_sliders_that_do_not_move():
    panel = RunsPanel({"runs": [run(0.01, 64, 0.05)]})
    assert panel.learning_rate.disabled and "not recorded" not in panel.canvas.alt
    panel.close()


def test_the_maps_colours_begin_at_what_guessing_among_the_classes_gets(made_up):
    """30 % is little where guessing among four gets 25 %, and more where it gets 10 %."""
    shades = []
    for classes in (4, 10):
        panel = RunsPanel({**made_up, "classes": classes})
        x, y = panel.drawn.place(MAP).at(0.65, 1.3)
        shades.append(pixels(panel)[y, x].sum())
        panel.close()
    assert shades[0] > shades[1]
