"""Wrong answers to the exercises of notebook 09, and the words that name each mistake."""

import torch
from later import Later
from torch import nn

from resattn_lab.networks import build_network


def hides(colour, *, background=False):
    """Paints the object, or the background, with what ``colour`` makes of image and mask."""

    def hide(images, true_masks):
        hidden = images.clone()
        for image, true_mask in zip(hidden, true_masks, strict=True):
            where = ~true_mask if background else true_mask
            image[:, where] = colour(image.clone(), true_mask)
        return hidden

    return hide


def on_the_given(images, true_masks):
    for image, true_mask in zip(images, true_masks, strict=True):
        image[:, true_mask] = image[:, ~true_mask].mean(dim=1, keepdim=True)
    return images


def one_background(images, true_masks):
    colour = images.movedim(1, 0)[:, ~true_masks].mean(dim=1)[:, None, None]
    return torch.where(true_masks[:, None], colour, images)


def share(part, whole):
    return lambda trunk, mask: part(mask * trunk, mask) / whole((1 + mask) * trunk, trunk)


def network(name="cifar_attention_56", *, batches=1, training=False, width=1 / 4, **options):
    """A network that looks as if its batch norms had seen some batches."""

    def make():
        made = build_network(name, width=width, **options).train(training)
        for part in made.modules():
            if isinstance(part, nn.BatchNorm2d):
                part.num_batches_tracked.fill_(batches)
        return made

    return Later(make)


WRONG = {
    "09.left": {
        "what has come": (1 - 0.9**10, "that the ten batches have brought"),
        "nine": (0.9**9, "after nine batches"),
        "nothing": (0, "not a tenth of the start"),
        "one batch, the new": (0.1, "not one tenth"),
        "one batch": (0.9, "there were ten"),
        "the new part": (0.1**10, "0.1 is the weight of the new batch"),
        "per cent": (35, "not per cent"),
        "too large": (9, "between 0 and 1"),
        "a guess": (0.5, "How much does one batch leave"),
        "a word": ("a third", "One number is wanted"),
    },
    "09.control": {
        "other scenes": ("a", "whether the result is luck"),
        "two modules": ("c", "between one module and three"),
        "no masks": ("D", "the amounts are gone as well"),
        "training": ("e", "learn something new"),
        "no letter": ("f", "Wanted one of the letters"),
        "a number": (2, "an int came"),
    },
    "09.shares": {
        "swapped": ((0.8, 0.2, 0), "swapped"),
        "variances": ((0.01, 0.04, 0), "divided by the whole"),
        "deviations": ((1 / 3, 2 / 3, 0), "deviations do not"),
        "per cent": ((20, 80, 0), "per cent"),
        "too little": ((0.2, 0.6, 0), "add up to 0.8"),
        "something left": ((0.2, 0.7, 0.1), "Nothing is left"),
        "halves": ((0.5, 0.5, 0), "0.4 and 0.6"),
        "two numbers": ((0.2, 0.8), "Three numbers"),
        "words": (("a", "b", "c"), "plain number"),
    },
    "09.mask_share": {
        "signs cancel": (
            share(lambda p, m: p.sum(dim=1), lambda w, t: w.sum(dim=1)),
            "before it takes absolute values",
        ),
        "abs last": (
            lambda t, m: ((m * t).sum(dim=1) / ((1 + m) * t).sum(dim=1)).abs(),
            "abs() belongs inside",
        ),
        "of the trunk": (
            share(lambda p, m: p.abs().sum(dim=1), lambda w, t: t.abs().sum(dim=1)),
            "M·T beside T",
        ),
        "no trunk": (lambda t, m: (m / (1 + m)).mean(dim=1), "the trunk has no say"),
        "a mean of shares": (
            lambda t, m: ((m * t).abs() / ((1 + m) * t).abs()).mul(1 + 1e-7).mean(dim=1),
            "the trunk has no say",
        ),
        "of the image": (
            lambda t, m: (
                (m * t).abs().sum(dim=1) / ((1 + m) * t).abs().sum((1, 2, 3))[:, None, None]
            ),
            "each location has its own whole",
        ),
        "the rest": (
            lambda t, m: t.abs().sum(dim=1) / ((1 + m) * t).abs().sum(dim=1),
            "the trunk's own part",
        ),
        "no division": (lambda t, m: (m * t).abs().sum(dim=1), "divide by what leaves"),
        "one a channel": (lambda t, m: m / (1 + m), "before you divide"),
        "one number": (lambda t, m: torch.tensor(0.3), "yours is ()"),
        "a float": (lambda t, m: 0.3, "a float came"),
        "a half": (lambda t, m: torch.full((2, 3, 4), 0.5), "Two sums of absolute values"),
    },
    "09.step": {
        "cells along a side": (33, "cells fit along a side"),
        "larger": (4, "257 passes"),
        "too many": (1, "too many"),
        "broken": (1.94, "A step is a whole number"),
        "the passes": (1100, "1 to 64 pixels"),
        "one more": (3, "485 passes"),
        "a word": ("2", "A whole number of pixels"),
    },
    "09.hide": {
        "of the whole image": (
            hides(lambda image, _: image.mean(dim=(1, 2))[:, None]),
            "the object itself must not count",
        ),
        "grey": (hides(lambda image, m: image[:, ~m].mean()), "It paints in grey"),
        "its own colour": (
            hides(lambda image, m: image[:, m].mean(dim=1, keepdim=True)),
            "that hides nothing",
        ),
        "the background": (
            hides(lambda image, m: image[:, m].mean(dim=1, keepdim=True), background=True),
            "leaves the object",
        ),
        "one colour for all": (one_background, "its own background"),
        "black": (hides(lambda image, _: 0.0), "0 is a colour"),
        "nothing": (lambda images, true_masks: images * 1, "It changes nothing"),
        "in place": (on_the_given, "writes into images"),
        "white": (hides(lambda image, _: 1.0), "its mean off the object"),
        "no tensor": (lambda images, true_masks: None, "NoneType came"),
    },
    "09.spatial": {
        "no network": ({"name": "cifar_attention_56"}, "a dict came"),
        "deeper": (
            network("cifar_attention_92", attention="spatial"),
            "this is cifar_attention_92",
        ),
        "Eq. 5": (network(attention="channel"), "Eq. 5"),
        "mixed": (network(), "those of mixed attention"),
        "another width": (network(width=1 / 2, attention="spatial"), "wanted a quarter"),
        "not settled": (network(batches=0, attention="spatial"), "not settled"),
        "training": (network(training=True, attention="spatial"), "training mode"),
    },
}
