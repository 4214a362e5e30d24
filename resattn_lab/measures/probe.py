"""How much of a target can be read, linearly, from what a part of a network puts out."""

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor

from .numbers import check_no_nan

PENALTIES = (0.001, 0.01, 0.1, 1.0, 10.0)


class LinearProbe(NamedTuple):
    """A fitted ridge regression from standardised features to targets."""

    centre: Tensor  # (D,)
    spread: Tensor  # (D,); infinite where a feature never varied, so that it says nothing
    weights: Tensor  # (D, K)
    offset: Tensor  # (K,)

    def read(self, features: Tensor) -> Tensor:
        """What it makes of ``features``. Shape: (N, ...) with D values each -> (N, K)."""
        x = features.detach().flatten(1).double()
        return ((x - self.centre) / self.spread @ self.weights + self.offset).float()


def fit_probes(
    features: Tensor, targets: Tensor, penalties: Sequence[float] = PENALTIES
) -> list[LinearProbe]:
    """Fit one ridge regression for each penalty.

    Each feature is brought to mean 0 and variance 1 first, so how large an output is does
    not count, only what varies in it. Minimised is the mean over the rows of the squared
    error, plus ``penalty`` times the sum of the squared weights.

    Source: Hoerl and Kennard 1970; as a probe of a network's layers, Alain and Bengio 2016.

    Shape: features (N, ...), targets (N, ...); all but N is flattened.

    Raises:
        ValueError: numbers of rows that differ, fewer than two, NaN, or a penalty that is not
            above 0.
    """
    x, y = _rows(features, targets)
    if not penalties or min(penalties) <= 0:
        raise ValueError(f"wanted penalties above 0, got {list(penalties)}")
    centre, offset = x.mean(dim=0), y.mean(dim=0)
    spread = x.std(dim=0, correction=0)
    spread = torch.where(spread > 0, spread, torch.inf)
    x, y = (x - centre) / spread, y - offset
    values, vectors = torch.linalg.eigh(x.T @ x / len(x))  # once, for all the penalties
    turned = vectors.T @ (x.T @ y / len(x))
    return [
        LinearProbe(centre, spread, vectors @ (turned / (values + p)[:, None]), offset)
        for p in penalties
    ]


def choose_probe(
    features: Tensor,
    targets: Tensor,
    other_features: Tensor,
    other_targets: Tensor,
    penalties: Sequence[float] = PENALTIES,
) -> LinearProbe:
    """The probe whose penalty reads most of the *other* rows, which it was not fitted to.

    So each set of features has the penalty that suits it. What the probe reads must be
    measured on a third set of rows.

    Shape: as in ``fit_probes``.

    Raises:
        ValueError: as in ``fit_probes``.
    """
    return max(
        fit_probes(features, targets, penalties),
        key=lambda probe: explained_share(other_targets, probe.read(other_features)),
    )


def explained_share(targets: Tensor, predicted: Tensor) -> float:
    """R²: the share of the targets' variance that the predictions account for.

    1 for perfect predictions, 0 for those that are no better than the targets' own mean,
    and below 0 for worse ones. Errors and variances of all K values are added up first.

    Shape: (N, ...), (N, ...), with as many values; all but N is flattened.

    Raises:
        ValueError: shapes that do not fit, NaN, or targets that do not vary.
    """
    predicted, targets = _rows(predicted, targets)
    if predicted.shape != targets.shape:
        raise ValueError(
            f"wanted one prediction for each target, got {tuple(predicted.shape)} for "
            f"{tuple(targets.shape)}"
        )
    total = (targets - targets.mean(dim=0)).square().sum().item()
    if total == 0:
        raise ValueError("the targets do not vary: there is nothing to explain")
    return 1 - (targets - predicted).square().sum().item() / total


def _rows(features: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
    """Both as (N, values) in double precision."""
    if len(features) != len(targets) or len(features) < 2:
        raise ValueError(
            "wanted as many rows of features as of targets, at least two; got "
            f"{len(features)} and {len(targets)}"
        )
    for values, what in ((features, "features"), (targets, "targets")):
        check_no_nan(values, what)
    return features.detach().flatten(1).double(), targets.detach().flatten(1).double()
