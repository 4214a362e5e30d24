"""What notebook 03 says."""

import inspect


def two_units_see_five_positions_a_side(views):
    assert views[0] == 5


def one_to_four_poolings_see_13_and_39_and_83_and_171(sides):
    assert sides == [13, 39, 83, 171]


def the_view_grows_three_times_then_a_little_over_twice(sides):
    grown = [round(b / a, 2) for a, b in zip(sides[:-1], sides[1:], strict=True)]
    assert grown == [3.0, 2.13, 2.06]


def gradients_find_the_positions_that_were_worked_out_by_hand(measured, sides):
    assert measured == sides[2] == 83


def the_maps_lead_to_the_mask_of_the_package(branch, x, maps):
    assert (branch(x[:8]) - maps["mask"][:8]).abs().max() < 1e-5


def the_maps_at_the_lowest_level_do_not_depend_on_the_skips(maps, silenced, moved):
    for changed in (silenced, moved):
        assert (changed["up3"] - maps["up3"]).abs().max() < 1e-5


def the_smallest_map_has_sixteen_squares(maps):
    assert maps["down3"].shape[-2:] == (4, 4) and maps["down2"].shape[-2:] == (8, 8)


def the_shown_channels_are_the_best_ones_on_other_scenes(
    network, branch, data, measures, notebook_03, CHANNEL, MASK_CHANNEL
):
    others = data.planted_scenes(1000, seed=107)
    maps = notebook_03.branch_maps(
        branch, notebook_03.inputs_of_first_module(network, others.images)
    )
    assert measures.best_channel(maps["out"], others.true_masks)[0] == CHANNEL
    assert measures.best_channel(maps["mask"], others.true_masks)[0] == MASK_CHANNEL


def as_it_is_the_mask_peaks_on_the_object_in_85_percent(hits):
    assert abs(hits["as it is", "object"] - 0.85) < 0.02


def with_silenced_skips_in_13_percent(hits):
    assert abs(hits["silenced", "object"] - 0.13) < 0.02


def with_shifted_skips_in_8_percent_and_81_percent_beside_it(hits):
    assert abs(hits["shifted", "object"] - 0.08) < 0.02
    assert abs(hits["shifted", "8 to the right"] - 0.81) < 0.02


def the_shown_scene_has_a_bar_which_stays_bright_while_the_stroke_beside_it_is_dim(
    maps, scenes, SHOWN, CHANNEL
):
    out, truth = maps["out"][SHOWN, CHANNEL], scenes.true_masks[SHOWN]
    assert scenes.class_names[scenes.labels[SHOWN]] == "bar"
    assert out[truth].mean() > 1.5 * out[16:22, :6].mean()


def at_4_by_4_a_convolution_spans_24_of_32_pixels_and_more_than_the_bar(
    maps, scenes, SHOWN, SIDE
):
    spanned = 3 * SIDE // maps["down3"].shape[-1]
    rows, columns = scenes.true_masks[SHOWN].nonzero().T
    bar = max(rows.max() - rows.min(), columns.max() - columns.min()) + 1
    assert spanned == 24 > bar and SIDE == 32


def one_position_reads_a_few_of_the_first_maps_and_all_of_the_input(cones):
    rows, columns = cones

    def count(name):
        return tuple(last - first + 1 for first, last in (rows[name], columns[name]))

    assert count("up1") == (2, 2) and count("up2") == (3, 4) and count("up3") == (3, 3)
    assert count("in") == (32, 32) and count("down3") == (4, 4)


def the_orange_box_holds_90_percent_of_the_energy(measures):
    share = inspect.signature(measures.effective_side).parameters["share"].default
    assert share == 0.90 and round(100 * share) == 90


def the_branch_costs_285_hundredths_of_a_unit_and_more_than_its_trunk(cost, deep, trunk):
    assert round(cost(deep), 2) == 2.85 > cost(trunk) == 2


def most_of_it_is_in_the_two_convolutions_and_less_than_a_unit_in_the_levels(levels, score):
    assert round(score, 2) == 1.88 and round(levels, 2) == 0.97


def for_a_cost_of_three_plain_units_see_seven_positions(cost, plain, views):
    assert cost(plain) == 3 and views[1:] == [83, 7]
