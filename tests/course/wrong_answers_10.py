"""Wrong answers to the exercises of notebook 10, and the words that name each mistake."""

import numpy as np
import torch
from later import Later
from torch import nn

from resattn_lab.measures import frequencies
from resattn_lab.networks import build_network


def share_by(energy=np.square, inside=None, combine=None):
    """A low share with one thing done otherwise."""

    def share(response, below=0.25):
        axis = frequencies(len(response))
        distance = np.hypot(axis[:, None], axis[None])
        low = distance <= below if inside is None else inside(axis, distance, below)
        values = energy(response)
        if combine is not None:
            return combine(values, low)
        return values[low].sum() / values.sum()

    return share


def square_of_frequencies(axis, distance, below):
    return np.maximum(abs(axis[:, None]), abs(axis[None])) <= below


def write_into(response, below=0.25):
    response **= 2
    return 0.5


def dead_by(highest):
    return lambda maps: int(highest(maps).sum())


def clamp_in_place(maps):
    return int((maps.clamp_(min=0).amax(dim=(0, 2, 3)) == 0).sum())


def pruned_by(score, *, largest=False, more=0):
    """The slices with the smallest scores become zero."""

    def prune(weights, share):
        scores = score(weights).flatten()
        order = scores.argsort(descending=largest)
        kept = torch.ones(len(scores))
        kept[order[: int(share * len(scores)) + more]] = 0
        return weights * kept.view(*weights.shape[:2], 1, 1)

    return prune


def l1(weights):
    return weights.abs().sum(dim=(2, 3))


def prune_in_place(weights, share):
    return weights.mul_(0.5)


def prune_single(weights, share):
    flat = weights.abs().flatten()
    kept = torch.ones_like(flat)
    kept[flat.argsort()[: int(share * len(flat))]] = 0
    return weights * kept.view_as(weights)


def prune_whole(weights, share):
    norms = weights.abs().sum(dim=(1, 2, 3))
    kept = torch.ones_like(norms)
    kept[norms.argsort()[: int(share * len(norms))]] = 0
    return weights * kept.view(-1, 1, 1, 1)


def prune_and_scale(weights, share):
    return pruned_by(l1)(weights, share) * 1.25


def blurred(make=None, *, width=1 / 8, frozen=True, before=False, twice=False):
    network = build_network("cifar_attention_56", width=width)
    channels = network.stem[0].out_channels
    if make is not None:
        blur = make(channels)
        if frozen:
            blur.requires_grad_(False)
        network.stem.append(blur)
        if twice:
            network.stem.append(make(channels))
    if before:
        network.stem[0].requires_grad_(False)
    return network


def box(channels, *, weight=1 / 9, padding=1, bias=False, groups=None):
    groups = channels if groups is None else groups
    blur = nn.Conv2d(channels, channels, 3, padding=padding, groups=groups, bias=bias)
    nn.init.constant_(blur.weight, weight)
    return blur


def of(make=None, **options):
    return Later(lambda: blurred(make, **options))


WRONG = {
    "10.claims": {
        "blurs": ("AB", "B: more than a third"),
        "coloured edges": ("CD", "D: random kernels"),
        "coloured blurs": (("C", "E"), "E: the low-pass"),
        "one": ("A", "'A' came"),
        "a number": (2, "an int came"),
    },
    "10.by_hand": {
        "a third of a constant": ((1 / 3, 1 / 3, 0, 2), "nothing of it is lost"),
        "the wrong way round": ((0, 2, 1, 1 / 3), "wrong way round"),
        "three": ((3, 1 / 3, 0, 2), "add up to 1"),
        "nothing of the wave": ((1, 0, 0, 2), "a third is left over"),
        "with a sign": ((1, -1 / 3, 0, 2), "turned over"),
        "all of the wave": ((1, 1, 0, 2), "fast wave is blurred"),
        "another mean": ((1, 0.5, 0, 2), "what the blur makes of the wave"),
        "constant differs": ((1, 1 / 3, 1, 2), "two equal neighbours"),
        "no step": ((1, 1 / 3, 0, 0), "as much as they can"),
        "a step of one": ((1, 1 / 3, 0, 1), "a step of 2"),
        "a negative step": ((1, 1 / 3, 0, -2), "without the sign"),
        "another step": ((1, 1 / 3, 0, 4), "what comes out"),
        "three numbers": ((1, 1 / 3, 0), "four numbers"),
    },
    "10.low_share": {
        "not squared": (share_by(energy=np.abs), "square of the response"),
        "high": (
            share_by(combine=lambda e, low: e[~low].sum() / e.sum()),
            "share of the high frequencies",
        ),
        "not divided": (share_by(combine=lambda e, low: e[low].sum()), "divide it by all"),
        "counted": (share_by(combine=lambda e, low: low.mean()), "counts frequencies"),
        "a square": (share_by(inside=square_of_frequencies), "not a ring"),
        "means": (
            share_by(combine=lambda e, low: e[low].mean() / e.mean()),
            "compares means",
        ),
        "zero alone": (
            share_by(inside=lambda axis, distance, below: distance == 0),
            "the energy at zero alone",
        ),
        "always a quarter": (
            share_by(inside=lambda axis, distance, below: distance <= 0.25),
            "`below` says where",
        ),
        "in place": (write_into, "writes into response"),
        "an array": (lambda response, below=0.25: response, "one number, a share"),
        "something else": (lambda response, below=0.25: 0.123, "0.1230 came"),
    },
    "10.dead": {
        "living": (dead_by(lambda m: m.amax(dim=(0, 2, 3)) > 0), "channels that live"),
        "below zero": (dead_by(lambda m: m.amax(dim=(0, 2, 3)) < 0), "exactly 0 is dead"),
        "the first image": (dead_by(lambda m: m[0].amax(dim=(1, 2)) <= 0), "first image alone"),
        "pairs": (dead_by(lambda m: m.amax(dim=(2, 3)) <= 0), "pairs of image and channel"),
        "by the mean": (dead_by(lambda m: m.mean(dim=(0, 2, 3)) <= 0), "highest value"),
        "places": (dead_by(lambda m: m <= 0), "locations, not channels"),
        "none": (lambda maps: 0, "No channel counts as dead"),
        "for each channel": (
            lambda maps: maps.amax(dim=(0, 2, 3)) <= 0,
            "not an answer for each channel",
        ),
        "in place": (clamp_in_place, "writes into maps"),
        "another number": (lambda maps: 11, "11 came"),
        "words": (lambda maps: "three", "one number"),
    },
    "10.centre": {
        "the edge": ((4, 8), "erased"),
        "eight neighbours": ((9, 9), "all eight neighbours"),
        "eight": ((8, 9), "four times as strong"),
        "one": ((1, 9), "take 4 away"),
        "the wrong sign": ((-3, 9), "sum of the weights is then"),
        "three": ((3, 9), "its negative"),
        "another": ((7, 9), "add up to 3"),
        "as a constant": ((5, 1), "constant image"),
        "cancelled": ((5, 5), "do not cancel"),
        "of the spot": ((5, 8), "With 4 in the centre"),
        "signed": ((5, -9), "without the sign"),
        "another strength": ((5, 3), "Lay the kernel on the chessboard"),
        "one number": (5, "two numbers"),
    },
    "10.prune": {
        "largest": (pruned_by(l1, largest=True), "largest went"),
        "l2": (pruned_by(lambda w: w.flatten(2).norm(dim=2)), "L2 norm"),
        "signed": (pruned_by(lambda w: w.sum(dim=(2, 3))), "plus and minus cancel"),
        "peaks": (pruned_by(lambda w: w.abs().amax(dim=(2, 3))), "largest weight of a slice"),
        "in place": (prune_in_place, "also writes into weights"),
        "single weights": (prune_single, "cuts single weights"),
        "whole kernels": (prune_whole, "Whole kernels went"),
        "one too many": (pruned_by(l1, more=1), "7 are"),
        "scaled": (prune_and_scale, "have changed"),
        "the first": (
            pruned_by(
                lambda w: torch.arange(24.0)[torch.tensor([*range(0, 24, 2), *range(1, 24, 2)])]
            ),
            "not those with the smallest",
        ),
        "a list": (lambda weights, share: [1], "one tensor of shape (6, 4, 3, 3)"),
    },
    "10.blurred": {
        "no blur": (of(), "append the blur"),
        "another width": (of(box, width=1 / 4), "not that of an eighth"),
        "not padded": (of(lambda c: box(c, padding=0)), "has become (6, 6)"),
        "together": (of(lambda c: box(c, groups=1)), "groups=channels"),
        "too strong": (of(lambda c: box(c, weight=1.0)), "nine times as strong"),
        "another blur": (of(lambda c: box(c, weight=0.1)), "not the mean"),
        "a bias": (of(lambda c: box(c, bias=True)), "has a bias"),
        "trained": (of(box, frozen=False), "would be trained"),
        "all frozen": (of(box, before=True), "frozen as well"),
        "twice": (of(box, twice=True), "3 parts"),
        "no network": (3, "Wanted the network"),
        "no stem": (Later(lambda: nn.Linear(2, 2)), "stem is not"),
    },
}
