"""Wrong answers to the exercises of notebook 06, and the words that name each mistake."""

from dataclasses import replace

import torch
from later import Later

from resattn_lab.networks import NETWORKS, build_network


def unit(channels):
    width = channels // 4
    return 17 * width**2 + 12 * width


def score(channels):
    return 2 * channels**2 + 4 * channels


def module_with(units, after=score):
    return lambda c, d, p, t, r: units(d, p, t, r) * unit(c) + after(c)


def right_units(d, p, t, r):
    return 2 * p + t + 2 * r * d + d - 1


def grouped(name="cifar_attention_56", **options):
    return Later(lambda: build_network(name, **{"classes": 100, "unit": "resnext", **options}))


def uneven(name="cifar_attention_92", **options):
    made = {"modules": (1, 2, 3), "encoder_depths": (2, 2, 1), "classes": 100}
    return replace(NETWORKS[name], **{**made, **options})


def asks_for_ten(build):
    return build(10)(torch.rand(2, 3, 32, 32)).shape[1] == 10


def only_runs(build):
    return build(7)(torch.rand(2, 3, 32, 32)) is not None


def knows_ten(build):
    return build(7)(torch.rand(2, 3, 32, 32)).shape[1] != 10


def compares_images(build):
    return build(7)(torch.rand(2, 3, 32, 32)).shape[0] == 7


WRONG = {
    "06.module_layers": {
        "units": ((4, 8), "Those are the units"),
        "p once": ((9, 18), "p more after the fusion"),
        "trunk branch alone": ((6, 12), "trunk branch alone"),
        "r counted": ((15, 33), "the mask does not count"),
        "swapped": ([24, 12], "the order is not"),
        "three stages": ((36, 72), "each of three stages"),
        "whole networks": ((56, 452), "whole networks"),
        "one number": (12, "two numbers"),
        "something else": ((11, 23), "Walk past the mask"),
    },
    "06.depth": {
        "the paper's formula as printed": (lambda m, p, t: 36 * m + 20, "36 itself depends"),
        "no 20": (lambda m, p, t: 9 * m * (2 * p + t), "The 20 is missing"),
        "p once": (lambda m, p, t: 9 * m * (p + t) + 20, "p after the fusion"),
        "units": (lambda m, p, t: 3 * m * (2 * p + t) + 20, "A factor of 3"),
        "no plain units": (lambda m, p, t: 9 * m * (2 * p + t) + 2, "18 layers"),
        "no ends": (lambda m, p, t: 9 * m * (2 * p + t) + 18, "classifier are missing"),
        "no closing unit": (lambda m, p, t: 9 * m * (2 * p + t) + 11, "18 layers, not 9"),
        "one too many": (lambda m, p, t: 9 * m * (2 * p + t) + 21, "gives 57; wanted 56"),
        "a number": (56, "the function itself"),
    },
    "06.shapes": {
        "channels last": ((28, 28, 512, 7), "channels come first"),
        "stage 1": ((256, 56, 56, 7), "That is stage 1"),
        "stage 3": ((1024, 14, 14, 7), "That is stage 3"),
        "no stride": ((512, 56, 56, 14), "56 is what it takes in"),
        "one pooling": ((512, 28, 28, 14), "pools once more"),
        "no pooling": ((512, 28, 28, 28), "28 is where the mask begins"),
        "three poolings": (((512, 28, 28), 4), "three poolings"),
        "bottleneck": ((128, 28, 28, 7), "width inside its bottlenecks"),
        "a stem that halves": ((512, 112, 112, 28), "stem quarters"),
        "the shape alone": ((512, 28, 28), "Four numbers"),
        "another map": ((512, 28, 28, 9), "halved twice; you have 9"),
        "another shape": ((512, 30, 30, 7), "where stage 2 opens"),
    },
    "06.module_parameters": {
        "no skips": (module_with(lambda d, p, t, r: 2 * p + t + 2 * r * d), "skip units are"),
        "a skip too many": (
            module_with(lambda d, p, t, r: 2 * p + t + 2 * r * d + d),
            "lowest level has no skip",
        ),
        "p once": (
            module_with(lambda d, p, t, r: p + t + 2 * r * d + d - 1),
            "p more after the fusion",
        ),
        "down alone": (
            module_with(lambda d, p, t, r: 2 * p + t + r * d + d - 1),
            "r on the way up",
        ),
        "one level": (
            module_with(lambda d, p, t, r: 2 * p + t + 2 * r + d - 1),
            "encoder_depth times",
        ),
        "no mask": (
            module_with(lambda d, p, t, r: 2 * p + t, lambda c: 0),
            "missing altogether",
        ),
        "no score": (module_with(right_units, lambda c: 0), "last interpolation"),
        "no norms": (module_with(right_units, lambda c: 2 * c**2), "two batch norms before"),
        "one 1×1": (module_with(right_units, lambda c: c**2 + 2 * c), "There are two 1×1"),
        "biases": (
            module_with(right_units, lambda c: score(c) + 2 * c),
            "the built module has",
        ),
        "a list": (lambda c, d, p, t, r: [c], "must return a number"),
        "a result": (976_896, "the function itself"),
    },
    "06.takes_classes": {
        "ten": (asks_for_ten, "another number than 10"),
        "it runs": (only_runs, "lets the fault pass"),
        "not ten": (knows_ten, "always gives 1000"),
        "the images": (compares_images, "refuses a builder that is right"),
        "nothing": (lambda build: None, "returns nothing"),
        "a shape": (lambda build: build(7)(torch.rand(2, 3, 8, 8)).shape, "a Size came"),
        "no network": (lambda build: True, "never calls build"),
        "a number": (7, "the function itself"),
    },
    "06.modules": {
        "too many": (13, "10,760,922 parameters"),
        "too few": (11, "one more module"),
        "layers": (452, "weighted layers"),
        "all stages": (36, "all three stages"),
        "half a module": (12.4, "come whole"),
        "none": (0, "at least one module"),
        "a word": ("12", "a str came"),
    },
    "06.grouped": {
        "ten classes": (grouped(classes=10), "10 classes apart; wanted 100"),
        "plain units": (grouped(unit="preactivation"), "the plain ones still"),
        "inception": (grouped(unit="inception"), "'inception'"),
        "for 224": (grouped("attentionnext_56"), "for 224×224"),
        "deeper": (grouped("cifar_attention_92"), "one in each stage"),
        "grey": (grouped(in_channels=1), "images of 1 channels"),
        "a name": ("attentionnext_56", "a str came"),
    },
    "06.uneven": {
        "even": (uneven(modules=(2, 2, 2)), "wanted 1, 2 and 3"),
        "turned around": (uneven(modules=(3, 2, 1)), "three into the last"),
        "depths as they were": (uneven(encoder_depths=(3, 2, 1)), "wanted 2, 2, 1"),
        "ten classes": (uneven(classes=10), "10 classes apart"),
        "for 224": (uneven("attention_92"), "stem for 224×224"),
        "another option": (uneven(channels=(32, 64, 128)), "Something else"),
        "a dict": ({"modules": (1, 2, 3)}, "a dict came"),
    },
}
