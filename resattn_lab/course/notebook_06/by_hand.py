"""Answers of notebook 06 that are worked out by hand: layers, depth, shapes."""

from ..compared import compared


def pair_of_layers() -> tuple[int, int]:
    return 3 * (1 + 2 + 1), 3 * (2 + 4 + 2)  # three convolutions in each of p + t + p units


PAIR_MISTAKES = {
    (4, 8): "Those are the units; each of them holds three weighted layers.",
    (9, 18): "p units come before the split, and p more after the fusion.",
    (6, 12): "Those are the layers of the trunk branch alone; the p units before and after it "
    "lie on the same way.",
    (15, 33): "r counts units of the mask branch, and the mask does not count.",
    (24, 12): "The numbers are right and the order is not: (1, 2, 1) comes first.",
    (36, 72): "That is a module in each of three stages; the question is about one module.",
    (56, 452): "Those are the whole networks; the question is about one module.",
}


def find_pair_mistake(came: tuple[float, ...]) -> str | None:
    if came == pair_of_layers():
        return None
    other = "Walk past the mask: p units, t units, p units, three convolutions in each."
    return PAIR_MISTAKES.get(came, other)


def depth(m, p, t):
    return 3 * m * 3 * (p + t + p) + 3 * 2 * 3 + 2


find_depth_mistake = compared(
    depth,
    mistakes={
        "That is right for (p, t) = (1, 2) alone: 36 itself depends on p and t.": (
            lambda m, p, t: 36 * m + 20
        ),
        "The 20 is missing: opening and closing units, first convolution, classifier.": (
            lambda m, p, t: 9 * m * (2 * p + t)
        ),
        "p units come before the split and p after the fusion.": (
            lambda m, p, t: 9 * m * (p + t) + 20
        ),
        "A factor of 3 is missing: there are three stages, and three convolutions a unit.": (
            lambda m, p, t: 3 * m * (2 * p + t) + 20
        ),
        "The opening and the closing unit of each stage are missing: 18 layers.": (
            lambda m, p, t: 9 * m * (2 * p + t) + 2
        ),
        "The first convolution and the classifier are missing.": (
            lambda m, p, t: 9 * m * (2 * p + t) + 18
        ),
        "A stage is opened by one unit and closed by another: 18 layers, not 9.": (
            lambda m, p, t: 9 * m * (2 * p + t) + 11
        ),
    },
    tried_on=[(1, 1, 2), (6, 1, 2), (6, 2, 4), (3, 0, 5), (2, 3, 1)],
    otherwise=lambda came, wanted, m, p, t: (
        f"With m={m}, p={p}, t={t} it gives {came:g}; wanted {wanted}."
    ),
    rtol=0,
)


def stage2_by_hand() -> tuple[int, int, int, int]:
    return 512, 28, 28, 7  # 224 / 4 = 56 after the stem, / 2 = 28; 28 -> 14 -> 7


SHAPE_MISTAKES = {
    (28, 28, 512, 7): "The numbers are right; in PyTorch the channels come first.",
    (256, 56, 56, 7): "That is stage 1; stage 2 opens with stride 2.",
    (1024, 14, 14, 7): "That is stage 3; stage 2 comes one stride before it.",
    (512, 56, 56, 14): "Stage 2 opens with stride 2: 56 is what it takes in.",
    (512, 28, 28, 14): "The encoder depth is 2: the mask pools once more.",
    (512, 28, 28, 28): "28 is where the mask begins; then it pools twice.",
    (512, 28, 28, 4): "That is three poolings; the encoder depth of stage 2 is 2.",
    (128, 28, 28, 7): "128 is the width inside its bottlenecks; the stage puts out 512.",
    (512, 112, 112, 28): "The stem quarters the image: a convolution and a pooling, stride 2 "
    "each.",
}


def find_shape_mistake(came: tuple[float, ...]) -> str | None:
    if came == stage2_by_hand():
        return None
    if came[:3] == stage2_by_hand()[:3]:
        tail = f"28 is halved twice; you have {came[3]:g}."
    else:
        tail = "224 is halved by convolution, by pooling, and where stage 2 opens."
    return SHAPE_MISTAKES.get(came, tail)
