"""What notebook 15 says."""


def the_marked_first_number_is_larger_by_2_on_average(states, target):
    assert abs(target[:, 0].mean() - 2) < 0.15
    assert abs((states[..., 0].sum(dim=1) - target[:, 0]).mean() / 7) < 0.1


def a_longer_query_is_surer(one, queries, notebook_15):
    largest = [notebook_15.weights_of(query, one[0]).max().item() for query in queries]
    assert largest == sorted(largest) and largest[0] == 0.125


def moving_a_query_by_a_thousandth_changes_the_expected_loss_alone(
    states, at_each, notebook_15, torch
):
    found = []
    for x in (2.0, 2.001):
        weights = notebook_15.weights_of(torch.tensor((x, 0.5)), states)
        best = at_each.gather(1, weights.argmax(dim=1, keepdim=True)).mean()
        found.append((best.item(), (weights * at_each).sum(dim=1).mean().item()))
    assert found[0][0] == found[1][0] and found[0][1] > found[1][1] + 1e-4


def states_have_a_standard_deviation_of_1(states, target):
    others = states.sum(dim=1) - target  # of seven
    assert abs(others.std(dim=0) / 7**0.5 - 1).max() < 0.1
    assert abs(target.std(dim=0) - 1).max() < 0.1


def the_descent_begins_at_0_2_and_goes_right_ever_more_slowly(descent, notebook_15):
    path = descent["exact"][0]
    assert notebook_15.START == (0.0, 2.0)
    early, late, last = (path[step, 0] for step in (200, 1000, 5000))
    assert 3 < early and early + 1 < late and late + 1 < last and len(path) == 5001
    assert path[-1, 1].abs() < 0.4


def the_state_furthest_right_is_the_marked_one_in_70_of_a_hundred_scenes(surest):
    assert round(surest.float().mean().item(), 2) == 0.70


def being_surer_lowers_the_loss_there_and_raises_it_in_most_of_the_others(
    states, at_each, surest, notebook_15, torch
):
    near, far = (
        (notebook_15.weights_of(torch.tensor((x, 0.0)), states) * at_each).sum(dim=1)
        for x in (3.4, 10.0)
    )
    assert (far < near)[surest].all() and (far > near)[~surest].float().mean() > 0.6
    assert far.mean() < near.mean()


def on_the_map_the_expected_loss_is_lowest_at_its_right_edge(found, notebook_15):
    x, _ = notebook_15.lowest(found, found.losses.expected)
    assert x == found.x[-1]


def all_of_the_descent_goes_down(descent, states, target, notebook_15):
    J = notebook_15.losses_at(descent["exact"][0][::200], states, target).expected
    assert (J.diff() < 0).all()


def the_loss_of_the_average_has_a_valley_near_2_0(found, notebook_15):
    x, y = notebook_15.lowest(found, found.losses.soft)
    assert abs(x - 2) < 0.7 and abs(y - 0) < 0.3


def reinforce_is_right_on_average_with_and_without_a_baseline(measured):
    for how in ("REINFORCE", "with a baseline"):
        bias, _, error = measured[how]
        assert bias < 3 * error


def the_baseline_takes_more_than_half_of_the_noise_away(lengths):
    assert round(lengths["REINFORCE"], 1) == 4.2 and round(lengths["with a baseline"], 1) == 1.9


def sixteen_scenes_and_4000_estimates(few, clouds):
    assert len(few) == 16 and all(len(cloud) == 4000 for cloud in clouds.values())


def straight_through_lies_closest_and_is_off_by_81_hundredths(measured, lengths, exact):
    assert lengths["straight-through"] < 0.5 * min(
        lengths["REINFORCE"], lengths["with a baseline"]
    )
    bias, _, error = measured["straight-through"]
    assert round((bias / exact.norm()).item(), 2) == 0.81 and bias > 20 * error


def without_a_baseline_the_runs_end_far_apart_and_with_one_near_the_exact(paths):
    ends = {how: runs[:, -1] for how, runs in paths.items()}
    apart = {how: end.std(dim=0).norm() for how, end in ends.items()}
    assert apart["REINFORCE"] > 1.3 * apart["with a baseline"]
    near = ends["with a baseline"].mean(dim=0) - ends["exact"].mean(dim=0)
    assert near.norm() < 0.5


def straight_through_stays_near_2_0(paths):
    x, y = paths["straight-through"][:, -1].mean(dim=0).tolist()
    assert abs(x - 2) < 0.4 and abs(y - 0) < 0.3
    assert paths["exact"][:, -1, 0].min() > 3


def the_expected_loss_is_the_averages_plus_the_spread(
    paths, states, target, notebook_15, attention
):
    for runs in paths.values():
        query = runs[0, -1]
        weights = notebook_15.weights_of(query, states)
        average = attention.context_vector(states, weights)
        apart = (states - average[:, None]).square().sum(dim=-1)
        spread = (weights * apart).sum(dim=1).mean()
        found = notebook_15.losses_at(query[None], states, target)
        assert abs(found.spread.item() - spread) < 1e-4


def straight_through_ends_with_the_best_average_and_the_worst_spread(
    paths, states, target, notebook_15
):
    ends = {
        how: notebook_15.losses_at(runs[:, -1], states, target) for how, runs in paths.items()
    }
    straight = ends.pop("straight-through")
    for losses in ends.values():
        assert straight.soft.mean() < losses.soft.mean()
        assert straight.spread.mean() > losses.spread.mean() + 0.2
    for how in ("exact", "with a baseline"):  # a single run of REINFORCE can go astray
        assert straight.expected.mean() > ends[how].expected.mean() + 0.1
    difference = straight.spread.mean() - ends["exact"].spread.mean()
    assert difference > 3 * (ends["exact"].soft.mean() - straight.soft.mean())


def all_four_find_the_marked_location_about_equally_often(paths, states, target, notebook_15):
    hits = [notebook_15.hits(runs, states, target) for runs in paths.values()]
    assert max(hits) - min(hits) < 0.08


def the_spread_of_straight_through_stays_from_step_30_on_and_that_of_the_exact_falls(
    paths, states, target, notebook_15
):
    straight, exact = (
        notebook_15.losses_at(paths[how][0], states, target)
        for how in ("straight-through", "exact")
    )
    assert straight.spread[0] > 1 > 0.8 > straight.spread[30:].max()
    assert straight.spread[30:].min() > 0.45
    assert exact.spread[30] > 0.45 and abs(exact.spread[-1] - 0.26) < 0.01
    assert abs(exact.soft[-1] - straight.soft[-1]) < 0.1


def nearly_all_of_the_noise_was_the_price_of_10(paths, free, states, target, notebook_15):
    def apart(runs):
        return notebook_15.losses_at(runs[:, -1], states, target).expected.std()

    assert apart(free) < 0.35 * apart(paths["REINFORCE"]) and 10 > 0


def the_weights_of_the_query_2_0_are_how_likely_each_location_is_the_marked_one(
    one, notebook_15, torch
):
    states, _ = one
    likely = (-0.5 * (states[:, 0] - 2) ** 2 + 0.5 * states[:, 0] ** 2).softmax(dim=0)
    weights = notebook_15.weights_of(torch.tensor((2.0, 0.0)), states)
    assert (weights - likely).abs().max() < 1e-5
