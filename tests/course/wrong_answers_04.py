"""Wrong answers to the exercises of notebook 04, and the words that name each mistake."""

import torch
from torch import nn

from resattn_lab.blocks import SoftMaskBranch, unit_run

BOTTOM, FULL = (8, 128, 5, 5), (8, 128, 17, 17)


def standard(s, dims):
    return (s - s.mean(dim=dims, keepdim=True)) / s.std(dim=dims, keepdim=True)


def two_masks(meet, *, depths=(3, 1), units=2, reads="x"):
    """A class like the reference, with one thing wrong."""

    class Answer(nn.Module):
        def __init__(self, channels):
            super().__init__()
            self.trunk = unit_run(channels, units)
            self.masks = nn.ModuleList(
                SoftMaskBranch(channels, encoder_depth=depth) for depth in depths
            )

        def forward(self, x):
            trunk = self.trunk(x)
            return meet(trunk, *(mask(x if reads == "x" else trunk) for mask in self.masks))

    return Answer


def mean(trunk, a, b):
    return (1 + (a + b) / 2) * trunk


class OneRuns(two_masks(mean)):
    def forward(self, x):
        return (1 + self.masks[0](x)) * self.trunk(x)


WRONG = {
    "04.shapes": {
        "one pooling": (((8, 128, 9, 9), FULL, FULL), "after one pooling"),
        "rounded down": (((8, 128, 4, 4), FULL, FULL), "round up"),
        "three poolings": (((8, 128, 3, 3), FULL, FULL), "Each of the two poolings"),
        "one channel": ((BOTTOM, (8, 1, 17, 17), FULL), "value for each channel"),
        "mask left small": ((BOTTOM, (8, 128, 5, 5), FULL), "as large as the trunk"),
        "output halved": ((BOTTOM, FULL, (8, 128, 9, 9)), "puts out what it was given"),
        "channels doubled": (((8, 256, 5, 5), FULL, FULL), "keep the number of channels"),
        "one image": (((1, 128, 5, 5), FULL, FULL), "number of images"),
        "no batch": (((128, 5, 5), (128, 17, 17), (128, 17, 17)), "four numbers"),
        "one shape": (FULL, "three shapes"),
        "words": ("small", "three shapes"),
    },
    "04.gradient": {
        "Eq. 2 everywhere": (lambda g, m, a: m * g, "Eq. 2, M, in both"),
        "1 + M everywhere": (lambda g, m, a: (1 + m) * g, "1 + M in both"),
        "swapped": (lambda g, m, a: m * g if a else (1 + m) * g, "swapped"),
        "no gate": (lambda g, m, a: g.clone(), "unchanged"),
        "divided": (lambda g, m, a: g / (1 + m if a else m), "divides"),
        "the 1 alone": (lambda g, m, a: g * 1 if a else m * g, "forgets the mask"),
        "turned around": (lambda g, m, a: (1 - m) * g, "1 − M and 1 − M"),
        "in place": (lambda g, m, a: g.mul_(1 + m if a else m), "writes into g"),
        "a sum": (lambda g, m, a: (m * g).sum(), "one tensor of shape"),
        "a result": (torch.zeros(2), "the function itself"),
        "an error": (lambda g, m: m * g, "It stopped with TypeError"),
    },
    "04.control": {
        "removed": ("AE", "takes the amounts away"),
        "fixed": ("CA", "same mask for every image"),
        "amount": (("A", "D"), "of this image with them"),
        "typical": ("c, d", "the typical ones"),
        "no locations": ("BD", "whose channel amounts"),
        "two letters of the end": ({"D", "E"}, "Neither D nor E"),
        "flat and removed": ("BE", "Neither B nor E"),
        "fixed and removed": ("CE", "E has lost the amounts"),
        "flat and fixed": ("BC", "differ in two things"),
        "one letter": ("A", "'A' came"),
        "three letters": ("ABE", "'ABE' came"),
        "a number": (2, "an int came"),
    },
    "04.channel_gate": {
        "over positions": (lambda s: s / s.norm(dim=(2, 3), keepdim=True), "dim=1"),
        "one norm": (lambda s: s / s.norm(), "one norm for all"),
        "L1": (lambda s: s / s.abs().sum(1, keepdim=True), "L1 norm"),
        "no root": (lambda s: s / s.square().sum(1, keepdim=True), "square root is missing"),
        "mean square": (
            lambda s: s / s.square().mean(1, keepdim=True).sqrt(),
            "root of the mean square",
        ),
        "a sigmoid": (lambda s: (s / s.norm(dim=1, keepdim=True)).sigmoid(), "no sigmoid"),
        "softmax": (lambda s: s.softmax(1), "softmax over the channels"),
        "Eq. 4": (torch.sigmoid, "Eq. 4"),
        "the norm": (lambda s: s.norm(dim=1, keepdim=True).expand_as(s), "the norm itself"),
        "norm of another shape": (lambda s: s.norm(dim=1), "one tensor of shape"),
        "the largest": (lambda s: s / s.amax(1, keepdim=True), "must sum to 1"),
    },
    "04.spatial_gate": {
        "over channels": (lambda s: standard(s, 1).sigmoid(), "over the channels"),
        "over images": (lambda s: standard(s, (0, 2, 3)).sigmoid(), "over the images"),
        "layer norm": (
            lambda s: standard(s, (1, 2, 3)).sigmoid(),
            "channels and positions together",
        ),
        "no sigmoid": (lambda s: standard(s, (2, 3)), "sigmoid is missing"),
        "mean left": (lambda s: (s / s.std(dim=(2, 3), keepdim=True)).sigmoid(), "mean is not"),
        "variance": (
            lambda s: (
                (s - s.mean(dim=(2, 3), keepdim=True)) / s.var(dim=(2, 3), keepdim=True)
            ).sigmoid(),
            "divides by the variance",
        ),
        "spread left": (
            lambda s: (s - s.mean(dim=(2, 3), keepdim=True)).sigmoid(),
            "nothing is divided by the spread",
        ),
        "Eq. 4": (torch.sigmoid, "Eq. 4"),
        "a softmax": (
            lambda s: s.flatten(2).softmax(2).reshape(s.shape),
            "Per image and channel",
        ),
        "one value": (lambda s: s.mean(), "one tensor of shape"),
    },
    "04.contrast": {
        "ten": (10, "eleven times"),
        "half of ten": (5, "six times"),
        "minus": (-0.9, "the other way round"),
        "nine tenths": (0.9, "1.9 and the shut one still 1"),
        "a tenth": (0.1, "weaker than as trained"),
        "eight": (8, "nine times"),
        "as trained": (1, "weighs 2, the shut one 1"),
        "a word": ("nine", "a str came"),
    },
    "04.closing": {
        "Eq. 3": (lambda t, m: (1 + m) * t, "Eq. 3"),
        "Eq. 1": (lambda t, m: m * t, "half of T"),
        "shifted": (lambda t, m: (0.5 + m) * t, "does not close"),
        "squared": (lambda t, m: 4 * m**2 * t, "not linear"),
        "no trunk": (lambda t, m: 2 * m, "trunk is missing"),
        "turned around": (lambda t, m: 2 * (1 - m) * t, "turned around"),
        "in place": (lambda t, m: t.mul_(2 * m), "writes into"),
        "three": (lambda t, m: 3 * m * t, "A line through two points"),
        "a number": (lambda t, m: 2.0, "float came"),
    },
    "04.two_masks": {
        "a sum": (two_masks(lambda t, a, b: (1 + a + b) * t), "adds the two masks"),
        "a product": (two_masks(lambda t, a, b: (1 + a * b) * t), "multiplies the two masks"),
        "twice": (two_masks(lambda t, a, b: (1 + a) * (1 + b) * t), "1 + M twice"),
        "the larger": (two_masks(lambda t, a, b: (1 + torch.maximum(a, b)) * t), "larger"),
        "one ignored": (two_masks(lambda t, a, b: (1 + a) * t), "Only one of the masks"),
        "the other ignored": (two_masks(lambda t, a, b: (1 + b) * t), "Only one of the masks"),
        "naive": (two_masks(lambda t, a, b: (a + b) / 2 * t), "the 1 + is missing"),
        "uneven": (two_masks(lambda t, a, b: (1 + 0.9 * a + 0.1 * b) * t), "2, 1.9 and 1.1"),
        "equal depths": (two_masks(mean, depths=(2, 2)), "2 and 2 poolings"),
        "three masks": (
            two_masks(lambda t, a, b, c: (1 + a) * t, depths=(1, 2, 3)),
            "has 3 soft mask branch",
        ),
        "one trunk unit": (two_masks(mean, units=1), "1 residual units"),
        "masks on the trunk": (two_masks(mean, reads="trunk"), "read the module's input"),
        "one runs": (OneRuns, "runs 1 of its mask branches"),
        "no module": (lambda channels: 3, "must give an nn.Module"),
        "a module": (nn.ReLU(), "the class itself"),
    },
}
