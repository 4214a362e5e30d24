"""Parting images class by class."""

import pytest
import torch

from resattn_lab.data import ImageSet, split, split_rows


@pytest.mark.parametrize("share", [0, 0.1, 0.25, 0.5, 0.99])
def test_every_row_is_in_exactly_one_part_and_both_are_sorted(share):
    labels = torch.randint(7, (203,))
    rest, part = split_rows(labels, share, seed=0)
    assert torch.cat([rest, part]).sort()[0].tolist() == list(range(203))
    assert rest.tolist() == sorted(rest.tolist())
    assert part.tolist() == sorted(part.tolist())


def test_each_class_gives_its_share():
    labels = torch.tensor([0] * 40 + [1] * 20 + [2] * 8)
    _, part = split_rows(labels[torch.randperm(68)], 0.25, seed=0)
    counts = labels.bincount()
    assert len(part) == 10 + 5 + 2
    shuffled = labels[torch.randperm(68, generator=torch.Generator().manual_seed(1))]
    _, part = split_rows(shuffled, 0.25, seed=0)
    assert shuffled[part].bincount().tolist() == (counts // 4).tolist()


def test_a_share_is_rounded_down():
    _, part = split_rows(torch.zeros(19, dtype=torch.int64), 0.1, seed=0)
    assert len(part) == 1


def test_a_small_class_gives_one_image_and_a_single_image_stays():
    labels = torch.tensor([0, 0, 1, 2, 2, 2])
    rest, part = split_rows(labels, 0.1, seed=0)
    assert labels[part].tolist() == [0, 2]
    assert labels[rest].tolist() == [0, 1, 2, 2]


def test_no_share_takes_nothing():
    rest, part = split_rows(torch.tensor([0, 0, 1]), 0, seed=0)
    assert (len(rest), len(part)) == (3, 0)
    assert part.dtype == torch.int64


def test_no_rows_part_into_nothing_and_nothing():
    rest, part = split_rows(torch.empty(0, dtype=torch.int64), 0.5, seed=0)
    assert (len(rest), len(part)) == (0, 0)


def test_the_seed_decides_which_rows_go():
    labels = torch.zeros(100, dtype=torch.int64)
    first = split_rows(labels, 0.3, seed=0)[1]
    torch.manual_seed(99)
    assert torch.equal(first, split_rows(labels, 0.3, seed=0)[1])
    assert not torch.equal(first, split_rows(labels, 0.3, seed=1)[1])
    assert first.tolist() != list(range(30))


@pytest.mark.parametrize("share", [-0.1, 1, 1.5, float("nan")])
def test_a_share_out_of_range_is_refused(share):
    message = f"share must be at least 0 and below 1, got {share}"
    with pytest.raises(ValueError, match=message):
        split_rows(torch.zeros(4, dtype=torch.int64), share, seed=0)


@pytest.mark.parametrize("masks", [True, False])
def test_images_labels_and_masks_stay_together(masks):
    values = torch.arange(20)
    images = values.to(torch.uint8)[:, None, None, None].expand(20, 3, 4, 4)
    data = ImageSet(
        images=images,
        labels=values % 2,
        class_names=("even", "odd"),
        source="a test",
        true_masks=(values % 2 == 1)[:, None, None].expand(20, 4, 4) if masks else None,
    )
    for part, count in zip(split(data, 0.3, seed=0), (14, 6), strict=True):
        assert len(part) == count
        assert (part.images[:, 0, 0, 0] % 2 == part.labels).all()
        assert (part.class_names, part.source) == (data.class_names, data.source)
        if masks:
            assert torch.equal(part.true_masks[:, 0, 0], part.labels == 1)
        else:
            assert part.true_masks is None
