"""The suspects of notebook 13: what they look like, what they cost, who catches them."""

import inspect

import numpy as np
import pytest
import torch
from torch import nn

from resattn_lab.blocks import ResidualUnit
from resattn_lab.course import exercise
from resattn_lab.course.notebook_13 import (
    SUITE,
    SUSPECTS,
    confess,
    confession,
    cost_of,
    file_on,
    line_up,
    naive,
    right_variants,
    trial,
    try_suite,
)
from resattn_lab.measures import gradient_energy, seen_box
from resattn_lab.networks import count_parameters

GUILTY = [letter for letter, suspect in SUSPECTS.items() if suspect.fault]
MODELS = [letter for letter, s in SUSPECTS.items() if s.kind in naive.SIZES]


def test_thirteen_are_guilty_each_of_a_fault_of_its_own():
    faults = [SUSPECTS[letter].fault for letter in GUILTY]
    assert len(faults) == len(set(faults)) == 13 and list(confession.FILES) == GUILTY


@pytest.mark.parametrize("letter", SUSPECTS)
def test_a_suspect_has_the_right_shape_is_finite_and_trains_without_an_error(letter):
    result = naive.naive_suite(SUSPECTS[letter], seed=4)
    assert result.shape and result.finite and result.falls and result.passes
    assert (result.before is None) == (SUSPECTS[letter].kind == "choice")


@pytest.fixture(scope="module")
def table():
    return try_suite()


def test_the_suite_catches_each_guilty_suspect_once_and_accuses_no_right_one(table):
    for letter, row in table.items():
        said = [verdict.said for verdict in row.values()]
        assert said.count("fails") == (letter in GUILTY) and "breaks off" not in said


def test_every_test_of_the_suite_has_caught_somebody(table):
    caught = {words for row in table.values() for words, v in row.items() if v.said == "fails"}
    assert caught == {rule.words for rule in SUITE}


@pytest.mark.parametrize("letter", MODELS)
def test_no_suspect_prints_a_name_that_tells_what_it_did(letter):
    printed = repr(SUSPECTS[letter].make(*naive.SIZES[SUSPECTS[letter].kind]))
    for word in ("Input", "Cut", "Of16", "Twice", "Leaning", "Loop", "Other"):
        assert word not in printed


@pytest.mark.parametrize("letter", GUILTY)
def test_a_confession_marks_one_line_that_is_there(letter, capsys):
    confess(letter)
    marked = [line for line in capsys.readouterr().out.splitlines() if line.startswith("►")]
    assert len(marked) == 1 and confession.FILES[letter].wrong in marked[0]
    assert len(inspect.getsource(confession.FILES[letter].code).splitlines()) <= 15


@pytest.mark.parametrize(
    "letter, words",
    [
        ("B", "put out 16, 16, 16, not 16, 8, 4"),
        ("C", "0.016, not 11.391"),
        ("J", "906,496 parameters, not 976,896"),
        ("K", "32 of the 81 positions"),
        ("N", "not 31,810,728: 56% more"),
        ("Q", "48.9 G multiply-accumulates, not 6.3 G"),
    ],
)
def test_a_cost_is_measured(letter, words):
    assert words in cost_of(letter) and words in file_on(letter)


def test_the_padded_unit_hides_until_it_has_seen_a_batch():
    suspect, right = (line_up("unit")[letter](8) for letter in "KL")
    right.load_state_dict(suspect.state_dict())
    x = torch.randn(8, 8, 9, 9)
    # two convolutions of other sizes: some processors round their sums differently
    torch.testing.assert_close(suspect.eval()(x), right.eval()(x), rtol=0, atol=1e-5)
    suspect.train()(x), right.train()(x)
    assert not torch.allclose(suspect.eval()(x), right.eval()(x), atol=1e-4)


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_the_mask_in_a_loop_is_the_packages_mask(depth):
    usual, loop = (make(8, depth) for make in (right_variants.usual, right_variants.in_a_loop))
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
    assert trial.try_test(lambda: result).said == said


def test_a_crash_is_no_verdict_and_nothing_written_is_no_crash():
    verdict = trial.try_test(lambda: {}["mask"])
    assert verdict.said == "breaks off" and verdict.words == "KeyError: 'mask'"
    with pytest.raises(NotImplementedError):
        trial.try_test(not_written)


def not_written():
    raise NotImplementedError


def test_a_test_leaves_the_random_numbers_alone():
    torch.manual_seed(3)
    wanted = torch.rand(1)
    torch.manual_seed(3)
    trial.try_test(lambda: torch.manual_seed(9))
    assert torch.equal(torch.rand(1), wanted)


def test_who_is_not_there_or_not_guilty_has_no_file():
    with pytest.raises(ValueError, match="suspect A is right"):
        file_on("A")
    with pytest.raises(ValueError, match="there is no suspect 'Z'"):
        confess("Z")
    with pytest.raises(ValueError, match="kind must be one of module, unit"):
        line_up("mask")


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
