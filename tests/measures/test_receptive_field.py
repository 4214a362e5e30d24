"""Receptive fields against sizes worked out by hand."""

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from resattn_lab.measures import (
    answer_energy,
    before_convolution,
    before_interpolation,
    effective_side,
    energy_within,
    gradient_energy,
    inside,
    seen_box,
)


def stack(count, kernel=3):
    """Convolutions of ones, one channel: nothing cancels."""
    layers = [nn.Conv2d(1, 1, kernel, padding=kernel // 2, bias=False) for _ in range(count)]
    for layer in layers:
        nn.init.ones_(layer.weight)
    return nn.Sequential(*layers)


def side(function, size=33, **options):
    top, bottom, left, right = seen_box(gradient_energy(function, (1, size, size), **options))
    assert bottom - top == right - left
    return bottom - top + 1


@pytest.mark.parametrize("count", [1, 2, 5])
def test_a_stack_of_n_3x3_convolutions_sees_2n_plus_1(count):
    assert side(stack(count)) == 2 * count + 1


def test_a_7x7_convolution_sees_as_far_as_three_3x3():
    assert side(stack(1, kernel=7)) == side(stack(3)) == 7


def test_a_pooling_doubles_what_stands_behind_it():
    pooled = nn.Sequential(nn.AvgPool2d(2), stack(1))
    assert side(pooled, size=32) == 2 * side(stack(1))


def test_a_max_pooling_shows_its_whole_window_over_several_inputs():
    pool = nn.MaxPool2d(3, stride=2, padding=1)
    assert side(pool, draws=1) == 1
    assert side(pool, draws=200) == 3


def test_a_global_mean_sees_everything():
    def spread(x):
        return x.mean(dim=(2, 3), keepdim=True).expand_as(x)

    assert side(spread, size=9) == 9


def test_a_batch_norm_in_train_mode_makes_every_position_see_all():
    norm = nn.BatchNorm2d(1)
    assert side(norm.train(), size=9) == 9
    assert side(norm.eval(), size=9) == 1


def test_the_energy_is_the_mean_squared_gradient():
    """A 1×1 convolution by 3 in one channel: 9 times the squared random weight."""
    inputs = torch.zeros(1, 1, 3, 3)
    energy = gradient_energy(lambda x: 3 * x, inputs, seed=5)
    weight = torch.randn(1, 1, generator=torch.Generator().manual_seed(5))
    wanted = torch.zeros(3, 3, dtype=torch.float64)
    wanted[1, 1] = 9 * weight.double().square()
    torch.testing.assert_close(energy, wanted)


def test_the_place_moves_the_field_and_the_border_cuts_it():
    energy = gradient_energy(stack(2), (1, 20, 30), place=(1, 28))
    assert seen_box(energy) == (0, 3, 26, 29)


def test_measuring_leaves_inputs_and_weights_without_gradients():
    module, inputs = stack(1), torch.zeros(2, 1, 5, 5)
    with torch.no_grad():
        gradient_energy(module, inputs)
    assert inputs.grad is None and not inputs.requires_grad
    assert all(parameter.grad is None for parameter in module.parameters())


def test_the_field_says_the_same_however_often_it_is_measured():
    first, second = (gradient_energy(nn.ReLU(), (3, 5, 5), seed=2) for _ in range(2))
    assert torch.equal(first, second)


def test_energy_within_rises_to_one_square_by_square():
    energy = torch.ones(5, 5)
    shares = torch.tensor([1 / 25, 9 / 25, 1], dtype=torch.float64)
    torch.testing.assert_close(energy_within(energy), shares)


@pytest.mark.parametrize("share, wanted", [(0.04, 1), (0.05, 3), (0.36, 3), (0.9, 5), (1, 5)])
def test_the_effective_side_is_that_of_the_smallest_square(share, wanted):
    assert effective_side(torch.ones(5, 5), share=share) == wanted


def test_a_square_at_the_border_counts_what_is_on_the_map():
    assert effective_side(torch.ones(3, 3), place=(0, 0), share=1) == 5


def test_a_shortcut_pulls_the_effective_side_to_the_centre():
    plain = stack(4)

    def with_shortcut(x):
        return plain(x) + 1e5 * x

    assert effective_side(gradient_energy(plain, (1, 33, 33), draws=1)) == 5
    assert effective_side(gradient_energy(with_shortcut, (1, 33, 33), draws=1)) == 1


def test_walking_back_through_layers_agrees_with_the_gradients():
    def function(x):
        small = stack(1)(F.avg_pool2d(x, 3, stride=2, padding=1))
        return F.interpolate(small, x.shape[-2:], mode="bilinear", align_corners=True)

    for size, place in ((20, 7), (21, 10), (21, 0)):
        half = (size + 1) // 2
        seen = before_interpolation((place, place), size=size, smaller=half)
        seen = inside(before_convolution(seen), half)
        seen = inside(before_convolution(seen, stride=2), size)
        energy = gradient_energy(function, (1, size, size), place=(place, place))
        assert seen_box(energy)[:2] == seen


def test_rules_of_walking_back_by_hand():
    assert before_convolution((4, 6)) == (3, 7)
    assert before_convolution((4, 6), stride=2) == (7, 13)
    assert before_convolution((0, 0), kernel=7, stride=2) == (-3, 3)
    assert before_interpolation((0, 6), size=7, smaller=4) == (0, 3)
    assert before_interpolation((3, 3), size=7, smaller=4) == (1, 2)
    assert before_interpolation((0, 0), size=1, smaller=1) == (0, 0)
    assert inside((-3, 12), 10) == (0, 9)


def test_the_answer_to_a_changed_pixel_lies_where_the_field_is():
    energy = answer_energy(stack(2), torch.zeros(1, 1, 9, 9), place=(4, 5), change=1.0)
    assert seen_box(energy) == (2, 6, 3, 7)
    assert energy[4, 5] == 81  # the middle of the product of two kernels of ones: 9


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda: gradient_energy(nn.ReLU(), torch.zeros(3, 5, 5)), r"\(N, C, H, W\)"),
        (lambda: gradient_energy(nn.Flatten(), (1, 5, 5)), r"\(N, K, h, w\).*got \(16, 25\)"),
        (lambda: gradient_energy(lambda x: x.detach(), (1, 5, 5)), "without a gradient"),
        (lambda: gradient_energy(nn.ReLU(), (1, 5, 5), place=(5, 0)), "on the map of 5×5"),
        (lambda: answer_energy(nn.ReLU(), torch.zeros(5, 5)), r"got \(5, 5\)"),
        (lambda: seen_box(torch.zeros(3, 3)), "does not see the input"),
        (lambda: energy_within(torch.zeros(3, 3)), "positive, finite sum"),
        (lambda: energy_within(torch.ones(3, 3), place=(-1, 0)), "on the map of 3×3"),
        (lambda: effective_side(torch.ones(3, 3), share=0), "above 0 and at most 1"),
        (lambda: before_interpolation((0, 0), size=0, smaller=1), "at least one position"),
    ],
)
def test_impossible_requests_say_what_came(call, message):
    with pytest.raises(ValueError, match=message):
        call()
