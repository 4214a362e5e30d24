"""The encoder-decoder mask: how far it goes down, and how it comes back."""

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from resattn_lab.blocks import MaskLevel, ResidualUnit, SoftMaskBranch, initialise

DEPTHS = [1, 2, 3]


def levels_of(branch):
    return [module for module in branch.modules() if isinstance(module, MaskLevel)]


@pytest.fixture
def bare_level():
    """Returns a level of which only poolings, skips and interpolations are left.

    With ``zero_residual`` every unit is the identity.
    """
    return lambda depth: initialise(MaskLevel(4, depth), "zero_residual")


@pytest.mark.parametrize("encoder_depth", DEPTHS)
@pytest.mark.parametrize("size, halves", [(32, [16, 8, 4]), (33, [17, 9, 5]), (5, [3, 2, 1])])
def test_each_level_halves_what_the_level_above_put_out(encoder_depth, size, halves):
    branch, sizes = SoftMaskBranch(16, encoder_depth=encoder_depth), []
    for module in branch.modules():
        if isinstance(module, nn.MaxPool2d):
            module.register_forward_hook(lambda m, x, y: sizes.append(y.shape[-1]))
    assert branch(torch.randn(2, 16, size, size)).shape == (2, 16, size, size)
    assert sizes == halves[:encoder_depth]


def test_each_level_pools_the_very_output_of_the_units_above():
    branch, put_out, pooled = SoftMaskBranch(16, encoder_depth=3), [], []
    for level in levels_of(branch):
        level.down.register_forward_hook(lambda m, x, y: put_out.append(y))
        level.pool.register_forward_hook(lambda m, x, y: pooled.append(x[0]))
    branch(torch.randn(2, 16, 16, 16))
    assert len(pooled) == 3
    assert all(lower is upper for lower, upper in zip(pooled[1:], put_out, strict=False))


@pytest.mark.parametrize("encoder_depth", DEPTHS)
def test_every_pooling_is_undone_by_one_interpolation_with_aligned_corners(
    encoder_depth, monkeypatch
):
    calls, interpolate = [], F.interpolate

    def noted(x, size, **options):
        calls.append((tuple(x.shape[-2:]), tuple(size), options))
        return interpolate(x, size, **options)

    monkeypatch.setattr(F, "interpolate", noted)
    SoftMaskBranch(16, encoder_depth=encoder_depth)(torch.randn(2, 16, 13, 22))
    sizes = [(13, 22), (7, 11), (4, 6), (2, 3)][: encoder_depth + 1]
    assert [call[:2] for call in calls] == list(zip(sizes[1:], sizes, strict=False))[::-1]
    assert all(call[2] == {"mode": "bilinear", "align_corners": True} for call in calls)


def test_one_level_on_a_ramp_gives_the_numbers_worked_out_by_hand(bare_level):
    """Pooling 0…8 leaves 4 5 / 7 8, which stay in the corners; the rest lies halfway."""
    ramp = torch.arange(9.0).view(1, 1, 3, 3).expand(1, 4, 3, 3)
    expected = torch.tensor([[4, 4.5, 5], [5.5, 6, 6.5], [7, 7.5, 8]]).expand(1, 4, 3, 3)
    torch.testing.assert_close(bare_level(1)(ramp), expected)


def test_the_skip_is_added_after_the_interpolation_of_the_level_below(bare_level):
    """0…24 pools to 6 8 9 / 16 18 19 / 21 23 24, and that to 18 19 / 23 24.

    Interpolated to 3×3 and added, the corners are 6+18, 9+19, 21+23, 24+24, the centre is
    18+21; the last interpolation keeps those and puts (24 + 26.5)/2 beside the first.
    """
    ramp = torch.arange(25.0).view(1, 1, 5, 5).expand(1, 4, 5, 5)
    h = bare_level(2)(ramp)[0, 0].detach()
    assert [h[0, 0], h[0, 4], h[4, 0], h[4, 4]] == pytest.approx([24, 28, 44, 48])
    assert [h[2, 2], h[0, 1]] == pytest.approx([39, 25.25])


@pytest.mark.parametrize("encoder_depth, skips", [(1, 0), (2, 1), (3, 2)])
def test_every_level_but_the_lowest_has_a_skip(encoder_depth, skips):
    levels = levels_of(SoftMaskBranch(16, encoder_depth=encoder_depth))
    assert [level.skip is not None for level in levels] == [True] * skips + [False]


def test_a_skip_reads_what_its_level_put_out():
    branch = SoftMaskBranch(16, encoder_depth=2)
    put_out, read = [], []
    branch.levels.down.register_forward_hook(lambda m, x, y: put_out.append(y))
    branch.levels.skip.register_forward_hook(lambda m, x, y: read.append(x[0]))
    branch(torch.randn(2, 16, 8, 8))
    assert read[0] is put_out[0]


@pytest.mark.parametrize("r", [1, 3])
@pytest.mark.parametrize("encoder_depth", DEPTHS)
def test_r_units_follow_every_pooling_and_2r_work_at_the_lowest_resolution(encoder_depth, r):
    branch, sizes = SoftMaskBranch(16, encoder_depth=encoder_depth, r=r), []
    for module in branch.modules():
        if isinstance(module, ResidualUnit):
            module.register_forward_hook(lambda m, x, y: sizes.append(y.shape[-1]))
    branch(torch.randn(1, 16, 32, 32))
    counts = {size: sizes.count(size) for size in [16, 8, 4][:encoder_depth]}
    lowest = min(counts)
    assert counts == {size: 2 * r + (size != lowest) for size in counts}


def test_a_far_pixel_reaches_the_whole_mask_through_the_lowest_level():
    """With depth 3 the middle of a 32×32 mask depends on a pixel outside of any 3×3 path."""
    branch = SoftMaskBranch(16, encoder_depth=3).eval()
    x = torch.rand(1, 16, 32, 32, requires_grad=True)
    branch(x)[0, :, 16, 16].sum().backward()
    assert x.grad[0, :, 2, 2].abs().sum() > 0


@pytest.mark.parametrize("training", [True, False])
def test_the_mask_lies_between_zero_and_one_on_both_sides_of_a_half(training):
    """A ReLU before the sigmoid would leave nothing below 0.5."""
    branch = SoftMaskBranch(16, encoder_depth=2).train(training)
    mask = branch(torch.randn(2, 16, 16, 16))
    assert 0 < mask.min() < 0.5 < mask.max() < 1


@pytest.mark.parametrize("encoder_depth, side", [(1, 2), (2, 3), (3, 5)])
def test_an_input_that_a_pooling_could_not_shrink_is_refused(encoder_depth, side):
    branch = SoftMaskBranch(16, encoder_depth=encoder_depth).eval()
    assert branch(torch.randn(1, 16, side, side)).shape[-2:] == (side, side)
    wanted = f"{encoder_depth} poolings need.*{side}×{side}, got 20×{side - 1}; use larger"
    with pytest.raises(ValueError, match=wanted):
        branch(torch.randn(1, 16, 20, side - 1))


@pytest.mark.parametrize("encoder_depth, r", [(0, 1), (1, 0), (-1, 1)])
def test_a_branch_without_a_pooling_or_a_unit_is_refused(encoder_depth, r):
    wanted = f"at least 1, got {encoder_depth} and {r}"
    with pytest.raises(ValueError, match=wanted):
        SoftMaskBranch(16, encoder_depth=encoder_depth, r=r)
