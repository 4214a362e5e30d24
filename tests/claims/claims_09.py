"""What notebook 09 says."""

import numpy as np
import torch

from resattn_lab.course import record
from resattn_lab.course.notebook_09 import results
from resattn_lab.course.notebook_09.twins import best_channels
from resattn_lab.measures import inside_and_outside

SAME, ANEW = "same", "same, statistics anew"
BARE, BARE_ANEW = "none", "none, statistics anew"


def _percent(shares):
    """Whole per cents, in the order given."""
    return [round(100 * share) for share in np.asarray(shares).ravel().tolist()]


def _lost(where, way):
    """Points that each network loses."""
    return 100 * (results.accuracies(where, "as trained") - results.accuracies(where, way))


def _looks(kind, figure):
    """A figure of each network's modules, (3 networks, 3 modules)."""
    return np.array(
        [[n["looks"][kind][m][figure] for m in results.MODULES] for n in results.networks()]
    )


def settling_is_that_of_the_package_and_the_opponent_the_twin(twin, opponent):
    for part in ("parameters", "buffers"):
        for ours, other in zip(*(getattr(n, part)() for n in (twin, opponent)), strict=True):
            assert torch.allclose(ours.float(), other.float(), rtol=1e-3, atol=1e-4)


def guessing_wins_8_of_ten_in_one_game_of_18_and_9_in_one_of_93(notebook_09):
    assert round(1 / notebook_09.luck(8, 10)) == 18 and round(1 / notebook_09.luck(9, 10)) == 93


def in_some_round_the_twin_lights_the_object(game):
    higher = []
    for asked in game.rounds:
        truth = game.scenes.true_masks[list(asked.scenes)]
        on, beside = inside_and_outside(asked.masks, truth)
        higher += [] if asked.trained else (on > beside).tolist()
    assert any(higher)


def the_rule_is_right_in_81_to_96_percent_and_97_to_100_and_in_one_module_66(notebook_09):
    counts, shares = results.reading()
    one, eight = (np.delete(shares[..., k], 2) for k in (0, -1))  # without stage 3 of seed 0
    spans = [(min(p), max(p)) for p in map(_percent, (one, eight))]
    assert list(counts) == [1, 2, 4, 8] and spans == [(81, 96), (97, 100)]
    assert _percent(shares[0, 2])[-1] == 66 and (shares[0, 2] < 0.7).all()


def in_the_opening_picture_the_untrained_a_lights_the_object(
    network, scenes, data, SEED, LARGE, SHOWN, notebook_09
):
    choose_on = data.planted_scenes(120, seed=SEED + 100, **LARGE)  # as in full mode
    twin = notebook_09.ready_twin(network, choose_on, 0)
    channel = best_channels(twin, choose_on)["stage2.0"]
    mask = notebook_09.masks_of(twin, scenes.images[[SHOWN - 1]])["stage2.0"][:, channel]
    on, beside = inside_and_outside(mask, scenes.true_masks[[SHOWN - 1]])
    assert on > beside + 0.2


def as_built_80_to_98_percent_of_the_twins_values_are_at_the_ends(notebook_09):
    found = _percent(results.ends("twin, statistics unset"))
    assert (min(found), max(found)) == (80, 98)


def with_statistics_set_it_is_1_to_2_percent(notebook_09):
    assert set(_percent(results.ends("twin, statistics set"))) == {1, 2}


def of_the_trained_ones_5_to_6_and_15_to_22_and_42_to_46_percent(notebook_09):
    stages = results.ends("trained").T
    spans = [(min(p), max(p)) for p in map(_percent, stages)]
    assert spans == [(5, 6), (15, 22), (42, 46)]


def of_the_settled_twins_values_few_are_below_5_or_above_95_hundredths(
    twin, scenes, notebook_09
):
    for mask in notebook_09.masks_of(twin, scenes.images[:4]).values():
        assert ((mask < 0.05) | (mask > 0.95)).float().mean() < 0.1


def a_tenth_of_the_batch_moves_in_and_9_tenths_stay(nn):
    assert nn.BatchNorm2d(1).momentum == 0.1 and 1 - 0.1 == 0.9


def the_shown_channel_is_the_best_of_stage_2_by_the_record(CHANNEL):
    found = record("scene_networks")["parts"]["64"]["trained"]["scenes_64_attention_56"]
    assert found["stage2.0"]["chosen"]["pointing"]["channel"] == CHANNEL
    assert not found["stage2.0"]["chosen"]["pointing"]["low"]


def it_follows_the_object_through_the_five_scenes(own, scenes, CHANNEL):
    on, beside = inside_and_outside(own[:5, CHANNEL], scenes.true_masks[:5])
    assert (on > beside + 0.3).all()


def the_mean_of_others_looks_at_nothing(own, same, scenes, CHANNEL):
    flat = same[CHANNEL].expand(5, -1, -1)
    on, beside = inside_and_outside(flat, scenes.true_masks[:5])
    assert (on - beside).abs().max() < 0.2


def as_trained_the_three_are_right_in_98_or_99_percent(notebook_09):
    assert set(_percent(results.accuracies("all", "as trained"))) <= {98, 99}
    assert round(100 * results.accuracies("all", "as trained").mean()) == 99


def one_mask_for_all_costs_four_of_nine_modules_1_to_4_points(notebook_09):
    lost = sorted(np.concatenate([_lost(m, SAME) for m in results.MODULES]).tolist())
    assert len(lost) == 9 and round(lost[0]) == 1 and round(lost[3]) == 4 and lost[4] > 10


def the_module_that_needs_its_masks_most_loses_26_and_17_and_43_points(notebook_09):
    lost = np.stack([_lost(m, SAME) for m in results.MODULES])  # (modules, networks)
    assert lost.argmax(axis=0).tolist() == [0, 2, 1]
    assert np.round(lost.max(axis=0)).tolist() == [26, 17, 43]


def without_a_mask_seven_of_nine_modules_lose_38_points_or_more(notebook_09):
    lost = np.concatenate([_lost(m, BARE) for m in results.MODULES])
    assert (lost.round() >= 38).sum() == 7 and lost[lost.round() >= 38].min().round() == 38


def with_one_mask_in_all_modules_32_and_72_and_20_percent_are_right(notebook_09):
    assert _percent(results.accuracies("all", SAME)) == [32, 72, 20]


def that_is_less_than_the_three_single_losses_together_would_leave(notebook_09):
    single = np.stack([_lost(m, SAME) for m in results.MODULES]).sum(axis=0)
    assert (_lost("all", SAME) > single).all()
    whole = 100 * results.accuracies("all", "as trained")
    assert (whole - single).round().tolist() == [70, 77, 31]


def with_statistics_anew_74_and_79_and_58_percent(notebook_09):
    assert _percent(results.accuracies("all", ANEW)) == [74, 79, 58]


def with_the_masks_as_trained_that_step_changes_hardly_anything(notebook_09):
    assert abs(_lost("all", "statistics anew")).max() < 0.5


def that_is_62_and_26_and_49_percent_of_the_loss(notebook_09):
    back = 1 - _lost("all", ANEW) / _lost("all", SAME)
    assert _percent(back) == [62, 26, 49]


def the_loss_exceeds_the_single_ones_by_38_4_11_points_and_anew_by_11_2_15(notebook_09):
    beyond = []
    for way in (SAME, ANEW):
        single = np.stack([_lost(m, way) for m in results.MODULES]).sum(axis=0)
        beyond.append((_lost("all", way) - single).round().tolist())
    assert beyond == [[38, 4, 11], [11, 2, 15]]


def anew_the_single_losses_are_15_and_18_and_25_points(notebook_09):
    single = np.stack([_lost(m, ANEW) for m in results.MODULES]).sum(axis=0)
    assert single.round().tolist() == [15, 18, 25]


def with_statistics_anew_no_mask_does_as_well_to_within_4_points(notebook_09):
    for where in (*results.MODULES, "all"):
        assert abs(_lost(where, ANEW) - _lost(where, BARE_ANEW)).max() < 4


def in_a_single_module_the_rest_is_worth_up_to_15_points(notebook_09):
    lost = np.concatenate([_lost(m, ANEW) for m in results.MODULES])
    assert round(lost.max()) == 15


def a_square_of_4_leaves_42_and_97_and_39_percent_and_far_away_99(notebook_09):
    found = []
    for fill in (*results.FILLS, results.FAR):
        sides, shares = results.squares(fill)
        found.append(shares.mean(axis=0)[sides.index(4)])
    assert _percent(found) == [42, 97, 39, 99]


def the_curves_are_of_500_scenes_of_32_pixels(course):
    assert course.record("mask_looks")["scenes"]["unseen"].endswith("500")
    assert 32 * 32 == 1024


def four_in_ten_are_called_arrow_and_a_third_ring(notebook_09):
    for fill in ("grey", "the background's colour"):
        shares = {name: float(s.mean()) for name, s in results.taken(fill, 4).items()}
        assert abs(shares["arrow"] - 0.4) < 0.02 and abs(shares["ring"] - 1 / 3) < 0.02


def with_10_pixels_of_the_objects_colour_eight_in_ten_are_called_square(notebook_09):
    shares = results.taken("the object's colour", 10)["square"]
    assert abs(shares.mean() - 0.8) < 0.02


def with_the_object_hidden_1_of_29_is_right_and_with_the_background_hidden_all(
    network, scenes, interventions
):
    found = []
    for where in (scenes.true_masks, ~scenes.true_masks):
        images = interventions.cover(scenes.images, where) / 255
        with torch.inference_mode():
            found.append(int((network(images).argmax(dim=1) == scenes.labels).sum()))
    assert found == [1, 29] and len(scenes.images) == 29


def without_an_object_it_says_triangle_three_times_of_four_and_the_right_one_is_a_triangle(
    said, scenes
):
    names = [scenes.class_names[k] for k in said.tolist()]
    right = (said == scenes.labels).nonzero()[:, 0].tolist()
    assert 0.7 < names.count("triangle") / len(names) < 0.8
    assert [names[k] for k in right] == ["triangle"]


def with_the_object_hidden_the_mask_is_nearly_even(
    network, scenes, own, interventions, notebook_09, CHANNEL
):
    hidden = interventions.cover(scenes.images, scenes.true_masks)
    grey = notebook_09.masks_of(network, hidden)["stage2.0"]
    before = inside_and_outside(own[:, CHANNEL], scenes.true_masks)
    after = inside_and_outside(grey[:, CHANNEL], scenes.true_masks)
    assert [round(float(part.mean()), 2) for part in before] == [0.73, 0.29]
    assert [round(float(part.mean()), 2) for part in after] == [0.44, 0.39]


def a_square_of_4_on_small_scenes_is_one_of_8_here(SIDE, scenes):
    assert SIDE / 8 == 4 / 4 == scenes.images.shape[-1] / 64


def best_channels_peak_on_the_object_in_so_many_scenes_trained_and_not(course):
    found = course.record("scene_networks")["parts"]["32"]
    spans = {
        kind: [
            (min(p), max(p))
            for module in results.MODULES
            for p in [_percent([n[module]["pointing"][0] for n in found[kind].values()])]
        ]
        for kind in ("trained", "untrained")
    }
    assert spans["trained"] == [(72, 87), (70, 78), (45, 58)]
    assert spans["untrained"] == [(36, 44), (23, 32), (16, 18)]


def in_the_objects_colour_the_map_is_empty_and_in_the_others_not(maps, truth):
    assert maps["the object's colour"].abs().max() < 0.15
    assert maps["grey"].max() > 0.9 and maps["the background's colour"].max() > 0.9


def the_scenes_with_maps_have_64_pixels_a_side(scenes):
    assert scenes.images.shape[-2:] == (64, 64)


def the_mean_keeps_9_to_13_and_3_to_15_and_1_to_2_percent(notebook_09):
    stages = _looks("trained", "left_in_mean").T
    spans = [(min(p), max(p)) for p in map(_percent, stages)]
    assert spans == [(9, 13), (3, 15), (1, 2)]


def untrained_masks_change_with_the_image_at_least_as_much(notebook_09):
    same = {k: _looks(k, "same_for_all") for k in ("trained", "twin, statistics set")}
    assert same["twin, statistics set"].mean() < same["trained"].mean()
