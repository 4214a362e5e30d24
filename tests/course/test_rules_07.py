"""The quick rules of notebook 07, on shapes whose numbers are known."""

import pytest
import torch

from resattn_lab.course.notebook_07.rules import nearest_mean, shape_numbers
from resattn_lab.data import ImageSet, scene_set


def rectangles(sizes, labels):
    """Scenes whose true masks are rectangles of these heights and widths."""
    masks = torch.zeros(len(sizes), 16, 16, dtype=torch.bool)
    for mask, (height, width) in zip(masks, sizes, strict=True):
        mask[2 : 2 + height, 3 : 3 + width] = True
    return ImageSet(
        images=torch.zeros(len(sizes), 3, 16, 16, dtype=torch.uint8),
        labels=torch.tensor(labels),
        class_names=("square", "bar"),
        source="rectangles",
        true_masks=masks,
    )


@pytest.fixture
def few():
    sizes = [(3, 3), (2, 8), (4, 4), (3, 9), (5, 5), (2, 10)]
    return rectangles(sizes, [0, 1, 0, 1, 0, 1])


def test_area_outline_and_spread_of_a_rectangle_are_those_worked_out_by_hand():
    numbers = shape_numbers(rectangles([(2, 4), (1, 1)], [0, 1]).true_masks)
    spread = (0.25 + 1.25) ** 0.5  # variances of 0, 1 and of 0, 1, 2, 3
    torch.testing.assert_close(numbers, torch.tensor([[8.0, 12, spread], [1, 4, 0]]))


def test_squares_and_bars_are_told_apart_by_the_nearest_mean(few):
    new = rectangles([(4, 4), (2, 9), (3, 3)], [0, 1, 0])
    assert nearest_mean(few, new).all()
    assert nearest_mean(few, rectangles([(4, 4), (2, 9)], [1, 1])).tolist() == [False, True]


def test_the_scales_come_from_training_alone(few):
    """A scene is named alike whatever it is validated together with."""
    sizes = [(4, 4), (2, 9), (3, 4)]
    alone = [nearest_mean(few, rectangles([size], [0])).item() for size in sizes]
    together = nearest_mean(few, rectangles([*sizes, (12, 12)], [0, 0, 0, 0]))
    assert together.tolist()[:3] == alone


def test_a_third_number_helps():
    pool, new = scene_set(600, seed=21), scene_set(300, seed=22)
    shares = [nearest_mean(pool, new, numbers=n).float().mean() for n in (2, 3)]
    assert 0.2 < shares[0] < shares[1]
