"""What notebook 10 says."""

import torch


def the_response_by_hand_is_that_of_the_package(response_by_hand, known, measures, np):
    axis = measures.frequencies(33)
    for kernel in known.values():
        packages = measures.frequency_response(np.asarray(kernel), size=33)
        for row, column in ((16, 16), (20, 16), (3, 28)):
            ours = response_by_hand(kernel, axis[column], axis[row])
            assert abs(ours - packages[row, column]) < 1e-9


def a_wave_comes_out_as_the_panel_says(waves):
    seen = waves.seen
    assert abs(seen.out.max() / seen.wave[1:-1, 1:-1].max() - seen.share) < 0.02


def the_blur_wipes_out_a_wave_of_a_third_of_a_cycle(response_by_hand, known):
    assert response_by_hand(known["blur"], 1 / 3, 0) < 1e-9
    assert 0.3 < response_by_hand(known["blur"], 1 / 2, 0) < 0.35


def by_hand_the_blur_passes_a_wave_as_the_picture_and_the_panel_say(by_loops, package, waves):
    assert abs(by_loops - package) < 1e-6
    assert 0.75 < by_loops < 0.85 and abs(waves.seen.share - 0.80) < 0.01


def between_10_and_11_lies_a_wave_of_a_third_of_a_cycle(waves):
    steps = 2 * waves.across.max  # of a cycle; the fastest wave has half a cycle a pixel
    assert 10 < steps / 3 < 11


def edge_across_passes_one_wave_and_no_wave_that_runs_down(response_by_hand, known):
    assert abs(response_by_hand(known["edge across"], 0.25, 0) - 8) < 1e-9
    assert all(response_by_hand(known["edge across"], 0, f / 32) < 1e-9 for f in range(17))


def low_pass_begins_at_7_tenths_and_edge_ends_at_a_quarter(measures):
    assert measures.kernels.BLUR == 0.7 and measures.kernels.DIFFERENCE == 0.25


def the_four_are_what_their_titles_say(known, measures, np):
    kinds = [
        measures.passband(measures.frequency_response(np.asarray(k))).kind
        for k in known.values()
    ]
    assert kinds == ["low-pass", "edge", "edge"]


def a_single_1_lets_everything_pass(measures, np):
    single = np.zeros((3, 3))
    single[1, 1] = 1
    assert np.allclose(measures.frequency_response(single), 1)


def of_random_kernels_6_percent_are_edges_and_36_low_pass(FAST, compared):
    random = compared["random"]
    assert abs(random.share("edge") - 0.06) < (0.015 if FAST else 0.005)
    assert abs(random.share("low-pass") - 0.36) < (0.03 if FAST else 0.01)
    assert abs(random.grey.mean() - 1 / 3) < 0.02


def seven_of_16_trained_ones_are_edges_and_6_low_pass(found, SHIPPED):
    kinds = [kind for name in SHIPPED for kind in found[name].kinds]
    assert len(kinds) == 16 == 2 * 8
    assert kinds.count("edge") == 7 and kinds.count("low-pass") == 6


def the_untrained_row_has_a_low_pass_kernel_too(found):
    assert "low-pass" in found["untrained"].kinds


def edges_for_photographs_are_grey_as_hardly_a_random_kernel_is(compared, np):
    edges = np.array([kind == "edge" for kind in compared["CIFAR-10"].kinds])
    assert compared["CIFAR-10"].grey[edges].min() > 0.695
    assert (compared["random"].grey > 0.695).mean() < 0.01


def edges_for_scenes_and_all_low_pass_ones_are_as_coloured_as_random_ones(compared, np):
    low, high = np.quantile(compared["random"].grey, (0.05, 0.95))
    for name, kind in (("scenes", "edge"), ("scenes", "low-pass"), ("CIFAR-10", "low-pass")):
        chosen = np.array([found == kind for found in compared[name].kinds])
        assert low < compared[name].grey[chosen].min()
        assert compared[name].grey[chosen].max() < high


def random_weights_have_a_low_share_of_a_fifth(random_share, path):
    assert abs(random_share - 0.20) < 0.005
    assert all(abs(p[0] - 0.20) < 0.01 for p in path.values())


def it_rises_to_more_than_a_third_mostly_by_step_125(path, random_share, steps):
    assert steps[2] == 125
    for part in path.values():
        assert (
            part[2] - random_share > 0.6 * (part[-1] - random_share)
            and abs(part[-1] - 0.32) < 0.01
        )


def the_layer_with_the_fewest_low_pass_slices_is_an_up_unit_at_channel_0(
    kernels, nets, notebook_10, measures, np
):
    def shares(weights):
        kinds = [measures.passband(measures.frequency_response(k)).kind for k in weights]
        return {kind: kinds.count(kind) / len(kinds) for kind in ("low-pass", "edge")}

    layers = {
        name: layer.weight.detach().numpy()
        for name, layer in nets["scenes"].named_modules()
        if name.startswith("stage3.0.") and getattr(layer, "kernel_size", 0) == (3, 3)
    }
    low = {name: 32 * shares(w[:, 0])["low-pass"] for name, w in layers.items()}
    name = min(low, key=low.get)
    assert name == "stage3.0.mask.levels.up.0.conv2" and round(low[name]) == 3
    assert len(layers[name]) == 32 and sorted(low.values())[1] > 10
    assert round(32 * shares(layers[name][:, 0])["edge"]) == 13
    every = shares(layers[name].reshape(-1, 3, 3))
    assert abs(every["low-pass"] - 0.38) < 0.005 and abs(every["edge"] - 0.23) < 0.005


def the_energy_is_even_at_first_and_a_hill_of_slow_waves_at_last(energies):
    first, last = energies
    assert 0.9 < first.min() and first.max() < 1.1
    assert last[16, 16] == last.max() > 2 and last[0, 0] < 0.7


def trained_networks_have_more_than_a_third(nets, SHIPPED, measures, notebook_10):
    for name in SHIPPED:
        assert measures.low_share(notebook_10.slices(nets[name])).mean() > 1 / 3


def trunk_and_mask_rise_alike(path):
    assert abs(path["trunk"][-1] - path["mask"][-1]) < 0.05


def on_average_channels_are_a_little_ahead_of_directions(FAST, measured):
    for kinds, most in zip(measured.values(), (0.12, 0.08), strict=True):
        for place in ("in the sum", "after the ReLU"):
            gap = kinds[f"channels {place}"].mean() - kinds[f"directions {place}"].mean()
            assert (-0.05 if FAST else 0) < gap < most


def the_sliders_count_32nds_of_a_cycle(notebook_10):
    assert notebook_10.wave_panel.STEPS == 32


def the_clouds_lie_over_one_another(FAST, notebook_10, measured):
    for kinds in measured.values():
        for place in ("in the sum", "after the ReLU"):
            pair = kinds[f"channels {place}"], kinds[f"directions {place}"]
            share = notebook_10.share_ahead(*pair)
            assert 0.45 < share < 0.7
            assert FAST or 0.56 <= round(share, 2) <= 0.60


def maps_of_noise_are_far_below_both(noise, measured):
    for base, kinds in zip(noise, measured.values(), strict=True):
        assert all(base < values.mean() / 2 for values in kinds.values())


def rows_of_both_are_pure(measured):
    assert all(v.mean() > 0.75 for v in next(iter(measured.values())).values())


def a_channel_scores_the_same_before_and_behind(measured):
    for kinds in measured.values():
        before, behind = (kinds[f"channels {p}"] for p in ("in the sum", "after the ReLU"))
        assert (before - behind).abs().mean() < 0.02


def the_strongest_2_percent_are_marked(notebook_10):
    assert notebook_10.directions.SHARE == 0.02


def the_rows_of_channels_are_named(notebook_10, rows, channels, guess):
    assert notebook_10.whose(rows, channels) in guess.choices
    assert [maps is channels for maps, _ in rows].count(True) == 3


def training_makes_kernels_smoother(notebook_10, path, random_share):
    assert notebook_10.against_random(path, random_share).startswith("higher")


def channel_8_is_excited_by_nine_squares(FAST, notebook_10, scenes, channels):
    top = scenes.labels[notebook_10.top_images(channels, 8)]
    squares = (top == scenes.class_names.index("square")).float().mean()
    assert squares == 1 if not FAST else squares > 0.5


def the_relu_cuts_both_channels_and_the_sum_is_not_cut(features):
    before, behind = features["in the sum"][:, [8, 9]], features["after the ReLU"][:, [8, 9]]
    assert (before < 0).any() and not (behind < 0).any() and (behind == 0).any()


def crescents_discs_and_one_row_of_squares_are_of_directions(
    FAST, notebook_10, scenes, rows, channels
):
    shapes = [
        scenes.class_names[scenes.labels[notebook_10.top_images(*row)].mode().values]
        for row in rows
        if row[0] is not channels
    ]
    assert FAST or shapes == ["crescent", "disc", "square"]


def each_of_the_rows_channels_is_one_of_128(channels, turned):
    assert channels.shape[1] == turned.shape[1] == 128


def a_location_of_stage_3_sees_the_whole_image(nets):
    image = torch.zeros(1, 3, 32, 32, requires_grad=True)
    out = nets["scenes"].stage1(nets["scenes"].stem(image))
    out = nets["scenes"].stage3(nets["scenes"].stage2(out))
    out[0, :, 4, 4].sum().backward()
    assert (image.grad.abs().sum(dim=1) > 0).float().mean() > 0.99


def small_slices_are_hardly_missed_and_large_ones_are(left):
    assert left["smallest"][1] > 0.9 and left["largest"][0] < 0.5
    assert left["largest"][2] < left["random"][2] < left["smallest"][2]
