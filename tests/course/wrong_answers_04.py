"""Wrong answers to the exercises of notebook 04, and the words that name each mistake."""

import torch
from torch import nn

from resattn_lab.blocks import SoftMaskBranch, unit_run
from resattn_lab.course.notebook_04.changes import control_masks

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


class ByParts(two_masks(mean)):
    """Like HandModule of the notebook, and with the sum of the masks for their mean."""

    def forward(self, x):
        a, b = (torch.sigmoid(mask.score(mask.levels(x))) for mask in self.masks)
        return (1 + a + b) * self.trunk(x)


def controls(**wrong):
    """A function like the reference, with one mask wrong."""

    def answer(own, others):
        B, C, D = control_masks(own, others)
        right = {"B": B, "C": C, "D": D}
        return tuple((right | {k: w(own, others) for k, w in wrong.items()}).values())

    return answer


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
        "M·T": (lambda g, t, m, s: (m * g, s * t * g), "without the 1"),
        "the 1 gone": (lambda g, t, m, s: (s * m * g, s * t * g), "the 1 is missing"),
        "as trained": (lambda g, t, m, s: ((1 + m) * g, s * t * g), "the λ is missing"),
        "no gate": (lambda g, t, m, s: (g, s * t * g), "unchanged"),
        "λ before both": (lambda g, t, m, s: (s * (1 + m) * g, s * t * g), "M alone"),
        "divided": (lambda g, t, m, s: (g / (1 + s * m), s * t * g), "divided by"),
        "with T": (lambda g, t, m, s: ((1 + s * m) * t * g, s * t * g), "holds T"),
        "mask without λ": (lambda g, t, m, s: ((1 + s * m) * g, t * g), "is T·g"),
        "mask without T": (lambda g, t, m, s: ((1 + s * m) * g, s * g), "the T is missing"),
        "mask with the 1": (
            lambda g, t, m, s: ((1 + s * m) * g, (1 + s * t) * g),
            "has no derivative",
        ),
        "mask by M": (lambda g, t, m, s: ((1 + s * m) * g, s * m * g), "leaves T, not M"),
        "mask by both": (lambda g, t, m, s: ((1 + s * m) * g, s * m * t * g), "holds M"),
        "swapped": (lambda g, t, m, s: (s * t * g, (1 + s * m) * g), "two are swapped"),
        "squared": (lambda g, t, m, s: ((1 + s * m) ** 2 * g, s * t * g), "the trunk by?"),
        "one tensor": (lambda g, t, m, s: (1 + s * m) * g, "must give two tensors"),
        "sums": (lambda g, t, m, s: (g.sum(), g.sum()), "one tensor of shape"),
        "in place": (lambda g, t, m, s: (g.mul_(1 + s * m), s * t * g), "writes into g"),
        "a result": (torch.zeros(2), "the function itself"),
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
            "channels and locations together",
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
        "four": ((4, 9), "4.6 and the shut one 1.4"),
        "without the 1": ((5, 9), "5.5 and the shut one 1.5"),
        "swapped": ((9, 10), "The two are swapped"),
        "shut for good": ((-10, 9), "weighs nothing"),
        "no ten": ((10, 10), "try to solve it"),
        "five again": ((10, 5), "λ = 20 gives more"),
        "alike": ((10, 1), "that is λ = 0"),
        "eight": ((10, 8), "900001 and 100001"),
        "no limit": ((10, float("inf")), "a finite one"),
        "λ alone": (10, "an int came"),
        "a word": (("ten", 9), "a str came"),
    },
    "04.controls": {
        "B over images": (
            controls(B=lambda own, others: own.mean((0, 2, 3), keepdim=True)),
            "B is a mean over the images",
        ),
        "B over channels": (
            controls(B=lambda own, others: own.mean(1, keepdim=True)),
            "no longer which channel",
        ),
        "B one number": (
            controls(B=lambda own, others: own.mean((1, 2, 3), keepdim=True)),
            "one number an image",
        ),
        "B unchanged": (controls(B=lambda own, others: own), "that is A"),
        "C flat": (
            controls(C=lambda own, others: others.mean((0, 2, 3), keepdim=True)),
            "that is D",
        ),
        "C from own": (controls(C=lambda own, others: own.mean(0)), "C is made from"),
        "D fixed": (controls(D=lambda own, others: others.mean(0)), "that is C"),
        "D from own": (
            controls(D=lambda own, others: own.mean((0, 2, 3), keepdim=True)),
            "D is made from",
        ),
        "D one number": (controls(D=lambda own, others: others.mean()), "has its own"),
        "no keepdim": (controls(B=lambda own, others: own.mean((2, 3))), "keepdim=True"),
        "largest": (controls(C=lambda own, others: others.amax(0)), "Over which dimensions"),
        "two masks": (lambda own, others: (own, others), "must give three masks"),
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
        "by parts, a sum": (ByParts, "adds the two masks"),
        "one runs": (OneRuns, "runs 1 of its mask branches"),
        "no module": (lambda channels: 3, "must give an nn.Module"),
        "a module": (nn.ReLU(), "the class itself"),
    },
}
