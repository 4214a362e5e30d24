"""The exercises on the gates of Eqs. 5 and 6 in notebook 04."""

import torch
from torch import Tensor

from ..compared import compared, drawn
from ..exercise import Exercise
from ..reading import tensor


def channel_gate(scores):
    norm = scores.square().sum(dim=1, keepdim=True).sqrt()  # (N, 1, H, W)
    return scores / norm


SCORES = drawn(2, 5, 6, 7, seed=5) * 2 + 0.7


def sum_over(values: Tensor, *dims: int) -> Tensor:
    return values.sum(dim=dims, keepdim=True)


find_channel_mistake = compared(
    channel_gate,
    mistakes={
        "That norm runs over the locations of a channel; Eq. 5 takes one location and runs "
        "over its channels: dim=1.": lambda s: s / sum_over(s.square(), 2, 3).sqrt(),
        "That is one norm for all values; each location has its own.": lambda s: s / s.norm(),
        "That is the L1 norm, a sum of absolute values; Eq. 5 has the L2 norm.": (
            lambda s: s / sum_over(s.abs(), 1)
        ),
        "The square root is missing: that divides by the squared norm.": (
            lambda s: s / sum_over(s.square(), 1)
        ),
        "That divides by the root of the mean square; the norm sums the squares.": (
            lambda s: s / s.square().mean(dim=1, keepdim=True).sqrt()
        ),
        "There is no sigmoid in Eq. 5: the quotient is the mask.": (
            lambda s: channel_gate(s).sigmoid()
        ),
        "That is a softmax over the channels; Eq. 5 divides by the L2 norm.": (
            lambda s: s.softmax(dim=1)
        ),
        "That is Eq. 4, the mixed gate: a sigmoid of every score.": torch.sigmoid,
        "That is the norm itself; the mask is scores / norm.": (
            lambda s: s.norm(dim=1, keepdim=True)
        ),
    },
    tried_on=[(SCORES,)],
    otherwise=lambda came, wanted, scores: (
        "The squares of each location's mask values must sum to 1 over the channels; at the "
        f"first location yours sum to {came[0, :, 0, 0].square().sum():.3g}."
    ),
)


def spatial_gate(scores):
    mean = scores.mean(dim=(2, 3), keepdim=True)
    std = scores.std(dim=(2, 3), keepdim=True)
    return torch.sigmoid((scores - mean) / std)


def standard(s: Tensor, *dims: int) -> Tensor:
    """Less the mean, over the standard deviation."""
    return (s - s.mean(dim=dims, keepdim=True)) / s.std(dim=dims, keepdim=True)


def centred(s: Tensor) -> Tensor:
    return s - s.mean(dim=(2, 3), keepdim=True)


def before_the_sigmoid(came: Tensor, wanted: Tensor, scores: Tensor) -> str:
    """What a wrong mask's scores are like: mean and spread of the first channel."""
    said = "Per image and channel: take off the mean, divide by the spread, then sigmoid."
    if not ((came > 0) & (came < 1)).all():
        return f"{said} Yours is not between 0 and 1 everywhere."
    mean, spread = came[0, 0].logit().mean(), came[0, 0].logit().std()
    return (
        f"{said} Before the sigmoid the first channel must have mean 0 and spread 1; yours "
        f"has {mean:.2f} and {spread:.2f}."
    )


find_spatial_mistake = compared(
    spatial_gate,
    mistakes={
        "That standardises over the channels; Eq. 6 takes one channel and runs over its "
        "locations, dim=(2, 3).": lambda s: standard(s, 1).sigmoid(),
        "That standardises over the images, too; each image has its own.": (
            lambda s: standard(s, 0, 2, 3).sigmoid()
        ),
        "That standardises over channels and locations together; each channel has its own.": (
            lambda s: standard(s, 1, 2, 3).sigmoid()
        ),
        "The sigmoid is missing: those are standardised scores, beyond 0 and 1.": (
            lambda s: standard(s, 2, 3)
        ),
        "The mean is not taken off: only the spread is divided out.": (
            lambda s: (s / s.std(dim=(2, 3), keepdim=True)).sigmoid()
        ),
        "That divides by the variance; Eq. 6 divides by the standard deviation.": (
            lambda s: (centred(s) / s.var(dim=(2, 3), keepdim=True)).sigmoid()
        ),
        "The mean is taken off, but nothing is divided by the spread.": (
            lambda s: centred(s).sigmoid()
        ),
        "That is Eq. 4, the mixed gate: nothing is standardised.": torch.sigmoid,
    },
    tried_on=[(SCORES,)],
    otherwise=before_the_sigmoid,
    also_right=lambda s: (centred(s) / s.std(dim=(2, 3), correction=0, keepdim=True)).sigmoid(),
)


GATES = (
    Exercise(
        key="04.channel_gate",
        find_mistake=find_channel_mistake,
        praise="Each location's mask is now a vector of length 1, and its values keep the "
        "scores' signs: this gate can be negative.",
        hints=(
            "How many norms are there for an image: one, one a channel, or one a location?",
            "The L2 norm is the root of a sum of squares. Here the sum runs over the channels "
            "of each location.",
            "norm = scores.square().sum(dim=…, keepdim=True).sqrt() has the shape (N, 1, H, W);"
            " then one division.",
        ),
        reference=channel_gate,
        reads=tensor,
    ),
    Exercise(
        key="04.spatial_gate",
        find_mistake=find_spatial_mistake,
        praise="Every channel has to spread its mask over the locations now: none can be open, "
        "or shut, everywhere.",
        hints=(
            "Which two dimensions of (N, C, H, W) are the locations of one channel?",
            "Three steps: take off the channel's mean, divide by its standard deviation, then "
            "squash.",
            "mean = scores.mean(dim=(2, 3), keepdim=True), the standard deviation likewise; "
            "then the sigmoid of their quotient.",
        ),
        reference=spatial_gate,
        reads=tensor,
    ),
)
