"""Batches: every image once an epoch, in an order that the seed decides."""

import pytest
import torch
from torch.utils.data import DataLoader, TensorDataset

from resattn_lab.data import Batches, BatchOrder, ImageSet, LoaderBatches


def numbered(count, size=4):
    """Images that are all one grey level: their own number, which is also their label."""
    values = torch.arange(count)
    return ImageSet(
        images=values.to(torch.uint8)[:, None, None, None].repeat(1, 3, size, size),
        labels=values,
        class_names=tuple(map(str, range(count))),
        source="numbered images",
    )


def labels_of(batches, epoch):
    return torch.cat([labels for _, labels in batches.epoch(epoch)])


def test_every_image_comes_exactly_once_an_epoch_with_its_own_label():
    batches = Batches(numbered(50), 8, shuffle=True)
    seen = []
    for images, labels in batches.epoch(3):
        assert (images[:, 0, 0, 0] * 255).round().long().tolist() == labels.tolist()
        seen += labels.tolist()
    assert sorted(seen) == list(range(50))
    assert seen != list(range(50))


def test_the_stored_order_is_kept_without_shuffling():
    assert labels_of(Batches(numbered(20), 6), 4).tolist() == list(range(20))


@pytest.mark.parametrize("count, sizes", [(20, [8, 8, 4]), (16, [8, 8]), (3, [3])])
def test_the_last_batch_takes_what_is_left(count, sizes):
    batches = Batches(numbered(count), 8)
    assert [len(labels) for _, labels in batches] == sizes
    assert len(batches) == len(sizes)


def test_images_are_floats_from_0_to_1():
    data = numbered(2)
    data.images[1] = 255
    images, labels = next(iter(Batches(data, 2)))
    assert images.dtype == torch.float32
    assert labels.dtype == torch.int64
    assert (images.min(), images.max()) == (0, 1)


def test_the_same_seed_and_epoch_give_the_same_batches_again():
    """Whatever happened in between: a run can be taken up in the middle."""
    data = ImageSet(
        images=torch.randint(256, (40, 3, 8, 8), dtype=torch.uint8),
        labels=torch.arange(40),
        class_names=(),
        source="noise",
    )
    options = {"shuffle": True, "augment": True, "seed": 5, "mean": data.pixel_mean()}
    first = Batches(data, 16, **options)
    list(first.epoch(0))
    again = list(first.epoch(1))
    torch.manual_seed(123)
    anew = list(Batches(data, 16, **options).epoch(1))
    for (images, labels), (images_anew, labels_anew) in zip(again, anew, strict=True):
        assert torch.equal(images, images_anew)
        assert torch.equal(labels, labels_anew)


@pytest.mark.parametrize("other", [(0, 1), (1, 0)], ids=["epoch", "seed"])
def test_another_epoch_or_seed_gives_another_order(other):
    seed, epoch = other
    first = labels_of(Batches(numbered(50), 50, shuffle=True, seed=0), 0)
    second = labels_of(Batches(numbered(50), 50, shuffle=True, seed=seed), epoch)
    assert not torch.equal(first, second)


def test_another_epoch_and_another_batch_are_cropped_otherwise():
    data = ImageSet(
        images=torch.randint(256, (1, 3, 8, 8), dtype=torch.uint8).repeat(16, 1, 1, 1),
        labels=torch.zeros(16, dtype=torch.int64),
        class_names=("noise",),
        source="one image, 16 times",
    )
    batches = Batches(data, 8, augment=True)
    (first, _), (second, _) = batches.epoch(0)
    (later, _), _ = batches.epoch(1)
    assert not torch.equal(first, second)
    assert not torch.equal(first, later)


def test_nothing_is_augmented_unless_asked_for():
    data = numbered(8)
    assert torch.equal(next(Batches(data, 8).epoch(1))[0], data.floats())


def test_augmented_images_are_padded_with_the_mean_that_is_given():
    data, mean = numbered(8, size=8), torch.full((3, 1, 1), 0.75)
    images, _ = next(Batches(data, 8, augment=True, padding=3, mean=mean).epoch(0))
    assert (images == 0.75).any()
    images, _ = next(Batches(data, 8, augment=True, padding=0, mean=mean).epoch(0))
    assert not (images == 0.75).any()


@pytest.mark.parametrize("size", [4, 7, 24])
def test_batches_are_resized_and_keep_their_grey_level(size):
    images, labels = next(Batches(numbered(9), 9, size=size).epoch(0))
    assert images.shape == (9, 3, size, size)
    expected = (labels / 255)[:, None, None, None].expand_as(images)
    torch.testing.assert_close(images, expected)


@pytest.mark.parametrize("count, batch_size", [(0, 4), (4, 0), (4, -1)])
def test_no_images_or_no_batch_size_is_refused_with_the_source(count, batch_size):
    message = f"numbered images: batches need .* got {count} images and {batch_size}"
    with pytest.raises(ValueError, match=message):
        Batches(numbered(count), batch_size)


def test_a_loader_seen_as_batches_gives_what_the_loader_gives():
    data = numbered(10)
    dataset = TensorDataset(data.floats(), data.labels)
    batches = LoaderBatches(DataLoader(dataset, batch_size=4))
    assert len(batches) == 3
    for number in range(2):
        images, labels = zip(*batches.epoch(number), strict=True)
        assert torch.equal(torch.cat(images), data.floats())
        assert torch.equal(torch.cat(labels), data.labels)
    assert [len(labels) for _, labels in batches] == [4, 4, 2]


@pytest.mark.parametrize("start", [0, 1, 2, 3])
def test_an_epoch_begun_in_the_middle_is_the_rest_of_the_whole_one(start):
    """Bit for bit, with order, crops and mirrors; the third and last batch is short."""
    data = ImageSet(
        images=torch.randint(256, (40, 3, 8, 8), dtype=torch.uint8),
        labels=torch.arange(40),
        class_names=(),
        source="noise",
    )
    options = {"shuffle": True, "augment": True, "seed": 5, "mean": data.pixel_mean()}
    whole = list(Batches(data, 16, **options).epoch(2))
    torch.manual_seed(123)
    rest = list(Batches(data, 16, **options).epoch(2, start=start))
    assert len(whole) == 3 and len(rest) == 3 - start
    for (images, labels), (expected, expected_labels) in zip(rest, whole[start:], strict=True):
        assert torch.equal(images, expected)
        assert torch.equal(labels, expected_labels)


@pytest.mark.parametrize("ordered", [True, False])
def test_a_loader_begun_in_the_middle_gives_the_rest(ordered):
    data, taken = numbered(10), []

    class Dataset(TensorDataset):
        def __getitem__(self, row):
            taken.append(row)
            return super().__getitem__(row)

    dataset = Dataset(data.floats(), data.labels)
    if ordered:
        loader = DataLoader(dataset, batch_sampler=BatchOrder(10, 4, shuffle=True, seed=1))
    else:
        loader = DataLoader(dataset, batch_size=4)
    whole = [labels.tolist() for _, labels in LoaderBatches(loader).epoch(3)]
    taken.clear()
    rest = [labels.tolist() for _, labels in LoaderBatches(loader).epoch(3, start=1)]
    assert rest == whole[1:]
    assert len(taken) == (6 if ordered else 10)  # any other loader decodes what it skips


def test_a_loaders_order_is_that_of_the_epoch_it_is_asked_for():
    data = numbered(50)
    order = BatchOrder(50, 16, shuffle=True, seed=4)
    batches = LoaderBatches(
        DataLoader(TensorDataset(data.floats(), data.labels), batch_sampler=order)
    )
    in_memory = Batches(data, 16, shuffle=True, seed=4)
    for epoch in (2, 0, 1):
        assert torch.equal(labels_of(batches, epoch), labels_of(in_memory, epoch))
