"""Answers of notebook 06 that need no computer: layers, shapes, what a count notices."""

from typing import Any

from ..compared import compared
from ..exercise import wrong_letters
from ..reading import kind, plain


def layers(m, p, t):
    return 3 * m * 3 * (p + t + p) + 3 * 2 * 3 + 2


find_layers_mistake = compared(
    layers,
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
    return 512, 40, 40, 10  # 320 / 4 = 80 after the stem, / 2 = 40; 40 -> 20 -> 10


SHAPE_MISTAKES = {
    (40, 40, 512, 10): "The numbers are right; in PyTorch the channels come first.",
    (512, 28, 28, 7): "Those are the shapes for 224×224 images; these have 320×320 pixels.",
    (256, 80, 80, 10): "That is stage 1; stage 2 opens with stride 2.",
    (1024, 20, 20, 10): "That is stage 3; stage 2 comes one stride before it.",
    (512, 80, 80, 20): "Stage 2 opens with stride 2: 80 is what it takes in.",
    (512, 40, 40, 20): "The encoder depth is 2: the mask pools once more.",
    (512, 40, 40, 40): "40 is where the mask begins; then it pools twice.",
    (512, 40, 40, 5): "That is three poolings; the encoder depth of stage 2 is 2.",
    (512, 40, 40, 7): "7 was the smallest side for 224×224 images. It goes with the image.",
    (128, 40, 40, 10): "128 is the width inside its bottlenecks; the stage puts out 512.",
    (512, 160, 160, 40): "The stem quarters the image: a convolution and a pooling, stride 2 "
    "each.",
}


def find_shape_mistake(came: tuple[float, ...]) -> str | None:
    if came == stage2_by_hand():
        return None
    if came[:3] == stage2_by_hand()[:3]:
        tail = f"40 is halved twice; you have {came[3]:g}."
    else:
        tail = "320 is halved by convolution, by pooling, and where stage 2 opens."
    return SHAPE_MISTAKES.get(came, tail)


COUNTS = ("parameters", "work", "both", "neither")


def which_counts_notice() -> tuple[str, str, str, str]:
    return "work", "parameters", "neither", "both"


NOTICE_MISTAKES = (
    "Fault 1: a stride has no weights, but it decides at how many locations the weights that "
    "follow are used.",
    "Fault 2: shared weights are stored once. Each unit still computes at its own resolution.",
    "Fault 3: a ReLU has no weights, and it is no multiplication.",
    "Fault 4: a projection has weights of its own, and each is used at every location.",
)


def find_notice_mistake(answer: Any) -> str | None:
    words = plain(list(answer.values()) if isinstance(answer, dict) else answer)
    if not isinstance(words, tuple) or len(words) != len(NOTICE_MISTAKES):
        return f"Four words are wanted, one for each fault; {kind(answer)} came."
    for word in words:
        if not isinstance(word, str) or word.strip().lower() not in COUNTS:
            return f"Each word is one of {', '.join(COUNTS)}; {word!r} came."
    pairs = zip(words, which_counts_notice(), NOTICE_MISTAKES, strict=True)
    return next((told for came, right, told in pairs if came.strip().lower() != right), None)


FAULTS = {
    "B": "b. The unit below the first pooling has the weights that are missing, but it works "
    "at a quarter of the locations: the work would be 6.11 G.",
    "C": "c. There are three skips, two in stage 1 and one in stage 2: that is 420,864 "
    "parameters, too few.",
    "E": "e. A unit of the tail has 4,462,592 parameters: too many.",
}


def faults_that_fit() -> str:
    return "ad"  # either takes a unit at full size from each module


def find_fault_mistake(chosen: frozenset[str]) -> str | None:
    if wrong := wrong_letters(FAULTS)(chosen):
        return wrong
    return None if chosen == {"A", "D"} else "That one fits both counts. Does another?"
