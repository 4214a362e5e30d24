"""What notebook 11 says."""


def _mean(values):
    return sum(values) / len(values)


def _percent(value):
    return round(100 * value)


def grad_cam_by_hand_is_the_packages(grad_cam_by_hand, quick, unseen, answers, torch):
    from resattn_lab.attribution import captum_is_installed, grad_cam

    if captum_is_installed():
        few = unseen.floats()[:8]
        theirs = grad_cam(quick, "stage3", few, answers[:8])
        torch.testing.assert_close(grad_cam_by_hand(quick.stage3, few, answers[:8]), theirs)


def the_three_scenes_are_right_and_found_right_and_missed_wrong_and_found(
    three, answers, unseen, pointing_mask, measures
):
    right = (answers == unseen.labels)[three].tolist()
    hits = measures.pointing_hits(pointing_mask, unseen.true_masks)[three].tolist()
    assert right == [True, True, False] and hits == [True, False, True]


def the_miss_in_the_opening_picture_is_more_than_3_pixels_wide(
    three, unseen, pointing_mask, measures, torch
):
    row, column = (int(at) for at in measures.peak_positions(pointing_mask[three[1]], (32, 32)))
    rows, columns = unseen.true_masks[three[1]].nonzero().T
    assert int(torch.maximum((rows - row).abs(), (columns - column).abs()).min()) > 3


def channels_are_those_that_were_chosen_on_2000_scenes(CHANNELS, OVERLAPPING, course):
    known = course.record("scene_networks")["parts"]["32"]
    assert known["scenes"]["chosen_on"].endswith(": 2000")
    trained = known["trained"]["scenes_attention_56"]
    for name, channel in CHANNELS.items():
        chosen = trained[name]["chosen"]["pointing"]
        assert chosen == {"channel": channel, "low": name == "stage3.0"}
    assert trained["stage2.0"]["chosen"]["iou"]["channel"] == OVERLAPPING


def the_scores_are_of_4000_scenes_and_three_networks(course, board):
    known = course.record("scene_networks")["parts"]["32"]
    *_, count = known["scenes"]["unseen"].split()
    assert int(count) == 4000 and len(known["trained"]) == 3
    assert all(len(rows["stage 1, best channel"]) == 3 for rows in board.values())


def stage_1_points_at_81_percent_the_spot_at_31_the_untrained_at_41(board):
    rows = {name: _percent(_mean(values)) for name, values in board["pointing"].items()}
    assert rows["stage 1, best channel"] == 81 and rows["spot in the middle"] == 31
    assert rows["untrained, best channel"] == 41 and rows["distance of colours"] == 36


def grad_cam_overlaps_best_of_the_network_and_points_better_than_stage_3_alone(board):
    assert round(_mean(board["iou"]["Grad-CAM"]), 2) == 0.45
    rows = {name: _percent(_mean(values)) for name, values in board["pointing"].items()}
    assert rows["Grad-CAM"] == 65 and rows["stage 3, best channel"] == 51
    assert rows["stage 2, best channel"] > 65


def masks_overlap_by_41_and_43_hundredths_and_the_untrained_by_24(board):
    names = "stage 1, best channel", "stage 2, best channel", "untrained, best channel"
    assert [round(_mean(board["iou"][name]), 2) for name in names] == [0.41, 0.43, 0.24]


def every_mask_is_clearly_above_spot_and_untrained_by_overlap_and_pointing(board):
    for measure, lead in {"iou": 0.1, "pointing": 0.25}.items():
        rows = board[measure]
        rivals = rows["spot in the middle"] + rows["untrained, best channel"]
        ours = rows["stage 1, best channel"] + rows["stage 2, best channel"]
        assert min(ours) > max(rivals) + lead


def by_overlap_colours_reach_74_and_the_best_mask_43(board):
    rows = {name: _mean(values) for name, values in board["iou"].items()}
    masks = [rows[f"stage {stage}, best channel"] for stage in (1, 2, 3)]
    assert round(rows["distance of colours"], 2) == 0.74 and round(max(masks), 2) == 0.43
    assert max(rows, key=rows.get) == "distance of colours"


def masks_point_best(board):
    rows = {name: _mean(values) for name, values in board["pointing"].items()}
    assert max(rows, key=rows.get) == "stage 1, best channel"


def by_energy_the_spot_keeps_up_with_the_best_of_the_masks(board):
    rows = {name: _mean(values) for name, values in board["energy"].items()}
    masks = [rows[f"stage {stage}, best channel"] for stage in (1, 2, 3)]
    assert abs(max(masks) - rows["spot in the middle"]) < 0.02


def the_background_is_more_than_10_times_as_large_as_the_object(chance):
    assert (1 - chance) / chance > 10


def the_answers_at_the_threshold_panel(scaled, few, measures, torch):
    def told(name):
        """Best threshold of image 0, its overlap there and over all, loss of one, own best."""
        found = torch.stack(
            [
                measures.threshold_iou(scaled[name], few.true_masks, level / 50)
                for level in range(51)
            ]
        )
        at, own = int(found[:, 0].argmax()), float(found.amax(dim=0).mean())
        lost = own - float(found.mean(dim=1).max())
        seen = (at / 50, float(found[at, 0]), float(found[at].mean()), lost, own)
        return tuple(round(one, 2) for one in seen), own - float(found[at].mean())

    def beside(name):
        hits = measures.pointing_hits(scaled[name], few.true_masks)
        return (~hits).nonzero()[:, 0].tolist()

    assert told("mask, stage 2")[0] == (0.88, 0.45, 0.43, 0.04, 0.49)
    colours, lost_with_image_0 = told("distance of colours")
    assert colours == (0.76, 0.78, 0.68, 0.02, 0.76) and round(lost_with_image_0, 2) == 0.08
    assert round(told("mask, stage 2")[1], 2) == 0.05
    assert beside("mask, stage 2") == [0, 5, 15, 18, 23]
    assert len(beside("distance of colours")) == 15 and len(few) == 24


def in_stage_1_every_shape_but_the_ring_is_hit_in_more_than_80_percent(classes):
    shares = {name: _mean(found["object"]) for name, found in classes["stage1.0"].items()}
    assert _percent(shares.pop("ring")) == 33 and min(shares.values()) > 0.80


def most_of_the_rings_peaks_lie_in_the_hole_and_the_one_on_the_right_elsewhere(
    rings, pointers, unseen, measures
):
    truth = unseen.true_masks
    holes = measures.fill_holes(truth) & ~truth
    inside = measures.pointing_hits(pointers["stage 1"], holes)[rings].tolist()
    assert inside == [True, True, True, False]
    second = pointers["stage 2"]
    missed = (~measures.pointing_hits(second, truth))[rings].tolist()
    assert missed == measures.pointing_hits(second, holes)[rings].tolist()
    assert sum(missed) == 1


def hits_on_rings_rise_with_filled_holes_and_leave_the_rivals_behind(classes):
    rise = {
        name: [_percent(_mean(found["ring"][kind])) for kind in ("object", "filled")]
        for name, found in classes.items()
    }
    assert rise == {
        "stage1.0": [33, 64],
        "stage2.0": [36, 95],
        "untrained": [46, 51],
        "spot": [38, 52],
    }


def stage_2_misses_rings_about_as_often_as_stage_1(classes):
    first, second = (_mean(classes[f"stage{n}.0"]["ring"]["object"]) for n in (1, 2))
    assert abs(first - second) < 0.05


def about_half_of_the_misses_of_rings_in_stage_1_are_real(classes):
    ring = classes["stage1.0"]["ring"]
    left = (1 - _mean(ring["filled"])) / (1 - _mean(ring["object"]))
    assert abs(left - 1 / 2) < 0.05


def without_the_mask_28_and_34_percent_are_right_and_with_flat_ones_89_and_97(notebook_11):
    found = notebook_11.accuracies("remove", "mean")
    gone, flat = (
        {name: _percent(_mean(values)) for name, values in found[way].items()}
        for way in ("remove", "mean")
    )
    assert gone["stage1.0"] == 28 and gone["stage3.0"] == 34
    assert flat["stage1.0"] == 89 and flat["stage3.0"] == 97


def flat_in_stage_2_costs_two_networks_a_point_or_two_and_the_third_half(notebook_11):
    found = notebook_11.accuracies("untouched", "mean")
    own, flat = (found[way]["stage2.0"] for way in ("untouched", "mean"))
    lost = [before - after for before, after in zip(own, flat, strict=True)]
    assert all(0.01 <= one < 0.02 for one in lost[:2]) and 0.45 < lost[2] < 0.5
    assert _percent(flat[2]) == 51


def flat_and_shuffled_differ_by_at_most_2_points(notebook_11):
    for curves in notebook_11.curves().values():
        assert all(abs(curve[4] - curve[-1]) < 0.0205 for curve in curves)


def half_of_its_contrast_brings_back_stage_1_but_for_2_points(notebook_11):
    for curve in notebook_11.curves()["stage1.0"]:
        assert curve[0] - curve[2] < 0.02


def wrong_answers_have_their_mask_on_the_object_nearly_as_often_as_right_ones(notebook_11):
    (hits, right), (hits_too, wrong) = notebook_11.hits_by_answer().values()
    assert (_percent(hits / right), _percent(hits_too / wrong)) == (81, 77)
    assert right + wrong == 3 * 4000


def moved_light_leaves_fewer_right_than_a_flat_mask_in_every_network_and_stage(notebook_11):
    flat, moved = notebook_11.accuracies("mean", "moved").values()
    means = [
        [_percent(_mean(found[stage])) for found in (moved, flat)]
        for stage in ("stage1.0", "stage2.0", "stage3.0")
    ]
    assert means == [[80, 89], [70, 82], [92, 97]]
    lost = [
        100 * (a - b)
        for stage in ("stage1.0", "stage2.0", "stage3.0")
        for a, b in zip(flat[stage], moved[stage], strict=True)
    ]
    assert len(lost) == 9 and round(min(lost)) == 2 and round(max(lost)) == 20


def a_mask_turned_upside_down_leaves_80_80_and_95_percent_right(notebook_11):
    (turned,) = notebook_11.accuracies("turned").values()
    stages = ("stage1.0", "stage2.0", "stage3.0")
    assert [_percent(_mean(turned[stage])) for stage in stages] == [80, 80, 95]


def most_answers_outlive_light_on_the_wrong_side(notebook_11):
    (moved,) = notebook_11.accuracies("moved").values()
    single = [moved[stage] for stage in ("stage1.0", "stage2.0", "stage3.0")]
    assert min(_mean(shares) for shares in single) > 0.5


def another_scenes_mask_does_harm_and_in_stage_3_its_class_mends_it(notebook_11):
    ways = notebook_11.accuracies("mean", "other", "same class")
    other = {name: _percent(_mean(values)) for name, values in ways["other"].items()}
    same = {name: _percent(_mean(values)) for name, values in ways["same class"].items()}
    assert other["stage1.0"] == 73 and other["stage3.0"] == 66 and same["stage3.0"] == 98
    assert same["stage1.0"] == 73


def with_the_true_class_89_percent_of_photographs_with_their_own_80(notebook_11):
    rows = notebook_11.donated()
    assert _percent(rows["B: one of the same true class"][0]) == 89
    assert _percent(rows["its own"][0]) == 80


def with_the_same_answer_82_percent_and_the_interval_holds_their_own(notebook_11):
    rows = notebook_11.donated()
    share, low, high = map(_percent, rows["C: one of the same answer"])
    assert (share, low, high) == (82, 78, 85) and low < _percent(rows["its own"][0]) < high


def with_the_same_answer_21_of_500_change_and_10_more_are_right_by_luck_in_1_of_20(course):
    from math import comb

    same = course.record("photograph_evidence")["parts"]["same_answer"]
    images, given = same["images"], same["other"]["stage3.0"]
    changed = round(images * given["changed"][0])
    gained = round(images * (given["accuracy"][0] - same["untouched"]["accuracy"][0]))
    assert (images, changed, gained) == (500, 21, 10)
    for worse in range((changed - gained) // 2 + 1):  # answers that were right before
        turned = 2 * worse + gained  # right before or after, and not both
        tail = sum(comb(turned, k) for k in range(worse + 1)) / 2**turned
        assert 2 * tail < 1 / 20


def of_the_9_points_of_the_true_class_7_are_gone_with_the_same_answer(notebook_11):
    rows = {name[:1]: _percent(row[0]) for name, row in notebook_11.donated().items()}
    assert rows["B"] - rows["i"] == 9 and rows["B"] - rows["C"] == 7


def insertion_ranks_grad_cam_first_and_deletion_does_not(walks):
    put, gone = (
        {name: found["area"] for name, found in walks[way].items()}
        for way in ("insertion", "deletion")
    )
    mask = "mean mask, stage 1"
    assert put["Grad-CAM"][1] > put[mask][2] and put[mask][1] > put["random"][2]
    assert abs(gone["random"][0] - gone["Grad-CAM"][0]) < 0.02
    assert gone["random"][2] < gone[mask][1]
