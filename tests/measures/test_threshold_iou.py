"""Overlap at a threshold, against overlaps counted by hand."""

import pytest
import torch

from resattn_lab.measures import choose_threshold, iou_by_threshold, threshold_iou

MAP = torch.tensor([[[0.9, 0.6], [0.4, 0.1]]])
OBJECT = torch.tensor([[[True, False], [True, False]]])


@pytest.mark.parametrize(
    "threshold, low, iou",
    [
        (0.5, False, 1 / 3),  # marked: the upper row; common 1, together 3
        (0.3, False, 2 / 3),  # three are marked, the object's two among them
        (0.0, False, 2 / 4),  # everything
        (0.9, False, 0 / 2),  # nothing: what equals the threshold is not above it
        (0.4, True, 1 / 3),  # 0.4 and 0.1; the first is on the object
        (0.95, True, 2 / 4),  # everything
    ],
)
def test_the_overlap_is_the_one_counted_by_hand(threshold, low, iou):
    found = threshold_iou(MAP, OBJECT, threshold, low=low)
    assert found.tolist() == pytest.approx([iou])


def test_the_histogram_says_what_the_plain_way_says():
    torch.manual_seed(0)
    maps, objects = torch.rand(7, 9, 8), torch.rand(7, 9, 8) < 0.3
    maps[:, 0, :4] = torch.tensor([0.25, 0.5, 0.75, 1.0])  # on the thresholds themselves
    thresholds = torch.tensor([0.0, 0.25, 0.5, 0.75, 1.0])
    found = iou_by_threshold(maps, objects, thresholds)
    for side, low in enumerate((False, True)):
        plain = [threshold_iou(maps, objects, float(t), low=low).mean() for t in thresholds]
        torch.testing.assert_close(found[side], torch.stack(plain).double())


def test_each_image_counts_the_same_whatever_the_size_of_its_object():
    maps = torch.tensor([[[1.0, 0.0, 0.0, 0.0]], [[1.0, 1.0, 1.0, 0.0]]])
    objects = torch.tensor([[[True, False, False, False]], [[True, False, True, True]]])
    found = iou_by_threshold(maps, objects, torch.tensor([0.5]))
    assert found[0].item() == pytest.approx((1 + 2 / 4) / 2)
    assert found[1].item() == pytest.approx((0 + 1 / 3) / 2)


def test_the_threshold_that_fits_is_found_and_so_is_the_side():
    assert choose_threshold(MAP, OBJECT, thresholds=torch.tensor([0.3, 0.5])) == (
        pytest.approx(0.3),
        False,
        pytest.approx(2 / 3),
    )
    dark = torch.tensor([[[0.1, 0.8], [0.2, 0.9]]])  # the object is where it is low
    found = choose_threshold(dark, OBJECT)
    assert found.low and found.iou == 1 and found.threshold == pytest.approx(0.2)


def test_shapes_that_do_not_fit_and_images_without_object_are_refused():
    with pytest.raises(ValueError, match=r"got \(1, 2, 2\) and \(1, 4, 4\); stretch"):
        threshold_iou(MAP, torch.zeros(1, 4, 4, dtype=torch.bool), 0.5)
    with pytest.raises(ValueError, match="an object in each"):
        choose_threshold(MAP, torch.zeros(1, 2, 2, dtype=torch.bool))
    with pytest.raises(ValueError, match="at least one image"):
        choose_threshold(MAP[:0], OBJECT[:0])
    assert threshold_iou(MAP, ~OBJECT & OBJECT, 1.0).isnan().all()
