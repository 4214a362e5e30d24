"""What notebook 07 says."""

import torch

from resattn_lab.data import Crops, pad_crop_flip, planted_scenes
from resattn_lab.networks import build_network
from resattn_lab.recording import record_activations


def there_are_162_views_and_205_visits(PADDING):
    views = 2 * (2 * PADDING + 1) ** 2
    assert views == 162 and round(160_000 * 64 / 50_000) == 205
    assert round(205 / views, 1) == 1.3


def the_view_by_hand_is_that_of_the_package(image, mean, one_view):
    assert tuple(one_view(image, mean, 0, 0, False).shape[1:]) == (32, 32)  # the window
    for draw in ((0, 0, False), (3, 8, True), (4, 4, True)):
        crops = Crops(*(torch.tensor([part]) for part in draw))
        whole = pad_crop_flip(image[None], crops, mean=mean)[0]
        assert (one_view(image, mean, *draw) + mean - whole).abs().max() < 1e-6


def black_is_about_minus_one_half_and_the_mean_is_nothing(crops):
    assert crops["the mean"][:, :4].abs().max() == 0
    assert (crops["black"][:, :4] + 0.5).abs().max() < 0.05


def the_frame_is_the_strongest_signal_in_its_row(crops):
    row = crops["black"][1, 6].abs()
    assert row[:4].min() > 0.95 * row.max()


def the_network_takes_the_mean_away_itself(mean):
    network = build_network("cifar_attention_56", width=1 / 4, pixel_mean=mean).eval()
    with torch.inference_mode(), record_activations(network, ["stem.0"]) as kept:
        network(mean[None])
    assert not kept["stem.0"].any()


def the_mean_of_cifar_is_bright_on_top_and_dark_in_the_lower_third(cifar):
    rows = cifar.mean(dim=(0, 2))
    assert abs(rows[0] - 0.53) < 0.005 and abs(rows.min() - 0.44) < 0.005
    assert 21 <= rows.argmin() < 28


def it_is_bluish_at_the_top_and_warm_in_the_middle(cifar):
    def red_less_blue(part):
        return (part[0] - part[2]).mean()

    assert red_less_blue(cifar[:, 12:20, 12:20]) > red_less_blue(cifar[:, :4]) + 0.05


def it_comes_from_50_000_photographs(course):
    assert course.record("cifar_mean")["images"] == 50_000


def the_scenes_mean_is_flat(mean, cifar):
    assert mean.max() - mean.min() < 0.04 < cifar.max() - cifar.min()


def rule_a_names_38_percent_rightly_and_b_clearly_more(share, right):
    assert abs(share - 0.38) < 0.01 and right["B"].float().mean() > share + 0.07


def the_spread_of_25_sets_is_uncertain_by_14_percent(FAST, scores):
    assert FAST or len(scores[1600]) == 25
    assert round(100 / (2 * (25 - 1)) ** 0.5) == 14


def the_spread_is_what_random_drawing_gives(scores, share):
    for n in (25, 100, 400):
        error = (share * (1 - share) / n) ** 0.5
        assert abs(scores[n].std() / error - 1) < 0.35


def with_100_images_it_is_5_points_and_the_extremes_are_25_and_58(FAST, scores):
    assert abs(scores[100].std() - 0.05) < 0.01
    assert abs(scores[100].min() - 0.25) < (0.1 if FAST else 0.005)
    assert abs(scores[100].max() - 0.58) < (0.1 if FAST else 0.005)
    assert 100 / 25 == 4  # the stripes


def two_errors_to_either_side_hold_95_of_100(scores, share):
    inside = (scores[100] - share).abs() <= 0.10
    assert 0.90 < inside.float().mean() < 1
    error = (0.38 * 0.62 / 100) ** 0.5
    assert round(100 * (0.38 - 2 * error)) == 28 and round(100 * (0.38 + 2 * error)) == 48


def on_separate_images_the_errors_make_7_points(ahead):
    assert round((5**2 + 5**2) ** 0.5) == 7
    assert abs(ahead["each on its own images"].std() - 0.07) < 0.012
    assert abs(100 * ahead["both on the same images"].mean() - 8.6) < 1


def on_the_same_images_the_worse_rule_hardly_looks_better(behind):
    assert 0.03 < behind["each on its own images"] < 0.2
    assert behind["both on the same images"] < 0.03


def what_is_easy_for_a_is_mostly_easy_for_b(right):
    assert right["B"][right["A"]].float().mean() > 0.9


def the_formula_for_the_same_images_fits(right, ahead):
    one_alone = (right["A"] != right["B"]).float().mean().item()
    formula = (100 * one_alone) ** 0.5 / 100
    assert abs(ahead["both on the same images"].std() / formula - 1) < 0.2


def the_reports_are_as_the_exercise_says(notebook_07):
    def apart(n, first, second):
        return (first * (1 - first) / n + second * (1 - second) / n) ** 0.5

    assert 0.55 - 0.46 < 2 * apart(100, 0.46, 0.55)  # A
    assert 0.8425 - 0.8279 > 2 * apart(10_000, 0.8279, 0.8425)  # B
    assert 0.9501 - 0.9454 < 2 * apart(10_000, 0.9454, 0.9501)  # C
    assert 10 - 1 > 2 * (10 + 1) ** 0.5 and 0.46 + (10 - 1) / 100 == 0.55  # D
    assert 30 - 22 < 2 * (30 + 22) ** 0.5 and 0.50 + (30 - 22) / 400 == 0.52  # E
    assert notebook_07.EXERCISES[1].answer() == "BD"
    assert [round(100 * (1 - right), 2) for right in (0.9501, 0.9454)] == [4.99, 5.46]  # C


def at_70_percent_the_true_class_has_30_and_no_other_more_than_8(counts, Q, noise):
    assert noise == 0.7 and abs(counts[4] / 5000 - 0.30) < 0.02
    others = torch.cat([counts[:4], counts[5:]]) / 5000
    assert (
        abs(others.mean() - 0.08) < 0.005
        and others.max() < 0.09
        and abs(Q[4, 0] - 0.08) < 0.005
    )


def six_of_the_twenty_labels_are_right_at_70_percent(flipped, pool, data):
    labels = pool.labels[:20]
    given = data.noisy_labels(labels, classes=10, noise=0.7, seed=flipped.seed)
    assert (given == labels).sum() == 6


def the_lines_meet_at_90_percent(data):
    Q = data.confusion_matrix(10, 0.9)
    assert (Q - 0.1).abs().max() < 1e-9


def contrast_changes_nothing_else_and_clutter_does(SEED, contrasts):
    usual, *others = (planted_scenes(3, seed=SEED, contrast=value) for value in contrasts)
    assert all((scenes.true_masks == usual.true_masks).all() for scenes in others)
    assert all((scenes.labels == usual.labels).all() for scenes in others)
    low, middle, high = (
        planted_scenes(3, seed=SEED, contrast=value).images.float() for value in contrasts
    )
    assert (3 * (middle - low) - (high - low)).abs().max() <= 4  # all colours grow alike
    cluttered = planted_scenes(3, seed=SEED, clutter=12)
    assert (cluttered.true_masks[2] != usual.true_masks[2]).any()
    usual = planted_scenes.__kwdefaults__
    assert usual["contrast"] == 0.45 and usual["clutter"] == 3 and max(contrasts) < 0.25
