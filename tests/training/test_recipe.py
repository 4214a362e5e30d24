"""Recipes: the paper's to the letter, and every value checked."""

from dataclasses import FrozenInstanceError, replace

import pytest

from resattn_lab.training import RECIPES, Recipe, keep_shares


def test_the_papers_recipe_is_that_of_its_section_4_1():
    paper = RECIPES["paper"]
    assert (paper.iterations, paper.epochs, paper.batch_size) == (160_000, None, 64)
    assert (paper.optimiser, paper.momentum) == ("sgd", 0.9)
    assert (paper.learning_rate, paper.schedule) == (0.1, "steps")
    assert paper.milestones == (64_000, 96_000)
    assert paper.weight_decay == 1e-4
    assert (paper.augment, paper.padding) == (True, 4)
    assert (paper.label_smoothing, paper.clip_gradient) == (0, None)
    assert (paper.label_noise, paper.average, paper.precision) == (0, None, "float32")


def test_there_is_a_recipe_for_the_paper_for_a_lesson_and_to_try_out():
    assert set(RECIPES) >= {"paper", "short", "smoke"}


@pytest.mark.parametrize(
    "values, message",
    [
        ({"iterations": 0, "epochs": None}, "iterations must be above 0, got 0"),
        ({"epochs": 0}, "epochs must be above 0, got 0"),
        ({"batch_size": 0}, "batch_size must be above 0, got 0"),
        ({"optimiser": "adam"}, r"optimiser must be one of \('sgd', 'adamw'\), got 'adam'"),
        ({"schedule": "cosine"}, r"schedule must be one of \('steps', .*, got 'cosine'"),
        ({"learning_rate": 0}, "learning_rate must be above 0, got 0"),
        ({"learning_rate": float("nan")}, "learning_rate must be above 0, got nan"),
        ({"momentum": 1}, r"momentum must be in \[0, 1\), got 1"),
        ({"momentum": -0.1}, r"momentum must be in \[0, 1\), got -0.1"),
        ({"warm_up": 0}, r"warm_up must be in \(0, 1\), got 0"),
        ({"warm_up": 1}, r"warm_up must be in \(0, 1\), got 1"),
        ({"weight_decay": -1}, "weight_decay must be 0 or more, got -1"),
        ({"label_smoothing": 1}, r"label_smoothing must be in \[0, 1\), got 1"),
        ({"label_smoothing": -0.1}, r"label_smoothing must be in \[0, 1\), got -0.1"),
        ({"padding": -1}, "padding must be 0 or more, got -1"),
        ({"clip_gradient": 0}, "clip_gradient must be above 0 or None, got 0"),
        ({"label_noise": -0.1}, r"label_noise must be in \[0, 1\], got -0.1"),
        ({"label_noise": 1.1}, r"label_noise must be in \[0, 1\], got 1.1"),
        ({"average": 0}, r"average must be in \(0, 1\) or None, got 0"),
        ({"average": 1.0}, r"average must be in \(0, 1\) or None, got 1.0"),
        ({"average": float("nan")}, r"average must be in \(0, 1\) or None, got nan"),
        ({"precision": "float16"}, r"precision must be one of \('auto', 'float32', .*"),
        ({"seed": -1}, r"seed must be in \[0, 2\*\*31\), got -1"),
        ({"seed": 2**31}, r"seed must be in \[0, 2\*\*31\), got 2147483648"),
        (
            {"milestones": (20, 10)},
            r"milestones must be above 0 and in rising order, got \(20, 10\)",
        ),
        (
            {"milestones": (10, 10)},
            r"milestones must be above 0 and in rising order, got \(10, 10\)",
        ),
        ({"growing": (0.5, 0.75)}, r"growing must be \(\) or shares above 0, .*"),
        ({"growing": (0.5, 0.5, 1.0)}, r"growing must be \(\) or shares above 0, .*"),
        ({"growing": (0.0, 1.0)}, r"growing must be \(\) or shares above 0, .*"),
    ],
)
def test_a_value_out_of_range_is_named_with_what_it_must_be(values, message):
    with pytest.raises(ValueError, match=f"^{message}$"):
        Recipe(**{"epochs": 1, **values})


@pytest.mark.parametrize("values", [{}, {"iterations": 5, "epochs": 2}])
def test_a_recipe_says_in_exactly_one_way_how_long(values):
    with pytest.raises(ValueError, match="either iterations or epochs, got"):
        Recipe(**values)


def test_a_changed_recipe_is_checked_again():
    with pytest.raises(ValueError, match="batch_size must be above 0"):
        replace(RECIPES["short"], batch_size=-4)


def test_a_recipe_cannot_be_changed_in_place():
    with pytest.raises(FrozenInstanceError):
        RECIPES["short"].epochs = 1


@pytest.mark.parametrize(
    "recipe, steps",
    [(Recipe(iterations=7), 7), (Recipe(epochs=3), 36), (RECIPES["paper"], 160_000)],
)
def test_steps_are_the_iterations_or_the_batches_of_all_epochs(recipe, steps):
    assert recipe.steps(12) == steps


@pytest.mark.parametrize(
    "length, batches, milestones",
    [
        ({"epochs": 20}, 100, (800, 1200)),
        ({"iterations": 10, "epochs": None}, 100, (4, 6)),
        ({"iterations": 160_000, "epochs": None}, 7, (64_000, 96_000)),
        ({"iterations": 2, "epochs": None}, 100, (1,)),
        ({"iterations": 1, "epochs": None}, 100, (1,)),
    ],
)
def test_the_rate_falls_at_the_papers_shares_of_a_training_of_another_length(
    length, batches, milestones
):
    paper = RECIPES["paper"]
    shorter = keep_shares(replace(paper, **{"iterations": None, **length}), paper, batches)
    assert shorter.milestones == milestones
    assert replace(shorter, milestones=paper.milestones).learning_rate == paper.learning_rate


def test_a_recipe_without_milestones_gets_none():
    short = replace(RECIPES["short"], epochs=9)
    assert keep_shares(short, RECIPES["short"], 10) == short
