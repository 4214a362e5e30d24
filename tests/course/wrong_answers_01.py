"""Wrong answers to the exercises of notebook 01, and the words that name each mistake."""

import math

import torch
import torch.nn.functional as F
from later import Later
from torch import nn

from resattn_lab.course.notebook_01.changes import AttentionHead


def one_hot(weights, place):
    return F.one_hot(place, weights.shape[-1]).float()


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
    "01.shape": {
        "all states": ((24, 64, 128), "the sum over the places is to come"),
        "the weights": ((24, 64), "one number a place"),
        "weights with a 1": ((24, 64, 1), "made ready to multiply"),
        "a dimension kept": ([24, 1, 128], "not 1"),
        "turned round": ((128, 24), "their order is not"),
        "one scene": ((128,), "How many scenes"),
        "summed over scenes": ((64, 128), "sums over the scenes"),
        "a number": (128, "an int came"),
        "something else": ((10,), "(scenes, channels)"),
    },
    "01.sharpened": {
        "multiplied": (lambda s, t: (s * t).softmax(-1), "multiplies by the temperature"),
        "too late": (lambda s, t: s.softmax(-1) / t, "comes too late"),
        "first dimension": (lambda s, t: (s / t).softmax(0), "the first dimension"),
        "no temperature": (lambda s, t: s.softmax(-1), "does nothing yet"),
        "no softmax": (lambda s, t: s / t, "no softmax is taken"),
        "logarithms": (lambda s, t: (s / t).log_softmax(-1), "log_softmax"),
        "the sign": (lambda s, t: (-s / t).softmax(-1), "sign is turned"),
        "another power": (lambda s, t: (s / t**2).softmax(-1), "Each row must be"),
        "always two": (lambda s, t: (s / 2).softmax(-1), "wrong at 0.25"),
        "a result": (torch.ones(2), "the function itself"),
        "summed": (lambda s, t: (s / t).softmax(-1).sum(-1), "(3,) came"),
    },
    "01.reinforce": {
        "no baseline": (lambda p, loss, b: loss.detach() * p, "baseline has no effect"),
        "baseline outside": (lambda p, loss, b: loss.detach() * p - b, "no effect"),
        "the sign": (lambda p, loss, b: (b - loss).detach() * p, "sign is turned"),
        "added": (lambda p, loss, b: (loss + b).detach() * p, "not added"),
        "the chance": (lambda p, loss, b: (loss - b).detach() * p.exp(), "its logarithm"),
        "a sum": (lambda p, loss, b: (loss - b).detach() + p, "Sum and product"),
        "not detached": (lambda p, loss, b: (loss - b) * p, "runs through the loss"),
        "cut off": (lambda p, loss, b: ((loss - b) * p).detach(), "No gradient goes"),
        "the wrong one": (lambda p, loss, b: (loss - b) * p.detach(), "never reaches"),
        "the mean": (lambda p, loss, b: ((loss - b).detach() * p).mean(), "() came"),
        "twice": (lambda p, loss, b: 2 * (loss - b).detach() * p, "must be loss − baseline"),
        "a number": (3, "the function itself"),
    },
    "01.straight": {
        "the choice alone": (lambda w, p: one_hot(w, p), "no gradient goes back"),
        "soft": (lambda w, p: w, "the soft weights"),
        "a product": (lambda w, p: one_hot(w, p) * w, "still has the weight"),
        "weights left on": (lambda w, p: one_hot(w, p) + w, "the choice plus the weights"),
        "weights off": (lambda w, p: one_hot(w, p) - w, "the choice minus"),
        "both cancel": (lambda w, p: one_hot(w, p) + w - w, "cancel backward"),
        "the wrong one": (lambda w, p: one_hot(w, p) + w.detach() - w, "sign turned"),
        "divided": (lambda w, p: one_hot(w, p) * w / w.detach(), "act as if"),
        "only the chosen": (
            lambda w, p: one_hot(w, p) * (1 + w - w.detach()),
            "Only the chosen place",
        ),
        "a leaf of its own": (
            lambda w, p: one_hot(w, p).requires_grad_(),
            "ends before the weights",
        ),
        "half": (lambda w, p: one_hot(w, p) / 2, "exactly 1"),
        "places": (lambda w, p: p, "(4,) came"),
    },
    "01.number": {
        "too cold": (1.0, "3.16 places: too few"),
        "too hot": (2, "5.87 places: four are reached"),
        "the count": (4, "the number of places wanted"),
        "nothing": (0, "above 0"),
        "no end": (math.inf, "finite temperature"),
        "a word": ("1.3", "one number; a str"),
    },
    "01.block": {
        "not 1": (not_summed_up, "no longer sum to 1"),
        "the worst": (worst, "the worst places"),
        "zero scores": (shut_at_zero, "exp(0) is 1"),
        "alike": (alike, "share alike"),
        "all": (lambda s, k: s.softmax(-1), "only the best k may"),
        "one": (lambda s, k: F.one_hot(s.argmax(-1), 6).float(), "the one best place"),
        "the best alone": (lambda s, k: s.topk(k).values.softmax(-1), "back in their places"),
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
        "best place": (head(lambda s, t, c: s.amax(1) + c.bias), "best place alone"),
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
