"""What notebook 01 says."""


def the_mean_of_the_scores_is_the_logit_less_the_bias(scores, logits, bias, named):
    wanted = logits.max(dim=1).values - bias[named]
    assert (scores.mean(dim=1) - wanted).abs().max() < 1e-3


def the_network_names_the_shown_shape(scenes, named, SCENE):
    assert named[SCENE] == scenes.labels[SCENE]


def the_objects_locations_vote_for_it_and_those_far_away_hardly(votes, scenes, SCENE):
    truth = scenes.true_masks[SCENE].float()
    touched = truth.unfold(0, 4, 4).unfold(1, 4, 4).amax(dim=(2, 3)).bool()
    assert votes[touched].mean() > 20 > 5 > votes[0].max() > votes[:, 0].max()


def the_stars_best_votes_are_41_39_and_37(scores, SCENE):
    best = scores[SCENE].sort(descending=True).values
    assert [round(vote) for vote in best[:3].tolist()] == [41, 39, 37]


def the_weight_of_all_alike_counts_64_locations_and_of_one_1(attention, torch):
    alike, one = torch.full((64,), 1 / 64), torch.eye(64)[0]
    assert abs(attention.effective_places(alike) - 64) < 1e-3
    assert attention.effective_places(one) == 1


def at_temperature_1_it_is_spread_over_fewer_than_two_locations_in_most(spread):
    assert 1 < spread < 2


def the_weight_gathers_on_the_object_when_it_gets_colder(columns, scenes, SCENE, notebook_01):
    touched = notebook_01.touched_locations(scenes, (8, 8))[SCENE]
    shares = [(weights * touched).sum().item() for weights in columns.values()]
    assert shares == sorted(shares) and shares[-1] == 1


def averaging_all_is_right_in_99_8_percent_and_a_cold_choice_in_99_0(FAST, costs):
    assert abs(costs.soft[-1] - 0.998) < (0.02 if FAST else 0.0006)
    assert abs(costs.hard[0] - 0.990) < (0.02 if FAST else 0.0006)


def a_location_on_the_object_is_right_in_98_percent_and_one_off_it_in_43(FAST, on, off):
    assert abs(on - 0.98) < (0.03 if FAST else 0.005)
    assert abs(off - 0.43) < (0.05 if FAST else 0.005)


def a_random_location_is_right_in_about_half_of_the_scenes(costs):
    assert 0.44 < costs.hard[-1] < 0.6


def hot_18_percent_of_the_weight_is_on_the_object_as_of_the_locations(costs, touched):
    assert abs(costs.on_object[-1] - 0.18) < 0.01 and abs(touched - 0.18) < 0.01


def cold_93_percent_of_the_weight_is_on_the_object(FAST, costs):
    assert abs(costs.on_object[0] - 0.93) < (0.03 if FAST else 0.005)


def with_4_by_4_pixels_in_another_scene_a_state_names_that_scenes_shape(FAST, shares):
    own, surroundings = shares[4]
    assert abs(own - 0.05) < (0.03 if FAST else 0.006)
    assert abs(surroundings - 0.56) < (0.06 if FAST else 0.006)


def a_square_of_12_by_12_turns_it_round_and_of_24_by_24_wins_in_87_percent(FAST, shares):
    assert all((own > other) == (side >= 12) for side, (own, other) in shares.items())
    assert abs(shares[24][0] - 0.87) < (0.05 if FAST else 0.006)


def with_other_pixels_under_it_58_percent_are_left(FAST, without):
    assert abs(without - 0.58) < (0.06 if FAST else 0.006)


def this_channel_opens_21_locations_and_keeps_the_star_at_0_97(before, after, torch):
    assert (torch.sigmoid(before) > 0.5).sum() == 21
    at = before.argmax()
    assert abs(torch.sigmoid(after)[at] - 0.97) < 0.005


def its_softmax_gives_the_star_0_18_and_after_the_corner_is_raised_0_05(
    before, after, attention, scenes, SCENE, notebook_01
):
    at = before.argmax()
    touched = notebook_01.touched_locations(scenes, (8, 8))[SCENE]
    assert touched[at] == 1 and touched[0] == 0
    lit, dimmed = (attention.attention_weights(part)[at] for part in (before, after))
    assert abs(lit - 0.18) < 0.005 and abs(dimmed - 0.05) < 0.005


def the_median_channel_opens_19_locations(mask, notebook_01):
    assert notebook_01.typical_open_count(mask) == 19


def one_of_ten_choices_touches_the_star_at_1000_and_all_ten_at_1(panel):
    at = {}
    before = panel.temperature.value, panel.draw_number.value
    for temperature in (1000, 1):
        panel.temperature.value = temperature
        at[temperature] = 0
        for draw in range(1, 11):
            panel.draw_number.value = draw
            at[temperature] += "chosen location touches" in panel.canvas.alt
    panel.temperature.value, panel.draw_number.value = before
    assert at == {1000: 1, 1: 10}


def the_star_counts_ten_locations_at_5_2(attention, scores, SCENE):
    def counted(temperature):
        weights = attention.attention_weights(scores[SCENE], temperature=temperature)
        return attention.effective_places(weights)

    assert abs(counted(5.2) - 10) < 0.2


def the_sigmoid_lifts_many_locations_and_the_softmax_at_most_one(mask, competing):
    assert (mask > 0.5).sum(dim=-1).float().median() > 10
    assert (competing > 0.5).sum(dim=-1).max() <= 1


def the_sums_of_the_sigmoids_go_from_near_0_to_near_64(sums):
    assert sums.min() < 1 and sums.max() > 63
    assert 8 * 8 == 64


def the_last_mask_has_128_channels_of_8_by_8(mask):
    assert mask.shape[1:] == (128, 64)


def the_panel_can_reach_ten_locations(panel, attention, scores, SCENE):
    hot, cold = (attention.attention_weights(scores[SCENE], temperature=t) for t in (8, 3))
    assert attention.effective_places(cold) < 10 < attention.effective_places(hot)
