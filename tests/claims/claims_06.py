"""What notebook 06 says."""

from dataclasses import replace

from resattn_lab.course.notebook_06.layer_walk import layer_walk, layers_by_place


def _sums(networks, specification, side):
    return networks.add_up(networks.part_costs(specification, side))


def _by_place(costs, amount):
    return {
        place: sum(getattr(c, amount) for c in parts.values()) for place, parts in costs.items()
    }


def for_224_the_drawing_counts_one_and_three_fifteens_and_nine_and_one(networks):
    walk = layer_walk(networks.NETWORKS["attention_56"], 224)
    counts = list(layers_by_place(walk).values())
    assert counts == [1, 3 + 12, 3 + 12, 3 + 12, 9, 1] and sum(counts) == 56


def for_32_a_closing_unit_in_each_stage_makes_up_for_the_tail(networks):
    walk = layer_walk(networks.NETWORKS["cifar_attention_56"], 32)
    counts = list(layers_by_place(walk).values())
    assert counts == [1, 3 + 12 + 3, 3 + 12 + 3, 3 + 12 + 3, 1] and sum(counts) == 56


def the_drawing_and_the_code_count_the_same(networks, counted):
    for name, count in counted.items():
        side = 32 if name.startswith("cifar") else 224
        walk = layer_walk(networks.NETWORKS[name], side)
        assert sum(part.layers for part in walk) == count == int(name[-3:].strip("_"))


def the_name_is_36_for_each_m_and_20(counted):
    names = [name for name in counted if name.startswith("cifar")][:-1]
    assert [counted[name] for name in names] == [36 * m + 20 for m in (1, 2, 3, 4, 6)]


def attention_452_has_the_modules_of_236_and_216_layers_more(networks, counted):
    rows = [networks.NETWORKS[f"cifar_attention_{name}"] for name in (236, 452)]
    assert rows[0].modules == rows[1].modules == (6, 6, 6)
    assert counted["cifar_attention_452"] - counted["cifar_attention_236"] == 216


def the_recorded_shapes_are_those_of_the_drawing(networks, SHOWN, maps, outputs):
    walk = layer_walk(networks.NETWORKS[SHOWN], 224)
    drawn = {p.place.replace(" ", ""): (p.channels, p.side, p.side) for p in walk}
    recorded = {place: tuple(maps[place].shape[1:]) for place in outputs}
    assert drawn.pop("stem") == (64, 112, 112) and recorded.pop("stem") == (64, 56, 56)
    assert recorded == {place: drawn[place] for place in recorded}


def the_masks_of_all_stages_come_down_to_7_by_7(maps, lowest):
    assert {tuple(maps[pool].shape[2:]) for pool in lowest} == {(7, 7)}


def parameters_are_the_released_ones_and_work_is_as_counted_by_hand(
    networks, RELEASED, torch, work_by_hand
):
    for name, released in RELEASED.items():
        with torch.device("meta"):
            network = networks.ResidualAttentionNetwork(networks.NETWORKS[name])
        assert networks.count_parameters(network) == released
        work = networks.multiply_accumulates(network, (3, 224, 224))
        assert work == work_by_hand(network, 224)


def with_running_statistics_one_table_entry_comes_out_and_the_other_does_not(networks):
    small, large = (
        _sums(networks, networks.NETWORKS[name], 224)["total"]
        for name in ("attention_56", "attention_92")
    )
    assert small.parameters + small.running_statistics == 31_883_432
    assert round(31_883_432 / 1e6, 1) == 31.9
    for count in (large.parameters, large.parameters + large.running_statistics):
        assert round(count / 1e6, 1) != 51.3


def the_stages_work_alike_and_store_about_three_times_as_much_each(costs):
    work = list(_by_place(costs, "multiply_accumulates").values())[1:4]
    assert [round(w / 1e9, 2) for w in work] == [1.73, 1.85, 1.77]
    stored = list(_by_place(costs, "parameters").values())[1:4]
    assert all(2.9 < b / a < 3.4 for a, b in zip(stored, stored[1:], strict=False))


def the_trunks_of_all_stages_do_the_same_work(costs):
    stages = (costs[f"stage{number}"]["trunk"] for number in (1, 2, 3))
    assert len({trunk.multiply_accumulates for trunk in stages}) == 1


def the_end_holds_53_percent_and_does_13_percent(costs):
    stored, work = (_by_place(costs, a) for a in ("parameters", "multiply_accumulates"))
    assert round(stored["end"] / sum(stored.values()), 2) == 0.53
    assert round(work["end"] / sum(work.values()), 2) == 0.13


def half_of_attention_56_is_not_in_its_name(counted, in_all):
    assert 0.4 < 1 - counted["attention_56"] / in_all["attention_56"] < 0.6


def masks_hold_22_and_do_28_percent_for_224_and_43_and_29_for_32(large, small):
    assert [round(share, 2) for share in large] == [0.22, 0.28]
    assert [round(share, 2) for share in small] == [0.43, 0.29]


def the_gates_do_71_percent_of_the_masks_work_and_so_masks_do_more_than_trunks(work, in_gates):
    assert round(in_gates / work["mask"], 2) == 0.71
    assert work["mask"] > work["trunk"] > work["mask"] - in_gates


def the_gates_are_counted_as_in_the_built_network(networks, torch, gates):
    with torch.device("meta"):
        network = networks.ResidualAttentionNetwork(networks.NETWORKS["attention_56"])
    for stage, gate in gates.items():
        assert gate.parameters == networks.count_parameters(
            network.get_submodule(f"{stage}.0.mask.score")
        )
    # two 1×1 convolutions of 256 channels at each of 56×56 locations
    assert gates["stage1"].multiply_accumulates == 2 * 256**2 * 56**2


def strides_and_depths_are_alike_in_all_rows(networks):
    for row in networks.NETWORKS.values():
        assert tuple(row.strides) == (1, 2, 2) and tuple(row.encoder_depths) == (3, 2, 1)


def the_tail_has_units_of_2048_channels_at_7_by_7_and_1000_classes(networks):
    parts = layer_walk(networks.NETWORKS["attention_56"], 224)
    assert [(p.channels, p.side) for p in parts[-4:]] == [(2048, 7)] * 3 + [(1000, 1)]


def without_strides_the_parameters_stay_and_the_work_is_48_9_g(networks, RELEASED):
    base = networks.NETWORKS["attention_56"]
    total = _sums(networks, replace(base, strides=(1, 1, 1)), 224)["total"]
    assert total.parameters == RELEASED["attention_56"]
    assert round(total.multiply_accumulates / 1e9, 1) == 48.9


def of_60_combinations_none_agrees_with_10_classes(combinations, ten_classes):
    assert len(combinations) == 60 and ten_classes == []


def with_10_classes_3_2_1_is_just_too_small_for_attention_92(millions):
    assert 1.8 < millions("cifar_attention_92", (3, 2, 1)) < 1.85


def with_10_classes_attention_92_has_1_84_million(networks):
    total = _sums(networks, networks.NETWORKS["cifar_attention_92"], 32)["total"]
    assert round(total.parameters / 1e6, 2) == 1.84


def with_100_classes_one_agrees_and_with_running_statistics_another(found):
    assert {tuple(way): depths for way, depths in found.items()} == {
        (10, False): [],
        (10, True): [],
        (100, False): [(3, 2, 1)],
        (100, True): [(2, 2, 1)],
    }


def attention_452_cannot_have_8_6_million(notebook_06, combinations, found):
    assert round(notebook_06.smallest_452(combinations), 1) == 9.1
    counts = {key[1:]: count for key, count in notebook_06.counts_of_452(found).items()}
    assert all(round(count, 1) != 8.6 for count in counts.values())
    assert {round(counts[depths, 3], 1) for depths in ((3, 2, 1), (2, 2, 1))} == {10.2}


def channels_and_sides_are_those_from_which_the_combinations_follow(networks):
    walk = layer_walk(networks.NETWORKS["cifar_attention_92"], 32)
    sizes = {part.place: (part.channels, part.side) for part in walk}
    assert [sizes[f"stage {n}"] for n in (1, 2, 3)] == [(64, 32), (128, 16), (256, 8)]
    assert [side.bit_length() - 1 for side in (32, 16, 8)] == [5, 4, 3]


def a_unit_has_17_squared_widths_and_12_widths(networks, blocks):
    width, unit = 64, blocks.ResidualUnit(256, 256)
    assert networks.count_parameters(unit) == 17 * width**2 + 12 * width == 70_400
    assert 17 == 4 + 9 + 4 and 12 == 2 * (4 + 1 + 1)


def deeper_masks_cost_66_percent_more_parameters_and_6_percent_more_work(networks):
    base = networks.NETWORKS["cifar_attention_92"]
    few, many = (
        _sums(networks, replace(base, encoder_depths=depths), 32)["total"]
        for depths in ((1, 1, 1), (3, 3, 3))
    )
    assert round(many.parameters / few.parameters - 1, 2) == 0.66
    assert round(many.multiply_accumulates / few.multiply_accumulates - 1, 2) == 0.06


def the_shorter_attention_452_is_cheaper_in_both(networks):
    base = networks.NETWORKS["cifar_attention_236"]
    found = []
    for m, p, t in ((6, 2, 4), (12, 1, 2)):
        options = {"p": p, "t": t, "r": 1}
        row = replace(base, modules=(m, m, m), module_options=options)
        assert sum(part.layers for part in layer_walk(row, 32)) == 452
        total = _sums(networks, row, 32)["total"]
        found.append((total.parameters / 1e6, total.multiply_accumulates / 1e9))
    (held, done), (held_more, done_more) = found
    assert abs(held - 7.3) < 0.05 and abs(done - 0.89) < 0.005
    assert abs(held_more - 9.9) < 0.055 and abs(done_more - 1.10) < 0.005


def each_stage_has_a_level_fewer_and_so_three_units(networks):
    stages = networks.NETWORKS["attention_56"].encoder_depths
    assert stages == (3, 2, 1)
    units = [2 * depth + depth - 1 for depth in stages]  # down and up, and the skips
    assert [a - b for a, b in zip(units, units[1:], strict=False)] == [3, 3]


def what_the_paper_prints_is_here_as_it_is_there(notebook_06):
    assert list(notebook_06.PRINTED.values()) == [1.9, 5.1]
