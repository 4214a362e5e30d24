"""NaN is no value: a measure that went on would pass over it in silence."""

import numpy as np
import pytest
import torch

from resattn_lab.measures import (
    choose_threshold,
    deletion_curves,
    energy_inside,
    iou_by_threshold,
    passband,
    pixel_order,
    rank_agreement,
    ranks,
    strongest_answers,
    threshold_iou,
    unit_range,
    variance_shares,
)

MAPS = torch.full((2, 4, 4), 0.5)
MAPS[1, 2, 3] = float("nan")
OBJECTS = torch.ones(2, 4, 4, dtype=torch.bool)
IMAGES = torch.zeros(2, 3, 4, 4)


@pytest.mark.parametrize(
    "measure",
    [
        lambda: energy_inside(MAPS, OBJECTS),
        lambda: threshold_iou(MAPS, OBJECTS, 0.5),
        lambda: iou_by_threshold(MAPS, OBJECTS, torch.tensor([0.1, 0.5])),
        lambda: choose_threshold(MAPS, OBJECTS),
        lambda: unit_range(MAPS),
        lambda: pixel_order(MAPS),
        lambda: deletion_curves(lambda x: x.sum((1, 2, 3)), IMAGES, MAPS, fill=IMAGES),
        lambda: variance_shares(MAPS[:, None]),
        lambda: strongest_answers(MAPS.numpy()),
        lambda: ranks([1.0, np.nan]),
        lambda: rank_agreement([1.0, 2.0, 3.0], [1.0, np.nan, 2.0]),
        lambda: passband(MAPS[1, :3, 1:].numpy()),
    ],
)
def test_a_measure_refuses_nan_and_says_how_many(measure):
    with pytest.raises(ValueError, match=r"1 of \d+ values of the \w+ are NaN; look where"):
        measure()
