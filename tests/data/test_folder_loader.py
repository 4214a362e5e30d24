"""Folders that do not fit in memory, through a DataLoader."""

import numpy as np
import pytest
import torch
from PIL import Image

from resattn_lab.data import LoaderBatches, folder_loader, load_image_folder


@pytest.fixture
def folder(tmp_path):
    """Two classes of 40×60 images, one plain red and one plain blue."""
    for name, channel, count in (("blue", 2, 3), ("red", 0, 2)):
        (tmp_path / name).mkdir()
        pixels = np.zeros((40, 60, 3), np.uint8)
        pixels[:, :, channel] = 200
        for number in range(count):
            Image.fromarray(pixels).save(tmp_path / name / f"{number}.png")
    return tmp_path


@pytest.mark.parametrize("train", [True, False])
def test_a_batch_is_floats_of_the_size_that_is_asked_for(folder, train):
    loader = folder_loader(folder, batch_size=5, train=train, workers=0)
    images, labels = next(iter(loader))
    assert images.shape == (5, 3, 224, 224)
    assert images.dtype == torch.float32
    assert 0 <= images.min() < images.max() <= 1
    assert labels.dtype == torch.int64
    assert sorted(labels.tolist()) == [0, 0, 0, 1, 1]


def test_labels_mean_the_same_as_where_the_folder_is_read_into_memory(folder):
    loaded = load_image_folder(folder)
    images, labels = next(iter(folder_loader(folder, size=16, workers=0)))
    assert labels.tolist() == loaded.labels.tolist()
    strongest = images.mean(dim=(2, 3)).argmax(dim=1)
    assert strongest.tolist() == [2, 2, 2, 0, 0]


def test_images_to_judge_by_keep_their_order_and_their_pixels(folder):
    loader = folder_loader(folder, size=16, workers=0)
    (first, _), (second, _) = next(iter(loader)), next(iter(loader))
    assert torch.equal(first, second)
    torch.testing.assert_close(first[0, 2], torch.full((16, 16), 200 / 255))


def test_images_to_judge_by_are_cut_to_the_centre(tmp_path):
    """16 of 18 pixels are left after scaling to 8/7: the white rim is all but gone."""
    (tmp_path / "a").mkdir()
    pixels = np.full((160, 160, 3), 255, np.uint8)
    pixels[10:-10, 10:-10] = 0
    Image.fromarray(pixels).save(tmp_path / "a" / "1.png")
    images, _ = next(iter(folder_loader(tmp_path, size=112, workers=0)))
    assert images.shape[2:] == (112, 112)
    assert images[0, :, 5:-5, 5:-5].max() == 0
    assert images.mean() < 0.05


def test_training_images_differ_from_one_epoch_to_the_next(folder):
    loader = folder_loader(folder, size=16, batch_size=5, train=True, workers=0, seed=3)
    (first, _), (second, _) = next(iter(loader)), next(iter(loader))
    assert not torch.equal(first.sort(dim=0)[0], second.sort(dim=0)[0])


def test_the_seed_decides_the_order_of_training_images(folder):
    def order(seed):
        loader = folder_loader(folder, size=16, batch_size=1, train=True, workers=0, seed=seed)
        return [int(labels) for _ in range(4) for _, labels in loader]

    assert order(0) == order(0)
    assert order(0) != order(1)


def test_the_loader_can_be_seen_as_batches(folder):
    batches = LoaderBatches(folder_loader(folder, size=16, batch_size=2, workers=0))
    assert len(batches) == 3
    assert [tuple(images.shape) for images, _ in batches.epoch(0)] == [
        (2, 3, 16, 16),
        (2, 3, 16, 16),
        (1, 3, 16, 16),
    ]


def test_a_folder_without_class_folders_says_what_it_should_hold(tmp_path):
    with pytest.raises(FileNotFoundError, match="wanted .*<class>/<image>"):
        folder_loader(tmp_path)


def epochs(loader, count=2, start=0):
    """Every batch of a few epochs; the first of them from batch ``start`` on."""
    batches = LoaderBatches(loader)
    return [
        images
        for epoch in range(count)
        for images, _ in batches.epoch(epoch, start if epoch == 0 else 0)
    ]


@pytest.mark.parametrize("workers", [1, 2])
def test_augmentation_does_not_depend_on_the_number_of_workers(folder, workers):
    options = {"size": 16, "batch_size": 2, "train": True, "seed": 3}
    alone = epochs(folder_loader(folder, workers=0, **options))
    shared = epochs(folder_loader(folder, workers=workers, **options))
    assert len(alone) == len(shared) == 6
    for one, other in zip(alone, shared, strict=True):
        assert torch.equal(one, other)


@pytest.mark.parametrize("workers", [0, 2])
def test_a_training_that_is_taken_up_sees_the_same_augmentation(folder, workers):
    options = {"size": 16, "batch_size": 2, "train": True, "seed": 3, "workers": workers}
    undisturbed = epochs(folder_loader(folder, **options))
    resumed = epochs(folder_loader(folder, **options), start=1)
    assert len(resumed) == len(undisturbed) - 1
    for one, other in zip(undisturbed[1:], resumed, strict=True):
        assert torch.equal(one, other)


def test_processes_share_the_batches_that_one_would_see(folder):
    options = {"size": 16, "batch_size": 5, "train": True, "seed": 3, "workers": 0}
    alone = epochs(folder_loader(folder, **options), count=1)[0]
    shares = [
        epochs(folder_loader(folder, process=n, processes=2, **options), count=1)[0]
        for n in range(2)
    ]
    assert torch.equal(shares[0], alone[0::2])
    assert torch.equal(shares[1], alone[1::2])


def test_the_state_of_the_random_numbers_outside_is_left_alone(folder):
    torch.manual_seed(7)
    expected = torch.rand(3)
    torch.manual_seed(7)
    epochs(folder_loader(folder, size=16, train=True, workers=0, batch_size=5), count=1)
    assert torch.equal(torch.rand(3), expected)
