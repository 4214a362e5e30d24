"""Wrong answers to the exercises of notebook 01, and the words that name each mistake."""

import math

import torch
import torch.nn.functional as F
from later import Later
from torch import nn

from resattn_lab.course.notebook_01.changes import AttentionHead


def root(keys):
    return keys.shape[1] ** 0.5


def softly(scores, values):
    return scores.softmax(-1) @ values


def head(pool):
    """A head class from ``pool(scores, temperature, classifier)``; scores (N, K, classes)."""

    class Head(nn.Module):
        def __init__(self, classifier, temperature):
            super().__init__()
            self.classifier, self.temperature = classifier, temperature

        def forward(self, features):
            scores = features.flatten(2).mT @ self.classifier.weight.T
            return pool(scores, self.temperature, self.classifier)

    return Head


def weighed(weigh):
    return head(lambda s, t, c: (weigh(s, t) * s).sum(1) + c.bias)


class MixedUp(AttentionHead):
    def forward(self, features):
        n, c, h, w = features.shape
        return super().forward(features.reshape(n, h * w, c).mT.unflatten(2, (h, w)))


def shut_at_zero(scores, k):
    kept = scores >= scores.topk(k).values[..., -1:]
    return (scores * kept).softmax(-1)


def not_summed_up(scores, k):
    kept = scores >= scores.topk(k).values[..., -1:]
    return scores.softmax(-1) * kept


def alike(scores, k):
    return (scores >= scores.topk(k).values[..., -1:]).float() / k


def worst(scores, k):
    low, place = (-scores).topk(k)
    return torch.zeros_like(scores).scatter(-1, place, low.softmax(-1))


def only_for_two(scores, k):
    low, place = scores.topk(2)
    return torch.zeros_like(scores).scatter(-1, place, low.softmax(-1))


WRONG = {
    "01.attend": {
        "for one d": (lambda q, k, v: softly(q @ k.T / 3, v), "d = 9 alone"),
        "no temperature": (lambda q, k, v: softly(q @ k.T, v), "temperature is missing"),
        "by d": (lambda q, k, v: softly(q @ k.T / q.shape[1], v), "its square root"),
        "times": (
            lambda q, k, v: softly(q @ k.T * root(k), v),
            "a temperature divides",
        ),
        "length of a value": (
            lambda q, k, v: softly(q @ k.T / v.shape[1] ** 0.5, v),
            "the length of a value",
        ),
        "number of keys": (
            lambda q, k, v: softly(q @ k.T / len(k) ** 0.5, v),
            "how long a key is",
        ),
        "over queries": (
            lambda q, k, v: (q @ k.T / root(k)).softmax(0) @ v,
            "over the queries",
        ),
        "no softmax": (lambda q, k, v: q @ k.T / root(k) @ v, "softmax is missing"),
        "weights": (lambda q, k, v: (q @ k.T / root(k)).softmax(1), "still to come"),
        "keys": (lambda q, k, v: softly(q @ k.T / root(k), k), "sums up the keys"),
        "the best": (lambda q, k, v: v[(q @ k.T).argmax(1)], "hard attention"),
        "turned round": (
            lambda q, k, v: softly(q @ k.T / root(k), v).T,
            "(2, 3) came",
        ),
        "the mean": (lambda q, k, v: v.mean(0).expand(len(q), -1), "For each query"),
        "a result": (torch.ones(2), "the function itself"),
    },
    "01.unit": {
        "unchanged": (3, "far colder"),
        "the wrong way": (0.3, "wrong way"),
        "with the 100": (130, "in every score alike"),
        "the 100 alone": (103, "factor of ten is still"),
        "divided": (0.03, "divides twice"),
        "another": (20, "see what cancels"),
        "a word": ("30", "one number; a str"),
    },
    "01.count": {
        "three": (3, "not the same"),
        "the largest": (2.0, "the largest weight alone"),
        "the entropy": (1.04, "That is the entropy;"),
        "in bits": (1.5, "entropy in bits, with"),
        "two bases": (4.48, "mixes two bases"),
        "the sign": (torch.tensor(0.354), "formula has a minus"),
        "squares": (2.667, "1 / Σp²"),
        "too many": (64, "cannot be"),
        "another": (2.2, "over the three weights first"),
        "cut off": (2.82, "round at the end"),
        "one decimal": (2.8, "round at the end"),
        "a word": ("three", "one number; a str"),
    },
    "01.keyhole": {
        "another location": ("a", "looks at another location"),
        "the pixels gone": ("C", "whether these pixels are needed"),
        "more scenes": ("d", "Nobody doubts"),
        "the sum": (" e", "sum over all states"),
        "another letter": ("f", "'f' came"),
        "a number": (2, "an int came"),
    },
    "01.number": {
        "multiplied": (9.21, "That multiplies by ln 10"),
        "one over": (0.576, "one over it"),
        "no logarithm": (0.4, "the weights that are 10 to 1"),
        "base 10": (4, "softmax has base e"),
        "the other way": (2.5, "no logarithm in it"),
        "the ratio": (10, "not the temperature"),
        "too hot": (2.1, "has to be colder"),
        "too cold": (1.2, "has to be hotter"),
        "nothing": (0, "above 0"),
        "no end": (math.inf, "finite temperature"),
        "a word": ("1.7", "one number; a str"),
    },
    "01.block": {
        "not 1": (not_summed_up, "no longer sum to 1"),
        "the worst": (worst, "the worst locations"),
        "zero scores": (shut_at_zero, "exp(0) is 1"),
        "alike": (alike, "share alike"),
        "all": (lambda s, k: s.softmax(-1), "only the best k may"),
        "one": (lambda s, k: F.one_hot(s.argmax(-1), 6).float(), "the one best location"),
        "the best alone": (lambda s, k: s.topk(k).values.softmax(-1), "where the scores stood"),
        "two whatever k": (only_for_two, "wrong for other k"),
        "scores": (lambda s, k: s, "share a softmax"),
        "a tensor": (torch.ones(3), "the function itself"),
    },
    "01.architecture": {
        "no bias": (
            head(lambda s, t, c: ((s / t).softmax(1) * s).sum(1)),
            "bias is missing",
        ),
        "average": (head(lambda s, t, c: s.mean(1) + c.bias), "still the average"),
        "best place": (head(lambda s, t, c: s.amax(1) + c.bias), "best location alone"),
        "over classes": (weighed(lambda s, t: (s / t).softmax(2)), "over the classes"),
        "no temperature": (weighed(lambda s, t: s.softmax(1)), "temperature is not used"),
        "multiplied": (weighed(lambda s, t: (s * t).softmax(1)), "multiplies by"),
        "shared": (
            weighed(lambda s, t: (s.amax(2, keepdim=True) / t).softmax(1)),
            "share one set of weights",
        ),
        "mixed up": (MixedUp, "A reshape has mixed"),
        "turned round": (
            head(lambda s, t, c: (s.mean(1) + c.bias).T),
            "turn it round",
        ),
        "twice": (head(lambda s, t, c: 2 * s.mean(1)), "For each class"),
        "a head": (Later(lambda: AttentionHead(nn.Linear(6, 4), 1)), "the class itself"),
        "a number": (2, "an int came"),
    },
}
