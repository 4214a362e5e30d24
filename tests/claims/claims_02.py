"""What notebook 02 says."""

import math

import torch


def the_package_unit_is_the_one_built_by_hand(difference):
    assert difference < 1e-5


def a_silent_pre_activation_unit_is_the_identity_to_the_last_bit(x, outputs):
    assert outputs["pre-activation"].equal(x)


def a_silent_post_activation_unit_cuts_the_negative_values(x, outputs):
    assert outputs["post-activation"].equal(x.clamp(min=0))


def all_kinds_of_unit_have_the_same_number_of_parameters(KINDS):
    assert len({sum(p.numel() for p in make().parameters()) for make in KINDS.values()}) == 1


def the_gradient_of_the_plain_stack_explodes_about_21000_fold(normed):
    assert 0.9 < normed["plain"][20].gradient[0] / 21_000 < 1.1


def in_the_residual_stacks_it_is_28_and_49_times_as_strong(normed):
    kinds = ("post-activation", "pre-activation")
    found = sorted(normed[kind][20].gradient[0].item() for kind in kinds)
    assert abs(found[0] - 28) < 2 and abs(found[1] - 49) < 2


def batch_norm_holds_the_plain_signal_level(normed):
    assert all(0.6 < value < 0.8 for value in normed["plain"][20].signal[1:])


def a_layer_multiplies_the_gradient_by_1_21_and_a_unit_by_1_78(steps, derived):
    strengths = [values.grad.square().mean().sqrt().item() for values in steps.values()]
    assert round(math.sqrt(math.pi / (math.pi - 1)), 2) == 1.21
    assert abs(strengths[0] / strengths[-1] - 1.21) < 0.01
    assert round(derived, 2) == 1.78


def his_weights_double_the_mean_square_of_the_gradient_and_relu_halves_it(steps):
    first, second, third, _ = (values.grad.square().mean() for values in steps.values())
    assert abs(second / third - 2) < 0.05 and abs(first / second - 0.5) < 0.01


def the_signal_of_a_layer_ends_as_strong_as_it_began(steps):
    first, *_, last = (values.square().mean() for values in steps.values())
    assert abs(last / first - 1) < 0.01


def the_wide_layer_has_256_channels(mixed):
    assert mixed.shape[1] == 256


def a_relu_leaves_a_mean_of_0_40(cut):
    assert round(1 / math.sqrt(2 * math.pi), 2) == round(cut.mean().item(), 2) == 0.40


def the_convolution_brings_the_mean_square_back_to_1(mixed):
    assert abs(mixed.square().mean() - 1) < 0.05


def the_first_layer_narrows_from_32_to_8_and_the_third_widens_again(KINDS):
    unit = KINDS["plain"]()
    first, third = unit.conv1, unit.conv3
    assert (first.in_channels, first.out_channels) == (32, 8)
    assert (third.in_channels, third.out_channels) == (8, 32)
    assert math.sqrt(8 / 32) * math.sqrt(32 / 8) == 1  # the factors ½ and 2


def what_is_left_without_the_mean_has_variance_0_68(mixed):
    variance = mixed.var(dim=(0, 2, 3)).mean().item()
    assert round((math.pi - 1) / math.pi, 2) == round(variance, 2) == 0.68


def a_unit_of_the_stack_multiplies_by_1_7(measured):
    assert round(measured, 1) == 1.7


def the_predictions_are_answered_by_what_was_measured(notebook_02, x, outputs, normed, trained):
    silent = notebook_02.what_comes_out(x, outputs["post-activation"])
    assert silent == "its input without the negative values"
    assert notebook_02.how_strong(normed["plain"][20].gradient[0]).startswith("far stronger")
    assert notebook_02.against_two(trained) == "about level with that of two"


def the_lines_are_fitted_from_unit_5_on(notebook_02):
    factors = torch.tensor([9.0, 9.0, 9.0, 9.0, 1 + 2 / 5, 1 + 2 / 6])
    assert abs(notebook_02.decline(factors) - 2) < 1e-5 and len(factors[:4]) == 5 - 1


def without_batch_norm_the_plain_signal_fades_more_than_its_gradient(bare):
    assert bare["plain"][20].signal[-1] < 0.1 * bare["plain"][20].gradient[0]


def doubling_the_depth_roughly_squares_the_plain_gradient(normed):
    at = {depth: normed["plain"][depth].gradient[0].item() for depth in (10, 20, 40)}
    for depth in (10, 20):
        assert abs(math.log(at[2 * depth]) / math.log(at[depth]) - 2) < 0.2


def unit_1_enlarges_nothing(normed):
    first, second = normed["plain"][20].gradient[:2].tolist()
    assert first < 1.1 * second


def the_experiments_start_from_the_gradient_of_the_picture(notebook_02, normed):
    shown = f"was {normed['plain'][20].gradient[0]:,.0f} ("
    assert shown in notebook_02.outcome("halve")


def without_batch_norm_a_plain_stack_fades_both_ways(bare):
    assert bare["plain"][20].signal[-1] < 0.1 and bare["plain"][20].gradient[0] < 0.1


def without_batch_norm_a_residual_stack_grows_to_several_hundred(bare):
    for kind in ("post-activation", "pre-activation"):
        for value in (bare[kind][20].signal[-1], bare[kind][20].gradient[0]):
            assert 200 < value < 700 and 1.3 <= round(value.item() ** (1 / 20), 1) <= 1.4


def eight_channels_and_zero_padding_cost_a_quarter_a_unit(bare):
    assert abs(bare["plain"][20].signal[-1] ** (1 / 20) - 0.75) < 0.04


def doubling_the_depth_multiplies_the_gradient_by_195_and_25000_or_by_2_3_and_2_5(normed):
    def grown(kind):
        at = {depth: normed[kind][depth].gradient[0].item() for depth in (10, 20, 40)}
        return at[20] / at[10], at[40] / at[20]

    first, second = grown("plain")
    assert abs(first - 195) < 10 and abs(second / 25_000 - 1) < 0.1
    assert [round(factor, 1) for factor in grown("pre-activation")] == [2.3, 2.5]
    assert round(2**1.3, 1) == 2.5


def the_c_of_the_pre_activation_stack_is_1_3(notebook_02, normed):
    run = normed["pre-activation"][40]
    assert round(notebook_02.decline(notebook_02.unit_factors(run)), 1) == 1.3


def the_variance_of_the_residual_sum_grows_by_one_branch_a_unit(normed):
    """Its strength after k units is about the root of 1 + k: k branches and the noise."""
    signal = normed["pre-activation"][40].signal
    for k in (5, 10, 20, 40):
        assert abs(signal[k] / math.sqrt(1 + k) - 1) < 0.05


def without_batch_norm_the_residual_stacks_run_away(bare):
    for kind in ("post-activation", "pre-activation"):
        assert bare[kind][40].signal[-1] > 100 * bare[kind][20].signal[-1]


def sixteen_plain_units_learn_worse_than_two_at_every_rate(trained):
    deep, shallow = trained.losses["plain, 16 units"], trained.losses["plain, 2 units"]
    assert all(sum(deep[rate]) > sum(shallow[rate]) for rate in deep)


def they_barely_get_below_guessing(trained):
    assert trained.guessing - 0.1 < trained.best["plain, 16 units"][1] < trained.guessing


def sixteen_residual_units_learn(trained):
    best = {name: loss for name, (_, loss) in trained.best.items()}
    assert best["residual, 16 units"] < best["plain, 16 units"] - 0.5


def at_their_best_the_two_residual_networks_are_level_within_the_spread_of_the_seeds(trained):
    names = ("residual, 2 units", "residual, 16 units")
    (rate, loss), (deep_rate, deep_loss) = (trained.best[name] for name in names)
    for name, at in zip(names, (rate, deep_rate), strict=True):
        found = trained.losses[name][at]
        assert abs(loss - deep_loss) < max(found) - min(found)


def the_largest_rate_suits_two_plain_units_best_and_sixteen_residual_ones_fail_at_it(trained):
    largest = max(trained.losses["plain, 2 units"])
    assert trained.best["plain, 2 units"][0] == largest
    assert min(trained.losses["residual, 16 units"][largest]) > trained.guessing - 0.01


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
