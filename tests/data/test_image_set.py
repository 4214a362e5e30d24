"""Images in memory are known by what they are."""

import hashlib
from dataclasses import replace

import pytest
import torch

from resattn_lab.data import ImageSet


@pytest.fixture
def images():
    return ImageSet(
        images=torch.randint(256, (6, 3, 4, 5), dtype=torch.uint8),
        labels=torch.arange(6) % 2,
        class_names=("a", "b"),
        source="noise",
    )


def test_equal_images_have_the_same_fingerprint_wherever_they_come_from(images):
    assert len(images.fingerprint()) == 64
    copy = ImageSet(
        images=images.images.clone(),
        labels=images.labels.clone(),
        class_names=("c", "d"),
        source="elsewhere",
    )
    assert copy.fingerprint() == images.fingerprint()


def test_the_layout_in_memory_leaves_no_mark(images):
    turned = images.images.to(memory_format=torch.channels_last)
    sliced = torch.stack([images.images, 255 - images.images], dim=1)[:, 0]
    for same in (turned, sliced):
        assert not same.is_contiguous()
        assert replace(images, images=same).fingerprint() == images.fingerprint()


@pytest.mark.parametrize("place", [0, 179, 359])
@pytest.mark.parametrize("bit", [1, 128])
def test_a_single_bit_of_a_pixel_changes_the_fingerprint(images, place, bit):
    changed = images.images.clone()
    changed.view(-1)[place] ^= bit
    assert replace(images, images=changed).fingerprint() != images.fingerprint()


def test_a_label_the_order_the_number_and_the_shape_change_the_fingerprint(images):
    labels = images.labels.clone()
    labels[-1] ^= 1
    different = [
        replace(images, labels=labels),
        images.subset(torch.tensor([1, 0, 2, 3, 4, 5])),
        images.subset(slice(0, 5)),
        replace(images, images=images.images.view(6, 3, 5, 4)),
    ]
    prints = {one.fingerprint() for one in [images, *different]}
    assert len(prints) == 5


def test_the_fingerprint_is_the_sum_of_shape_pixels_and_labels():
    """The same in every process and every version: it stands in files."""
    images = ImageSet(
        images=torch.arange(12, dtype=torch.uint8).view(1, 3, 2, 2),
        labels=torch.tensor([1]),
        class_names=("a", "b"),
        source="a ramp",
    )
    content = b"(1, 3, 2, 2)" + bytes(range(12)) + (1).to_bytes(8, "little")
    assert images.fingerprint() == hashlib.sha256(content).hexdigest()
