"""Wrong answers to the exercises of notebook 06, and the words that name each mistake."""

from dataclasses import replace

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


def spread(name="cifar_attention_92", **options):
    return replace(NETWORKS[name], **options)


WRONG = {
    "06.layers": {
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
        "channels last": ((40, 40, 512, 10), "channels come first"),
        "for 224": ((512, 28, 28, 7), "for 224×224 images"),
        "stage 1": ((256, 80, 80, 10), "That is stage 1"),
        "stage 3": ((1024, 20, 20, 10), "That is stage 3"),
        "no stride": ((512, 80, 80, 20), "80 is what it takes in"),
        "one pooling": ((512, 40, 40, 20), "pools once more"),
        "no pooling": ((512, 40, 40, 40), "40 is where the mask begins"),
        "three poolings": (((512, 40, 40), 5), "three poolings"),
        "7 as ever": ((512, 40, 40, 7), "goes with the image"),
        "bottleneck": ((128, 40, 40, 10), "width inside its bottlenecks"),
        "a stem that halves": ((512, 160, 160, 40), "stem quarters"),
        "the shape alone": ((512, 40, 40), "Four numbers"),
        "another map": ((512, 40, 40, 9), "halved twice; you have 9"),
        "another shape": ((512, 30, 30, 7), "where stage 2 opens"),
    },
    "06.notices": {
        "a stride has weights": (("both", "parameters", "neither", "both"), "Fault 1"),
        "shared work": (("work", "both", "neither", "both"), "Fault 2"),
        "a ReLU multiplies": (("work", "parameters", "work", "both"), "Fault 3"),
        "a projection is free": (["Work", "parameters", " neither", "parameters"], "Fault 4"),
        "three words": (("work", "parameters", "both"), "Four words"),
        "another word": (("FLOPs", "parameters", "neither", "both"), "'FLOPs' came"),
        "a number": (4, "an int came"),
    },
    "06.fault": {
        "a quarter of the work": ("abd", "a quarter of the locations"),
        "skips": ("acd", "420,864"),
        "tail": (("a", "e"), "too many"),
        "one of the two": ("A", "Does another?"),
        "the other": ({"d"}, "Does another?"),
        "none": ("", "'' came"),
        "no option": ("af", "'af' came"),
        "a number": (2, "an int came"),
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
    "06.modules": {
        "too many": (25, "not under 20,000,000"),
        "too few": (23, "More modules still fit"),
        "layers": (884, "weighted layers"),
        "all stages": (72, "all three stages"),
        "half a module": (24.4, "come whole"),
        "none": (0, "at least one module"),
        "a word": ("24", "a str came"),
    },
    "06.grouped": {
        "ten classes": (grouped(classes=10), "10 classes apart; wanted 100"),
        "plain units": (grouped(unit="preactivation"), "the plain ones still"),
        "inception": (grouped(unit="inception"), "InceptionUnit"),
        "for 224": (grouped("attentionnext_56"), "for 224×224"),
        "deeper": (grouped("cifar_attention_92"), "one in each stage"),
        "grey": (grouped(in_channels=1), "images of 1 channels"),
        "a name": ("attentionnext_56", "a str came"),
    },
    "06.cheapest": {
        "as it was": (spread(), "as before"),
        "all at the end": (spread(modules=(1, 1, 4)), "2,693,850 parameters: the modules of"),
        "as for 224": (spread(modules=(1, 2, 3)), "most channels"),
        "all in the middle": (spread(modules=(1, 4, 1)), "a module of stage 2"),
        "seven": (spread(modules=(5, 1, 1)), "Attention-104"),
        "an empty stage": (spread(modules=(6, 0, 0)), "at least one module"),
        "other depths": (spread(modules=(4, 1, 1), encoder_depths=(1, 1, 1)), "Something"),
        "for 224, too": (spread("attention_92"), "stem for 224×224"),
        "a dict": ({"modules": (4, 1, 1)}, "a dict came"),
    },
}
