"""Wrong answers to the exercises of notebook 16, and the words that name each mistake."""

import torch
from torch import nn

from resattn_lab.blocks import SqueezeExcitation
from resattn_lab.course.notebook_16.changes import TransformerBlock


def squeezed(*, pool=lambda x: x.mean(dim=(2, 3)), between=torch.relu, gate=torch.sigmoid):
    def squeeze(x, first, second):
        return x * gate(between(pool(x) @ first.T) @ second.T)[:, :, None, None]

    return squeeze


def only_weights(x, first, second):
    return squeezed()(x, first, second) / x


def attended(scale=lambda q: q.shape[-1] ** 0.5, last=lambda s: s.softmax(-1)):
    return lambda query, key: last(query @ key.transpose(-2, -1) / scale(query))


def residual(forward, *, reduction=4):
    class ResidualSE(nn.Module):
        def __init__(self, channels):
            super().__init__()
            self.weigh = SqueezeExcitation(channels, reduction=reduction)

        def forward(self, x):
            return forward(self.weigh, x)

    return ResidualSE


class NoParameters(nn.Module):
    def __init__(self, channels):
        super().__init__()

    def forward(self, x):
        return 1.5 * x


def block(forward):
    """A class like TransformerBlock with this forward."""
    return type("Other", (TransformerBlock,), {"forward": forward})


def asked(block, x):
    return block.attention(x, x, x)[0]


def first(block, x):
    """The tokens after the first half."""
    return x + asked(block, block.norm1(x))


class WithoutNorms(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.attention = nn.MultiheadAttention(size, 4, batch_first=True)
        self.mlp = nn.Linear(size, size)

    def forward(self, x):
        return x


WRONG = {
    "16.weights": {
        "all images": ((100_352, 512, 2080, 307_328), "of all 8 images"),
        "locations for the mask": ((196, 64, 260, 38_416), "one in every channel"),
        "another mask": ((64, 64, 260, 38_416), "as many weights as the map has values"),
        "parameters": ((12_544, 512, 260, 38_416), "parameters of its layers"),
        "SE by location": ((12_544, 196, 260, 38_416), "at all locations"),
        "CBAM multiplied": ((12_544, 64, 12_544, 38_416), "computes fewer"),
        "CBAM's locations": ((12_544, 64, 196, 38_416), "two sets"),
        "CBAM three": ((12_544, 64, 324, 38_416), "not 324"),
        "one row": ((12_544, 64, 260, 196), "a single row"),
        "rows of 14": ((12_544, 64, 260, 2744), "that is not 2744"),
        "three": ((12_544, 64, 260), "4 numbers"),
    },
    "16.squeeze": {
        "no sigmoid": (squeezed(gate=lambda s: s), "the sigmoid is missing"),
        "softmax": (squeezed(gate=lambda s: s.softmax(1)), "that is a softmax"),
        "no ReLU": (squeezed(between=lambda s: s), "but one"),
        "maximum": (squeezed(pool=lambda x: x.amax(dim=(2, 3))), "half of CBAM"),
        "one added": (squeezed(gate=lambda s: 1 + s.sigmoid()), "cannot erase"),
        "ReLU last": (
            squeezed(between=lambda s: s, gate=lambda s: s.relu().sigmoid()),
            "belongs between",
        ),
        "weights alone": (only_weights, "still to be multiplied"),
        "one image's": (lambda x, a, b: x[0], "has the shape of x"),
        "nothing done": (lambda x, a, b: x, "Mean over the locations"),
    },
    "16.attend": {
        "scores": (attended(last=lambda s: s), "Those are the scores"),
        "columns": (attended(last=lambda s: s.softmax(-2)), "columns sum to 1"),
        "no scale": (attended(scale=lambda q: 1), "too sharp"),
        "no root": (attended(scale=lambda q: q.shape[-1]), "not by its root"),
        "locations": (attended(scale=lambda q: q.shape[-2] ** 0.5), "number of locations"),
        "sigmoid": (attended(last=torch.sigmoid), "for itself"),
        "swapped": (lambda q, k: attended()(k, q), "Query and key are swapped"),
        "channels": (lambda q, k: q.transpose(-2, -1) @ k, "6 locations ask 6 locations"),
        "all alike": (lambda q, k: torch.full((2, 6, 6), 1 / 6), "softmax along a row"),
    },
    "16.shuffle": {
        "the mask": ("AB", "poolings and 3×3 convolutions"),
        "CBAM": ("CD", "scored by a 7×7"),
        "with positions": ({"D", "E"}, "positions are added before"),
        "one letter": ("B", "'B' came"),
        "another letter": ("BF", "'BF' came"),
        "a number": (24, "an int came"),
    },
    "16.claims": {
        "training helps": ("AB", "they nearly touch"),
        "the best kind": ({"C", "D"}, "has a seed in which it is behind"),
        "chance": (["A", "E"], "the line for chance"),
        "one letter": ("A", "'A' came"),
        "no letters": ("?", "'?' came"),
        "a number": (15, "an int came"),
    },
    "16.number": {
        "a quarter the patches": (64, "a sixteenth of the patches"),
        "smaller": (8, "16 times as many"),
        "much smaller": (4, "far more pairs"),
        "16 times": (256, "larger than the image"),
        "the same": (16, "what we have"),
        "16 patches": (56, "far fewer"),
        "none": (0, "at least one pixel"),
        "another": (28, "would be 8 along each side"),
        "words": ("32", "a str came"),
    },
    "16.block": {
        "plain": (residual(lambda w, x: w(x)), "The 1 + is missing"),
        "two": (residual(lambda w, x: 2 * x + w(x)), "is at most 2"),
        "by location": (
            residual(lambda w, x: x + w(x) * x),
            "differs from location to location",
        ),
        "one factor": (residual(lambda w, x: 1.5 * x), "All channels get one factor"),
        "another width": (residual(lambda w, x: x + w(x), reduction=2), "has 256 parameters"),
        "no parameters": (NoParameters, "nothing to learn"),
        "another shape": (residual(lambda w, x: w(x)[:, :1]), "the shape of what went in"),
    },
    "16.architecture": {
        "norms after": (
            block(
                lambda b, x: b.norm2(b.norm1(x + asked(b, x)) + b.mlp(b.norm1(x + asked(b, x))))
            ),
            "stand after the sums",
        ),
        "no shortcut": (
            block(lambda b, x: b.mlp(b.norm2(asked(b, b.norm1(x))))),
            "Both shortcuts",
        ),
        "no first shortcut": (
            block(lambda b, x: (h := asked(b, b.norm1(x))) + b.mlp(b.norm2(h))),
            "The first shortcut",
        ),
        "no second shortcut": (
            block(lambda b, x: b.mlp(b.norm2(first(b, x)))),
            "The second shortcut",
        ),
        "the MLP's input": (
            block(lambda b, x: first(b, x) + b.mlp(b.norm2(x))),
            "what attention made of them",
        ),
        "MLP first": (
            block(lambda b, x: first(b, x + b.mlp(b.norm2(x)))),
            "The MLP comes first",
        ),
        "one norm": (
            block(lambda b, x: first(b, x) + b.mlp(b.norm1(first(b, x)))),
            "norm1 is used twice",
        ),
        "no norms": (
            block(lambda b, x: x + asked(b, x) + b.mlp(x + asked(b, x))),
            "Nothing is normalised",
        ),
        "half": (block(first), "The MLP is missing"),
        "the pair": (block(lambda b, x: b.attention(x, x, x)), "take [0]"),
        "another shape": (block(lambda b, x: x[:, :1]), "(2, 1, 16) came"),
        "nothing": (block(lambda b, x: x), "Wanted: tokens plus attention"),
        "no norms made": (WithoutNorms, "norm1, norm2 missing"),
        "no module": (lambda size: size, "must give an nn.Module"),
    },
}
