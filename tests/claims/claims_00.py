"""What notebook 00 says."""


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
    assert 1 / 13 < scores.chance < 1 / 11


def two_mean_masks_peak_on_the_object_in_one_or_two_scenes_of_a_hundred(means):
    assert all(0.01 <= means[name].hits < 0.025 for name in ("stage2.0", "stage3.0"))


def the_second_peaks_at_the_edge_four_times_in_five_and_chance_is_one_in_four(means):
    assert 0.75 < means["stage2.0"].edge < 0.85
    assert 0.2 < means["stage2.0"].edge_by_chance < 0.27


def the_third_mean_mask_is_a_little_lower_on_the_object(means):
    assert 0 < means["stage3.0"].outside - means["stage3.0"].inside < 0.1


def a_location_of_the_third_mask_is_4_by_4_pixels(masks):
    assert masks["stage3.0.mask"].shape[-2:] == (8, 8) and 32 // 8 == 4


def the_second_mean_mask_is_a_little_higher_on_the_object(means):
    assert 0 < means["stage2.0"].inside - means["stage2.0"].outside < 0.1


def the_shown_channel_is_the_best_one_where_it_is_chosen_on_enough_scenes(
    FAST, CHANNEL, scores
):
    assert FAST or scores.channels["stage1.0"] == CHANNEL


def the_object_is_brighter_than_its_surroundings_in_the_four_scenes(
    first_mask, scenes, CHANNEL
):
    for mask, truth in zip(first_mask[:4, CHANNEL], scenes.true_masks[:4], strict=True):
        assert mask[truth].mean() > mask[~truth].mean() + 0.1


def mask_and_trunk_give_the_output_by_equation_3(T, M, H):
    assert (H - (1 + M) * T).abs().max() < 1e-5


def the_network_was_taught_by_names_on_24000_scenes(card):
    assert int(card["data"]["train"].split()[-2]) == 24_000


def the_quotients_of_the_hint_are_those_of_the_lines(T, M, H):
    rows, columns = (4, 16, 28), (5, 18, 9)
    ratios = [(H[r, c] / T[r, c]).item() for r, c in zip(rows, columns, strict=True)]
    assert [round(ratio, 3) for ratio in ratios] == [1.555, 1.94, 1.472]


def the_full_width_network_has_1030362_parameters(networks):
    built = networks.build_network("cifar_attention_56")
    assert networks.count_parameters(built) == 1_030_362
