"""What notebook 05 says."""

from math import exp, log
from statistics import fmean

from resattn_lab.ablations import claim_table, recorded_folder


def each_mask_halves_the_scene_or_multiplies_it_by_1_and_a_half(chains, measures):
    for name, factor in (("NAL: M·T", 0.5), ("ARL: (1 + M)·T", 1.5)):
        sizes = measures.relative_responses(chains[name])
        assert all(abs(b / a - factor) < 0.05 for a, b in zip(sizes, sizes[1:], strict=False))


def twelve_masks_bring_the_two_about_531441_times_apart(chains, measures):
    nal, arl = (measures.mean_absolute_response(steps[-1]) for steps in chains.values())
    assert 3**12 == 531_441 and abs(arl / nal / 531_441 - 1) < 0.01


def shut_masks_hand_the_trunk_on_with_the_1_and_nothing_without(chain, scene, torch):
    shut = torch.zeros(12, 1, 1, 1)
    assert torch.equal(chain(scene, shut, 1)[-1], scene) and not chain(scene, shut, 0)[-1].any()


def silent_units_fade_as_bare_masks_do_with_batch_norm(curves):
    lines = curves["output"]["silent"]["with"]
    assert 0.5**12 / 2 < lines["NAL"][-1] < 2 * 0.5**12
    assert 1.5**12 / 2 < lines["ARL"][-1] < 2 * 1.5**12


def with_units_that_add_nal_stays_near_the_size_of_the_input(curves):
    assert all(0.9 < size < 2 for size in curves["output"]["add"]["with"]["NAL"])


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


def the_model_ends_at_387_and_2_where_401_and_13_were_measured(curves):
    def model(factor):
        response = 1.0
        for _ in range(12):
            response = factor * response + 1
        return response

    measured = curves["output"]["add"]["with"]
    assert round(model(1.5)) == 387 and round(measured["ARL"][-1]) == 401
    assert round(model(0.5), 1) == 2 and round(measured["NAL"][-1], 1) == 1.3
    assert round(max(measured["NAL"]), 1) == 1.7


def the_probe_reads_192_numbers_from_1024(x, small):
    assert x[0].numel() == 1024 and small[0].numel() == 192


def with_units_that_add_the_probe_reads_078_with_arl_and_001_with_nal(notebook_05):
    found = notebook_05.read_after(12)
    assert round(found["A ARL"][0], 2) == 0.78 and round(found["B NAL"][0], 2) == 0.01


def the_seeds_lie_close_together(notebook_05):
    found = notebook_05.read_after(12)
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


def the_masks_pattern_takes_a_little_that_can_be_seen_before_the_floor(notebook_05):
    for modules, nal, half in ((4, 0.40, 0.47), (6, 0.18, 0.25), (12, 0.01, 0.01)):
        found = notebook_05.read_after(modules)
        assert [round(found[name][0], 2) for name in ("B NAL", "C ½·T")] == [nal, half]
    assert round(notebook_05.read_after(4)["D no mask"][0], 2) == 0.74
    with_pattern, without = (
        notebook_05.in_stacks("share_read", name) for name in ("NAL", "½·T")
    )
    assert len(without) == 5 and (without > with_pattern)[:, [4, 6]].all()


def without_shortcuts_nothing_is_left_after_two_modules(notebook_05):
    shares = notebook_05.in_stacks("share_read", "no shortcuts").mean(dim=0)
    assert shares[1] > 0.15 and shares[2:].abs().max() < 0.04


def half_of_the_trunk_loses_as_much_as_a_mask_and_no_mask_loses_some(notebook_05):
    assert round(notebook_05.read_after(12)["D no mask"][0], 2) == 0.64
    found = {name: mean for name, (mean, _, _) in notebook_05.read_after(12).items()}
    assert abs(found["C ½·T"] - found["B NAL"]) < 0.02
    assert found["B NAL"] + 0.3 < found["D no mask"] < found["A ARL"] - 0.1
    assert abs(found["E no shortcuts"]) < 0.02


def after_twelve_silent_units_are_nearer_to_the_scene_than_units_that_add(
    readings, unseen, SCENE
):
    off = {
        name: (found[12][0][SCENE] - unseen[SCENE]).abs().mean().item()
        for name, found in readings.items()
    }
    assert off["NAL, silent units"] < off["NAL, units add"]
    assert off["ARL, units add"] < off["NAL, units add"]


def the_gradient_of_arl_follows_its_dotted_line_until_the_stream_is_small(curves):
    arl = curves["gradient"]["add"]["with"]["ARL"]
    steps = [b / a for a, b in zip(arl, arl[1:], strict=False)]
    assert all(1.4 < step < 1.8 for step in steps[:7]) and steps[-1] > 3


def with_he_and_batch_norm_arl_ends_302_times_as_large_as_nal_and_nowhere_closer(curves):
    apart = {
        (units, norm): pair["ARL"][-1] / pair["NAL"][-1]
        for units, norms in curves["output"].items()
        for norm, pair in norms.items()
    }
    assert round(apart["add", "with"]) == 302 == round(min(apart.values()))
    assert round(apart["silent", "with"], -5) == 600_000


def nals_gradient_shrinks_with_silent_units_alone(curves):
    for units, norms in curves["gradient"].items():
        assert all((pair["NAL"][-1] < 1) == (units == "silent") for pair in norms.values())


def the_gradient_of_nal_rises_more_steeply_in_all_but_the_last_step(curves):
    lines = curves["gradient"]["add"]["with"]
    arl, nal = (
        [b / a for a, b in zip(line, line[1:], strict=False)]
        for line in (lines["ARL"], lines["NAL"])
    )
    assert all(one > other for one, other in zip(nal[:-1], arl[:-1], strict=True))
    assert nal[-1] < arl[-1] and lines["NAL"][-1] > 5 * lines["ARL"][-1]


def with_silent_units_nals_gradient_is_near_the_lower_dotted_line(curves):
    nal = curves["gradient"]["silent"]["without"]["NAL"]
    assert all(abs(g / 0.5 ** (n + 1) - 1) < 0.3 for n, g in enumerate(nal))


def trained_arl_grows_by_a_half_or_more_in_each_module(notebook_05):
    for row in notebook_05.trained_modules()["ARL"]:
        for stage in row.split(4):
            assert 1.4 < (stage[-1] / stage[0]).item() ** (1 / 3) < 1.9


def trained_nal_fades_in_stage_1_from_033_to_010_and_not_in_stage_3(notebook_05):
    rows = notebook_05.trained_modules()["NAL"].log().mean(dim=0).exp()
    assert round(rows[0].item(), 2) == 0.33 and round(rows[3].item(), 2) == 0.10
    assert round(rows[4].item(), 2) == 0.42 and round(rows[7].item(), 2) == 0.21
    last = notebook_05.trained_modules()["NAL"][:, 8:]
    assert round(last[:, -1].max().item()) == 6 and rows[11] > rows[8]
    level = (last[:, -1] / last[:, 0]).sort().values
    assert 0.8 < level[0] < level[1] < 1.3 and level[2] > 5


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


def arls_third_stage_falls_to_011_of_the_first_and_stays_near_10(notebook_05):
    last = notebook_05.first_steps()[1]["ARL"][:, -1]
    ratios = [float(ratio) for ratio in last[:, 2] / last[:, 0]]
    assert round(exp(fmean(map(log, ratios))), 2) == 0.11
    assert 7 < last[:, 2].min() and last[:, 2].max() < 12


def the_losses_of_both_stay_at_guessing(notebook_05):
    for losses in notebook_05.first_losses().values():
        assert losses.shape[1] == 40 and abs(losses.mean().item() - log(10)) < 0.1
        assert losses.min() > 2.1 and losses.max() < 2.7


def the_first_gradient_of_stage_1_is_so_many_times_that_of_stage_3(notebook_05):
    gradients = notebook_05.first_gradients()
    nal, arl = (
        (gradients[name][:, 0] / gradients[name][:, 2]).tolist() for name in ("NAL", "ARL")
    )
    assert (round(min(nal)), round(max(nal))) == (1_873, 4_754)
    assert (round(min(arl)), round(max(arl))) == (10, 31)


def after_three_epochs_nals_third_stage_is_33_or_52_or_36_times_its_first(notebook_05):
    rows = notebook_05.trained_stages()["NAL"]
    found = sorted((rows[:, 2] / rows[:, 0]).tolist())
    assert [float(f"{ratio:.2g}") for ratio in found] == [3.3, 5.2, 36]


def the_verdict_on_table_3_is_that_of_notebook_12_for_scenes(course):
    rows = claim_table(recorded_folder())
    (row,) = (row for row in rows if (row.key, row.source) == ("depth_164", "scenes"))
    assert row.verdict.word == course.ledger("05.table3").entries[0].verdict == "repeated"


def the_mean_of_five_seeds_is_a_mean(notebook_05):
    shares = notebook_05.in_stacks("share_read", "ARL")[:, -1].tolist()
    assert len(shares) == 5
    assert abs(fmean(shares) - notebook_05.read_after(12)["A ARL"][0]) < 1e-9
