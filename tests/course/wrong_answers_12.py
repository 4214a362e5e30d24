"""Wrong answers to the exercises of notebook 12, and the words that name each mistake."""

import math
from dataclasses import replace
from statistics import pvariance, stdev, variance

import torch
from later import Later

from resattn_lab.ablations import power
from resattn_lab.networks import NETWORKS, RIVALS, build_network

RESNET = RIVALS["cifar_resnet_164"]


def gaps_of(low, high):
    return [b - a for a, b in zip(low, high, strict=True)]


def error(made):
    """A number made from the gaps of the pairs and their count."""
    return lambda low, high: made(gaps_of(low, high), len(low))


def of_spreads(join):
    """A number made from each network's own variance, as if runs were not paired."""
    return lambda low, high: join(variance(low), variance(high), len(low))


def clears(low, high):
    found = of_spreads(lambda a, b, n: 1.0)(low, high)
    low.clear()
    return found


REPEATED, NOT_REPEATED, UNCLEAR = "repeated", "not repeated", "not testable at this size"


def rule(above=REPEATED, below=NOT_REPEATED, excluded=NOT_REPEATED, inside=UNCLEAR):
    """A rule with other words for: above 0, below 0, without the paper's gap, with both."""

    def decide(low, high, paper_gap):
        if low > 0:
            return above
        if high < 0:
            return below
        return excluded if high < paper_gap else inside

    return decide


def wants_size(low, high, paper_gap):
    if low > 0 and high >= paper_gap:
        return REPEATED
    return NOT_REPEATED if high < paper_gap else UNCLEAR


def by_the_middle(low, high, paper_gap):
    return REPEATED if low + high > 0 else rule()(low, high, paper_gap)


def seeds(least=0.9, *, first=3, more=0):
    def needed(spread, gap):
        pairs = first
        while power(gap, spread, pairs) < least:
            pairs += 1
        return pairs + more

    return needed


def gate(made):
    return lambda scores: made(scores).expand_as(scores)


def overwrites(scores):
    scores.copy_(torch.sigmoid(scores.mean(dim=1, keepdim=True)).expand_as(scores))
    return scores


WRONG = {
    "12.control": {
        "no mask": ("a", "Beside T two things differ"),
        "twice": ("(b)", "tells what the 1 does"),
        "the same again": ("D", "the pair you began with"),
        "another letter": ("e", "'e' came"),
        "a word": ("no mask", "'no mask' came"),
        "a number": (1.5, "a float came"),
    },
    "12.paired": {
        "unpaired": (of_spreads(lambda a, b, n: math.sqrt((a + b) / n)), "That is Welch's"),
        "not divided": (error(lambda gaps, n: stdev(gaps)), "the gaps of two pairs"),
        "no root": (error(lambda gaps, n: variance(gaps) / n), "is its root"),
        "by the number": (error(lambda gaps, n: stdev(gaps) / n), "better by its root"),
        "over n": (
            error(lambda gaps, n: math.sqrt(pvariance(gaps) / n)),
            "over n − 1",
        ),
        "subtracted": (
            of_spreads(lambda a, b, n: math.sqrt(abs(a - b) / n)),
            "do not subtract",
        ),
        "the lower alone": (
            of_spreads(lambda a, b, n: math.sqrt(a / n)),
            "higher ones have no part",
        ),
        "the higher alone": (
            of_spreads(lambda a, b, n: math.sqrt(b / n)),
            "lower ones have no part",
        ),
        "the gap": (error(lambda gaps, n: sum(gaps) / n), "the gap itself"),
        "emptied": (clears, "writes into low"),
        "both": (lambda low, high: (1.0, 2.0), "One number is wanted"),
        "something else": (lambda low, high: 1.0, "yours is 1.000"),
        "a number": (1.5, "the function itself"),
    },
    "12.decide": {
        "no sign": (rule(below=REPEATED), "the sign decides"),
        "the middle": (by_the_middle, "holds 0 is called repeated"),
        "never repeated": (rule(above=UNCLEAR), "repeated, whatever else holds"),
        "wants the size": (wants_size, "not for the size"),
        "never testable": (rule(inside=NOT_REPEATED), "both inside"),
        "never refuted": (rule(excluded=UNCLEAR), "that gap is excluded"),
        "swapped": (rule(excluded=UNCLEAR, inside=NOT_REPEATED), "The last two are swapped"),
        "below 0 tests nothing": (rule(below=UNCLEAR), "not repeated by the rule"),
        "other words": (rule(inside="unclear"), "no verdict 'unclear'"),
        "true or false": (lambda low, high, paper: low > 0, "bool came"),
        "a word": ("repeated", "the function itself"),
    },
    "12.needed": {
        "every other time": (seeds(0.5), "power of one half"),
        "four in five": (seeds(0.8), "a power of 80 %"),
        "one too few": (seeds(more=-1), "one pair too few"),
        "the bell curve": (
            lambda s, g: math.ceil(((1.96 + 1.2816) * s / g) ** 2),
            "what the bell curve says",
        ),
        "two standard errors": (
            lambda s, g: math.ceil(4 * (s / g) ** 2),
            "four standard errors from end to end",
        ),
        "exchanged": (lambda s, g: seeds()(g, s), "are exchanged"),
        "both together": (lambda s, g: 2 * seeds()(s, g), "both networks together"),
        "not whole": (lambda s, g: 10.5 * (s / g) ** 2, "Seeds come whole"),
        "always three": (lambda s, g: 3, "a gap of 1.0: 13"),
        "a list": (lambda s, g: [3], "One number is wanted"),
    },
    "12.seeds": {
        "what we have": (3, "With 3 pairs two standard errors err 18."),
        "two": (2, "With 2 pairs"),
        "six": (6, "With 6 pairs"),
        "one": (1, "has no spread"),
        "a part": (3.5, "come whole"),
        "eight": (8, "fewer are, too"),
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
