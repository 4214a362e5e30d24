"""Wrong answers to the exercises of notebook 05, and the words that name each mistake."""

import torch
from later import Later
from torch import nn

from resattn_lab.blocks import AttentionModule, initialise


def relative_by(measure, by):
    def relative(outputs):
        values = [measure(output).item() for output in outputs]
        return [value / by(values, place) for place, value in enumerate(values)]

    return relative


def mean_abs(output):
    return output.abs().mean()


def first(values, place):
    return values[0]


def naive(**options):
    made = {"encoder_depth": 1, "attention_residual": False, **options}
    channels = made.pop("channels", 16)
    return AttentionModule(channels, **made)


def stacked(*makers):
    """A builder whose stack has these parts for each module, units at the identity."""

    def build(count):
        parts = [make() for _ in range(count) for make in makers]
        return initialise(nn.Sequential(*parts), "zero_residual")

    return build


def norm():
    return nn.BatchNorm2d(16)


def norm_at_the_end(count):
    parts = [*(naive() for _ in range(count)), norm()]
    return initialise(nn.Sequential(*parts), "zero_residual")


def one_module(count):
    module = naive()
    return nn.Sequential(*(module for _ in range(count)))


def write_into_trunk(trunk, mask):
    return trunk.mul_(0.5 + mask)


WRONG = {
    "05.by_hand": {
        "masks added up": ((2, 1.5**4, 16), "adds the masks up"),
        "one module too few": ((0.125, 1.5**4, 16), "a quarter after two"),
        "factors added up": ((0.0625, 6, 16), "4 times 1.5"),
        "three factors": ((0.0625, 1.5**3, 16), "take it four times"),
        "bounds added up": ((0.0625, 5.0625, 8), "not 4 times 2"),
        "the mean as a bound": ((0.0625, 5.0625, 5.0625), "M stays below 1"),
        "the other order": ((5.0625, 0.0625, 16), "M·T first"),
        "one number": (0.0625, "three numbers"),
        "words": (("a", "b", "c"), "three numbers"),
    },
    "05.control": {
        "what the claim was made from": ("AB", "the pattern and in the amount"),
        "no mask beside a half": ("CD", "neither has a pattern"),
        "no mask beside a mask": ("BD", "in two things"),
        "ARL beside no mask": ("AD", "grows"),
        "ARL beside a half": ("AC", "grows"),
        "shortcuts": ("DE", "the shortcuts are what differs"),
        "shortcuts and masks": (("B", "E"), "no shortcuts"),
        "no letters": ("", "Two letters"),
        "three": ("ABC", "Two letters"),
        "the same twice": ("BB", "Two letters"),
        "a number": (3, "an int came"),
    },
    "05.settles": {
        "for one factor": (lambda f: 2, "for 0.5 only"),
        "one over": (lambda f: 1 / f, "by chance"),
        "before adding": (lambda f: f / (1 - f), "before 1 is added"),
        "after one module": (lambda f: f + 1, "after one module"),
        "what is taken away": (lambda f: 1 - f, "takes away"),
        "the sign": (lambda f: 1 / (f - 1), "turned around"),
        "too early": (lambda f: 1 / (1 - f) - 0.5, "has not settled"),
        "a list": (lambda f: [1.5, 1.75, 1.9], "one number"),
        "a result": (2.0, "the function itself"),
    },
    "05.relative": {
        "not divided": (
            relative_by(mean_abs, lambda values, place: 1),
            "divide each by the first",
        ),
        "signs cancel": (relative_by(torch.mean, first), "plus and minus cancel"),
        "mean square": (
            relative_by(lambda o: o.square().mean().sqrt(), first),
            "root of the mean square",
        ),
        "sums": (relative_by(lambda o: o.abs().sum(), first), "Take the mean"),
        "largest": (relative_by(lambda o: o.abs().max(), first), "largest value"),
        "by the last": (
            relative_by(mean_abs, lambda values, place: values[-1]),
            "divided by the last",
        ),
        "by the one before": (
            relative_by(mean_abs, lambda values, place: values[max(place - 1, 0)]),
            "the one before",
        ),
        "without the first": (
            lambda outputs: relative_by(mean_abs, first)(outputs)[1:],
            "belongs to the list as well",
        ),
        "one number": (lambda outputs: 0.5, "a list of numbers"),
        "medians": (relative_by(lambda o: o.abs().median(), first), "Wanted the mean of |x|"),
    },
    "05.number": {
        "one too few": (20, "still 1.15% left"),
        "too many": (22, "fewer modules do it"),
        "masks of 0.5": (7, "masks of 0.5"),
        "a fraction": (20.6, "come whole"),
        "none": (0, "Without a module"),
        "a word": ("21", "a str came"),
    },
    "05.fuse": {
        "Eq. 1": (lambda t, m: m * t, "Eq. 1"),
        "Eq. 3": (lambda t, m: (1 + m) * t, "Eq. 3"),
        "doubled": (lambda t, m: 2 * m * t, "a closed mask erases"),
        "scaled": (lambda t, m: (1 + m) / 1.5 * t, "two thirds"),
        "brackets missing": (lambda t, m: 0.5 + m * t, "brackets are missing"),
        "reversed": (lambda t, m: (1.5 - m) * t, "reversed"),
        "in place": (write_into_trunk, "writes into trunk"),
        "a mean": (lambda t, m: ((0.5 + m) * t).mean(), "of shape (2, 3, 4, 4); () came"),
        "another line": (lambda t, m: (0.2 + m) * t, "on a line"),
        "a result": (torch.zeros(2), "the function itself"),
    },
    "05.stack": {
        "no batch norm": (Later(lambda: stacked(naive)), "No batch norm follows"),
        "only at the end": (Later(lambda: norm_at_the_end), "at the end only"),
        "before each": (Later(lambda: stacked(norm, naive)), "the last needs one"),
        "residual": (
            Later(lambda: stacked(lambda: naive(attention_residual=True), norm)),
            "(1 + M)·T",
        ),
        "the same module": (Later(lambda: one_module), "its own weights"),
        "too many": (Later(lambda: stacked(naive, naive, norm)), "has 6 Attention Modules"),
        "other channels": (
            Later(lambda: stacked(lambda: naive(channels=8), lambda: nn.BatchNorm2d(8))),
            "do not have 16 channels",
        ),
        "a list": (Later(lambda: lambda count: [naive()] * count), "a list came"),
        "a stack": (Later(lambda: stacked(naive, norm)(2)), "a Sequential came"),
        "a number": (3, "checks the function itself"),
    },
}
