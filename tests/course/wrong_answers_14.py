"""Wrong answers to the exercises of notebook 14, and the words that name each mistake."""

import torch
from torch import nn


def table(change=lambda counts: counts):
    def confusion(labels, answers, classes):
        counts = torch.zeros(classes, classes)
        for label, answer in zip(labels, answers, strict=True):
            counts[label, answer] += 1
        return change(counts)

    return confusion


def still(
    *,
    frozen=True,
    stays=True,
    forward=lambda body, x: body(x),
    part=True,
    returns=True,
):
    class StillBody(nn.Module):
        def __init__(self, body):
            super().__init__()
            body = body.eval().requires_grad_(not frozen)
            self.body = body if part else [body]

        def train(self, mode=True):
            super().train(mode)
            if stays:
                self.body.eval() if part else None
            return self if returns else None

        def forward(self, x):
            return forward(self.body if part else self.body[0], x)

    return StillBody


def looks_on(body, x):
    """The right features, but the batch norms look at the batch afterwards."""
    features = body.eval()(x)
    body.train()(x)
    return features


def without_gradient(body, x):
    with torch.no_grad():
        return body(x)


class AllFrozen(nn.Module):
    """It freezes the body with the optimiser's hands tied: decay would still move it."""

    def __init__(self, body):
        super().__init__()
        self.body = body.eval()

    def train(self, mode=True):
        super().train(mode)
        self.body.eval()
        return self

    def forward(self, x):
        return without_gradient(self.body, x)


def from_bytes(forward, *, part=True):
    class FromBytes(nn.Module):
        def __init__(self, network):
            super().__init__()
            self.network = network if part else [network]

        def forward(self, pictures):
            return forward(self.network if part else self.network[0], pictures)

    return FromBytes


def first(pictures):
    return pictures.permute(0, 3, 1, 2).float() / 255


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
        "the first": (lambda g, n: g[0], "gradient of the first process alone"),
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
    "14.fair": {
        "the same images": ("AB", "the same test images for both"),
        "other weights": ("CD", "is what is compared"),
        "own rates": ("AE", "its own learning rate"),
        "one": ("A", "'A' came"),
        "three": ("ADE", "'ADE' came"),
        "a number": (2, "an int came"),
    },
    "14.threshold": {
        "nobody": (0.3, "no picture is turned away at all"),
        "all of its own": (0.41, "one of them may be given up"),
        "half": (0.5, "2 strangers are turned away: more can be"),
        "too strict": (0.8, "only 7 of its own ten"),
        "percent": (70, "between 0 and 1; 70 does not"),
        "words": ("0.7", "A number between 0 and 1"),
    },
    "14.still": {
        "trains with the batch": (still(stays=False), "In training its batch norms use"),
        "learns": (still(frozen=False), "Its weights have changed"),
        "not a part": (still(part=False), "not one of its parts"),
        "no self": (still(returns=False), "has to return self"),
        "looks at the batch": (still(forward=looks_on), "they looked at the batch"),
        "another shape": (
            still(forward=lambda body, x: body(x)[:1]),
            "gives the body's features",
        ),
        "other features": (
            still(forward=lambda body, x: 2 * body(x)),
            "Its features are others",
        ),
        "decay would move it": (AllFrozen, "still ask for gradients"),
    },
    "14.bytes": {
        "logits": (from_bytes(lambda n, p: n(first(p))), "Those are logits"),
        "bytes": (from_bytes(lambda n, p: n(255 * first(p)).softmax(1)), "go in as they are"),
        "pictures": (from_bytes(lambda n, p: n(first(p)).softmax(0)), "compares pictures"),
        "sigmoid": (from_bytes(lambda n, p: n(first(p)).sigmoid()), "on its own"),
        "on their side": (
            from_bytes(lambda n, p: n(first(p).transpose(2, 3)).softmax(1)),
            "lie on their side",
        ),
        "reshaped": (
            from_bytes(lambda n, p: n(p.reshape(5, 3, 12, 9).float() / 255).softmax(1)),
            "permute moves axes",
        ),
        "logarithms": (from_bytes(lambda n, p: n(first(p)).log_softmax(1)), "logarithms"),
        "the best": (from_bytes(lambda n, p: n(first(p)).argmax(1)), "(5,) came"),
        "not a part": (
            from_bytes(lambda n, p: n(first(p)).softmax(1), part=False),
            "would not be in the file",
        ),
        "half the range": (
            from_bytes(lambda n, p: n(first(p) / 2).softmax(1)),
            "one of them differs",
        ),
    },
}
