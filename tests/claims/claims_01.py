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


def the_votes_go_up_to_70(scores):
    assert abs(scores.max() - 70) < 0.5


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


def averaging_is_right_in_99_percent_or_more_at_every_temperature(FAST, costs):
    assert min(costs.soft) > (0.97 if FAST else 0.9875) and 0.99 < 1


def a_random_location_is_right_in_about_half_of_the_scenes(costs):
    assert 0.44 < costs.hard[-1] < 0.6


def a_cold_choice_is_right_in_99_percent(FAST, costs):
    assert abs(costs.hard[0] - 0.99) < (0.02 if FAST else 0.005)


def hot_18_percent_of_the_weight_is_on_the_object_as_of_the_locations(costs, touched):
    assert abs(costs.on_object[-1] - 0.18) < 0.01 and abs(touched - 0.18) < 0.01


def cold_93_percent_of_the_weight_is_on_the_object(FAST, costs):
    assert abs(costs.on_object[0] - 0.93) < (0.03 if FAST else 0.005)


def with_its_own_4_by_4_pixels_a_state_guesses(shares):
    assert shares[4] < 0.15


def with_16_by_16_it_is_right_in_nearly_nine_scenes_of_ten(FAST, shares):
    assert (0.8 if FAST else 0.85) < shares[16] < 0.9 + 0.03 * FAST
    assert list(shares.values()) == sorted(shares.values())


def sixteen_pixels_squared_are_a_quarter_of_the_picture(image):
    assert 16 * 16 / (image.shape[1] * image.shape[2]) == 0.25


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
