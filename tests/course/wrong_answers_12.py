"""Wrong answers to the exercises of notebook 12, and the words that name each mistake."""

import math
from dataclasses import replace
from statistics import pvariance, variance

import torch
from later import Later

from resattn_lab.networks import NETWORKS, RIVALS, build_network

RESNET = RIVALS["cifar_resnet_164"]


def error(*, of=variance, join=lambda a, b, n, m: math.sqrt(a / n + b / m)):
    return lambda low, high: join(of(low), of(high), len(low), len(high))


def clears(low, high):
    found = error()(low, high)
    low.clear()
    return found


def rule(clear=2.0, *, signed=True, otherwise="both"):
    """A rule with other words within the bound, another bound, or no sign."""

    def decide(gap, se, paper):
        if abs(gap) > clear * se:
            return "repeated" if gap > 0 or not signed else "not repeated"
        shows = paper > 2 * se
        if otherwise == "swapped":
            shows = not shows
        if otherwise in ("both", "swapped"):
            return "not repeated" if shows else "not testable at this size"
        return otherwise

    return decide


def wants_size(gap, se, paper):
    if gap > 2 * se and gap >= paper:
        return "repeated"
    return rule()(-abs(gap), se, paper)


def never_repeated(gap, se, paper):
    return "not testable at this size" if gap > 0 else rule()(gap, se, paper)


def seeds(per=lambda a, b, g: 4 * (a + b) / g**2, to=math.ceil):
    return lambda a, b, g: to(per(a, b, g))


def gate(made):
    return lambda scores: made(scores).expand_as(scores)


def overwrites(scores):
    scores.copy_(torch.sigmoid(scores.mean(dim=1, keepdim=True)).expand_as(scores))
    return scores


WRONG = {
    "12.by_hand": {
        "swapped": ((40.5, 51), "swapped"),
        "one unit": ((17, 40.5), "the local branch has three"),
        "a score in the local branch": ((83, 40.5), "stand in for them"),
        "other units": ((48, 40.5), "are not 48"),
        "no pooling": ((51, 66), "only a quarter of the places"),
        "a half": ((51, 49), "not a half"),
        "no score": ((51, 8.5), "of the score are missing"),
        "one convolution": ((51, 24.5), "two 1×1 convolutions"),
        "depth 3": ((51, 48.47), "asked for is depth 1"),
        "something else": ((51, 50), "that is not 50"),
        "one number": (51, "Two numbers"),
        "words": (("51", "40.5"), "plain number"),
    },
    "12.welch": {
        "no root": (error(join=lambda a, b, n, m: a / n + b / m), "is its root"),
        "errors added": (
            error(join=lambda a, b, n, m: math.sqrt(a / n) + math.sqrt(b / m)),
            "do not add up",
        ),
        "not divided": (error(join=lambda a, b, n, m: math.sqrt(a + b)), "two single seeds"),
        "over n": (error(of=pvariance), "over n − 1"),
        "one count": (
            error(join=lambda a, b, n, m: math.sqrt((a + b) / (n + m))),
            "a count of its own",
        ),
        "the lower alone": (
            error(join=lambda a, b, n, m: math.sqrt(a / n)),
            "spread of the higher ones",
        ),
        "the higher alone": (
            error(join=lambda a, b, n, m: math.sqrt(b / m)),
            "spread of the lower ones",
        ),
        "subtracted": (
            error(join=lambda a, b, n, m: math.sqrt(abs(a / n - b / m))),
            "does not cancel",
        ),
        "the gap": (
            lambda low, high: sum(high) / len(high) - sum(low) / len(low),
            "the gap itself",
        ),
        "emptied": (clears, "writes into low"),
        "both": (lambda low, high: (1.0, 2.0), "One number is wanted"),
        "something else": (lambda low, high: 1.0, "yours is 1.000"),
        "a number": (1.5, "the function itself"),
    },
    "12.decide": {
        "no sign": (rule(signed=False), "the sign decides"),
        "one standard error": (rule(1.0), "the rule wants two"),
        "never testable": (rule(otherwise="not repeated"), "always called not repeated"),
        "never refuted": (
            rule(otherwise="not testable at this size"),
            "never called not repeated",
        ),
        "swapped": (rule(otherwise="swapped"), "The last two are swapped"),
        "wants the size": (wants_size, "not for the size"),
        "never repeated": (never_repeated, "repeated, whatever else holds"),
        "three errors": (rule(3.5), "called unclear"),
        "other words": (rule(otherwise="unclear"), "no verdict 'unclear'"),
        "true or false": (lambda gap, se, paper: gap > 0, "bool came"),
        "a word": ("repeated", "the function itself"),
    },
    "12.needed": {
        "one standard error": (seeds(lambda a, b, g: (a + b) / g**2), "the rule wants two"),
        "not rounded": (seeds(to=float), "round up"),
        "down": (seeds(to=math.floor), "Rounded down"),
        "to the nearest": (seeds(to=round), "one too few"),
        "the first alone": (seeds(lambda a, b, g: 4 * a / g**2), "has luck, too"),
        "gap not squared": (seeds(lambda a, b, g: 4 * (a + b) / g), "enters squared"),
        "squared again": (
            seeds(lambda a, b, g: 4 * (a**2 + b**2) / g**2),
            "are squares already",
        ),
        "both together": (lambda a, b, g: 2 * seeds()(a, b, g), "both networks together"),
        "always three": (lambda a, b, g: 3, "and a gap of 0.72: 29"),
        "a list": (lambda a, b, g: [3], "One number is wanted"),
    },
    "12.seeds": {
        "what we have": (3, "With 3 seeds each the rule errs 11."),
        "two": (2, "With 2 seeds each"),
        "one": (1, "has no spread"),
        "a part": (3.5, "come whole"),
        "five": (5, "fewer are, too"),
        "many": (100, "count up from 3"),
        "a word": ("four", "a str came"),
    },
    "12.shared_gate": {
        "one channel": (
            lambda scores: torch.sigmoid(scores.mean(dim=1, keepdim=True)),
            "It has one channel",
        ),
        "mixed": (torch.sigmoid, "Every channel still has its own"),
        "mean of the sigmoids": (
            gate(lambda s: torch.sigmoid(s).mean(dim=1, keepdim=True)),
            "the sigmoid of the mean",
        ),
        "no sigmoid": (gate(lambda s: s.mean(dim=1, keepdim=True)), "sigmoid is missing"),
        "over places": (
            gate(lambda s: torch.sigmoid(s.mean(dim=(2, 3), keepdim=True))),
            "one number a channel",
        ),
        "over images": (
            gate(lambda s: torch.sigmoid(s.mean(dim=0, keepdim=True))),
            "must not see each other",
        ),
        "the sum": (gate(lambda s: torch.sigmoid(s.sum(dim=1, keepdim=True))), "the sum over"),
        "the largest": (
            gate(lambda s: torch.sigmoid(s.amax(dim=1, keepdim=True))),
            "the largest score",
        ),
        "in place": (overwrites, "writes into scores"),
        "no channels": (lambda scores: scores.mean(dim=1), "of shape (2, 5, 4, 3)"),
        "halved": (gate(lambda s: torch.sigmoid(s.mean(1, keepdim=True)) / 2), "At each place"),
        "a tensor": (torch.ones(2), "the function itself"),
    },
    "12.rival": {
        "as it was": (RESNET, "ResNet-164 as it was: it does 2.0 times"),
        "with masks": (NETWORKS["cifar_attention_92"], "Attention Modules; the rival"),
        "too small": (replace(RESNET, plain_units=5), "29 % less work"),
        "too large": (replace(RESNET, plain_units=9), "15 % more work"),
        "narrower": (
            replace(RESNET, channels=(48, 96, 192), stem_channels=12),
            "width and masks",
        ),
        "no strides": (replace(RESNET, strides=(1, 1, 1), plain_units=2), "stem or strides"),
        "other classes": (replace(RESNET, plain_units=8, classes=100), "classes or its tail"),
        "built": (
            Later(lambda: build_network("cifar_resnet_164", width=0.125)),
            "before anything is built",
        ),
        "a number": (8, "a int came"),
    },
}
