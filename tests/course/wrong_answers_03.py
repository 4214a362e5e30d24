"""Wrong answers to the exercises of notebook 03, and the words that name each mistake."""

import torch
import torch.nn.functional as F
from torch import nn


def stretched(low, above, **options):
    made = {"mode": "bilinear", "align_corners": True, **options}
    return F.interpolate(low, above.shape[-2:], **made)


def down_from_input(x, pool, units):
    return [unit(pool(x)) for unit in units]


def down_beside(x, pool, units):
    levels = []
    for unit in units:
        x = pool(x)
        levels.append(unit(x))
    return levels


def down(x, pool, units, *, first=False, shared=False, turned=False, order="pool first"):
    levels = [x] if first else []
    for unit in units:
        unit = units[0] if shared else unit
        steps = {
            "pool first": lambda h, unit=unit: unit(pool(h)),
            "unit first": lambda h, unit=unit: pool(unit(h)),
            "no unit": pool,
        }
        x = steps[order](x)
        levels.append(x)
    return levels[::-1] if turned else levels


def with_convolution(place=2, channels=8, kernel=3, **options):
    def widen(branch):
        made = {"padding": kernel // 2, "bias": False, **options}
        branch.score[place] = nn.Conv2d(channels, channels, kernel, **made)
        return branch

    return widen


def widen_both(branch):
    return with_convolution(2)(with_convolution(5)(branch))


def widen_and_append(branch):
    branch.score.append(nn.Conv2d(8, 8, 3, padding=1, bias=False))
    return branch


def widen_without_return(branch):
    with_convolution()(branch)


def mean(x, *dims):
    return x.mean(dim=dims, keepdim=True)


WRONG = {
    "03.claim": {
        "another training": ("a", "trained without skips"),
        "the lowest level": ("b", "lowest level alone"),
        "all networks": ("D", "no other network"),
        "no letter": ("skips", "'skips' came"),
        "a number": (3, "an int came"),
        "two letters": (("a", "c"), "a tuple came"),
    },
    "03.down": {
        "every level pools the input": (down_from_input, "pools the module's input"),
        "the last only": (lambda *a: down(*a)[-1], "Give a list"),
        "with the input": (lambda *a: down(*a, first=True), "input is no level"),
        "turned around": (lambda *a: down(*a, turned=True), "turned around"),
        "one unit for all": (lambda *a: down(*a, shared=True), "One unit serves"),
        "no units": (lambda *a: down(*a, order="no unit"), "unit is missing"),
        "unit first": (lambda *a: down(*a, order="unit first"), "Pool first"),
        "one level": (lambda *a: down(*a)[:1], "3 units, so 3 levels; 1 came"),
        "shapes": (lambda *a: [h.shape for h in down(*a)], "must be a tensor"),
        "doubled": (lambda *a: [2 * h for h in down(*a)], "the values are not"),
        "units beside the chain": (down_beside, "beside the chain"),
        "three only": (lambda x, pool, units: down(x, pool, units[:3]), "4 units, so 4 levels"),
        "floored": (lambda *a: [h[..., :2, :2] for h in down(*a)], "yours have [(2, 2)"),
        "nothing returned": (lambda *a: False, "a bool came"),
        "a result": ([], "the function itself"),
    },
    "03.rise": {
        "corners not aligned": (
            lambda low, above, unit: unit(stretched(low, above, align_corners=False) + above),
            "align_corners=True",
        ),
        "nearest": (
            lambda low, above, unit: unit(F.interpolate(low, above.shape[-2:]) + above),
            "repeats values",
        ),
        "doubling": (
            lambda low, above, unit: unit(
                F.interpolate(low, scale_factor=2, mode="bilinear", align_corners=True) + above
            ),
            "It doubles",
        ),
        "a size written out": (
            lambda low, above, unit: unit(
                F.interpolate(low, (16, 16), mode="bilinear", align_corners=True) + above
            ),
            "one image size only",
        ),
        "no unit": (lambda low, above, unit: stretched(low, above) + above, "unit is missing"),
        "unit before the sum": (
            lambda low, above, unit: unit(stretched(low, above)) + above,
            "before the sum",
        ),
        "unit below": (
            lambda low, above, unit: stretched(unit(low), above) + above,
            "low resolution",
        ),
        "no skip": (lambda low, above, unit: unit(stretched(low, above)), "Nothing was added"),
        "a product": (
            lambda low, above, unit: unit(stretched(low, above) * above),
            "They are multiplied",
        ),
        "the way down": (
            lambda low, above, unit: unit(low + stretched(above, low)),
            "The way is up",
        ),
        "half the skip": (
            lambda low, above, unit: unit(stretched(low, above) + above / 2),
            "add `above`",
        ),
        "no tensor": (lambda low, above, unit: [low], "a list came"),
        "a result": (torch.zeros(1), "the function itself"),
    },
    "03.walk": {
        "one unit": (lambda a, b: (2 * (a - 1) - 1, 2 * (b + 1) + 1), "a unit is missing"),
        "pooling first": (lambda a, b: [2 * a - 3, 2 * b + 3], "the pooling came first"),
        "the pooling alone": (lambda a, b: (2 * a - 1, 2 * b + 1), "pooling alone"),
        "no kernel": (lambda a, b: (2 * (a - 2), 2 * (b + 2)), "own kernel is missing"),
        "no stride": (lambda a, b: (a - 3, b + 3), "stride is missing"),
        "no padding": (lambda a, b: (2 * a - 4, 2 * b + 6), "padding is missing"),
        "forwards": (lambda a, b: ((a - 2) // 2, (b + 2) // 2), "walks forwards"),
        "both down": (lambda a, b: (2 * a - 5, 2 * b - 5), "same way"),
        "a width": (lambda a, b: 2 * (b - a) + 11, "two numbers"),
        "something else": (lambda a, b: (2 * a - 5, 2 * b + 9), "leads to inputs 9 to 19"),
        "a result": ((5, 7), "the function itself"),
    },
    "03.units": {
        "one too few": (9, "sees 77 of 83"),
        "as in the release": (1, "sees 13 of 83"),
        "one a pooling": (3, "not three poolings"),
        "one too many": (11, "fewer units are enough"),
        "both ways counted": (20, "in all"),
        "no pooling": (41, "full resolution"),
        "none": (0, "1 or more"),
        "a half": (9.75, "whole number"),
        "a word": ("10", "a str came"),
    },
    "03.widen": {
        "unchanged": (lambda branch: branch, "Nothing has changed"),
        "the second": (with_convolution(5), "score[5]"),
        "both": (widen_both, "Change the first only"),
        "no padding": (with_convolution(padding=0), "padding=1 and stride 1"),
        "a bias": (with_convolution(bias=True), "has no bias"),
        "no padding, a bias": (
            with_convolution(padding=0, bias=True),
            "padding=1 and stride 1",
        ),
        "1×1 again": (with_convolution(kernel=1), "Its kernel is 1×1"),
        "5×5": (with_convolution(kernel=5), "Its kernel is 5×5"),
        "groups": (with_convolution(groups=8), "Leave groups at 1"),
        "other channels": (with_convolution(channels=16), "as many as the branch has"),
        "one more": (widen_and_append, "yours has 7"),
        "nothing returned": (widen_without_return, "a NoneType came"),
        "the convolution alone": (lambda branch: branch.score[2], "a Conv2d came"),
        "a result": (nn.Conv2d(8, 8, 3), "the function itself, not its result: a Conv2d"),
    },
    "03.global": {
        "too small": (lambda x, score: torch.sigmoid(score(mean(x, 2, 3))), "its copy"),
        "scores": (lambda x, score: score(mean(x, 2, 3)).expand_as(x), "sigmoid is missing"),
        "no mean": (lambda x, score: torch.sigmoid(score(x)), "sees itself only"),
        "sigmoid first": (
            lambda x, score: mean(torch.sigmoid(score(x)), 2, 3).expand_as(x),
            "gate comes last",
        ),
        "maximum": (
            lambda x, score: torch.sigmoid(score(x.amax((2, 3), keepdim=True))).expand_as(x),
            "takes the maximum",
        ),
        "the batch": (
            lambda x, score: torch.sigmoid(score(mean(x, 0, 2, 3))).expand_as(x),
            "averages over the batch",
        ),
        "a sum": (
            lambda x, score: torch.sigmoid(score(x.sum((2, 3), keepdim=True))).expand_as(x),
            "are summed",
        ),
        "no score": (
            lambda x, score: torch.sigmoid(mean(x, 2, 3)).expand_as(x),
            "scores are missing",
        ),
        "a ReLU": (
            lambda x, score: torch.sigmoid(score(mean(x, 2, 3)).relu()).expand_as(x),
            "below one half",
        ),
        "one channel": (
            lambda x, score: torch.sigmoid(score(mean(x, 2, 3)))[:, :1].expand(3, 1, 5, 7),
            "wanted the same shape",
        ),
        "1 + M": (
            lambda x, score: 1 + torch.sigmoid(score(mean(x, 2, 3))).expand_as(x),
            "Mean over height and width",
        ),
        "no tensor": (lambda x, score: 0.5, "a float came"),
        "a result": (torch.zeros(1), "the function itself"),
    },
}
