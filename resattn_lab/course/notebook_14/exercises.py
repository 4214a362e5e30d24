"""Exercises of notebook 14 on judging, and on several processes."""

import math
from typing import Any

import torch

from ..exercise import Exercise


def numbers(answer: Any, count: int, names: str) -> str | None:
    """What is amiss with an answer that should be so many plain numbers."""
    if (
        isinstance(answer, (str, dict))
        or not hasattr(answer, "__len__")
        or len(answer) != count
    ):
        return f"{count} numbers are wanted, as a tuple: {names}."
    if any(isinstance(a, bool) or not isinstance(a, (int, float)) for a in answer):
        return "Each of them is a plain number."
    return None


def confusion(labels, said, classes):
    table = torch.zeros(classes, classes, dtype=torch.int64)
    for label, answer in zip(labels.tolist(), said.tolist(), strict=True):
        table[label, answer] += 1
    return table


def find_confusion_mistake(function: Any) -> str | None:
    labels = torch.tensor([0, 0, 0, 1, 1, 2, 2, 2, 2])
    said = torch.tensor([0, 1, 1, 1, 0, 2, 2, 1, 1])
    kept = labels.clone(), said.clone()
    came = function(labels, said, 4)
    if not (torch.equal(labels, kept[0]) and torch.equal(said, kept[1])):
        return "It changes what it was given."
    came = torch.as_tensor(came)
    wanted = confusion(labels, said, 4).double()
    if came.shape == (3, 3):
        return "Class 3 has no image here; its row and column are wanted all the same."
    if came.shape != (4, 4):
        return f"A table of (4, 4) is wanted for 4 classes; yours has {tuple(came.shape)}."
    came = came.double()
    rows, columns = wanted.sum(dim=1, keepdim=True), wanted.sum(dim=0)
    mistakes = (
        ("Rows and columns are swapped: a row is for a true class.", wanted.T),
        ("Those are shares of each row; wanted are counts.", wanted / rows.clamp(min=1)),
        ("Those are shares of each column; wanted are counts.", wanted / columns.clamp(min=1)),
        ("Those are shares of all images; wanted are counts.", wanted / wanted.sum()),
        ("The mistakes alone are counted; the right answers belong on the diagonal.",
         wanted - wanted.diag().diag()),
        ("Only the right answers are counted: the mistakes are the point.",
         wanted.diag().diag()),
        ("Each cell holds at most 1: several images with the same fate must add up.",
         wanted.clamp(max=1)),
    )  # fmt: skip
    for message, wrong in mistakes:
        if torch.allclose(came, wrong, atol=1e-6):
            return message
    if not torch.equal(came, wanted):
        return (
            f"Two images of class 0 were called 1, so row 0, column 1 is 2; yours has "
            f"{came[0, 1]:g}. All cells add up to 9; yours to {came.sum():g}."
        )
    return None


def whole_gradient(gradients, counts):
    return sum(g * n for g, n in zip(gradients, counts, strict=True)) / sum(counts)


def find_gradient_mistake(function: Any) -> str | None:
    generator = torch.Generator().manual_seed(14)
    gradients = [torch.randn(3, 2, generator=generator) for _ in range(3)]
    kept, counts = [g.clone() for g in gradients], [7, 6, 3]
    came = function(list(gradients), list(counts))
    if not all(torch.equal(a, b) for a, b in zip(gradients, kept, strict=True)):
        return "It changes the gradients it was given; each process still needs its own."
    if not isinstance(came, torch.Tensor) or came.shape != (3, 2):
        return "One gradient is wanted, of the shape of each share's."
    wanted, added = whole_gradient(kept, counts), sum(kept)
    weighted = sum(g * n for g, n in zip(kept, counts, strict=True))
    mistakes = (
        ("The plain mean: right for equal shares, but here one has 7 images and one 3.",
         added / 3),
        ("The plain sum grows with the number of processes.", added),
        ("It sums over images; the loss is a mean, so divide by all 16.", weighted),
        ("Divided by the number of processes; divide by the number of images.", weighted / 3),
        ("That is the first process's gradient alone.", kept[0]),
        ("The weights are upside down: a share with more images counts more.",
         sum(g / n for g, n in zip(kept, counts, strict=True))
         / sum(1 / n for n in counts)),
    )  # fmt: skip
    for message, wrong in mistakes:
        if torch.allclose(came, wrong, atol=1e-5):
            return message
    if not torch.allclose(came, wanted, atol=1e-5):
        return "Of 16 images 7, 6 and 3 are in the shares: weigh each gradient by its part."
    return None


def worked_out():
    seconds = 8 + 92 / 4
    return seconds, 100 / 8, 256 // 4


def find_amdahl_mistake(answer: Any) -> str | None:
    wrong = numbers(answer, 3, "(seconds, limit, images)")
    if wrong:
        return wrong
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


BODY = (
    Exercise(
        key="14.confusion",
        find_mistake=find_confusion_mistake,
        praise="The table says what a single figure hides: which class is taken for which.",
        hints=(
            "One cell for each pair of true class and answer; each image adds 1 to one cell.",
            "table[label, answer] += 1 in a loop over both; begin with torch.zeros.",
        ),
        reference=confusion,
    ),
    Exercise(
        key="14.average",
        find_mistake=find_gradient_mistake,
        praise="That is what Engine.backward does before torch takes its plain mean: it scales "
        "each share's loss by how many images are in it.",
        hints=(
            "Each process has the mean over its own images. What is the mean over all?",
            "Weigh each gradient by its count, add, and divide by all images.",
        ),
        reference=whole_gradient,
    ),
    Exercise(
        key="14.amdahl",
        find_mistake=find_amdahl_mistake,
        praise="Measure what is not shared before you ask for more GPUs.",
        hints=(
            "Two parts: one that is divided by the number of GPUs, and one that is not.",
            "8 + 92 / 4; then 100 over what is left with endless GPUs; then 256 / 4.",
        ),
        reference=worked_out,
        calls_reference=True,
    ),
)
