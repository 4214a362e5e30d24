"""What notebook 05 says."""

from math import exp, log
from statistics import fmean


def after_seven_masks_less_than_a_hundredth_is_left(left):
    assert left[6] >= 0.01 > left[7]


def each_mask_halves_the_scene_or_multiplies_it_by_1_and_a_half(chains, measures):
    for name, factor in (("NAL: M·T", 0.5), ("ARL: (1 + M)·T", 1.5)):
        sizes = measures.relative_responses(chains[name])
        assert all(abs(b / a - factor) < 0.05 for a, b in zip(sizes, sizes[1:], strict=False))


def twelve_masks_bring_the_two_531441_times_apart(MODULES):
    assert (1.5 / 0.5) ** MODULES == 531_441 == 3**12


def shut_masks_hand_the_trunk_on_with_the_1_and_nothing_without(chain, scene, torch):
    shut = torch.zeros(12, 1, 1, 1)
    assert torch.equal(chain(scene, shut, 1)[-1], scene) and not chain(scene, shut, 0)[-1].any()


def silent_units_fade_as_bare_masks_do_with_batch_norm(curves):
    lines = curves["output"]["identity"]["with"]
    assert 0.5**12 / 2 < lines["NAL"][-1] < 2 * 0.5**12
    assert 1.5**12 / 2 < lines["ARL"][-1] < 2 * 1.5**12


def with_units_that_add_nal_stays_near_the_size_of_the_input(curves):
    assert all(0.9 < size < 2 for size in curves["output"]["He"]["with"]["NAL"])


def one_unit_adds_the_same_to_any_input_and_its_slope_is_large_for_a_small_one(
    unit, signal, measures, torch
):
    added, slopes = [], []
    for size in (0.1, 1, 10, 100):
        h = (size * signal).requires_grad_()
        added.append(measures.mean_absolute_response(unit(h) - h))
        (back,) = torch.autograd.grad(unit(h), h, signal.flip(0))
        slopes.append(measures.relative_responses([signal, back])[1])
    assert max(added) < 1.1 * min(added)
    assert slopes == sorted(slopes, reverse=True) and slopes[0] > 5 and slopes[-1] < 1.01


def the_model_ends_near_what_was_measured(curves):
    def model(factor):
        response = 1.0
        for _ in range(12):
            response = factor * response + 1
        return response

    measured = curves["output"]["He"]["with"]
    assert abs(model(1.5) / measured["ARL"][-1] - 1) < 0.1
    assert measured["NAL"][-1] < model(0.5) < 2 * measured["NAL"][-1]


def with_units_that_add_the_probe_reads_078_with_arl_and_001_with_nal(notebook_05):
    found = notebook_05.read_after_twelve()
    assert round(found["A ARL"][0], 2) == 0.78 and round(found["B NAL"][0], 2) == 0.01


def the_seeds_lie_close_together(notebook_05):
    found = notebook_05.read_after_twelve()
    assert all(highest - lowest < 0.06 for _, lowest, highest in found.values())


def with_silent_units_nal_gives_076_at_a_five_thousandth_of_the_size(notebook_05):
    shares = notebook_05.in_stacks("share_read", "NAL", "identity")[:, -1]
    sizes = notebook_05.in_stacks("size", "NAL", "identity")[:, -1]
    assert round(shares.mean().item(), 2) == 0.76
    assert 1 / 8000 < sizes.mean() < 1 / 4000


def the_input_itself_is_read_completely(notebook_05):
    assert notebook_05.in_stacks("share_read", "NAL")[:, 0].min() > 0.999


def without_batch_norm_arl_loses_the_scene_too(notebook_05):
    shares = [
        notebook_05.in_stacks("share_read", name, "He", False)[:, -1].mean().item()
        for name in ("ARL", "NAL")
    ]
    assert [round(share, 2) for share in shares] == [0.15, 0.07]


def half_of_the_trunk_loses_as_much_as_a_mask_and_no_mask_loses_some(notebook_05):
    found = {name: mean for name, (mean, _, _) in notebook_05.read_after_twelve().items()}
    assert abs(found["C ½·T"] - found["B NAL"]) < 0.02
    assert found["B NAL"] + 0.3 < found["D no mask"] < found["A ARL"] - 0.1
    assert abs(found["E no shortcuts"]) < 0.02


def the_row_of_silent_units_is_nearer_to_the_scene_than_that_of_units_that_add(
    rows, unseen, SCENE
):
    off = {
        name: (found[12][0] - unseen[SCENE]).abs().mean().item() for name, found in rows.items()
    }
    assert off["NAL, silent units"] < off["NAL, units add"]
    assert off["ARL, units add"] < off["NAL, units add"]


def the_gradient_of_arl_follows_its_dotted_line_until_the_stream_is_small(curves):
    arl = curves["gradient"]["He"]["with"]["ARL"]
    steps = [b / a for a, b in zip(arl, arl[1:], strict=False)]
    assert all(1.4 < step < 1.8 for step in steps[:7]) and steps[-1] > 3


def the_gradient_of_nal_rises_more_steeply_in_all_but_the_last_step(curves):
    lines = curves["gradient"]["He"]["with"]
    arl, nal = (
        [b / a for a, b in zip(line, line[1:], strict=False)]
        for line in (lines["ARL"], lines["NAL"])
    )
    assert all(one > other for one, other in zip(nal[:-1], arl[:-1], strict=True))
    assert nal[-1] < arl[-1] and lines["NAL"][-1] > 5 * lines["ARL"][-1]


def with_silent_units_nals_gradient_is_near_the_lower_dotted_line(curves):
    nal = curves["gradient"]["identity"]["without"]["NAL"]
    assert all(abs(g / 0.5 ** (n + 1) - 1) < 0.3 for n, g in enumerate(nal))


def trained_arl_grows_by_a_half_or_more_in_each_module(notebook_05):
    for row in notebook_05.trained_modules()["ARL"]:
        for stage in row.split(4):
            assert 1.4 < (stage[-1] / stage[0]).item() ** (1 / 3) < 1.9


def trained_nal_fades_in_stage_1_from_033_to_010_and_not_in_stage_3(notebook_05):
    rows = notebook_05.trained_modules()["NAL"].log().mean(dim=0).exp()
    assert round(rows[0].item(), 2) == 0.33 and round(rows[3].item(), 2) == 0.10
    assert rows[7] < rows[4] and rows[11] > rows[8]
    assert rows[7] / rows[4] > rows[3] / rows[0] > 0.5**3  # less steeply


def every_stage_1_of_nal_ends_lower_than_it_begins(notebook_05):
    assert all(row[3] < row[0] / 2 + 0.01 for row in notebook_05.trained_modules()["NAL"])


def the_naive_networks_have_hardly_learned(notebook_05):
    found = notebook_05.trained_accuracies()
    assert max(found["NAL"]) < 0.13 < 0.14 < min(found["ARL"])


def a_stage_50_times_as_loud_changes_the_ratios_and_not_the_logits(
    ratios, loud_ratios, logits, loud_logits
):
    for before, after in zip(ratios[1:], loud_ratios[1:], strict=True):
        assert 0.7 < before < 1.4 and 40 < before / after < 60
    assert (loud_logits - logits).abs().max() < 0.01 * logits.abs().max() + 0.01


def in_40_steps_nals_third_stage_falls_to_about_a_millionth_of_the_first(notebook_05):
    steps, found = notebook_05.first_steps()
    last = found["NAL"][:, -1]
    assert steps[-1] == 40
    ratios = [float(ratio) for ratio in last[:, 2] / last[:, 0]]
    assert 3e-7 < exp(fmean(map(log, ratios))) < 3e-6 and max(ratios) < 0.001


def but_it_stays_near_1_and_stage_1_grows_to_71000_or_up_to_13600000(notebook_05):
    _, found = notebook_05.first_steps()
    first, third = found["NAL"][:, -1, 0], found["NAL"][:, -1, 2]
    assert 1 < third.min() and third.max() < 1.5
    assert round(first.min().item(), -3) == 71_000
    assert round(first.max().item() / 1e6, 1) == 13.6


def its_first_gradient_is_over_500_times_that_of_stage_3(notebook_05):
    gradients = notebook_05.first_gradients()
    assert (gradients["NAL"][:, 0] / gradients["NAL"][:, 2]).min() > 500
    assert (gradients["ARL"][:, 0] / gradients["ARL"][:, 2]).max() < 100


def after_three_epochs_nals_third_stage_is_over_3_times_its_first(notebook_05):
    rows = notebook_05.trained_stages()["NAL"]
    assert (rows[:, 2] / rows[:, 0]).min() > 3


def the_mean_of_five_seeds_is_a_mean(notebook_05):
    shares = notebook_05.in_stacks("share_read", "ARL")[:, -1].tolist()
    assert len(shares) == 5
    assert abs(fmean(shares) - notebook_05.read_after_twelve()["A ARL"][0]) < 1e-9
