"""Accuracy, class by class."""

import pytest
import torch

from resattn_lab.measures import class_accuracies


def test_shares_counted_by_hand():
    labels = torch.tensor([0, 0, 0, 0, 1, 1, 3])
    predicted = torch.tensor([0, 1, 0, 0, 1, 1, 0])
    shares = class_accuracies(predicted, labels, 4)
    assert shares[:2].tolist() == [0.75, 1.0]
    assert shares[2].isnan()  # no image of it, so there is nothing to say
    assert shares[3] == 0


def test_their_mean_weighted_by_class_is_the_accuracy():
    labels, predicted = torch.randint(5, (2, 200))
    shares = class_accuracies(predicted, labels, 5)
    weights = torch.bincount(labels, minlength=5) / 200
    expected = (predicted == labels).double().mean()
    torch.testing.assert_close((shares * weights).sum(), expected, check_dtype=False)


def test_predictions_of_other_images_are_refused():
    with pytest.raises(ValueError, match=r"one for each image, got \(3,\) and \(2,\)"):
        class_accuracies(torch.zeros(3), torch.zeros(2), 2)
