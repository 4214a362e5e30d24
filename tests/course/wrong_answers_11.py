"""Wrong answers to the exercises of notebook 11, and the words that name each mistake."""

import torch
from later import Later

from resattn_lab.course.notebook_11.changes import filled
from resattn_lab.data import planted_scenes
from resattn_lab.measures import (
    choose_threshold,
    colour_distance,
    threshold_iou,
    unit_range,
)
from resattn_lab.networks import build_network


def honest(choose, report):
    """An overlap chosen on ``choose(old, new)``, reported on ``report(old, new)``."""

    def honest_overlap(maps, true_masks, new_maps, new_true_masks):
        old, new = (maps, true_masks), (new_maps, new_true_masks)
        cut = choose_threshold(*choose(old, new))
        return threshold_iou(*report(old, new), cut.threshold, low=cut.low).mean()

    return honest_overlap


def both(old, new):
    return tuple(torch.cat(pair) for pair in zip(old, new, strict=True))


def without_side(maps, true_masks, new_maps, new_true_masks):
    cut = choose_threshold(maps, true_masks)
    return threshold_iou(new_maps, new_true_masks, cut.threshold).mean()


def best_for_each(maps, true_masks, new_maps, new_true_masks):
    levels = [level / 50 for level in range(51)]
    return (
        torch.stack([threshold_iou(new_maps, new_true_masks, t) for t in levels])
        .amax(dim=0)
        .mean()
    )


def with_zeros(mask):
    height, width = mask.size(2) // 2, mask.size(3) // 2
    return torch.nn.functional.pad(mask[:, :, :height, :width], (width, 0, height, 0))


def roll_in_place(mask):
    mask[:] = mask.roll((mask.size(2) // 2, mask.size(3) // 2), (2, 3))
    return mask


def thick(mask):
    return torch.nn.functional.max_pool2d(mask[None].float(), 3, 1, 1)[0] > 0


def ends_of(mask, dim):
    """Everything between the first and the last pixel along a dimension."""
    found = mask.int()
    return (found.cumsum(dim) > 0) & (found.flip(dim).cumsum(dim).flip(dim) > 0)


def in_box(mask):
    rows, columns = mask.nonzero().unbind(dim=1)
    found = torch.zeros_like(mask)
    found[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1] = True
    return found


def fill_in_place(mask):
    mask |= ends_of(mask, 1)
    return mask


def overlap_of_colours():
    scenes = planted_scenes(100, seed=9)
    maps = unit_range(colour_distance(scenes.images / 255))
    return choose_threshold(maps, scenes.true_masks).iou


def network(**options):
    training = options.pop("training", False)
    name = options.pop("name", "cifar_attention_56")
    arguments = {"width": 0.25, "attention": "channel", **options}
    return Later(lambda: build_network(name, **arguments).train(training))


WRONG = {
    "11.by_hand": {
        "precision": ((2 / 3, 0, 0.45), "share of the marked cells"),
        "recall": ((0.5, 0, 0.45), "share of the object that is marked"),
        "the sum as union": ((2 / 7, 0, 0.45), "counts the two common cells twice"),
        "0.5 lies above 0.5": ((0.75, 0, 0.45), "0.5 does not lie above 0.5"),
        "Dice": ((4 / 7, 0, 0.45), "Dice score"),
        "another overlap": ((0.1, 0, 0.45), "2 over 5"),
        "a hit": ((0.4, 1, 0.45), "highest value is 0.9"),
        "half a hit": ((0.4, 0.5, 0.45), "two outcomes"),
        "only marked cells": ((0.4, 0, 1.7 / 4), "the low ones too"),
        "not a share": ((0.4, 0, 1.8), "over the map's whole sum"),
        "a flat map": ((0.4, 0, 0.25), "a flat map"),
        "another energy": ((0.4, 0, 0.7), "all sixteen"),
        "one number": (0.4, "three numbers"),
        "words": (("a", "b", "c"), "three numbers"),
    },
    "11.honest": {
        "chosen on the new": (
            honest(lambda old, new: new, lambda old, new: new),
            "reported on",
        ),
        "reported on the old": (
            honest(lambda old, new: old, lambda old, new: old),
            "overlap on the old images",
        ),
        "all together": (honest(both, both), "Old and new together"),
        "chosen on both": (
            honest(both, lambda old, new: new),
            "took part in the choice",
        ),
        "a threshold an image": (best_for_each, "a threshold for each image"),
        "0.5": (
            lambda maps, true, new, new_true: threshold_iou(new, new_true, 0.5).mean(),
            "takes 0.5",
        ),
        "the side lost": (without_side, "The side is lost"),
        "something else": (lambda *given: 0.123, "the mean of threshold_iou on the new"),
        "one an image": (
            lambda maps, true, new, new_true: threshold_iou(new, new_true, 0.5),
            "one number",
        ),
        "a result": (torch.tensor([0.4]), "the function itself"),
    },
    "11.moved": {
        "as it came": (lambda mask: 1 * mask, "as it came"),
        "down alone": (lambda mask: torch.roll(mask, mask.size(2) // 2, 2), "not to the right"),
        "right alone": (lambda mask: torch.roll(mask, mask.size(3) // 2, 3), "and not down"),
        "flat dimensions": (
            lambda mask: torch.roll(mask, mask[0, 0].numel() // 2),
            "at row 0, column 0 should",
        ),
        "with zeros": (with_zeros, "the amounts fall"),
        "turned round": (lambda mask: mask.flip(2, 3), "mirrors"),
        "scenes and channels": (
            lambda mask: mask.roll([n // 2 for n in mask.shape[:2]], (0, 1)),
            "scenes and channels",
        ),
        "sides exchanged": (
            lambda mask: mask.roll((mask.size(3) // 2, mask.size(2) // 2), (2, 3)),
            "are exchanged",
        ),
        "flat": (lambda mask: mask.mean((2, 3), True).expand_as(mask), "flat mask"),
        "in place": (roll_in_place, "writes into"),
        "one channel": (lambda mask: mask[:, 0], "one tensor of shape"),
        "a result": (torch.zeros(1, 1, 4, 4), "the function itself"),
    },
    "11.number": {
        "fiftieths": (22, "divide by 50"),
        "the overlap": (Later(overlap_of_colours), "the overlap itself"),
        "between two": (0.433, "one of 0, 0.02"),
        "a fifth": (0.2, "CAM literature"),
        "too low": (0.3, "a higher threshold"),
        "too high": (0.62, "a lower threshold"),
        "below 0": (-0.2, "go from 0 to 1"),
        "a word": ("0.44", "a str came"),
    },
    "11.fill": {
        "as it came": (lambda mask: mask.clone(), "hole is still there"),
        "holes alone": (
            lambda mask: filled(mask) & ~mask,
            "the object belongs to it",
        ),
        "the background": (lambda mask: ~filled(mask), "everything else"),
        "rows": (lambda mask: ends_of(mask, 1), "fills each row"),
        "columns": (lambda mask: ends_of(mask, 0), "fills each column"),
        "rows and columns": (
            lambda mask: ends_of(mask, 0) & ends_of(mask, 1),
            "through the gap",
        ),
        "the box": (in_box, "box around the object"),
        "thicker": (thick, "thicker by a pixel"),
        "in place": (fill_in_place, "writes into"),
        "another shape": (lambda mask: mask[1:-1, 1:-1], "must stay (8, 8)"),
        "everything": (lambda mask: torch.ones_like(mask), "Wanted: true everywhere"),
        "a result": (torch.zeros(8, 8, dtype=torch.bool), "the function itself"),
    },
    "11.oracle": {
        "any other": ("AB", "takes whatever comes"),
        "the same answer": ("BC", "asks the network what it says"),
        "the mean": ("DE", "one mask for every photograph"),
        "neither": ("CD", "Both can be carried out"),
        "three": ("ABE", "Two letters"),
        "a number": (2, "Two letters"),
    },
    "11.network": {
        "mixed": (network(attention="mixed"), "Its attention is mixed"),
        "spatial": (network(attention="spatial"), "spatial attention (Eq. 6)"),
        "naive": (network(attention_residual=False), "put out M·T"),
        "local": (network(mask="local"), "branch is local"),
        "another width": (network(width=0.125), "Its width is 0.125"),
        "training": (network(training=True), "training mode"),
        "a larger one": (
            network(name="cifar_attention_92", width=0.125),
            "has three Attention Modules; yours has 6",
        ),
        "a name": ("cifar_attention_56", "a str came"),
    },
}
