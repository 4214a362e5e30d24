"""Labels made wrong as often as Eq. 7 says, and no more."""

import pytest
import torch

from resattn_lab.data import confusion_matrix, noisy_labels


@pytest.mark.parametrize("classes", [2, 10, 100])
@pytest.mark.parametrize("noise", [0.0, 0.1, 0.9, 1.0])
def test_each_row_is_a_distribution_over_the_labels_that_are_given(classes, noise):
    matrix = confusion_matrix(classes, noise)
    assert matrix.shape == (classes, classes)
    assert (matrix >= 0).all()
    torch.testing.assert_close(matrix.sum(dim=1), torch.ones(classes, dtype=torch.float64))


@pytest.mark.parametrize("r", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_ten_classes_give_the_papers_matrix(r):
    """Eq. 7: r on the diagonal, (1 - r) / 9 everywhere else."""
    matrix = confusion_matrix(10, 1 - r)
    expected = torch.full((10, 10), (1 - r) / 9, dtype=torch.float64)
    expected[range(10), range(10)] = r
    torch.testing.assert_close(matrix, expected)


@pytest.mark.parametrize("noise", [0.1, 0.5, 0.9, 1.0])
def test_labels_are_drawn_as_often_as_the_matrix_says(noise):
    """10,000 of each class; four standard deviations of a share are below 0.02."""
    labels = torch.arange(100_000) % 10
    given = noisy_labels(labels, classes=10, noise=noise, seed=1)
    counts = torch.bincount(labels * 10 + given, minlength=100).view(10, 10)
    measured, expected = counts / 10_000, confusion_matrix(10, noise)
    deviation = (expected * (1 - expected) / 10_000).sqrt()
    assert ((measured - expected).abs() <= 4 * deviation + 1e-9).all()
    assert (given != labels).double().mean() == pytest.approx(noise, abs=0.006)


def test_no_noise_keeps_every_label_and_full_noise_none():
    labels = torch.randint(10, (10_000,))
    assert torch.equal(noisy_labels(labels, classes=10, noise=0, seed=3), labels)
    assert not (noisy_labels(labels, classes=10, noise=1, seed=3) == labels).any()


def test_the_seed_alone_decides_which_labels_are_wrong():
    labels = torch.randint(5, (2000,))
    first = noisy_labels(labels, classes=5, noise=0.4, seed=1)
    torch.manual_seed(99)
    assert torch.equal(noisy_labels(labels, classes=5, noise=0.4, seed=1), first)
    assert not torch.equal(noisy_labels(labels, classes=5, noise=0.4, seed=2), first)


def test_the_true_labels_and_torchs_own_generator_are_left_as_they_were():
    labels = torch.arange(100) % 3
    before, generator = labels.clone(), torch.get_rng_state()
    given = noisy_labels(labels, classes=3, noise=0.5, seed=0)
    assert torch.equal(labels, before)
    assert torch.equal(torch.get_rng_state(), generator)
    assert given.dtype == torch.int64 and given.shape == labels.shape


@pytest.mark.parametrize(
    "classes, noise, message",
    [
        (1, 0.1, "label noise needs at least 2 classes, got 1"),
        (10, -0.1, r"noise must be in \[0, 1\], got -0.1"),
        (10, 1.1, r"noise must be in \[0, 1\], got 1.1"),
        (10, float("nan"), r"noise must be in \[0, 1\], got nan"),
    ],
)
def test_noise_that_cannot_be_is_refused(classes, noise, message):
    labels = torch.zeros(4, dtype=torch.int64)
    with pytest.raises(ValueError, match=message):
        noisy_labels(labels, classes=classes, noise=noise, seed=0)
