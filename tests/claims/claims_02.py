"""What notebook 02 says."""

import math


def the_package_unit_is_the_one_built_by_hand(difference):
    assert difference < 1e-5


def a_silent_pre_activation_unit_is_the_identity_to_the_last_bit(x, outputs):
    assert outputs["pre-activation"].equal(x)


def a_silent_post_activation_unit_cuts_the_negative_values(x, outputs):
    assert outputs["post-activation"].equal(x.clamp(min=0))


def the_gradient_of_the_plain_stack_explodes_about_20000_fold(normed):
    assert 0.7 < normed["plain"][20].gradient[0] / 20_000 < 1.4


def in_the_residual_stacks_it_is_30_to_50_times_as_strong(normed):
    kinds = ("post-activation", "pre-activation")
    found = sorted(normed[kind][20].gradient[0].item() for kind in kinds)
    assert abs(found[0] - 30) < 5 and abs(found[1] - 50) < 5


def batch_norm_holds_the_plain_signal_level(normed):
    assert all(0.6 < value < 0.8 for value in normed["plain"][20].signal[1:])


def the_residual_signal_grows_4_to_5_fold(normed):
    for kind in ("post-activation", "pre-activation"):
        assert 4 <= normed[kind][20].signal[-1] <= 5


def a_layer_multiplies_by_1_21_and_a_unit_by_1_78(layer, derived):
    assert round(math.sqrt(math.pi / (math.pi - 1)), 2) == round(layer.item(), 2) == 1.21
    assert round(derived, 2) == 1.78


def what_is_left_without_the_mean_has_variance_0_68(variance):
    assert round((math.pi - 1) / math.pi, 2) == round(variance.item(), 2) == 0.68


def a_unit_of_the_stack_multiplies_by_1_7(measured):
    assert round(measured, 1) == 1.7


def the_last_unit_on_the_way_back_enlarges_nothing(normed):
    first, second = normed["plain"][20].gradient[:2].tolist()
    assert first < 1.1 * second


def without_batch_norm_a_plain_stack_fades_both_ways(bare):
    assert bare["plain"][20].signal[-1] < 0.1 and bare["plain"][20].gradient[0] < 0.1


def without_batch_norm_a_residual_stack_grows_to_several_hundred(bare):
    for kind in ("post-activation", "pre-activation"):
        for value in (bare[kind][20].signal[-1], bare[kind][20].gradient[0]):
            assert 200 < value < 700 and 1.3 <= round(value.item() ** (1 / 20), 1) <= 1.4


def doubling_the_depth_costs_the_residual_gradient_little(normed):
    for kind in ("post-activation", "pre-activation"):
        grown = normed[kind][40].gradient[0] / normed[kind][20].gradient[0]
        assert 2 < grown < 4
    assert normed["plain"][40].gradient[0] > 10_000 * normed["plain"][20].gradient[0]


def sixteen_plain_units_learn_worse_than_two_at_every_rate(trained):
    deep, shallow = trained.losses["plain, 16 units"], trained.losses["plain, 2 units"]
    assert all(sum(deep[rate]) > sum(shallow[rate]) for rate in deep)


def they_barely_get_below_guessing(trained):
    assert trained.guessing - 0.1 < trained.best["plain, 16 units"][1] < trained.guessing


def sixteen_residual_units_learn(trained):
    best = {name: loss for name, (_, loss) in trained.best.items()}
    assert best["residual, 16 units"] < best["plain, 16 units"] - 0.5


def at_their_best_the_two_residual_networks_are_about_level(trained):
    best = {name: loss for name, (_, loss) in trained.best.items()}
    assert abs(best["residual, 2 units"] - best["residual, 16 units"]) < 0.15


def at_small_rates_sixteen_residual_units_learn_faster_than_two(trained):
    deep, shallow = trained.losses["residual, 16 units"], trained.losses["residual, 2 units"]
    assert all(max(deep[rate]) < min(shallow[rate]) for rate in (0.003, 0.01, 0.03))


def the_trainings_are_on_512_scenes_of_the_record(notebook_02):
    data = notebook_02.trained.record("depth_and_rate")["data"]
    assert int(data.split()[0]) == 512


def the_trainings_are_three_seeds_at_each_of_five_rates(trained):
    for rates in trained.losses.values():
        assert len(rates) == 5
        assert all(len(found) == 3 for found in rates.values())


def a_unit_of_256_channels_has_70400_parameters(ResidualUnit):
    unit = ResidualUnit(256, 256)
    convs = sum(conv.weight.numel() for conv in (unit.conv1, unit.conv2, unit.conv3))
    assert convs == 256 * 64 + 9 * 64 * 64 + 64 * 256 == 69_632
    assert sum(p.numel() for p in unit.parameters()) - convs == 768
    assert convs + 768 == 70_400
