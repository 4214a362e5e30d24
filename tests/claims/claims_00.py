"""What notebook 00 says."""

from resattn_lab.course import record


def the_best_channel_of_the_first_module_is_right_in_nearly_nine_scenes_of_ten(scores):
    assert 0.80 < scores.rows["stage1.0"][0] < 0.90


def that_of_the_second_is_right_in_three_of_four(scores):
    assert 0.70 < scores.rows["stage2.0"][0] < 0.80


def that_of_the_third_is_right_in_about_four_of_ten(scores):
    assert 0.35 < scores.rows["stage3.0"][0] < 0.45


def the_spot_in_the_middle_and_an_untrained_network_manage_three_of_ten(scores):
    untrained = max(row[0] for name, row in scores.rows.items() if "untrained" in name)
    spot = scores.rows["spot in the middle"][0]
    assert 0.25 < spot < 0.35 and 0.25 < untrained < 0.36


def the_object_covers_one_twelfth_of_a_scene(scores):
    assert 1 / 13 < scores.chance < 1 / 11 and abs(scores.chance - 0.085) < 0.003


def two_mean_masks_hit_in_fewer_than_two_scenes_of_a_hundred(means):
    assert all(0.01 <= means[name].hits < 0.02 for name in ("stage2.0", "stage3.0"))


def the_second_peaks_at_the_edge_four_times_in_five_and_chance_is_one_in_four(means):
    assert 0.75 < means["stage2.0"].edge < 0.85
    assert 0.2 < means["stage2.0"].edge_by_chance < 0.27


def the_third_mean_mask_is_lower_on_the_object(FAST, means):
    third = means["stage3.0"]
    assert 0 < third.outside - third.inside < 0.1
    assert FAST or (abs(third.inside - 0.33) < 0.006 and abs(third.outside - 0.36) < 0.006)


def a_location_of_the_third_mask_is_4_by_4_pixels(masks):
    assert masks["stage3.0.mask"].shape[-2:] == (8, 8) and 32 // 8 == 4


def the_second_mean_mask_is_higher_on_the_object(FAST, means):
    second = means["stage2.0"]
    assert 0 < second.inside - second.outside < 0.1
    assert FAST or (abs(second.inside - 0.41) < 0.006 and abs(second.outside - 0.34) < 0.006)


def the_shown_channel_is_the_best_one_where_it_is_chosen_on_enough_scenes(
    FAST, CHANNEL, scores
):
    assert FAST or scores.channels["stage1.0"] == CHANNEL


def the_object_is_brighter_than_its_surroundings_in_the_four_scenes(
    first_mask, scenes, CHANNEL
):
    for mask, truth in zip(first_mask[:4, CHANNEL], scenes.true_masks[:4], strict=True):
        assert mask[truth].mean() > mask[~truth].mean() + 0.1


def channels_25_and_18_light_the_crescent_30_the_rest_and_9_is_shut(first_mask, scenes):
    truth = scenes.true_masks[0]
    on = {c: first_mask[0, c][truth].mean().item() for c in (25, 18, 30, 9)}
    off = {c: first_mask[0, c][~truth].mean().item() for c in (25, 18, 30, 9)}
    assert scenes.class_names[scenes.labels[0]] == "crescent"
    assert all(on[c] > off[c] + 0.2 for c in (25, 18))
    assert on[30] < off[30] - 0.2 and on[9] < 0.1 > off[9]


def the_mean_masks_are_shown_on_the_square(scenes):
    assert scenes.class_names[scenes.labels[3]] == "square"


def the_kernels_are_shown_without_the_names_that_answer_the_question(kernels):
    tiles = kernels.draw(kernels.values(), kernels.seen).marks[0]
    assert not tiles.labels and not tiles.below


def the_first_panel_does_not_tell_the_rule_and_the_second_does(explorer, product):
    assert "× (1 + " not in explorer.canvas.alt and "× (1 + " in product.canvas.alt


def the_network_names_all_24_scenes_and_without_the_first_mask_says_triangle(
    network, scenes, named, torch
):
    assert len(scenes.labels) == 24
    with torch.inference_mode():
        assert (network(scenes.images / 255).argmax(dim=1) == scenes.labels).all()
    assert {scenes.class_names[number] for number in named.tolist()} == {"triangle"}
    assert (named == scenes.labels).sum() == 2


def at_half_strength_it_names_22_scenes_and_at_a_quarter_6(
    network, scenes, interventions, torch
):
    right = {}
    for strength in (0.5, 0.25):
        with (
            torch.inference_mode(),
            interventions.mask_strength(network, {"stage1.0": strength}),
        ):
            named = network(scenes.images / 255).argmax(dim=1)
        right[strength] = (named == scenes.labels).sum().item()
    assert right == {0.5: 22, 0.25: 6}


def the_crescent_is_named_down_to_a_strength_of_04_and_is_a_triangle_at_03(
    network, scenes, interventions, torch
):
    said = {}
    for strength in (1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0):
        with (
            torch.inference_mode(),
            interventions.mask_strength(network, {"stage1.0": strength}),
        ):
            label = network(scenes.images[:1] / 255).argmax().item()
        said[strength] = scenes.class_names[label]
    assert set(said.values()) == {"crescent", "triangle"}
    assert min(strength for strength, name in said.items() if name == "crescent") == 0.4
    assert max(strength for strength, name in said.items() if name == "triangle") == 0.3


def under_a_square_of_15_pixels_at_12_and_11_it_is_a_triangle_and_the_mask_hardly_higher_there(
    product, scenes, CHANNEL
):
    truth = scenes.true_masks[0]
    product.image.value, product.module.value, product.channel.value = 0, "stage1.0", CHANNEL
    rows, columns = truth.nonzero().T
    assert (rows.min(), columns.min()) == (12, 11)
    assert rows.max() - rows.min() + 1 == columns.max() - columns.min() + 1 == 15
    product.row.value, product.column.value, product.size.value = 12, 11, 15
    assert scenes.class_names[product.seen.run.chances.argmax()] == "triangle"
    truth, mask = truth.numpy(), product.seen.mask
    assert round(float(mask[truth].mean()), 2) == 0.53
    assert round(float(mask[~truth].mean()), 2) == 0.52
    product.press_reset()
    assert round(float(product.seen.mask[truth].mean()), 2) == 0.81


def kernels_2_4_5_and_6_are_edges_and_0_1_and_7_low_pass(network):
    from resattn_lab.course import notebook_10

    kinds = notebook_10.sort_kernels(network.stem[0].weight.detach().numpy()).kinds
    found = {kind: [n for n, k in enumerate(kinds) if k == kind] for kind in kinds}
    assert found["edge"] == [2, 4, 5, 6]
    assert found["low-pass"] == [0, 1, 7] and found["band"] == [3]


def mask_and_trunk_give_the_output_by_equation_3(T, M, H):
    assert (H - (1 + M) * T).abs().max() < 1e-5


def the_network_was_taught_by_names_on_24000_scenes(card):
    assert int(card["data"]["train"].split()[-2]) == 24_000


def the_quotient_of_the_hint_is_that_of_the_first_line(T, H):
    assert round((H[4, 5] / T[4, 5]).item(), 3) == 1.555


def the_full_width_network_has_1030362_parameters(networks):
    built = networks.build_network("cifar_attention_56")
    assert networks.count_parameters(built) == 1_030_362


def five_other_untrained_networks_hit_in_37_to_47_percent(notebook_00):
    drawn = record("mask_evidence")["parts"]["untrained"]["zero_residual"]["stage1.0 channel"]
    hits = [round(100 * network["pointing"][0]) for network in drawn]
    assert len(hits) == 5 and (min(hits), max(hits)) == (37, 47)
