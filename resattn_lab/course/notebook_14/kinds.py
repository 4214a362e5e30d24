"""Exercises of notebook 14 on masks, SE, CBAM and self-attention."""

import math
from typing import Any

import torch

from ..exercise import Exercise
from .exercises import numbers


def worked_out():
    channels, places = 64, 14 * 14
    return channels * places, channels, channels + places, places * places


def find_weights_mistake(answer: Any) -> str | None:
    wrong = numbers(answer, 4, "(mask, SE, CBAM, self-attention)")
    if wrong:
        return wrong
    mask, se, cbam, attention = answer
    if all(isinstance(a, (int, float)) and a % 8 == 0 for a in answer) and mask == 8 * 12_544:
        return "Those are the weights of all 8 images; asked are those of one."
    if mask == 196:
        return "196 would be one weight for each place; a mask has one for each channel, too."
    if mask != 12_544:
        return f"A mask has as many weights as the map has values, not {mask:g}."
    if se == 512:
        return "512 are the parameters of its layers; asked are the weights it gives an image."
    if se != 64:
        return f"SE gives each channel one weight, whatever the place: not {se:g}."
    if cbam == 12_544:
        return "CBAM's two vectors are multiplied into so many, but it computes fewer."
    if cbam == 196 or cbam == 64:
        return "CBAM has two sets: one for the channels, and one for the places."
    if cbam != 260:
        return f"CBAM's channels and places are added: 64 and 196, not {cbam:g}."
    if attention == 196:
        return "196 is a single row: what one place asks. Every place asks."
    if attention != 38_416:
        return f"Each of 196 places asks each of 196; that is not {attention:g}."
    return None


def squeeze(x, first, second):
    squeezed = x.mean(dim=(2, 3))
    scores = torch.relu(squeezed @ first.T) @ second.T
    return x * torch.sigmoid(scores)[:, :, None, None]


def find_squeeze_mistake(function: Any) -> str | None:
    generator = torch.Generator().manual_seed(3)
    x = torch.randn(6, 8, 5, 4, generator=generator) + 0.5
    first, second = (torch.randn(*s, generator=generator) for s in ((2, 8), (8, 2)))
    came = function(x, first, second)
    if not isinstance(came, torch.Tensor) or came.shape != x.shape:
        shape = tuple(came.shape) if isinstance(came, torch.Tensor) else type(came).__name__
        return f"What comes out has the shape of x, (6, 8, 5, 4); yours is {shape}."
    squeezed = x.mean(dim=(2, 3))
    scores = torch.relu(squeezed @ first.T) @ second.T
    line, most = (squeezed @ first.T) @ second.T, torch.relu(x.amax(dim=(2, 3)) @ first.T)
    mistakes = (
        ("The scores weigh directly: the sigmoid is missing.", scores),
        ("The weights sum to 1 over the channels: that is a softmax; SE takes a sigmoid.",
         scores.softmax(dim=1)),
        ("Without the ReLU the two layers are but one.", line.sigmoid()),
        ("It squeezes by the maximum; that is half of CBAM. SE takes the mean.",
         (most @ second.T).sigmoid()),
        ("That is (1 + s)·x, which cannot erase; SE's is s·x.", 1 + scores.sigmoid()),
        ("The ReLU stands at the end; it belongs between the two layers.",
         torch.relu(line).sigmoid()),
    )  # fmt: skip
    for message, weights in mistakes:
        if torch.allclose(came, x * weights[:, :, None, None], atol=1e-5):
            return message
    if torch.allclose(came, scores.sigmoid()[:, :, None, None].expand_as(x), atol=1e-5):
        return "Those are the weights; they are still to be multiplied with x."
    if not torch.allclose(came, squeeze(x, first, second), atol=1e-5):
        return "Mean over the places, first layer, ReLU, second layer, sigmoid, times x."
    return None


def attend(query, key):
    scores = query @ key.transpose(-2, -1) / query.shape[-1] ** 0.5
    return torch.softmax(scores, dim=-1)


def find_attend_mistake(function: Any) -> str | None:
    generator = torch.Generator().manual_seed(4)
    query, key = (torch.randn(2, 6, 9, generator=generator) for _ in range(2))
    came = function(query, key)
    if not isinstance(came, torch.Tensor) or came.shape != (2, 6, 6):
        shape = tuple(came.shape) if isinstance(came, torch.Tensor) else type(came).__name__
        return f"6 places ask 6 places: (2, 6, 6) is wanted, not {shape}."
    plain = query @ key.transpose(-2, -1)
    scores = plain / math.sqrt(9)
    mistakes = (
        ("Those are the scores; a softmax makes weights of them.", scores),
        ("The columns sum to 1: the softmax runs over the places that ask.", scores.softmax(1)),
        ("The scores are not divided by the root of the width: the softmax is too sharp.",
         plain.softmax(-1)),
        ("Divided by the width, not by its root.", (plain / 9).softmax(-1)),
        ("The root is that of the number of places; wanted is that of the width.",
         (plain / math.sqrt(6)).softmax(-1)),
        ("A sigmoid weighs each pair for itself: its rows do not sum to 1.", scores.sigmoid()),
        ("Query and key are swapped: rows are for the places that ask.",
         scores.transpose(-2, -1).softmax(-1)),
    )  # fmt: skip
    for message, wrong in mistakes:
        if torch.allclose(came, wrong, atol=1e-5):
            return message
    if not torch.allclose(came, attend(query, key), atol=1e-5):
        return "Products of queries and keys, over the root of the width, softmax along a row."
    return None


KINDS = (
    Exercise(
        key="14.weights",
        find_mistake=find_weights_mistake,
        praise="From 64 to 38,416 weights for one image: these four differ first of all in "
        "what can be told apart.",
        hints=(
            "For which things is there a weight of its own: values, channels, places, pairs?",
            "64·14·14; 64; 64 + 14·14; (14·14) squared.",
        ),
        reference=worked_out,
        calls_reference=True,
    ),
    Exercise(
        key="14.squeeze",
        find_mistake=find_squeeze_mistake,
        praise="No place is left after the mean: SE cannot know where anything is.",
        hints=(
            "x.mean(dim=(2, 3)) squeezes; @ first.T and @ second.T are the layers.",
            "torch.sigmoid(torch.relu(squeezed @ first.T) @ second.T)[:, :, None, None] * x",
        ),
        reference=squeeze,
    ),
    Exercise(
        key="14.attend",
        find_mistake=find_attend_mistake,
        praise="A weight here depends on two places at once, which no mask's does.",
        hints=(
            "query @ key.transpose(-2, -1) has a row for each place that asks.",
            "Divide by query.shape[-1] ** 0.5, then softmax along the last dimension.",
        ),
        reference=attend,
    ),
)
