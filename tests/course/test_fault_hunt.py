"""The suspects of notebook 13: what they look like, what they cost, who catches them."""

import inspect

import numpy as np
import pytest
import torch
from torch import nn

from resattn_lab import blocks
from resattn_lab.blocks import ResidualUnit
from resattn_lab.course import exercise, notebook_13
from resattn_lab.course.notebook_13 import (
    LATER,
    SUITE,
    SUSPECTS,
    accusations,
    files,
    guilty,
    line_up,
    mutants,
    naive,
    right,
    suspects,
    try_suite,
    try_test,
)
from resattn_lab.course.notebook_13.rebuilding import OF_MODULES, SOURCES, rebuilt
from resattn_lab.measures import gradient_energy, seen_box
from resattn_lab.networks import count_parameters

GUILTY = [*guilty(), "V"]
FILES = [notebook_13, *filter(inspect.ismodule, vars(notebook_13).values())]
MODELS = [letter for letter, s in SUSPECTS.items() if s.kind in naive.SIZES]


def test_thirteen_are_guilty_each_of_a_fault_of_its_own_and_one_came_late():
    faults = [SUSPECTS[letter].file().fault for letter in GUILTY]
    assert len(faults) == len(set(faults)) == 14
    assert len(line_up()) == 21 and "V" not in line_up()


@pytest.mark.parametrize("letter", SUSPECTS)
def test_a_suspect_has_the_right_shape_is_finite_and_trains_without_an_error(letter):
    result = naive.naive_suite(SUSPECTS[letter], seed=4)
    assert result.shape and result.passes
    assert bool(result.losses) == (SUSPECTS[letter].kind != "choice")


@pytest.fixture(scope="module")
def table():
    return try_suite((*SUITE, LATER))


def test_the_suite_catches_each_guilty_suspect_once_and_accuses_no_right_one(table):
    for letter, row in table.items():
        said = [verdict.said for verdict in row.values()]
        assert said.count("fails") == (letter in GUILTY) and "breaks off" not in said


def test_every_test_has_caught_somebody_and_the_late_one_only_v(table):
    caught = {words for row in table.values() for words, v in row.items() if v.said == "fails"}
    assert caught == {rule.words for rule in (*SUITE, LATER)}
    assert table["V"][LATER.words].said == "fails"


@pytest.mark.parametrize("letter", GUILTY)
def test_nothing_that_is_printed_or_listed_tells_who_is_guilty(letter):
    suspect = SUSPECTS[letter]
    file = suspect.file()
    attributes = [getattr(suspect, n) for n in dir(suspect) if not n.startswith("__")]
    shown = [repr(line_up()), str(SUSPECTS), repr(suspect), repr(attributes), suspect.__doc__]
    with pytest.raises(TypeError):
        vars(suspect)
    if suspect.kind in naive.SIZES:
        for part in suspect(*naive.SIZES[suspect.kind]).modules():
            shown.append(f"{part} {type(part)} {vars(type(part))}")
            assert type(part).__module__.startswith(
                ("torch.", "resattn_lab.blocks", "resattn_lab.networks")
            )
    assert not any(words in text for text in shown for words in (file.fault, file.wrong))


@pytest.mark.parametrize("module", FILES, ids=lambda module: module.__name__.split(".")[-1])
def test_no_name_of_a_file_of_the_lesson_lists_what_the_guilty_did(module):
    for name, value in vars(module).items():
        if not name.startswith("__"):
            assert not any(SUSPECTS[n].file().fault in repr(value) for n in GUILTY), name
            assert str(guilty()) not in repr(value), name


def test_a_change_that_no_longer_fits_the_source_is_refused():
    with pytest.raises(ValueError, match="'x = 7' must be in Fusion once"):
        suspects.changed("Z module: a fault\nFusion\n- x = 7\n+ x = 8")


@pytest.mark.parametrize(
    "letter, words",
    [
        ("B", "the poolings put out [8, 8], not [8, 4]"),
        ("C", "0.016, not 11.391"),
        ("D", "runs of each unit: [1, 1, 1, 1, 5]"),
        ("K", "a 1×1 convolution makes 11 positions of 9"),
        ("N", "49,636,520 parameters, not 31,810,728"),
        ("O", "7 classes asked for, 10 logits came"),
        ("Q", "48.9 G multiply-accumulates, not 6.3 G"),
        ("R", "with other test figures"),
    ],
)
def test_a_cost_is_measured_or_it_is_said_how_the_fault_shows(letter, words):
    said = files([letter]).splitlines()
    assert words in said[3] and SUSPECTS[letter].file().wrong in said[1]


def test_the_padded_unit_hides_until_it_has_seen_a_batch():
    suspect, usual = (line_up("unit")[letter](8).double() for letter in "KL")
    usual.load_state_dict(suspect.state_dict())
    x = torch.randn(8, 8, 9, 9, dtype=torch.float64)
    torch.testing.assert_close(suspect.eval()(x), usual.eval()(x), atol=1e-12, rtol=0)
    suspect.train()(x), usual.train()(x)
    assert not torch.allclose(suspect.eval()(x), usual.eval()(x), atol=1e-4)


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_the_mask_in_a_loop_is_the_packages_mask(depth):
    usual, loop = (make(8, depth) for make in (right.usual, right.in_a_loop))
    assert count_parameters(usual) == count_parameters(loop)
    level, inside = usual.mask.levels, loop.mask.levels
    for number in range(depth):
        inside.downs[number], inside.ups[number] = level.down[0], level.up[0]
        if number < depth - 1:
            inside.skips[number] = level.skip
        level = level.inner
    x = torch.randn(2, 8, 21, 13)
    torch.testing.assert_close(inside.eval()(x), usual.mask.levels.eval()(x))


@pytest.mark.parametrize(
    "result, said",
    [
        (None, "passes"),
        (True, "passes"),
        (3, "passes"),
        (torch.zeros(4, requires_grad=True), "passes"),
    ]
    + [(False, "fails"), (np.False_, "fails"), (torch.tensor(False), "fails")],
)
def test_a_test_fails_by_raising_or_by_returning_false(result, said):
    assert try_test(lambda: result).said == said


def test_a_crash_is_no_verdict_and_nothing_written_is_no_crash():
    verdict = try_test(lambda: {}["mask"])
    assert verdict.said == "breaks off" and verdict.words == "KeyError: 'mask'"
    with pytest.raises(NotImplementedError):
        try_test(not_written)


def not_written(*arguments):
    raise NotImplementedError


def test_a_test_leaves_the_random_numbers_alone():
    torch.manual_seed(3)
    wanted = torch.rand(1)
    torch.manual_seed(3)
    try_test(lambda: torch.manual_seed(9))
    assert torch.equal(torch.rand(1), wanted)


def test_who_is_not_there_or_not_guilty_has_no_file():
    for letter in "AZ":
        with pytest.raises(ValueError, match=f"no file on suspect '{letter}'"):
            files(letter)
    with pytest.raises(ValueError, match="kind must be one of module, unit"):
        line_up("mask")


def test_rebuilt_from_unchanged_sources_it_is_the_packages_module():
    torch.manual_seed(0)
    ours = rebuilt({})["module"](8, 2).eval()
    torch.manual_seed(0)
    packages = blocks.AttentionModule(8, encoder_depth=2).eval()
    x = torch.randn(2, 8, 13, 16)
    assert isinstance(ours, blocks.AttentionModule) and repr(ours) == repr(packages)
    assert torch.equal(ours(x), packages(x))


EVERYTHING = mutants.all_mutants()
SOME = {
    "fails": (
        "return self.post(self.fusion(self.trunk(x), self.mask(x)))",
        "self.post(self.pre(",
    ),
    "same": ("if self.inner is not None:", "if self.skip is not None"),
    "trains": ("weight = 1 + mask if self.attention_residual", "weight = 1 - mask"),
}


def found(before, after):
    return next(m for m in EVERYTHING if before in m.before and after in m.after)


def test_there_are_many_mutants_each_with_one_line_changed():
    assert len(EVERYTHING) > 200
    assert str(found(*SOME["trains"])).count("mask if self.attention_residual else mask") == 2
    assert {m.part for m in EVERYTHING} == {p.__name__ for p in OF_MODULES} - {"unit_run"}
    for mutant in EVERYTHING:
        assert SOURCES[mutant.part].splitlines()[mutant.line] == mutant.before
        assert mutant.before != mutant.after and "raise" not in mutant.before
    assert mutants.all_mutants() == EVERYTHING


@pytest.mark.parametrize("kind", SOME)
def test_a_mutant_is_sorted_by_what_it_does(kind):
    mutant = found(*SOME[kind])
    assert mutants.sorted_mutants([mutant])[kind] == [mutant]


def test_a_mutant_of_one_part_leaves_the_package_as_it_was():
    before = blocks.Fusion.forward
    mutant = found(*SOME["trains"])
    module = mutant.makers["module"](8, 1)
    trunk, mask = torch.rand(2, 1, 8, 2, 2)
    assert torch.equal(module.fusion(trunk, mask), (1 - mask) * trunk)
    assert blocks.Fusion.forward is before
    assert torch.equal(blocks.Fusion()(trunk, mask), (1 + mask) * trunk)


def test_old_friends_are_among_the_mutants_and_are_caught_by_their_tests():
    twice, without = (
        found("self.post(self.fusion(", "return self.pre("),
        found("weight = 1 + mask if", "weight = 1 * mask if"),
    )
    hunted = mutants.hunt([twice, without, found(*SOME["trains"])], SUITE)
    words = [("every unit runs once",), ("a closed mask keeps the trunk",), ()]
    assert list(hunted.values()) == words


def test_a_stub_and_a_test_that_accuses_the_right_take_no_part_in_the_hunt():
    def accuses(make, channels, depth, side):
        raise AssertionError("everybody is guilty")

    mutant = found(*SOME["trains"])
    tests = [accuses, not_written, *SUITE]
    assert mutants.hunt([mutant], tests) == {mutant: ()}


@pytest.fixture
def panel():
    chosen = [m for m in EVERYTHING if m.part in ("Fusion", "MixedGate", "MaskLevel")]
    caught = {m: ("one", "two")[: m.part == "Fusion"] for m in chosen}
    caught[chosen[0]] = ("two",)
    shown = notebook_13.MutantsPanel(caught)
    yield shown
    shown.close()


def test_the_panel_counts_what_all_tests_catch_and_what_one_does(panel):
    fusion = sum(m.part == "Fusion" for m in panel.mutants)
    assert f"Caught: {fusion + 1} of {len(panel.mutants)}" in panel.canvas.alt
    panel.test.value = "two"
    assert panel.seen.caught == [True, *[False] * (len(panel.mutants) - 1)]


def test_the_pointer_chooses_the_sign_below_it_and_its_change_is_told(panel):
    number = next(n for n, m in enumerate(panel.mutants) if m.part == "Fusion")
    (x, row), place = panel.places[number], panel.drawn.places[0]
    panel.hovered(place, x / panel.x.high, (row + 0.5) / len(panel.parts))
    assert panel.change.value == number + 1 and panel.seen.by == ("one",)
    mutant = panel.mutants[number]
    assert f"{mutant.before.strip()} became {mutant.after.strip()}" in panel.canvas.alt
    assert "caught by: one" in panel.canvas.alt


def parameters_by_formula(make, channels, depth, side):
    width = channels // 4
    unit = 17 * width**2 + 12 * width
    wanted = (2 + 2 + 3 * depth - 1) * unit + 2 * channels**2 + 4 * channels
    return count_parameters(make(channels, depth)) == wanted


def units_by_name(make, channels, depth, side):
    units = [m for m in make(channels, depth).modules() if isinstance(m, ResidualUnit)]
    assert len(units) == 2 + 2 + 3 * depth - 1


def silent_trunk(make, channels, depth, side):
    module, kept = make(channels, depth), []
    module.fusion.register_forward_pre_hook(lambda fusion, given: kept.append(given[1]))
    x = torch.randn(2, channels, side, side)
    module(x)
    module.trunk = nn.Identity()
    module(x)
    return torch.allclose(*kept)


def all_pairs(choose):
    validation = [0.5, 0.7, 0.7, 0.6]
    chosen = {choose(validation, list(np.roll([0.9, 0.1, 0.2, 0.3], n))) for n in range(4)}
    assert len(chosen) == 1


def sees_far(make, channels, depth, side):
    """By gradients: a mask whose levels are chained sees more than one that pools once."""
    torch.manual_seed(0)
    module = make(channels, depth).eval()
    part = nn.Sequential(module.mask.levels, module.mask.score)
    top, bottom, _, _ = seen_box(gradient_energy(part, (channels, 64, 64), draws=2))
    return bottom - top + 1 >= {1: 10, 2: 30, 3: 45}[depth]


@pytest.mark.parametrize(
    "key, other",
    [
        ("13.own_weights", parameters_by_formula),
        ("13.own_weights", units_by_name),
        ("13.own_branch", silent_trunk),
        ("13.choice", all_pairs),
        ("13.reach", sees_far),
        ("13.sides", [[11, 14], [6, 7], [3.0, 4.0]]),
        ("13.sides", torch.tensor([[11, 14], [6, 7], [3, 4]])),
        ("13.values", 10.0),
    ],
)
def test_other_right_answers_are_right(key, other):
    assert exercise(key).check(other).startswith("Right."), exercise(key).check(other)


def test_accusations_tell_who_fails_a_test_who_breaks_it_and_who_has_not_written_it():
    def test_stub(make, channels, depth, side):
        raise NotImplementedError

    def test_misspelt(make, channels, depth, side):
        make(channels, depth).trnk  # noqa: B018

    gate = next(rule.test for rule in SUITE if "0.5" in rule.words)
    modules = {letter: line_up("module")[letter] for letter in "EHJ"}
    lines = accusations([gate, test_stub, test_misspelt], modules)
    assert [" ".join(line.split()) for line in lines] == [
        "test_gate accuses H",
        "test_stub not written yet",
        "test_misspelt accuses nobody; broke off on EHJ",
    ]
