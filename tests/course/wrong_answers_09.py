"""Wrong answers to the exercises of notebook 09, and the words that name each mistake."""

import torch
from later import Later
from torch import nn

from resattn_lab.networks import build_network

MASK, CHANNELS, IMAGES = (5, 128, 32, 32), (5, 32, 32), (128, 32, 32)


def spread_of(dim, *, mean=None):
    """A count of idle channels from a standard deviation over other dimensions."""

    def idle(masks, least=0.01):
        spread = masks.std(dim=dim)
        return int(((spread if mean is None else spread.mean(dim=mean)) < least).sum())

    return idle


def counted(judge, *, least=None):
    """A count of channels by what ``judge`` makes of all their values."""

    def idle(masks, given=0.01):
        values = masks.transpose(0, 1).flatten(1)
        return judge(values, given if least is None else least)

    return idle


def covers(change):
    """Covers what ``change`` says: it gets a copy, and the square."""

    def cover(images, row, column, size, value=0.5):
        covered = images.clone()
        change(covered, row, column, size, value)
        return covered

    return cover


def swapped(x, row, column, size, value):
    x[..., column : column + size, row : row + size] = value


def in_the_middle(x, row, column, size, value):
    top, left = max(row - size // 2, 0), max(column - size // 2, 0)
    x[..., top : row - size // 2 + size, left : column - size // 2 + size] = value


def all_but_it(x, row, column, size, value):
    kept = x[..., row : row + size, column : column + size].clone()
    x[:] = value
    x[..., row : row + size, column : column + size] = kept


def too_large(x, row, column, size, value):
    x[..., row : row + size + 1, column : column + size + 1] = value


def one_channel(x, row, column, size, value):
    x[..., 0, row : row + size, column : column + size] = value


def always_grey(x, row, column, size, value):
    x[..., row : row + size, column : column + size] = 0.5


def a_row_only(x, row, column, size, value):
    x[..., row, column : column + size] = value


def on_the_given(images, row, column, size, value=0.5):
    images[..., row : row + size, column : column + size] = value
    return images


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
    "09.shapes": {
        "the image's side": (((5, 128, 64, 64), CHANNELS, IMAGES), "half the image's side"),
        "the first stage": (((5, 64, 32, 32), CHANNELS, IMAGES), "those of stage 1"),
        "of smaller images": (((5, 128, 16, 16), CHANNELS, IMAGES), "twice as large"),
        "one channel": (((5, 1, 32, 32), CHANNELS, IMAGES), "as many channels as its trunk"),
        "no images": (((128, 32, 32), CHANNELS, IMAGES), "(images, channels, height, width)"),
        "swapped means": ((MASK, IMAGES, CHANNELS), "means are swapped"),
        "channels kept": ((MASK, (5, 1, 32, 32), IMAGES), "one map an image"),
        "images kept": ((MASK, CHANNELS, (1, 128, 32, 32)), "keeps channels and places"),
        "one shape": (MASK, "Three shapes are wanted"),
    },
    "09.idle": {
        "over places": (spread_of((2, 3), mean=0), "over places alone"),
        "over images": (spread_of(0, mean=(1, 2)), "over images alone"),
        "the busy ones": (counted(lambda v, t: (v.std(dim=1) >= t).sum()), "counts the busy"),
        "a share": (counted(lambda v, t: (v.std(dim=1) < t).float().mean()), "a share of"),
        "the variance": (counted(lambda v, t: (v.var(dim=1) < t).sum()), "the variance"),
        "the range": (
            counted(lambda v, t: (v.amax(dim=1) - v.amin(dim=1) < t).sum()),
            "the range from lowest",
        ),
        "not counted": (counted(lambda v, t: v.std(dim=1) < t), "One number is wanted"),
        "a fixed least": (
            counted(lambda v, t: (v.std(dim=1) < t).sum(), least=0.01),
            "no heed to least",
        ),
        "images": (counted(lambda v, t: 12), "not channels"),
        "none": (counted(lambda v, t: 0), "yours are 0"),
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
    "09.cover": {
        "in place": (on_the_given, "writes into images"),
        "swapped": (covers(swapped), "Row and column are swapped"),
        "its middle": (covers(in_the_middle), "its middle at row and column"),
        "everything else": (covers(all_but_it), "everything but the square"),
        "one more": (covers(too_large), "too large"),
        "one channel": (covers(one_channel), "one image or one channel"),
        "always grey": (covers(always_grey), "not the right value"),
        "a row": (covers(a_row_only), "covers other pixels"),
        "the square alone": (
            lambda images, row, column, size, value: images[..., row : row + size, column:],
            "Images of the same shape",
        ),
        "nothing": (lambda images, row, column, size, value: None, "NoneType came"),
    },
    "09.smallest": {
        "in grey": (2, "the grey square's answer"),
        "one less": (7, "more than half are right"),
        "small": (4, "nearly all are still right"),
        "large": (9, "a smaller square does, too"),
        "a share": (0.25, "A whole number"),
        "too large": (33, "from 1 to 32"),
        "a word": ("8", "A whole number"),
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
            "each place has its own whole",
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
