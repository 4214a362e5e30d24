"""Levels at which a response settles, and responses relative to the first."""

from typing import Any

import torch

from .answers import close, numbers


def levels(count, factor):
    """Responses after 1 … count modules that weigh by ``factor``, then add 1; first comes 1."""
    response, found = 1.0, []
    for _ in range(count):
        response = factor * response + 1
        found.append(response)
    return found


def find_levels_mistake(function: Any) -> str | None:
    for count, factor in ((5, 0.5), (4, 1.5), (1, 0.25)):
        came = function(count, factor)
        found = numbers(came)
        if found is None:
            return "Wanted a list: the response after every module, not the last alone."
        if len(found) == count + 1:
            return "The list starts after the first module: the 1 that comes in is not in it."
        if len(found) != count:
            return f"{count} modules make {count} responses; {len(found)} came."
        powers = [factor**n for n in range(1, count + 1)]
        early, once = [1.0], [factor + 1] * count
        for _ in range(count):
            early.append(factor * (early[-1] + 1))
        wrong = {
            "That weighs, but nothing is added: these are the bare products.": powers,
            "It adds 1 before it weighs; the units come after the product here.": early[1:],
            "It adds, but does not weigh: the factor is not used.": [
                2.0 + n for n in range(count)
            ],
        }
        if count > 1:
            wrong["Each module starts from 1 again: the response has to be handed on."] = once
        for message, values in wrong.items():
            if close(found, values):
                return message
        if not close(found, levels(count, factor)):
            return f"With a factor of {factor} the first response is {factor} · 1 + 1."
    return None


def relative(outputs):
    """The mean absolute response of each output, divided by that of the first."""
    responses = [output.abs().mean().item() for output in outputs]
    return [response / responses[0] for response in responses]


def find_relative_mistake(function: Any) -> str | None:
    generator = torch.Generator().manual_seed(8)
    shapes = ((2, 3, 8, 8), (2, 6, 4, 4), (2, 12, 2, 2))
    outputs = [
        size * torch.randn(shape, generator=generator) + 0.3
        for size, shape in zip((3.0, 1.0, 7.0), shapes, strict=True)
    ]
    found = numbers(function(outputs))
    if found is None:
        return "Wanted a list of numbers, one for each output."
    if len(found) == 2:
        return "The first one belongs to the list as well: relative to itself it is 1."
    if len(found) != 3:
        return f"Three outputs make three numbers; {len(found)} came."

    def over(values: list[float], by: list[float]) -> list[float]:
        return [value / other for value, other in zip(values, by, strict=True)]

    right = [output.abs().mean().item() for output in outputs]
    signed = [output.mean().item() for output in outputs]
    squares = [output.square().mean().sqrt().item() for output in outputs]
    sums = [output.abs().sum().item() for output in outputs]
    peaks = [output.abs().max().item() for output in outputs]
    wrong = {
        "These are the responses themselves: divide each by the first.": right,
        "Without the absolute value, plus and minus cancel.": over(signed, [signed[0]] * 3),
        "That is the root of the mean square; Fig. 4 has the mean of |x|.": over(
            squares, [squares[0]] * 3
        ),
        "A sum grows with the number of values; stages differ in it. Take the mean.": over(
            sums, [sums[0]] * 3
        ),
        "That is the largest value; wanted the mean of all.": over(peaks, [peaks[0]] * 3),
        "Each is divided by the last; the first is the measure.": over(right, [right[2]] * 3),
        "Each is divided by the one before; the first is the measure of all.": over(
            right, [right[0], *right[:2]]
        ),
    }
    for message, values in wrong.items():
        if close(found, values):
            return message
    if not close(found, over(right, [right[0]] * 3)):
        return "Wanted the mean of |x| of each output, divided by that of the first."
    return None
