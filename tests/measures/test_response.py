"""Responses computed by hand, and what cannot be compared."""

import numpy as np
import pytest
import torch

from resattn_lab.measures import (
    factor_per_module,
    mean_absolute_response,
    relative_responses,
)


def test_the_response_is_the_mean_of_absolute_values_whatever_the_shape():
    assert mean_absolute_response(torch.tensor([[1.0, -2.0], [0.0, -5.0]])) == 2.0
    assert mean_absolute_response(torch.tensor([[[1.0]], [[-3.0]]])) == 2.0
    assert mean_absolute_response(np.array([-1, 2], dtype=np.int64)) == 1.5
    assert mean_absolute_response([1.0, -1.0, 4.0]) == 2.0
    assert mean_absolute_response(-3.0) == 3.0


def test_opposite_signs_do_not_cancel():
    assert mean_absolute_response(torch.tensor([7.0, -7.0])) == 7.0


def test_a_tensor_with_a_gradient_is_measured_and_left_as_it_is():
    output = torch.tensor([1.0, -3.0], requires_grad=True)
    assert mean_absolute_response(output) == 2.0
    assert output.requires_grad and output.tolist() == [1.0, -3.0]


def test_responses_are_relative_to_the_first():
    outputs = [torch.tensor([4.0, -4.0]), torch.tensor([[1.0], [3.0]]), np.array([-0.4])]
    assert relative_responses(outputs) == pytest.approx([1.0, 0.5, 0.1])
    assert relative_responses([0.5, 0.25, 1.0]) == [1.0, 0.5, 2.0]


def test_relative_responses_do_not_depend_on_the_common_scale():
    outputs = [torch.randn(3, 4) for _ in range(3)]
    scaled = [50 * output for output in outputs]
    assert relative_responses(scaled) == pytest.approx(relative_responses(outputs))


@pytest.mark.parametrize(
    "responses, factor",
    [([8, 4, 2, 1], 0.5), ([1, 1.5, 2.25], 1.5), ([2, 100, 2], 1.0), ([3, 9], 3.0)],
)
def test_the_factor_per_module_is_the_geometric_mean_of_the_steps(responses, factor):
    assert factor_per_module(responses) == pytest.approx(factor)


def test_impossible_requests_say_what_came():
    with pytest.raises(ValueError, match=r"shape \(0, 3\) holds no response"):
        mean_absolute_response(torch.zeros(0, 3))
    with pytest.raises(ValueError, match="got none"):
        relative_responses([])
    with pytest.raises(ValueError, match="got zeros"):
        relative_responses([torch.zeros(2), torch.ones(2)])
    with pytest.raises(ValueError, match=r"at least two.*got \[1\.0\]"):
        factor_per_module([1.0])
    with pytest.raises(ValueError, match=r"above zero, got \[1\.0, 0\.0\]"):
        factor_per_module([1.0, 0.0])
