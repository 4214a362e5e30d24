"""Exercises of notebook 14 on judging, on a fair comparison, and on several processes."""

import math
from collections.abc import Callable

import torch

from ..compared import compared, drawn
from ..exercise import Exercise, wrong_letters
from ..reading import numbers, tensor, two_letters


def confusion(labels, answers, classes):
    table = torch.zeros(classes, classes, dtype=torch.int64)
    for label, answer in zip(labels.tolist(), answers.tolist(), strict=True):
        table[label, answer] += 1
    return table


def of_table(way: Callable) -> Callable:
    """What ``way`` makes of the table, in floats."""
    return lambda *asked: way(confusion(*asked).double())


def _classes(came: torch.Tensor, wanted: torch.Tensor, *asked) -> str | None:
    if came.shape == (3, 3):
        return "Class 3 has no image here; its row and column are wanted all the same."
    if came.shape != (4, 4):
        return f"A table of (4, 4) is wanted for 4 classes; yours has {tuple(came.shape)}."
    return None


find_confusion_mistake = compared(
    confusion,
    mistakes={
        "Rows and columns are swapped: a row is for a true class.": (
            of_table(lambda table: table.T)
        ),
        "Those are shares of each row; wanted are counts.": (
            of_table(lambda table: table / table.sum(dim=1, keepdim=True).clamp(min=1))
        ),
        "Those are shares of each column; wanted are counts.": (
            of_table(lambda table: table / table.sum(dim=0).clamp(min=1))
        ),
        "Those are shares of all images; wanted are counts.": (
            of_table(lambda table: table / table.sum())
        ),
        "The mistakes alone are counted; the right answers belong on the diagonal.": (
            of_table(lambda table: table - table.diag().diag())
        ),
        "Only the right answers are counted: the mistakes are the point.": (
            of_table(lambda table: table.diag().diag())
        ),
        "Each cell holds at most 1: several images with the same fate must add up.": (
            of_table(lambda table: table.clamp(max=1))
        ),
    },
    tried_on=[
        (
            torch.tensor([0, 0, 0, 1, 1, 2, 2, 2, 2]),
            torch.tensor([0, 1, 1, 1, 0, 2, 2, 1, 1]),
            4,
        )
    ],
    unlike=_classes,
    otherwise=lambda came, wanted, *asked: (
        f"Two images of class 0 were called 1, so row 0, column 1 is 2; yours has "
        f"{came[0, 1]:g}. All cells add up to 9; yours to {came.sum():g}."
    ),
)


def whole_gradient(gradients, counts):
    return sum(g * n for g, n in zip(gradients, counts, strict=True)) / sum(counts)


def weighed(gradients, weights):
    return sum(g * w for g, w in zip(gradients, weights, strict=True))


find_gradient_mistake = compared(
    whole_gradient,
    mistakes={
        "The plain mean: right for equal shares, but here one has 7 images and one 3.": (
            lambda gradients, counts: sum(gradients) / len(gradients)
        ),
        "The plain sum grows with the number of processes.": (
            lambda gradients, counts: sum(gradients)
        ),
        "It sums over images; the loss is a mean, so divide by all 16.": weighed,
        "Divided by the number of processes; divide by the number of images.": (
            lambda gradients, counts: weighed(gradients, counts) / len(gradients)
        ),
        "That is the gradient of the first process alone.": lambda gradients, counts: gradients[
            0
        ],
        "The weights are upside down: a share with more images counts more.": (
            lambda gradients, counts: (
                weighed(gradients, [1 / n for n in counts]) / sum(1 / n for n in counts)
            )
        ),
    },
    tried_on=[([drawn(3, 2, seed=seed) for seed in range(3)], [7, 6, 3])],
    otherwise="Of 16 images 7, 6 and 3 are in the shares: weigh each gradient by its part.",
)


def worked_out():
    seconds = 8 + 92 / 4
    return seconds, 100 / 8, 256 // 4


def find_amdahl_mistake(answer: tuple[float, ...]) -> str | None:
    seconds, limit, images = answer
    if math.isclose(seconds, 25):
        return "25 s would need all of the 100 s to be shared; 8 of them are not."
    if math.isclose(seconds, 23):
        return "23 s is the shared part; the 8 s are still to be waited for."
    if not math.isclose(seconds, 31):
        return f"{seconds:g} s: the 8 s stay as they are, the other 92 are divided by 4."
    if math.isclose(limit, 8):
        return "8 s are left, that is the time; asked is how many times faster than 100 s."
    if math.isclose(limit, 100 / 31, rel_tol=0.01):
        return "That is the speed-up of four; the limit is for as many GPUs as you like."
    if math.isclose(limit, 92 / 8):
        return "Compare with the whole 100 s, not with the 92 that were shared."
    if not math.isclose(limit, 12.5, rel_tol=0.01):
        return f"With endless GPUs 8 s remain of 100; that is not {limit:g} times faster."
    if images == 256:
        return "256 is what one optimiser step sees; each of the 4 processes has its share."
    if images == 1024:
        return "The engine's batch size is that of all processes together."
    if images != 64:
        return f"{images:g} images in each of 4 processes are not 256."
    return None


def unfair() -> str:
    return "AD"


HARMLESS = {
    "B": "B: the same test images for both is what a comparison needs (notebook 07).",
    "C": "C: that they start from other weights is what is compared; all else is to be alike.",
    "E": "E: each method may have its own learning rate, if it was chosen on validation "
    "images.",
}


EXERCISES = (
    Exercise(
        key="14.fair",
        find_mistake=wrong_letters(HARMLESS),
        praise="A stops the new network before it has learned even its training images, and "
        "D lets the other one see the test. Either can make the whole difference.",
        hints=(
            "Which of the five would also let a method win that is no better?",
            "For each: was one of the two networks held back, or was one of them told more "
            "than the other about the test images?",
            "Look at the training accuracy of the new network, and at where the body's own "
            "training images came from.",
        ),
        reference=unfair,
        reads=two_letters,
    ),
    Exercise(
        key="14.confusion",
        find_mistake=find_confusion_mistake,
        praise="The table says what a single figure hides: which class is taken for which.",
        hints=(
            "An image of class 0 that was called 1: which cell does it belong to?",
            "Begin with a table of zeros, and go through labels and answers together. "
            "What does one image change in the table?",
            "for label, answer in zip(labels.tolist(), answers.tolist()): one cell "
            "grows by 1. Its row is the label.",
        ),
        reference=confusion,
        reads=tensor,
    ),
    Exercise(
        key="14.average",
        find_mistake=find_gradient_mistake,
        praise="That is what Engine.backward does before torch takes its plain mean: it "
        "scales each share's loss by how many images are in it.",
        hints=(
            "Each gradient is a mean over one share. From a mean and a count, what can "
            "you get back?",
            "Turn each mean back into a sum over its images. What do you divide the total by?",
            "In a loop over both, add up gradient times count; what is left is one division.",
        ),
        reference=whole_gradient,
        reads=tensor,
    ),
    Exercise(
        key="14.amdahl",
        find_mistake=find_amdahl_mistake,
        praise="Measure what is not shared before you ask for more GPUs.",
        hints=(
            "Which seconds become fewer when there are more GPUs, and which do not?",
            "Write the time on n GPUs as a fixed part plus a part divided by n. What is "
            "left of it when n grows without end?",
            "Seconds: 8 + 92 / n. The limit compares the 100 s of one GPU with what is "
            "left. And the batch is divided like the 92 s.",
        ),
        reference=worked_out,
        reads=numbers("3 numbers are wanted, as a tuple: (seconds, limit, images)", 3),
    ),
)
