"""A linear probe, against what is known by hand."""

import pytest
import torch

from resattn_lab.measures import LinearProbe, choose_probe, explained_share, fit_probes


def normal(*shape, seed=0):
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


def share_read(features, targets, rows=200, penalty=1e-6):
    """What a probe of the first ``rows`` reads of the rest."""
    [probe] = fit_probes(features[:rows], targets[:rows], [penalty])
    return explained_share(targets[rows:], probe.read(features[rows:]))


def test_perfect_predictions_explain_all_and_the_mean_explains_nothing():
    targets = normal(50, 3)
    assert explained_share(targets, targets) == 1
    assert explained_share(targets, targets.mean(0).expand_as(targets)) == pytest.approx(0)
    assert explained_share(targets, -targets) < 0


def test_half_of_the_variance_is_a_half():
    targets = torch.tensor([[1.0, 1.0], [-1.0, -1.0]])
    assert explained_share(targets, torch.tensor([[1.0, 0.0], [-1.0, 0.0]])) == 0.5


def test_a_linear_mixture_is_read_whatever_its_shape():
    targets = normal(300, 2, 2)
    features = (targets.flatten(1) @ normal(4, 12, seed=1) + 7).reshape(300, 3, 2, 2)
    assert share_read(features, targets) > 0.999


def test_how_large_the_features_are_does_not_count():
    targets, noise = normal(300, 4), normal(300, 4, seed=1)
    shares = [share_read(size * (targets + noise), targets) for size in (1e-6, 1, 1e6)]
    assert shares == pytest.approx([shares[1]] * 3, abs=1e-4)


def test_features_that_do_not_hold_the_target_do_not_read_it():
    assert share_read(normal(600, 5), normal(600, 5, seed=1), rows=500) < 0.1


def test_what_is_there_but_not_on_a_line_is_not_read():
    """The sign is lost in the square, and with it all that a line could find."""
    targets = normal(600, 3)
    assert share_read(targets.square(), targets, rows=500) < 0.1


def test_the_weights_are_those_of_ridge_regression():
    """One feature of variance 1: w minimises (y − w·x)² on average, plus p·w²."""
    x = torch.tensor([[1.0], [-1.0]])
    [probe] = fit_probes(x, 3 * x + 5, [0.5])
    assert probe.weights.item() == pytest.approx(3 / 1.5)
    assert probe.read(torch.tensor([[0.0], [2.0]])).flatten().tolist() == pytest.approx([5, 9])


def test_a_feature_that_never_varies_says_nothing_and_does_no_harm():
    targets = normal(300, 2)
    features = torch.cat([targets, torch.full((300, 1), 4.0)], dim=1)
    assert share_read(features, targets) > 0.999
    [probe] = fit_probes(features, targets, [0.1])
    assert isinstance(probe, LinearProbe) and probe.read(features).isfinite().all()


def test_the_penalty_is_chosen_on_the_other_rows():
    """Sixty noisy features and as few rows: hardly any penalty fits the noise."""
    targets = normal(1000, 1)
    features = targets + 3 * normal(1000, 60, seed=1)
    fitted, other, unseen = (slice(0, 70), slice(70, 500), slice(500, 1000))
    shares = {
        p: explained_share(
            targets[unseen],
            fit_probes(features[fitted], targets[fitted], [p])[0].read(features[unseen]),
        )
        for p in (1e-4, 1.0)
    }
    assert shares[1.0] > shares[1e-4]
    rows = (features[fitted], targets[fitted], features[other], targets[other])
    chosen = choose_probe(*rows, penalties=(1e-4, 1.0))
    assert explained_share(targets[unseen], chosen.read(features[unseen])) == shares[1.0]


@pytest.mark.parametrize(
    "features, targets, penalties, text",
    [
        (torch.ones(3, 2), torch.ones(4, 2), [1.0], "as many rows"),
        (torch.ones(1, 2), torch.ones(1, 2), [1.0], "at least two"),
        (torch.ones(3, 2), torch.ones(3, 2), [0.0], "above 0"),
        (torch.ones(3, 2), torch.ones(3, 2), [], "above 0"),
        (torch.tensor([[1.0], [torch.nan]]), torch.ones(2, 1), [1.0], "features are NaN"),
    ],
)
def test_what_cannot_be_fitted_is_refused(features, targets, penalties, text):
    with pytest.raises(ValueError, match=text):
        fit_probes(features, targets, penalties)


def test_shares_of_what_does_not_fit_or_vary_are_refused():
    with pytest.raises(ValueError, match="one prediction for each target"):
        explained_share(torch.zeros(3, 2), torch.zeros(3, 4))
    with pytest.raises(ValueError, match="do not vary"):
        explained_share(torch.ones(3, 2), torch.zeros(3, 2))
