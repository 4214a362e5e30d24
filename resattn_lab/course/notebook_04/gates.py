"""The exercises on the gates of Eqs. 5 and 6 in notebook 04."""

from typing import Any

import torch
from torch import Tensor

from ..exercise import Exercise
from .judging import named_mistake, no_tensor_like


def channel_gate(scores):
    norm = scores.square().sum(dim=1, keepdim=True).sqrt()  # (N, 1, H, W)
    return scores / norm


def some_scores() -> Tensor:
    return torch.randn(2, 5, 6, 7, generator=torch.Generator().manual_seed(5)) * 2 + 0.7


def find_channel_mistake(function: Any) -> str | None:
    s = some_scores()
    came = function(s.clone())
    mistake = no_tensor_like(came, s)
    if mistake:
        return mistake
    right = channel_gate(s)
    mistakes = {
        "That norm runs over the positions of a channel; Eq. 5 takes one position and runs "
        "over its channels: dim=1.": s / s.square().sum(dim=(2, 3), keepdim=True).sqrt(),
        "That is one norm for all values; each position has its own.": s / s.norm(),
        "That is the L1 norm, a sum of absolute values; Eq. 5 has the L2 norm.": s
        / s.abs().sum(dim=1, keepdim=True),
        "The square root is missing: that divides by the squared norm.": s
        / s.square().sum(dim=1, keepdim=True),
        "That divides by the root of the mean square; the norm sums the squares.": s
        / s.square().mean(dim=1, keepdim=True).sqrt(),
        "There is no sigmoid in Eq. 5: the quotient is the mask.": torch.sigmoid(right),
        "That is a softmax over the channels; Eq. 5 divides by the L2 norm.": s.softmax(dim=1),
        "That is Eq. 4, the mixed gate: a sigmoid of every score.": torch.sigmoid(s),
        "That is the norm itself; the mask is scores / norm.": s.norm(dim=1, keepdim=True),
    }
    found = named_mistake(came, [right], mistakes)
    if found == "":
        return "The squares of each position's mask values must sum to 1 over the channels."
    return found


def spatial_gate(scores):
    mean = scores.mean(dim=(2, 3), keepdim=True)
    std = scores.std(dim=(2, 3), keepdim=True)
    return torch.sigmoid((scores - mean) / std)


def find_spatial_mistake(function: Any) -> str | None:
    s = some_scores()
    came = function(s.clone())
    mistake = no_tensor_like(came, s)
    if mistake:
        return mistake

    def standard(dims, unbiased: bool = True) -> Tensor:
        spread = s.std(dim=dims, keepdim=True, correction=int(unbiased))
        return (s - s.mean(dim=dims, keepdim=True)) / spread

    place = (2, 3)
    variance = s.var(dim=place, keepdim=True)
    centred = s - s.mean(dim=place, keepdim=True)
    mistakes = {
        "That standardises over the channels; Eq. 6 takes one channel and runs over its "
        "positions, dim=(2, 3).": torch.sigmoid(standard(1)),
        "That standardises over the images, too; each image has its own.": torch.sigmoid(
            standard((0, 2, 3))
        ),
        "That standardises over channels and positions together; each channel has its "
        "own.": torch.sigmoid(standard((1, 2, 3))),
        "The sigmoid is missing: those are standardised scores, beyond 0 and 1.": standard(
            place
        ),
        "The mean is not taken off: only the spread is divided out.": torch.sigmoid(
            s / s.std(dim=place, keepdim=True)
        ),
        "That divides by the variance; Eq. 6 divides by the standard deviation.": torch.sigmoid(
            centred / variance
        ),
        "The mean is taken off, but nothing is divided by the spread.": torch.sigmoid(centred),
        "That is Eq. 4, the mixed gate: nothing is standardised.": torch.sigmoid(s),
    }
    right = [torch.sigmoid(standard(place)), torch.sigmoid(standard(place, unbiased=False))]
    found = named_mistake(came, right, mistakes)
    if found == "":
        return "Per image and channel: take off the mean, divide by the spread, then sigmoid."
    return found


GATES = (
    Exercise(
        key="04.channel_gate",
        find_mistake=find_channel_mistake,
        praise="Each position's mask is now a vector of length 1, and its values keep the "
        "scores' signs: this gate can be negative.",
        hints=(
            "The L2 norm is the root of a sum of squares; the sum runs over dim=1.",
            "keepdim=True keeps the norm at (N, 1, H, W), so that scores / norm broadcasts.",
        ),
        reference=channel_gate,
    ),
    Exercise(
        key="04.spatial_gate",
        find_mistake=find_spatial_mistake,
        praise="Every channel has to spread its mask over the places now: none can be open, "
        "or shut, everywhere.",
        hints=(
            "Mean and spread run over the positions of one channel: dim=(2, 3), keepdim=True.",
            "Take off the mean, divide by scores.std(dim=(2, 3), keepdim=True), then sigmoid.",
        ),
        reference=spatial_gate,
    ),
)
