"""The grey square: where it is asked for, of the image's own mean, on a copy."""

import pytest
import torch

from resattn_lab.interventions import occlude


@pytest.fixture
def images():
    return torch.randint(0, 256, (2, 3, 6, 8), dtype=torch.uint8)


def test_the_square_is_covered_and_nothing_else(images):
    covered = occlude(images, 1, 2, 3, value=7)
    assert (covered[..., 1:4, 2:5] == 7).all()
    left = torch.ones(6, 8, dtype=bool)
    left[1:4, 2:5] = False
    assert torch.equal(covered[..., left], images[..., left])


def test_the_images_themselves_stay_as_they_are(images):
    before = images.clone()
    occlude(images, 0, 0, 4)
    assert torch.equal(images, before)


def test_the_grey_is_each_images_own_mean_in_all_channels(images):
    covered = occlude(images, 0, 0, 2)
    for image, one in zip(images, covered, strict=True):
        grey = round(float(image.double().mean()))
        assert (one[:, :2, :2] == grey).all()
    floats = occlude(images.float() / 255, 0, 0, 2)
    torch.testing.assert_close(
        floats[:, :, 0, 0], (images / 255).mean(dim=(1, 2, 3))[:, None].expand(2, 3)
    )
    assert covered.dtype == torch.uint8 and floats.dtype == torch.float32


def test_what_sticks_out_is_cut_off(images):
    covered = occlude(images, 4, 6, 5, value=0)
    assert (covered[..., 4:, 6:] == 0).all()
    assert torch.equal(covered[..., :4, :], images[..., :4, :])
    assert (occlude(images, 0, 0, 100, value=1) == 1).all()


def test_one_image_and_a_deeper_stack_are_taken_too(images):
    alone = occlude(images[1], 2, 2, 2)
    assert torch.equal(alone, occlude(images, 2, 2, 2)[1])
    assert torch.equal(occlude(images[None], 2, 2, 2)[0, 1], alone)


def test_the_gradient_goes_through_what_is_not_covered():
    image = torch.rand(1, 4, 4, requires_grad=True)
    occlude(image, 0, 0, 2, value=0.5).sum().backward()
    assert image.grad[0, :2, :2].abs().max() == 0 and image.grad.sum() == 12


@pytest.mark.parametrize(
    "row, column, size, message",
    [
        (-1, 0, 2, "row 0 to 5 and column 0 to 7, got row -1 and column 0"),
        (0, 8, 2, "got row 0 and column 8"),
        (0, 0, 0, "size must be 1 pixel or more, got 0"),
    ],
)
def test_an_impossible_square_is_refused(images, row, column, size, message):
    with pytest.raises(ValueError, match=message):
        occlude(images, row, column, size)


def test_a_bare_plane_is_refused():
    with pytest.raises(ValueError, match=r"\(\.\.\., C, H, W\), got \(4, 4\)"):
        occlude(torch.rand(4, 4), 0, 0, 1)
