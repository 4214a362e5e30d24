"""Wrong answers to the exercises of notebook 14, and the words that name each mistake."""

import torch
from torch import nn

from resattn_lab.blocks import SoftMaskBranch, SqueezeExcitation, unit_run


def table(change=lambda counts: counts):
    def confusion(labels, said, classes):
        counts = torch.zeros(classes, classes)
        for label, answer in zip(labels, said, strict=True):
            counts[label, answer] += 1
        return change(counts)

    return confusion


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


def both(forward=lambda m, x: (1 + m.mask(x)) * m.weigh(m.trunk(x)), *, depth=2, se=True):
    class MaskAndSE(nn.Module):
        def __init__(self, channels):
            super().__init__()
            self.trunk = unit_run(channels, 2)
            self.mask = SoftMaskBranch(channels, encoder_depth=depth)
            self.weigh = SqueezeExcitation(channels, reduction=4) if se else nn.Identity()

        def forward(self, x):
            return forward(self, x)

    return MaskAndSE


WRONG = {
    "14.confusion": {
        "swapped": (table(lambda t: t.T), "Rows and columns are swapped"),
        "shares of rows": (table(lambda t: t / t.sum(1, True).clamp(min=1)), "of each row"),
        "shares of columns": (table(lambda t: t / t.sum(0).clamp(min=1)), "of each column"),
        "shares of all": (table(lambda t: t / t.sum()), "of all images"),
        "mistakes alone": (table(lambda t: t - t.diag().diag()), "mistakes alone"),
        "right ones alone": (table(lambda t: t.diag().diag()), "Only the right answers"),
        "no adding up": (table(lambda t: t.clamp(max=1)), "at most 1"),
        "a class too few": (table(lambda t: t[:3, :3]), "Class 3 has no image"),
        "a line": (table(lambda t: t.flatten()), "(4, 4) is wanted"),
        "one too many": (table(lambda t: t + 1), "row 0, column 1 is 2"),
    },
    "14.average": {
        "plain mean": (lambda g, n: sum(g) / len(g), "one has 7 images and one 3"),
        "plain sum": (lambda g, n: sum(g), "plain sum grows"),
        "not divided": (
            lambda g, n: sum(a * b for a, b in zip(g, n, strict=True)),
            "divide by all 16",
        ),
        "by processes": (
            lambda g, n: sum(a * b for a, b in zip(g, n, strict=True)) / len(n),
            "number of processes; divide by the number of images",
        ),
        "the first": (lambda g, n: g[0], "first process's gradient alone"),
        "upside down": (
            lambda g, n: sum(a / b for a, b in zip(g, n, strict=True)) / sum(1 / b for b in n),
            "upside down",
        ),
        "a list": (lambda g, n: g, "must give one tensor; a list"),
        "in place": (lambda g, n: g[0].mul_(2), "also writes into g"),
        "nothing": (lambda g, n: 0 * g[0], "weigh each gradient by its part"),
    },
    "14.amdahl": {
        "all shared": ((25, 12.5, 64), "8 of them are not"),
        "the shared part": ((23, 12.5, 64), "still to be waited for"),
        "another time": ((33, 12.5, 64), "the other 92 are divided by 4"),
        "a time as limit": ((31, 8, 64), "how many times faster"),
        "the speed-up of four": ((31, 3.23, 64), "as many GPUs as you like"),
        "of the shared part": ((31, 11.5, 64), "not with the 92"),
        "no limit": ((31, 100, 64), "not 100 times faster"),
        "all images": ((31, 12.5, 256), "has its share"),
        "a batch each": ((31, 12.5, 1024), "of all processes together"),
        "too few": ((31, 12.5, 32), "are not 256"),
        "two": ((31, 12.5), "3 numbers are wanted"),
        "words": ((31, 12.5, "64"), "plain number"),
    },
    "14.weights": {
        "all images": ((100_352, 512, 2080, 307_328), "of all 8 images"),
        "places for the mask": ((196, 64, 260, 38_416), "for each channel, too"),
        "another mask": ((64, 64, 260, 38_416), "as many weights as the map has values"),
        "parameters": ((12_544, 512, 260, 38_416), "parameters of its layers"),
        "SE by place": ((12_544, 196, 260, 38_416), "whatever the place"),
        "CBAM multiplied": ((12_544, 64, 12_544, 38_416), "computes fewer"),
        "CBAM's places": ((12_544, 64, 196, 38_416), "two sets"),
        "CBAM three": ((12_544, 64, 324, 38_416), "not 324"),
        "one row": ((12_544, 64, 260, 196), "a single row"),
        "rows of 14": ((12_544, 64, 260, 2744), "that is not 2744"),
        "three": ((12_544, 64, 260), "4 numbers"),
    },
    "14.squeeze": {
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
        "nothing done": (lambda x, a, b: x, "Mean over the places"),
    },
    "14.attend": {
        "scores": (attended(last=lambda s: s), "Those are the scores"),
        "columns": (attended(last=lambda s: s.softmax(-2)), "columns sum to 1"),
        "no scale": (attended(scale=lambda q: 1), "too sharp"),
        "no root": (attended(scale=lambda q: q.shape[-1]), "not by its root"),
        "places": (attended(scale=lambda q: q.shape[-2] ** 0.5), "number of places"),
        "sigmoid": (attended(last=torch.sigmoid), "for itself"),
        "swapped": (lambda q, k: attended()(k, q), "Query and key are swapped"),
        "channels": (lambda q, k: q.transpose(-2, -1) @ k, "6 places ask 6 places"),
        "all alike": (lambda q, k: torch.full((2, 6, 6), 1 / 6), "softmax along a row"),
    },
    "14.reduction": {
        "one layer": (8, "there are two"),
        "half": (32, "half of what is asked"),
        "one channel": (256, "one hidden channel"),
        "none": (0, "cannot be that narrow"),
        "another": (4, "32,768 weights"),
        "words": ("16", "A number is wanted"),
    },
    "14.residual_se": {
        "plain": (residual(lambda w, x: w(x)), "The 1 + is missing"),
        "two": (residual(lambda w, x: 2 * x + w(x)), "is at most 2"),
        "by place": (residual(lambda w, x: x + w(x) * x), "differs from place to place"),
        "one factor": (residual(lambda w, x: 1.5 * x), "All channels get one factor"),
        "another width": (residual(lambda w, x: x + w(x), reduction=2), "has 256 parameters"),
        "no parameters": (NoParameters, "nothing to learn"),
        "another shape": (residual(lambda w, x: w(x)[:, :1]), "the shape of what went in"),
    },
    "14.both": {
        "no mask": (residual(lambda w, x: x + w(x)), "no SoftMaskBranch"),
        "no SE": (both(se=False), "no SqueezeExcitation"),
        "another depth": (both(depth=1), "pools 1 times"),
        "mask of the trunk": (
            both(lambda m, x: (1 + m.mask(m.trunk(x))) * m.weigh(m.trunk(x))),
            "reads the module's input, as the trunk does",
        ),
        "SE of the input": (
            both(lambda m, x: (1 + m.mask(x)) * m.trunk(m.weigh(x))),
            "here it reads the module's input",
        ),
        "SE last": (
            both(lambda m, x: m.weigh((1 + m.mask(x)) * m.trunk(x))),
            "SE comes after the mask",
        ),
        "naive": (both(lambda m, x: m.mask(x) * m.weigh(m.trunk(x))), "M·SE(T)"),
        "added": (both(lambda m, x: m.mask(x) + m.weigh(m.trunk(x))), "it multiplies"),
        "two ones": (
            both(lambda m, x: (2 + m.mask(x)) * m.weigh(m.trunk(x))),
            "should be (1 + M)·SE(T)",
        ),
    },
}
