"""What notebook 16 says."""

import re


def _runs(runs, kind):
    return sorted((run for run in runs if run["kind"] == kind), key=lambda run: run["seed"])


def fifteen_networks_and_the_one_that_points_best_is_wrong_most_often(runs):
    assert len(runs) == 15
    best = max(
        (run for run in runs if run["pointing"] is not None), key=lambda r: r["pointing"]
    )
    assert best is min(runs, key=lambda run: run["test_accuracy"])
    assert abs(best["pointing"] - 0.9) < 0.005


def the_dead_block_gives_a_half_to_all_and_its_network_is_as_accurate(levels, runs):
    assert [bool((part == 0.5).all()) for part in levels] == [False, False, True]
    other, another, dead = (run["test_accuracy"] for run in _runs(runs, "SE"))
    assert min(other, another) < dead < max(other, another) < dead + 0.03


def the_hidden_numbers_of_the_dead_block_are_never_above_zero(squeezers, test, torch):
    seen = []
    hook = (
        squeezers[2]
        .attention.score[0]
        .register_forward_hook(lambda layer, given, out: seen.append(out))
    )
    with torch.inference_mode():
        squeezers[2](test.floats()[:24])
    hook.remove()
    assert (seen[0] <= 0).all()


def the_living_blocks_differ_more_by_channel_than_by_scene(levels):
    for part in levels[:2]:
        assert part.mean(dim=0).std() > 2 * part.std(dim=0).mean()


def they_learned_from_4000_scenes_of_ten_shapes(record, kinds):
    assert int(re.search(r"(\d+) to train", record["data"])[1]) == 4000
    assert kinds["SE"].classifier.out_features == 10


def the_trunk_puts_out_32_channels_at_16_by_16_locations(trained):
    assert trained["mask"].shape[1:] == (32, 16, 16)


def the_lines_of_the_opening_lead_to_the_object(one, outline):
    rows = one["self-attention"][0]
    whom = (rows >= 0.2).any(dim=0)
    assert outline[::2, ::2].flatten()[whom].float().mean() > 0.8


def pairs_cost_sixteenfold_at_twice_the_side_mask_and_cbam_fourfold_se_nothing(costs):
    grown = {name: found[64] / found[32] for name, found in costs.items()}
    assert grown["SE"] == 1 and 15 < grown["self-attention"] < 16
    assert abs(grown["mask"] - 4) < 0.1 and abs(grown["CBAM"] - 4) < 0.1


def the_mask_has_the_most_parameters_and_self_attention_the_most_work(kinds, networks, costs):
    count = {name: networks.count_parameters(net.attention) for name, net in kinds.items()}
    assert max(count, key=count.get) == "mask"
    assert max(costs, key=lambda name: costs[name][16]) == "self-attention"


def cbam_by_hand_is_the_packages(cbam, block, x):
    assert (cbam(x, block) - block(x)).abs().max() < 1e-5


def cbam_dims_the_border_and_one_end_of_the_object_in_the_opening(one, outline):
    found, truth = one["CBAM locations"][0], outline[::2, ::2]
    border = found.clone()
    border[2:-2, 2:-2] = float("nan")
    assert border.nanmean() < found[2:-2, 2:-2].mean() - 0.1
    columns = truth.any(dim=0).nonzero().flatten()
    left, middle, right = (
        found[truth[:, column], column].min() for column in columns[[1, len(columns) // 2, -2]]
    )
    assert right < middle - 0.2 < left


def _lost(rows, name):
    """Points that coarser weights cost, seed by seed."""
    return [round(100 * (own - coarser)) for own, coarser in rows[name]]


def channels_alike_cost_the_living_24_to_51_points_and_the_dead_block_none(rows):
    assert _lost(rows, "SE: channels weighed\nalike in all images") == [37, 24, 0]
    cbam = _lost(rows, "CBAM: channels weighed\nalike in all images")
    assert (min(cbam), max(cbam)) == (32, 51)


def cbams_locations_alike_cost_the_one_that_was_seen_3_points_and_another_36(rows, SHOWN_SEED):
    lost = _lost(rows, "CBAM: all locations\nweighed alike")
    assert lost[SHOWN_SEED] == min(lost) == 3 and max(lost) == 36


def one_row_for_all_costs_18_6_and_4_points(rows):
    assert _lost(rows, "self-attention: one row\nfor all who ask") == [18, 6, 4]


def with_all_asked_alike_circle_and_square_lose_46_and_23_points_the_triangle_3(rows):
    assert _lost(rows, "self-attention:\nall asked alike") == [46, 23, 3]


def with_the_statistics_of_training_the_triangle_seems_to_lose_more(notebook_16, runs):
    before = notebook_16.coarser_rows(runs, anew=False)
    found = [before[name][2] for name in list(before)[-2:]]
    assert [round(100 * (own - coarser), 1) for own, coarser in found] == [15.5, 15.0]


def statistics_come_from_500_scenes_and_change_little_by_themselves(record):
    assert record["into_norms"] == 500
    for run in record["runs"]:
        own = run.get("coarser", {})
        anew = own.get("its own weights, statistics anew")
        assert anew is None or abs(anew - own["its own weights"]) < 0.015


def in_seed_0_the_background_asks_the_object_in_the_others_it_seldom_does(shares):
    assert abs(shares[0] - 0.92) < 0.005 and max(shares[1:]) < 0.4


def the_object_asks_itself_about_half_of_the_time(asked, hundred):
    on = hundred.true_masks[:, ::2, ::2].flatten(1)
    asks = on.gather(1, asked[0].argmax(dim=-1))
    assert 0.4 < asks[on].float().mean() < 0.6


def only_a_handful_of_locations_is_asked_most(asked):
    for rows in asked:
        counts = [len(most.unique()) for most in rows.argmax(dim=-1)]
        assert sum(counts) / len(counts) < 8


def in_seed_1_most_ask_the_same_more_than_in_the_other_seeds(asked, in_scene):
    alike = [sum((m.bincount().max() / 256).item() for m in r.argmax(dim=-1)) for r in asked]
    assert max(alike) == alike[1] > 0.55 * len(asked[1])
    assert in_scene[1].argmax(dim=-1).bincount().max() > 200


def one_asks_beside_the_object_and_one_the_left_edge(in_scene, outline):
    beside = int(in_scene[1].argmax(dim=-1).mode().values)
    inside = outline[::2, ::2]
    assert not inside.flatten()[beside] and inside.flatten()[beside - 16 * 2]
    at_the_edge = in_scene[2].argmax(dim=-1) % 16 == 0
    assert at_the_edge.float().mean() > 0.2


def untrained_rows_have_no_weight_of_a_fifth_and_hardly_differ(trained, fresh):
    assert fresh["self-attention"].max() < 0.2
    for part, low, high in ((trained, 0.4, 1), (fresh, 0, 0.1)):
        rows = part["self-attention"]
        apart = (rows - rows.mean(dim=1, keepdim=True)).abs().sum(dim=-1) / 2
        assert low < apart.mean() < high


def no_kind_beats_the_trunk_alone_in_every_seed(accuracies):
    plain = [own for own, _ in accuracies["none"]]
    for kind in ("mask", "SE", "CBAM", "self-attention"):
        pairs = zip(accuracies[kind], plain, strict=True)
        assert any(own < alone for (own, _), alone in pairs)


def self_attention_is_7_to_12_points_behind(accuracies):
    pairs = zip(accuracies["none"], accuracies["self-attention"], strict=True)
    behind = [100 * (alone - own) for (alone, _), (own, _) in pairs]
    assert abs(min(behind) - 7) < 0.5 and abs(max(behind) - 12) < 0.5


def the_mask_is_12_and_16_points_behind_in_two_seeds(accuracies, record):
    pairs = zip(accuracies["none"], accuracies["mask"], strict=True)
    behind = sorted(round(100 * (alone - own)) for (alone, _), (own, _) in pairs)
    assert behind[0] <= 0 and behind[1:] == [12, 16]
    assert record["recipe"]["learning_rate"] == 0.01


def the_mask_points_better_than_before_and_than_the_centre_in_every_seed(hits, record):
    assert all(own > before + 0.2 and own > 0.36 for own, before in hits["mask"])


def untrained_self_attention_points_in_28_to_45_percent_and_chance_is_8(hits, record):
    before = [twin for _, twin in hits["self-attention"]]
    assert abs(min(before) - 0.28) < 0.005 and abs(max(before) - 0.45) < 0.005
    assert abs(record["object_share"] - 0.08) < 0.005


def training_adds_49_points_in_one_seed_and_3_in_another(hits):
    added = [100 * (own - before) for own, before in hits["self-attention"]]
    assert abs(max(added) - 49) < 0.5 and abs(min(added) - 3) < 0.5


def the_picture_shows_who_cannot_tell(changes):
    blind = {name for name, change in changes.items() if change < 1e-4}
    assert blind == {"SE", "self-attention, no positions"}
