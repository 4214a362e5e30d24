"""Frequency responses against transforms worked out by hand."""

import numpy as np
import pytest

from resattn_lab.measures import (
    frequencies,
    frequency_response,
    joint_response,
    low_region,
    low_share,
    passband,
)

F = frequencies(33)
DELTA = np.array([[0, 0, 0], [0, 1, 0], [0, 0, 0]])
BOX = np.ones((3, 3)) / 9
DIFFERENCE = np.array([[0, 0, 0], [-1, 1, 0], [0, 0, 0]])
LAPLACE = np.array([[0, -1, 0], [-1, 4, -1], [0, -1, 0]])
LEAKY = np.array([[0, 0, 0], [-1, 2, 0], [0, 0, 0]])


def test_frequencies_rise_and_zero_stands_in_the_middle():
    np.testing.assert_allclose(frequencies(5), [-0.4, -0.2, 0, 0.2, 0.4])
    assert F[16] == 0 and abs(F).max() < 0.5


def test_a_delta_lets_every_frequency_through_alike():
    np.testing.assert_allclose(frequency_response(3 * DELTA), np.full((33, 33), 3.0))


def test_a_box_gives_the_product_of_two_sampled_sincs():
    side = (1 + 2 * np.cos(2 * np.pi * F)) / 3  # of 1/3, 1/3, 1/3
    np.testing.assert_allclose(frequency_response(BOX), abs(np.outer(side, side)), atol=1e-12)


def test_a_difference_gives_a_sine_across_and_nothing_down():
    wanted = np.broadcast_to(2 * abs(np.sin(np.pi * F)), (33, 33))
    np.testing.assert_allclose(frequency_response(DIFFERENCE), wanted, atol=1e-12)
    np.testing.assert_allclose(frequency_response(DIFFERENCE.T), wanted.T, atol=1e-12)


def test_where_a_kernel_stands_in_its_square_changes_nothing():
    moved = np.roll(DIFFERENCE, (1, 1), axis=(0, 1))
    np.testing.assert_allclose(frequency_response(moved), frequency_response(DIFFERENCE))


def test_many_kernels_are_taken_one_by_one():
    kernels = np.random.default_rng(0).normal(size=(4, 2, 3, 3))
    responses = frequency_response(kernels, size=9)
    assert responses.shape == (4, 2, 9, 9)
    np.testing.assert_allclose(responses[3, 1], frequency_response(kernels[3, 1], size=9))


def test_a_joint_response_is_the_root_mean_square_over_the_inputs():
    kernels = np.random.default_rng(3).normal(size=(4, 5, 3, 3))
    wanted = np.sqrt((frequency_response(kernels, size=9) ** 2).mean(axis=1))
    np.testing.assert_allclose(joint_response(kernels, size=9), wanted)


def test_the_energy_of_a_response_is_that_of_the_weights():
    kernel = np.random.default_rng(1).normal(size=(3, 3))
    energy = (frequency_response(kernel, size=9) ** 2).mean()  # Parseval
    np.testing.assert_allclose(energy, (kernel**2).sum())


def test_low_shares_of_a_delta_a_box_and_a_difference():
    area = low_region(33).mean()
    assert 0.19 < area < 0.21  # pi / 16, on a grid
    np.testing.assert_allclose(low_share(DELTA), area)
    assert low_share(BOX) > 0.8 > 0.1 > low_share(LAPLACE)
    assert np.isnan(low_share(np.zeros((3, 3))))


def test_the_low_share_is_that_of_the_response_inside_the_ring():
    kernels = np.random.default_rng(4).normal(size=(5, 2, 3, 3))
    energy = frequency_response(kernels, size=21) ** 2
    inside = np.where(low_region(21, below=0.3), energy, 0).sum(axis=(-2, -1))
    shares = low_share(kernels, below=0.3, size=21)
    np.testing.assert_allclose(shares, inside / energy.sum(axis=(-2, -1)))


def test_random_weights_have_the_low_share_of_the_area_on_average():
    kernels = np.random.default_rng(2).normal(size=(4000, 3, 3))
    assert abs(low_share(kernels).mean() - low_region(33).mean()) < 0.005


@pytest.mark.parametrize(
    "kernel, kind",
    [
        (BOX, "low-pass"),
        (DIFFERENCE, "edge"),
        (LAPLACE, "edge"),
        (LEAKY, "band"),  # 1 at zero, 3 at the peak
        (DELTA, "flat"),
        ([[2.0]], "flat"),
        (np.zeros((3, 3)), "silent"),
    ],
)
def test_the_kind_is_read_off_the_answer_to_a_constant(kernel, kind):
    assert passband(frequency_response(kernel)).kind == kind


def test_the_peak_has_a_direction():
    found = passband(frequency_response(np.array([[-1, 0, 1]])))  # 2 sin(2 pi f)
    assert found.down == 0 and found.at_zero < 1e-9 and abs(found.across - 0.25) < 0.02
    found = passband(frequency_response(np.array([[1, 1, 1], [0, 0, 0], [-1, -1, -1]])))
    assert found.across == 0 and abs(abs(found.down) - 0.25) < 0.02
    leaky = passband(frequency_response(LEAKY))
    np.testing.assert_allclose(leaky.at_zero, 1 / 3, rtol=0.01)


def test_impossible_requests_say_what_came():
    with pytest.raises(ValueError, match="odd.*got 32"):
        frequencies(32)
    with pytest.raises(ValueError, match=r"at most 5, got \(7, 7\)"):
        frequency_response(np.ones((7, 7)), size=5)
    with pytest.raises(ValueError, match=r"one response.*got \(2, 9, 9\)"):
        passband(np.ones((2, 9, 9)))
