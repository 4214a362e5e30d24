"""Wrong answers to the exercises of notebook 07, and the words that name each mistake."""

import torch

from resattn_lab.course.notebook_07.changes import erase
from resattn_lab.data import Batches, split


def erase_in_place(images, mean, top, left, side):
    for image, row, column in zip(images, top, left, strict=True):
        image[:, row : row + side, column : column + side] = 0
    return images


def batches(
    share=0.2, seed=7, size=32, shuffle=True, augment=True, checked=False, mean="train"
):
    def make(pool):
        train, validation = split(pool, share, seed=seed)
        means = {"train": train.pixel_mean(), "pool": pool.pixel_mean(), "none": None}
        means["number"] = train.pixel_mean().mean().expand(3, 1, 1)
        options = {"shuffle": shuffle, "augment": augment, "mean": means[mean]}
        return Batches(train, size, **options), Batches(validation, size, augment=checked)

    return make


def all_for_training(pool):
    train, validation = batches()(pool)
    return Batches(pool, 32, shuffle=True, augment=True, mean=train.mean), validation


def half_for_training(pool):
    train, validation = batches()(pool)
    fewer = split(pool, 0.5, seed=7)[0]
    return Batches(fewer, 32, shuffle=True, augment=True, mean=train.mean), validation


WRONG = {
    "07.enough": {
        "right in half": (2500, "p is 0.9 here"),
        "not squared": (30, "what you divide by"),
        "in points": (9, "that is 0.01"),
        "a tenth": (90, "0.01, and it is squared"),
        "a tenth of a point": (90_000, "1 point is 0.01"),
        "two errors": (3600, "one is asked for"),
        "none": (0, "above 0"),
        "something else": (400, "1.50 points, not 1"),
        "nearly": (850, "1.03 points, not 1"),
        "far too few": (0.09, "100.00 points"),
        "a word": ("900", "one number of images; a str came"),
    },
    "07.comparison": {
        "the largest gaps": ("AD", "A: each score"),
        "the same images": ("DE", "E: on 52 of 400"),
        "the most images": ("BC", "C: the standard errors"),
        "three": ("BDE", "such as"),
        "a number": (2, "an int came"),
        "one": ("B", "'B' came"),
    },
    "07.leak": {
        "the order": ("AB", "B: the order"),
        "the mean of training": ("CD", "D: here the training"),
        "looking": (("A", "E"), "E: nothing is learned"),
        "one": ("A", "'A' came"),
        "a number": (1, "an int came"),
    },
    "07.wrong_share": {
        "all that are drawn": (0.5, "can hit the true one"),
        "those that stay": (0.55, "stay right"),
        "drawn and right": (0.05, "come out right"),
        "one class of Eq. 7": (0.5 / 9, "each single wrong class"),
        "all labels drawn": (0.9, "only half of the labels"),
        "percent": (45, "not in percent"),
        "something else": (0.4, "Half are drawn anew"),
        "a word": ("0.45", "one number; a str came"),
    },
    "07.padding": {
        "the paper's": (4, "there are 162 views"),
        "one too few": (10, "882 views, not over 1,000"),
        "even places": (12, "2·p + 1 offsets"),
        "no mirror images": (16, "mirror images"),
        "places for padding": (23, "the padding is half of that"),
        "too much": (13, "less padding will do"),
        "half a pixel": (10.7, "whole pixels"),
        "below zero": (-12, "0 or more"),
        "a tuple": ((11, 11), "one number of pixels"),
    },
    "07.erase": {
        "black": (
            lambda x, m, t, c, s: erase(x, torch.zeros_like(m), t, c, s),
            "The square is black",
        ),
        "one place for all": (
            lambda x, m, t, c, s: erase(x, m, t[:1].expand(5), c[:1].expand(5), s),
            "a square of its own",
        ),
        "swapped": (lambda x, m, t, c, s: erase(x, m, c, t, s), "swapped"),
        "too large": (lambda x, m, t, c, s: erase(x, m, t, c, s + 1), "one pixel too large"),
        "inside out": (
            lambda x, m, t, c, s: torch.where(erase(x, m, t, c, s) == x, m, x),
            "the wrong way about",
        ),
        "one colour": (
            lambda x, m, t, c, s: erase(x, m.mean(dim=(1, 2), keepdim=True), t, c, s),
            "the mean's colour",
        ),
        "nothing": (lambda x, m, t, c, s: x, "come back as they were"),
        "in place": (erase_in_place, "writes into images"),
        "too small": (lambda x, m, t, c, s: erase(x, m, t, c, s - 1), "the mean there"),
        "the wrong shape": (lambda x, m, t, c, s: x[0], "one tensor of shape"),
        "a result": (torch.zeros(2), "the function itself"),
    },
    "07.batches": {
        "swapped": (lambda pool: batches()(pool)[::-1], "swapped"),
        "all for training": (all_for_training, "among them"),
        "half for training": (half_for_training, "all that validation has not"),
        "a tenth": (batches(share=0.1), "share 0.2"),
        "another seed": (batches(seed=8), "share 0.2"),
        "larger batches": (batches(size=64), "32 images here"),
        "not shuffled": (batches(shuffle=False), "shuffle them"),
        "not augmented": (batches(augment=False), "augment=True"),
        "validation augmented": (batches(checked=True), "Validation is augmented"),
        "no mean": (batches(mean="none"), "pads with black"),
        "the pool's mean": (batches(mean="pool"), "has leaked"),
        "one number": (batches(mean="number"), "training part's mean image"),
        "image sets": (lambda pool: split(pool, 0.2, seed=7), "Both must be Batches"),
        "training alone": (lambda pool: batches()(pool)[0], "Two things must come out"),
        "a result": ((1, 2), "the function itself"),
    },
}
