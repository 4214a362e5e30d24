"""The weight that each place receives, by hand."""

import pytest
import torch

from resattn_lab.measures import received_weight


def test_it_is_the_mean_of_the_columns_over_heads_and_queries():
    first = [[0.9, 0.1, 0.0], [0.6, 0.4, 0.0], [0.0, 0.0, 1.0]]
    second = [[0.3, 0.7, 0.0], [0.0, 0.6, 0.4], [0.0, 0.0, 1.0]]
    found = received_weight(torch.tensor([[first, second]]), (1, 3))
    torch.testing.assert_close(found, torch.tensor([[[0.3, 0.3, 0.4]]]))


def test_rows_alike_give_the_row_back():
    row = torch.rand(6).softmax(dim=0)
    found = received_weight(row.expand(1, 2, 6, 6), (2, 3))
    torch.testing.assert_close(found, row.reshape(1, 2, 3))


def test_what_does_not_fit_is_refused():
    with pytest.raises(ValueError, match=r"must be \(N, heads, P, P\), got \(4, 4\)"):
        received_weight(torch.ones(4, 4), (2, 2))
    with pytest.raises(ValueError, match="2×3 are not 4 places"):
        received_weight(torch.ones(1, 1, 4, 4), (2, 3))
