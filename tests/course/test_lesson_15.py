"""The props of notebook 15: a tiny task, four gradients, two landscapes, and a panel."""

import pytest
import torch

from resattn_lab.course import notebook_15
from resattn_lab.course.notebook_15 import HOWS, DescentPanel


def seeded(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


@pytest.fixture
def scenes():
    return notebook_15.tiny_scenes(50, generator=seeded())


@pytest.fixture
def paths():
    return {
        how: notebook_15.descend(how, runs=2, steps=20, rate=0.05, price=10.0, seed=1)
        for how in HOWS
    }


@pytest.fixture
def panel(scenes, paths):
    found = notebook_15.landscape(*scenes, columns=9, rows=7)
    panel = DescentPanel(found, paths, *scenes)
    yield panel
    panel.close()


def test_the_target_is_the_state_of_one_of_the_eight_locations(scenes):
    states, target = scenes
    assert states.shape == (50, 8, 2)
    assert (notebook_15.loss_of(states, target[:, None]).amin(dim=1) == 0).all()


def test_a_draw_costs_what_the_average_costs_and_the_spread_about_it(scenes):
    """J = L(c) + sum of p times the squared distance to c, for any query."""
    states, target = scenes
    queries = torch.tensor([(0.0, 0.0), (2.0, 0.5), (-1.0, 3.0)])
    found = notebook_15.losses_at(queries, states, target)
    for query, spread in zip(queries, found.spread, strict=True):
        weights = notebook_15.weights_of(query, states)
        average = (weights[..., None] * states).sum(dim=1, keepdim=True)
        apart = (states - average).square().sum(dim=-1)
        torch.testing.assert_close(spread, (weights * apart).sum(dim=1).mean())
    assert (found.spread > 0).all()


def test_reinforce_has_the_exact_mean_and_straight_through_that_of_the_average(scenes):
    states, target = (part[:8] for part in scenes)
    query = torch.tensor((1.0, 0.0), requires_grad=True)
    soft = notebook_15.losses_at(query[None], states, target).soft.sum()
    (aim,) = torch.autograd.grad(soft, query)
    means = {
        how: notebook_15.many_estimates(
            how, query.detach(), states, target, 20_000, price=0.0, seed=2
        ).mean(dim=0)
        for how in HOWS
    }
    exact = means["exact"]
    for how in ("REINFORCE", "with a baseline"):
        assert (means[how] - exact).norm() < 0.1 * exact.norm()
    assert (means["straight-through"] - aim).norm() < 0.05 * exact.norm()
    assert (means["straight-through"] - exact).norm() > 0.2 * exact.norm()


def test_every_estimate_comes_from_a_draw_and_the_exact_gradient_from_none(scenes):
    states, target = (part[:8] for part in scenes)
    query = torch.tensor((1.0, 0.0))
    apart = {
        how: notebook_15.many_estimates(how, query, states, target, 500, price=10.0, seed=3)
        .std(dim=0)
        .norm()
        for how in HOWS
    }
    assert apart["exact"] < 1e-5
    assert 0.1 < apart["straight-through"] < apart["with a baseline"] < apart["REINFORCE"]


def test_a_price_that_everybody_pays_leaves_the_exact_gradient_alone(scenes):
    states, target = (part[:4, None] for part in scenes)
    queries = torch.tensor([(0.5, 1.0)])
    with_it, without = (
        notebook_15.gradients("exact", queries, states, target, price=price, generator=seeded())
        for price in (10.0, 0.0)
    )
    torch.testing.assert_close(with_it, without, rtol=1e-4, atol=1e-4)


def test_a_gradient_that_is_none_of_the_four_is_refused(scenes):
    with pytest.raises(ValueError, match="exact, REINFORCE, .*got 'gumbel'"):
        notebook_15.descend("gumbel", runs=1, price=0.0, seed=0)


def test_the_map_has_the_losses_of_its_queries_in_their_places(scenes):
    found = notebook_15.landscape(*scenes, columns=5, rows=3)
    query = torch.stack([found.x[4], found.y[1]])[None]
    there = notebook_15.losses_at(query, *scenes)
    torch.testing.assert_close(found.losses.expected[1, 4], there.expected[0])
    torch.testing.assert_close(found.losses.soft[1, 4], there.soft[0])


def test_the_panel_says_the_query_of_its_step_and_both_parts_of_its_loss(panel, paths):
    panel.gradient.value, panel.run.value, panel.step.value = "straight-through", 1, 7
    x, y = paths["straight-through"][1, 7].tolist()
    assert f"straight-through, run 1, after 7 steps: the query is ({x:.2f}, {y:.2f})" in (
        panel.canvas.alt
    )
    expected, soft = (loss.item() for loss in panel.seen.losses)
    assert f"is {expected:.2f}: {soft:.2f} for the average, and {expected - soft:.2f}" in (
        panel.canvas.alt
    )


def test_every_control_of_the_panel_moves_its_picture(panel):
    seen = {panel.canvas.value}
    for control, value in ((panel.step, 3), (panel.run, 1), (panel.gradient, "REINFORCE")):
        control.value = value
        seen.add(panel.canvas.value)
    assert len(seen) == 4


def test_a_path_off_the_map_is_still_drawn(scenes):
    found = notebook_15.landscape(*scenes, columns=5, rows=3)
    panel = DescentPanel(found, {"exact": torch.full((1, 3, 2), 99.0)}, *scenes)
    assert "(99.00, 99.00)" in panel.canvas.alt
    panel.close()


@pytest.mark.parametrize("paths", [{}, {"gumbel": torch.zeros(1, 2, 2)}])
def test_paths_without_a_known_name_are_refused(scenes, paths):
    found = notebook_15.landscape(*scenes, columns=5, rows=3)
    with pytest.raises(ValueError, match="paths must go by some of exact"):
        DescentPanel(found, paths, *scenes)


def test_a_descent_goes_on_or_stops_or_comes_back_to_zero():
    along = torch.linspace(0, 1, 101)[:, None]
    start, right = torch.tensor((0.0, 2.0)), torch.tensor((7.0, 0.0))
    ever = start + along * (right - start)
    stopped = start + (2 * along).clamp(max=1) * (right - start)
    assert notebook_15.where_to(ever) == "ever further to the right"
    assert notebook_15.where_to(stopped) == "to a point where it stops"
    assert notebook_15.where_to(start * (1 - along)) == "back to (0, 0)"


def test_how_many_times_as_large_is_judged_by_factors():
    said = [notebook_15.how_much_larger(times) for times in (0.9, 1.2, 2.2, 4, 5, 20)]
    words = [f"about {how} as large" for how in ("twice", "ten times")]
    assert said == ["about as large"] * 2 + [words[0]] * 2 + [words[1]] * 2


@pytest.mark.parametrize(
    "moved, spread, words",
    [
        ((0.2, 0.0), 0.3, "where the exact gradient leads"),
        ((-1.5, 0.0), 0.3, "somewhere else, and there they stay"),
        ((0.0, 0.0), 3.0, "all over"),
        ((-1.5, 0.0), 3.0, "all over"),
    ],
)
def test_ends_are_compared_with_those_of_the_exact_gradient(moved, spread, words):
    start, aim = torch.tensor((0.0, 2.0)), torch.tensor((3.5, 0.0))
    exact = torch.stack([start, aim]).expand(12, 2, 2)
    ends = aim + torch.tensor(moved) + spread * torch.randn(12, 2, generator=seeded())
    paths = {"exact": exact, "other": torch.stack([start.expand(12, 2), ends], dim=1)}
    assert notebook_15.where_they_end(paths, "other") == words


def test_how_far_apart_runs_end_is_measured_from_their_middle():
    runs = torch.tensor([[[0.0, 2.0], [4.0, 1.0]], [[0.0, 2.0], [4.0, -1.0]]])
    assert notebook_15.how_far_apart({"REINFORCE": runs}) == (
        "REINFORCE: runs end 1.0 from their middle"
    )
