"""Optimisers and the learning rates they are led along."""

from dataclasses import replace

import pytest
from torch import nn
from torch.optim import SGD, AdamW

from resattn_lab.training import RECIPES, Recipe, make_optimiser, make_schedule


def rates(recipe, steps):
    """The learning rate of each step."""
    optimiser = make_optimiser(nn.Linear(1, 1), recipe)
    schedule = make_schedule(optimiser, recipe, steps)
    used = []
    for _ in range(steps):
        used.append(optimiser.param_groups[0]["lr"])
        optimiser.step()
        if schedule is not None:
            schedule.step()
    return used


def test_the_papers_optimiser_is_nesterov_sgd_over_every_parameter():
    network = nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3))
    optimiser = make_optimiser(network, RECIPES["paper"])
    assert type(optimiser) is SGD
    (group,) = optimiser.param_groups
    wanted = {"lr": 0.1, "momentum": 0.9, "nesterov": True, "weight_decay": 1e-4}
    assert {name: group[name] for name in wanted} == wanted
    assert {id(p) for p in group["params"]} == {id(p) for p in network.parameters()}


def test_sgd_without_momentum_is_plain():
    recipe = Recipe(epochs=1, optimiser="sgd", momentum=0)
    (group,) = make_optimiser(nn.Linear(1, 1), recipe).param_groups
    assert (group["momentum"], group["nesterov"]) == (0, False)


def test_adamw_gets_its_rate_and_decay():
    recipe = Recipe(epochs=1, optimiser="adamw", learning_rate=0.02, weight_decay=0.3)
    optimiser = make_optimiser(nn.Linear(1, 1), recipe)
    assert type(optimiser) is AdamW
    (group,) = optimiser.param_groups
    assert (group["lr"], group["weight_decay"]) == (0.02, 0.3)


def test_the_papers_rate_is_divided_by_ten_at_each_milestone():
    recipe = replace(RECIPES["paper"], iterations=16, milestones=(6, 10))
    expected = [0.1] * 6 + [0.01] * 4 + [0.001] * 6
    assert rates(recipe, 16) == pytest.approx(expected)


@pytest.mark.parametrize("steps", [20, 100, 333])
def test_one_cycle_rises_to_its_peak_and_falls_to_about_nothing(steps):
    recipe = Recipe(iterations=steps, learning_rate=0.5, warm_up=0.2)
    used = rates(recipe, steps)
    peak = used.index(max(used))
    assert 0.1 < (peak + 1) / steps < 0.3
    assert used[peak] == pytest.approx(0.5, rel=0.05)
    assert used[: peak + 1] == sorted(used[: peak + 1])
    assert used[peak:] == sorted(used[peak:], reverse=True)
    assert used[0] < 0.1
    assert used[-1] < 0.02


@pytest.mark.parametrize("steps", range(1, 13))
@pytest.mark.parametrize("warm_up", [0.1, 0.15, 0.2, 0.25, 0.5, 0.99])
def test_one_cycle_works_however_few_steps_there_are(steps, warm_up):
    used = rates(Recipe(iterations=steps, learning_rate=0.5, warm_up=warm_up), steps)
    assert all(0 < rate <= 0.5 + 1e-9 for rate in used)


def test_one_cycle_leaves_the_momentum_alone():
    recipe = Recipe(iterations=10, optimiser="sgd", momentum=0.9)
    optimiser = make_optimiser(nn.Linear(1, 1), recipe)
    schedule = make_schedule(optimiser, recipe, 10)
    for _ in range(10):
        optimiser.step()
        schedule.step()
        assert optimiser.param_groups[0]["momentum"] == 0.9


def test_a_constant_rate_needs_no_schedule():
    recipe = Recipe(epochs=1, schedule="constant", learning_rate=0.25)
    optimiser = make_optimiser(nn.Linear(1, 1), recipe)
    assert make_schedule(optimiser, recipe, 5) is None
    assert rates(recipe, 5) == [0.25] * 5
