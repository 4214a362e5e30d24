"""Pad, crop and mirror against a plain loop over the same draws."""

import pytest
import torch

from resattn_lab.data import draw_crops, pad_crop_flip


def plain_loop(images, *, mean, padding, flip, seed):
    """The paper's augmentation, one image and one pixel at a time."""
    generator = torch.Generator().manual_seed(seed)
    N, C, H, W = images.shape

    def draw(below):
        return torch.randint(below, (N,), generator=generator).tolist()

    tops, lefts, mirrors = draw(2 * padding + 1), draw(2 * padding + 1), draw(2)
    result = torch.zeros_like(images)
    for n in range(N):
        centred = images[n] - mean
        padded = torch.zeros(C, H + 2 * padding, W + 2 * padding)
        padded[:, padding : padding + H, padding : padding + W] = centred
        crop = padded[:, tops[n] : tops[n] + H, lefts[n] : lefts[n] + W]
        if mirrors[n] and flip:
            crop = crop.flip(2)
        result[n] = crop + mean
    return result


@pytest.mark.parametrize("size", [(6, 6), (5, 9), (9, 4)])
@pytest.mark.parametrize("padding, flip", [(4, True), (2, False), (0, True), (12, True)])
def test_a_whole_batch_at_once_is_the_loop_over_its_images(size, padding, flip):
    images, mean = torch.rand(11, 3, *size), torch.rand(3, *size)
    options = {"mean": mean, "padding": padding, "flip": flip}
    augmented = pad_crop_flip(images, generator=torch.Generator().manual_seed(5), **options)
    assert torch.equal(augmented, plain_loop(images, seed=5, **options))


def test_without_a_mean_the_border_is_black():
    images = torch.rand(11, 3, 6, 7) + 1
    augmented = pad_crop_flip(images, generator=torch.Generator().manual_seed(5))
    zeros = torch.zeros(3, 1, 1)
    expected = plain_loop(images, mean=zeros, padding=4, flip=True, seed=5)
    assert torch.equal(augmented, expected)
    assert (augmented == 0).any()


def test_the_border_is_the_mean_to_the_last_bit():
    """A network that subtracts the mean then sees zeros there, as the paper's does."""
    mean = torch.rand(3, 8, 8)
    images = torch.full((64, 3, 8, 8), 4.0)
    augmented = pad_crop_flip(images, mean=mean, padding=3)
    border = augmented < 1.5  # what is left of an image is 3 or more
    assert 0.2 < border.float().mean() < 0.7
    assert torch.equal(augmented[border], mean.expand_as(augmented)[border])


def test_every_crop_is_drawn_and_about_half_are_mirrored():
    """One bright pixel, off the middle, says which crop it was and whether mirrored."""
    images = torch.zeros(8000, 1, 7, 7)
    images[:, :, 3, 1] = 1
    augmented = pad_crop_flip(images, padding=1)
    places = augmented[:, 0].flatten(1).argmax(dim=1)
    rows, columns = places // 7, places % 7
    mirrored = columns > 3
    assert mirrored.float().mean() == pytest.approx(0.5, abs=0.03)
    moved = torch.where(mirrored, 6 - columns, columns)
    for shifted, middle in ((rows, 3), (moved, 1)):
        shares = (shifted - middle + 1).bincount(minlength=3) / 8000
        assert len(shares) == 3
        torch.testing.assert_close(shares, torch.full((3,), 1 / 3), atol=0.03, rtol=0)


def test_no_padding_and_no_flip_leave_the_images_alone():
    images = torch.rand(5, 3, 6, 8)
    assert torch.equal(pad_crop_flip(images, padding=0, flip=False), images)


def test_the_input_is_not_written_to():
    images = torch.rand(5, 3, 6, 8)
    before = images.clone()
    pad_crop_flip(images, mean=torch.rand(3, 1, 1))
    assert torch.equal(images, before)


def test_a_generator_decides_alone_and_torchs_own_is_used_without_one():
    images = torch.rand(16, 3, 8, 8)
    runs = []
    for number in range(2):
        torch.manual_seed(number)
        runs.append(pad_crop_flip(images, generator=torch.Generator().manual_seed(3)))
    assert torch.equal(*runs)
    torch.manual_seed(3)
    assert torch.equal(pad_crop_flip(images), runs[0])


@pytest.mark.parametrize(
    "images, options, message",
    [
        (torch.zeros(3, 8, 8), {}, r"images must be float \(N, C, H, W\), got .*\(3, 8, 8\)"),
        (torch.zeros(1, 3, 8, 8, dtype=torch.uint8), {}, "must be float .* got torch.uint8"),
        (torch.zeros(1, 3, 8, 8), {"padding": -1}, "padding must be 0 or more, got -1"),
    ],
)
def test_images_or_paddings_of_another_kind_are_refused(images, options, message):
    with pytest.raises(ValueError, match=message):
        pad_crop_flip(images, **options)


@pytest.mark.parametrize("padding", [0, 1, 4])
def test_crops_lie_within_the_padding_and_every_place_is_drawn(padding):
    crops = draw_crops(2000, padding=padding)
    for places in (crops.top, crops.left):
        assert places.dtype == torch.int64 and places.shape == (2000,)
        assert places.unique().tolist() == list(range(2 * padding + 1))
    assert crops.mirrored.dtype == torch.bool
    assert crops.mirrored.float().mean().item() == pytest.approx(0.5, abs=0.05)


def test_the_generator_decides_the_crops_and_no_flip_leaves_them_where_they_are():
    def draw(seed, **options):
        return draw_crops(50, generator=torch.Generator().manual_seed(seed), **options)

    first, again, other, unflipped = draw(1), draw(1), draw(2), draw(1, flip=False)
    assert all(map(torch.equal, first, again))
    assert not any(map(torch.equal, first, other))
    assert torch.equal(first.top, unflipped.top) and torch.equal(first.left, unflipped.left)
    assert not unflipped.mirrored.any()


def test_crops_that_were_drawn_before_are_the_ones_that_are_cut():
    """A part of a batch, with its part of the crops, is that part of the whole batch."""
    images, mean = torch.rand(9, 3, 6, 7), torch.rand(3, 6, 7)
    crops = draw_crops(9, padding=2)
    whole = pad_crop_flip(images, crops, mean=mean, padding=2)
    part = type(crops)(*(one[1::2] for one in crops))
    assert torch.equal(pad_crop_flip(images[1::2], part, mean=mean, padding=2), whole[1::2])


def test_crops_with_a_negative_padding_are_refused():
    with pytest.raises(ValueError, match="padding must be 0 or more, got -2"):
        draw_crops(3, padding=-2)
