"""Shares of variance, worked out by hand on masks of a few values."""

import pytest
import torch

from resattn_lab.measures import variance_shares


def masks(values):
    """(N, C, places) as (N, C, 1, places)."""
    return torch.tensor(values, dtype=torch.float64)[:, :, None]


def test_two_images_and_two_channels_that_only_add_up():
    # total 0.05; channels 0.3 and 0.7: 0.04; images 0.4 and 0.6: 0.01
    shares = variance_shares(masks([[[0.2], [0.6]], [[0.4], [0.8]]]))
    assert shares["channel"] == pytest.approx(0.8)
    assert shares["image"] == pytest.approx(0.2)
    assert sum(shares.values()) == pytest.approx(1)


def test_a_mask_that_is_the_same_for_every_image_has_no_share_of_the_image():
    one = torch.rand(1, 3, 4, 4, generator=torch.Generator().manual_seed(0))
    shares = variance_shares(one.expand(5, 3, 4, 4))
    assert all(
        share == pytest.approx(0, abs=1e-12)
        for name, share in shares.items()
        if "image" in name
    )
    assert sum(shares.values()) == pytest.approx(1)


@pytest.mark.parametrize(
    "values, name",
    [
        ([[[1, 1]], [[0, 0]]], "image"),
        ([[[1, 1], [0, 0]]], "channel"),
        ([[[1, 0]]], "place"),
        ([[[1], [0]], [[0], [1]]], "image × channel"),
        ([[[1, 0]], [[0, 1]]], "image × place"),
        ([[[1, 0], [0, 1]]], "channel × place"),
        ([[[1, 0], [0, 1]], [[0, 1], [1, 0]]], "image × channel × place"),
    ],
)
def test_each_way_to_vary_has_a_name_of_its_own(values, name):
    shares = variance_shares(masks(values))
    assert len(shares) == 7 and shares[name] == pytest.approx(1)
    assert sum(shares.values()) == pytest.approx(1)


def test_neither_a_shift_nor_a_scale_changes_the_shares():
    values = torch.rand(4, 3, 2, 5, generator=torch.Generator().manual_seed(1))
    one, other = variance_shares(values), variance_shares(3 - 0.5 * values)
    assert one == pytest.approx(other, abs=1e-6) and min(one.values()) > 0


def test_what_has_no_variance_or_another_shape_is_refused():
    with pytest.raises(ValueError, match="no variance to share"):
        variance_shares(torch.full((2, 3, 4, 4), 0.25))
    with pytest.raises(ValueError, match=r"\(N, C, h, w\), got \(2, 3, 4\)"):
        variance_shares(torch.rand(2, 3, 4))
