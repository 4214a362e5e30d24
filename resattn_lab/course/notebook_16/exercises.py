"""Exercises of notebook 16: counting weights, SE by hand, and who asks whom."""

from collections.abc import Callable

import torch

from ..compared import compared, drawn
from ..exercise import Exercise
from ..reading import numbers, tensor


def worked_out():
    channels, locations = 64, 14 * 14
    return channels * locations, channels, channels + locations, locations**2


def find_weights_mistake(answer: tuple[float, ...]) -> str | None:
    mask, se, cbam, attention = answer
    if all(a % 8 == 0 for a in answer) and mask == 8 * 12_544:
        return "Those are the weights of all 8 images; asked are those of one."
    if mask == 196:
        return "196 would be one weight for each location; a mask has one in every channel."
    if mask != 12_544:
        return f"A mask has as many weights as the map has values, not {mask:g}."
    if se == 512:
        return "512 are the parameters of its layers; asked are the weights it gives an image."
    if se != 64:
        return f"SE gives each channel one weight, at all locations: not {se:g}."
    if cbam == 12_544:
        return "CBAM's two vectors are multiplied into so many, but it computes fewer."
    if cbam == 196 or cbam == 64:
        return "CBAM has two sets: one for the channels, and one for the locations."
    if cbam != 260:
        return f"CBAM's channels and locations are added: 64 and 196, not {cbam:g}."
    if attention == 196:
        return "196 is a single row: what one location asks. Every location asks."
    if attention != 38_416:
        return f"Each of 196 locations asks each of 196; that is not {attention:g}."
    return None


def squeeze(x, first, second):
    squeezed = x.mean(dim=(2, 3))
    scores = torch.relu(squeezed @ first.T) @ second.T
    return x * torch.sigmoid(scores)[:, :, None, None]


def layers(x, first, second, *, squeezed=None, relu=torch.relu):
    """The scores of the two layers, (N, C)."""
    squeezed = x.mean(dim=(2, 3)) if squeezed is None else squeezed
    return relu(squeezed @ first.T) @ second.T


def times(weights: Callable) -> Callable:
    """x times what ``weights`` makes of x and the layers."""
    return lambda x, *both: x * weights(x, *both)[:, :, None, None]


find_squeeze_mistake = compared(
    squeeze,
    mistakes={
        "The scores weigh directly: the sigmoid is missing.": times(layers),
        "The weights sum to 1 over the channels: that is a softmax; SE takes a sigmoid.": (
            times(lambda *inputs: layers(*inputs).softmax(dim=1))
        ),
        "Without the ReLU the two layers are but one.": (
            times(lambda *inputs: layers(*inputs, relu=lambda h: h).sigmoid())
        ),
        "It squeezes by the maximum; that is half of CBAM. SE takes the mean.": (
            times(lambda x, *both: layers(x, *both, squeezed=x.amax(dim=(2, 3))).sigmoid())
        ),
        "That is (1 + s)·x, which cannot erase; SE's is s·x.": (
            times(lambda *inputs: 1 + layers(*inputs).sigmoid())
        ),
        "The ReLU stands at the end; it belongs between the two layers.": (
            times(lambda *inputs: layers(*inputs, relu=lambda h: h).relu().sigmoid())
        ),
        "Those are the weights; they are still to be multiplied with x.": (
            lambda *inputs: layers(*inputs).sigmoid()[:, :, None, None]
        ),
    },
    tried_on=[(drawn(6, 8, 5, 4, seed=3) + 0.5, drawn(2, 8, seed=4), drawn(8, 2, seed=5))],
    unlike=lambda came, wanted, *inputs: (
        None
        if came.shape == wanted.shape
        else f"What comes out has the shape of x, (6, 8, 5, 4); yours is {tuple(came.shape)}."
    ),
    otherwise="Mean over the locations, first layer, ReLU, second layer, sigmoid, times x.",
)


def attend(query, key):
    scores = query @ key.transpose(-2, -1) / query.shape[-1] ** 0.5
    return torch.softmax(scores, dim=-1)


def products_over(divisor: Callable) -> Callable:
    """A softmax of products that are divided by what the query says."""
    return lambda query, key: (query @ key.mT / divisor(query)).softmax(dim=-1)


find_attend_mistake = compared(
    attend,
    mistakes={
        "Those are the scores; a softmax makes weights of them.": (
            lambda query, key: query @ key.mT / query.shape[-1] ** 0.5
        ),
        "The columns sum to 1: the softmax runs over the locations that ask.": (
            lambda query, key: (query @ key.mT / query.shape[-1] ** 0.5).softmax(dim=1)
        ),
        "The scores are not divided by the root of the width: the softmax is too sharp.": (
            products_over(lambda query: 1)
        ),
        "Divided by the width, not by its root.": products_over(lambda query: query.shape[-1]),
        "The root is that of the number of locations; wanted is that of the width.": (
            products_over(lambda query: query.shape[-2] ** 0.5)
        ),
        "A sigmoid weighs each pair for itself: its rows do not sum to 1.": (
            lambda query, key: (query @ key.mT / query.shape[-1] ** 0.5).sigmoid()
        ),
        "Query and key are swapped: rows are for the locations that ask.": (
            lambda query, key: attend(key, query)
        ),
    },
    tried_on=[(drawn(2, 6, 9, seed=4), drawn(2, 6, 9, seed=5))],
    unlike=lambda came, wanted, *inputs: (
        None
        if came.shape == wanted.shape
        else f"6 locations ask 6 locations: (2, 6, 6) is wanted, not {tuple(came.shape)}."
    ),
    otherwise="Products of queries and keys, over the root of the width, softmax along a row.",
)


KINDS = (
    Exercise(
        key="16.weights",
        find_mistake=find_weights_mistake,
        praise="From 64 weights to 38,416, for one and the same map: this is how finely each "
        "block can tell things apart, and what it has to pay for.",
        hints=(
            "For each block: which things get a weight of their own, and how many of these "
            "does a map of 64 channels and 14×14 locations have?",
            "Values are channels times locations; pairs are locations times locations. CBAM "
            "has two sets, which are added.",
            "64·14·14; 64; 64 + 14·14; and for the pairs 14·14 times itself.",
        ),
        reference=worked_out,
        reads=numbers("4 numbers are wanted, as a tuple: (mask, SE, CBAM, self-attention)", 4),
    ),
    Exercise(
        key="16.squeeze",
        find_mistake=find_squeeze_mistake,
        praise="With the same two layers the package's SqueezeExcitation gives the same. No "
        "location is left after the mean: SE cannot know where anything is.",
        hints=(
            "Follow the shapes: (N, C, H, W) becomes (N, C) by a mean, (N, hidden) by the "
            "first layer, (N, C) by the second. What does each step of the formula do to them?",
            "x.mean(dim=(2, 3)) squeezes, and `@ first.T` is the first layer. In the end the "
            "weights need two more dimensions of size 1, so that x can be multiplied by them.",
            "scores = torch.relu(x.mean(dim=(2, 3)) @ first.T) @ second.T. What is left are "
            "the sigmoid and the product with x.",
        ),
        reference=squeeze,
        reads=tensor,
    ),
    Exercise(
        key="16.attend",
        find_mistake=find_attend_mistake,
        praise="With its own queries and keys the package's SelfAttention gives these weights. "
        "Each depends on two locations at once, as no mask's does.",
        hints=(
            "A matrix product gives all products of queries and keys at once. Which of the two "
            "has to be transposed, so that rows are for those who ask?",
            "query @ key.transpose(-2, -1) has a row for each location that asks. Divide, "
            "and make weights of each row.",
            "scores = query @ key.transpose(-2, -1) / query.shape[-1] ** 0.5. What is left is "
            "a softmax: along which dimension?",
        ),
        reference=attend,
        reads=tensor,
    ),
)
