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


@pytest.fixture
def noise(tmp_path):
    """Twelve images of noise, so that every crop is one of its own."""
    generator = torch.Generator().manual_seed(0)
    for row in range(12):
        path = tmp_path / "ab"[row % 2] / f"{row:02d}.png"
        path.parent.mkdir(exist_ok=True)
        pixels = torch.randint(256, (20, 20, 3), generator=generator, dtype=torch.uint8)
        Image.fromarray(pixels.numpy()).save(path)
    return tmp_path


def epochs(folder, *, begin=(0, 0), **options):
    """The batches of epochs 0 and 1, from the batch ``begin`` on."""
    options = {"size": 8, "batch_size": 4, "train": True, "seed": 3, **options}
    batches = LoaderBatches(folder_loader(folder, **options))
    seen = [
        image
        for epoch in (0, 1)
        if epoch >= begin[0]
        for image, _ in batches.epoch(epoch, begin[1] if epoch == begin[0] else 0)
    ]
    return torch.cat(seen)


@pytest.mark.parametrize("workers", [0, 1, 2])
@pytest.mark.parametrize("begin", [(0, 0), (0, 2), (1, 1)])
def test_batches_are_the_same_whoever_decodes_them_and_wherever_one_begins(
    noise, workers, begin
):
    """As after a resume: what was drawn before has no say in it, nor has torch's generator."""
    whole = epochs(noise, workers=0)
    torch.rand(7)
    rest = epochs(noise, workers=workers, begin=begin)
    assert torch.equal(rest, whole[4 * (3 * begin[0] + begin[1]) :])


def test_the_seed_decides_the_augmentation_too(noise):
    one, other = (epochs(noise, workers=0, seed=seed) for seed in (3, 4))
    assert torch.equal(one, epochs(noise, workers=0))
    assert not torch.equal(one.flatten(1).sum(1).sort()[0], other.flatten(1).sum(1).sort()[0])


def test_decoding_draws_nothing_from_the_generator_of_the_network(noise):
    """Dropout must not depend on how many images this process decodes."""
    torch.manual_seed(1)
    expected = torch.rand(3)
    torch.manual_seed(1)
    loader = folder_loader(noise, size=8, train=True, workers=0)
    list(loader)
    assert torch.equal(torch.rand(3), expected)


def test_processes_share_the_batches_that_one_would_see(noise):
    options = {"batch_size": 5, "workers": 0}
    alone = epochs(noise, **options)[:5]
    for process in (0, 1):
        share = epochs(noise, process=process, processes=2, **options)
        assert torch.equal(share[: len(alone[process::2])], alone[process::2])
