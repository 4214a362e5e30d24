"""What notebook 03 says."""

import inspect


def two_units_see_five_positions_a_side(views):
    assert views[0] == 5


def one_to_four_poolings_see_13_and_39_and_83_and_171(sides):
    assert sides == [13, 39, 83, 171]


def the_view_grows_three_times_then_a_little_over_twice(sides):
    grown = [round(b / a, 2) for a, b in zip(sides[:-1], sides[1:], strict=True)]
    assert grown == [3.0, 2.13, 2.06]


def sixteen_units_see_a_map_of_32_from_its_middle_and_112_one_of_224(SIDE):
    """One position on either side a unit."""
    assert 2 * 16 + 1 >= SIDE == 32 > 2 * 15 + 1 and 2 * 112 + 1 >= 224 > 2 * 111 + 1


def gradients_find_the_positions_that_were_worked_out_by_hand(measured, sides, notebook_03):
    assert measured == sides[2] == 83
    assert notebook_03.reach.MAP == 128 > 83 > 32


def every_level_is_asked_for_4_positions_and_the_lowest_of_one_pooling_for_2(notebook_03):
    cones = [notebook_03.cone((256, 256), 512, depth) for depth in (1, 2, 3)]
    counts = [{name: b - a + 1 for name, (a, b) in found.items()} for found in cones]
    assert counts[0]["up1"] == 2 and counts[1]["up2"] == 4
    assert counts[2]["up2"] == counts[2]["up3"] == 4
    down = [counts[2][name] for name in ("down3", "down2", "down1", "in")]
    assert down == [6, 17, 39, 83]
    assert down[1:] == [2 * (s + 2) + 1 for s in down[:-1]]


def from_other_positions_three_poolings_see_83_or_91(notebook_03, elsewhere):
    assert elsewhere == {83, 91}
    asked = {"up2": set(), "up3": set()}
    for place in range(180, 332):
        spans = notebook_03.cone((place, place), 512, 3)
        for name, counts in asked.items():
            counts.add(spans[name][1] - spans[name][0] + 1)
    assert asked == {"up2": {3, 4}, "up3": {4, 5}}


def gradients_find_91_beside_the_middle_too(
    notebook_03, deep, measures, CHANNELS, DRAWS, torch
):
    shape, place = (CHANNELS, 128, 128), (60, 64)
    energy = measures.gradient_energy(deep.levels, shape, draws=DRAWS, place=place)
    top, bottom, *_ = measures.seen_box(energy)
    assert bottom - top + 1 == 91 == notebook_03.positions_seen(60, 128, 3)


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
    assert abs(hits["skips as they are"]["the object"] - 0.85) < 0.02


def beside_the_object_it_peaks_in_24_percent_without_a_shift(hits):
    assert abs(hits["skips as they are"]["8 to the right"] - 0.24) < 0.02


def a_spot_in_the_middle_in_29_percent(hits):
    assert abs(hits["spot in the middle"]["the object"] - 0.29) < 0.01


def a_random_location_would_in_9_percent(objects):
    assert abs(objects.float().mean() - 0.09) < 0.005


def chosen_anew_a_channel_of_the_silenced_mask_reaches_41_percent(anew):
    assert abs(anew - 0.41) < 0.02


def with_silenced_skips_in_13_percent(hits):
    assert abs(hits["skips silenced"]["the object"] - 0.13) < 0.02


def with_shifted_skips_in_8_percent_and_81_percent_beside_it(hits):
    assert abs(hits["skips shifted"]["the object"] - 0.08) < 0.02
    assert abs(hits["skips shifted"]["8 to the right"] - 0.81) < 0.02


def of_the_skips_the_8_by_8_one_alone_keeps_82_percent_and_the_16_by_16_one_51(hits):
    assert abs(hits["skips 8×8 only"]["the object"] - 0.82) < 0.02
    assert abs(hits["skips 16×16 only"]["the object"] - 0.51) < 0.02


def _weights(skips, coarse, fine, moved=0):
    skips.coarse.value, skips.fine.value, skips.moved.value = coarse, fine, moved
    return [round(weight, 2) for weight in skips.seen.weights]


def on_the_shown_scene_the_weight_falls_from_88_to_33_hundredths_below_that_of_the_rest(
    skips, SHOWN
):
    skips.scene.value = SHOWN
    assert _weights(skips, 1, 1)[0] == 0.88
    assert _weights(skips, 0, 0) == [0.33, 0.48]


def its_8_by_8_skip_alone_keeps_the_disc_and_the_16_by_16_one_does_not(skips, SHOWN):
    skips.scene.value = SHOWN
    assert _weights(skips, 1, 0)[0] == 0.83 and skips.seen.where == "on the object"
    assert _weights(skips, 0, 1)[0] == 0.47 and skips.seen.where == "beside the object"


def shifted_by_8_pixels_its_peak_lies_in_the_box_and_not_on_the_object(skips, SHOWN):
    skips.scene.value = SHOWN
    _weights(skips, 1, 1, moved=8)
    assert skips.seen.where == "on the object, moved" and not skips.seen.truth[skips.seen.peak]


def at_depth_2_the_mask_sees_30_percent_from_the_edge_and_66_from_the_middle(fields):
    fields.branch.value, fields.depth.value = "mask", 2
    for row, share in ((fields.row.max, None), (0, "30%"), (24, "66%")):
        fields.row.value = row
        assert share is None or f", {share} of the image" in fields.canvas.alt
    assert round(30 / 66, 1) == 0.5  # half of the field


def from_depth_3_on_it_sees_all_from_the_middle_and_most_of_it_matters_little(fields):
    fields.branch.value, fields.row.value = "mask", 24
    for depth in (3, 4):
        fields.depth.value = depth
        assert "48×48 positions, 100% of the image" in fields.canvas.alt
    fields.depth.value = 3
    side = int(fields.canvas.alt.split("lies within ")[1].split("×")[0])
    assert abs(side - 21) <= 2 and side < 48


def the_trunk_sees_3_by_5_positions_from_the_edge_at_depth_2(fields):
    fields.branch.value, fields.depth.value, fields.row.value = "trunk", 2, 0
    assert "3×5 positions, 1% of the image" in fields.canvas.alt


def the_orange_box_holds_90_percent_of_the_energy(measures):
    share = inspect.signature(measures.effective_side).parameters["share"].default
    assert share == 0.90 and round(100 * share) == 90


def the_branch_costs_285_hundredths_of_a_unit_and_more_than_its_trunk(cost, deep, trunk):
    assert round(cost(deep), 2) == 2.85 > cost(trunk) == 2


def most_of_it_is_in_the_two_convolutions_and_less_than_a_unit_in_the_levels(levels, score):
    assert round(score, 2) == 1.88 and round(levels, 2) == 0.97


def at_half_resolution_the_two_convolutions_would_cost_0_47(score):
    assert round(score / 4, 2) == 0.47


def at_half_resolution_the_mask_peaks_on_the_object_as_often(early_hits, hits):
    assert abs(early_hits - hits["skips as they are"]["the object"]) < 0.02
    assert abs(early_hits - 0.86) < 0.02


def twenty_units_at_a_quarter_of_the_price_cost_five(notebook_03, levels):
    r = notebook_03.changes.enough_units()
    assert 2 * r / 4 == 5 > round(levels, 2) == 0.97


def for_a_cost_of_three_plain_units_see_seven_positions(cost, plain, views):
    assert cost(plain) == 3 and views[1:] == [83, 7]


def the_shown_scene_has_a_disc_which_peaks_in_out_while_the_strokes_stay_dim(
    maps, scenes, SHOWN, CHANNEL
):
    out, truth = maps["out"][SHOWN, CHANNEL], scenes.true_masks[SHOWN]
    assert scenes.class_names[scenes.labels[SHOWN]] == "disc" and truth.flatten()[out.argmax()]
    for rows, columns in ((slice(3, 9), slice(0, 5)), (slice(19, 25), slice(0, 5))):
        assert out[truth].mean() > 1.5 * out[rows, columns].mean()


def at_4_by_4_a_convolution_spans_24_of_32_pixels_and_more_than_twice_the_disc(
    maps, scenes, SHOWN, SIDE
):
    spanned = 3 * SIDE // maps["down3"].shape[-1]
    rows, columns = scenes.true_masks[SHOWN].nonzero().T
    disc = max(rows.max() - rows.min(), columns.max() - columns.min()) + 1
    assert spanned == 24 > 2 * disc and SIDE == 32


def in_the_shown_scene_the_silenced_mask_peaks_elsewhere_and_the_shifted_one_8_to_the_right(
    masks, objects, SHOWN, MASK_CHANNEL
):
    truth = objects[SHOWN]
    peak = {name: mask[SHOWN, MASK_CHANNEL].argmax() for name, mask in masks.items()}
    assert truth.flatten()[peak["as they are"]] and not truth.flatten()[peak["silenced"]]
    assert truth.roll(8, -1).flatten()[peak["shifted"]]


def one_of_the_two_strokes_of_the_opening_is_the_objects(scenes, strokes):
    on = [bool(scenes.true_masks[26][at]) for at in strokes.values()]
    assert on == [False, True] and scenes.class_names[scenes.labels[26]] == "star"
