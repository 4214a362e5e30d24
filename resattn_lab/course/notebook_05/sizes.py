"""Levels at which a response settles, and responses relative to the first."""

from collections.abc import Callable

import torch

from ..compared import compared, drawn


def levels(count, factor):
    """Responses after 1 … count modules that weigh by ``factor``, then add 1; first comes 1."""
    response, found = 1.0, []
    for _ in range(count):
        response = factor * response + 1
        found.append(response)
    return found


def walk(step: Callable) -> Callable:
    """Responses where a module makes ``step(response, factor)`` of a response, first of 1."""

    def responses(count, factor):
        response, found = 1.0, []
        for _ in range(count):
            response = step(response, factor)
            found.append(response)
        return found

    return responses


def _levels_count(came: tuple, wanted: list, count: int, factor: float) -> str | None:
    if len(came) == count + 1:
        return "The list starts after the first module: the 1 that comes in is not in it."
    if len(came) != count:
        return f"{count} modules make {count} responses; {len(came)} came."
    return None


find_levels_mistake = compared(
    levels,
    mistakes={
        "That weighs, but nothing is added: these are the bare products.": (
            walk(lambda response, factor: factor * response)
        ),
        "It adds 1 before it weighs; the units come after the product here.": (
            walk(lambda response, factor: factor * (response + 1))
        ),
        "It adds, but does not weigh: the factor is not used.": (
            walk(lambda response, factor: response + 1)
        ),
        "Each module starts from 1 again: the response has to be handed on.": (
            walk(lambda response, factor: factor + 1)
        ),
    },
    tried_on=[(5, 0.5), (4, 1.5), (1, 0.25)],
    unlike=_levels_count,
    otherwise=lambda came, wanted, count, factor: (
        f"With a factor of {factor} the first response is {factor} · 1 + 1."
    ),
)


def relative(outputs):
    """The mean absolute response of each output, divided by that of the first."""
    responses = [output.abs().mean().item() for output in outputs]
    return [response / responses[0] for response in responses]


def over(measure: Callable, place: Callable = lambda run: 0) -> Callable:
    """Each output's measure over that of the output at ``place`` of its own."""

    def responses(outputs):
        found = [measure(output).item() for output in outputs]
        return [found[run] / found[place(run)] for run in range(len(found))]

    return responses


def mean_absolute(output: torch.Tensor) -> torch.Tensor:
    return output.abs().mean()


def _relative_count(came: tuple, wanted: list, outputs: list) -> str | None:
    if len(came) == 2:
        return "The first one belongs to the list as well: relative to itself it is 1."
    if len(came) != 3:
        return f"Three outputs make three numbers; {len(came)} came."
    return None


find_relative_mistake = compared(
    relative,
    mistakes={
        "These are the responses themselves: divide each by the first.": (
            lambda outputs: [mean_absolute(output).item() for output in outputs]
        ),
        "Without the absolute value, plus and minus cancel.": over(torch.mean),
        "That is the root of the mean square; Fig. 4 has the mean of |x|.": (
            over(lambda output: output.square().mean().sqrt())
        ),
        "A sum grows with the number of values; stages differ in it. Take the mean.": (
            over(lambda output: output.abs().sum())
        ),
        "That is the largest value; wanted the mean of all.": (
            over(lambda output: output.abs().max())
        ),
        "Each is divided by the last; the first is the measure.": (
            over(mean_absolute, lambda run: -1)
        ),
        "Each is divided by the one before; the first is the measure of all.": (
            over(mean_absolute, lambda run: max(run - 1, 0))
        ),
    },
    tried_on=[
        (
            [
                3 * drawn(2, 3, 8, 8) + 0.3,
                drawn(2, 6, 4, 4, seed=1) + 0.3,
                7 * drawn(2, 12, 2, 2, seed=2) + 0.3,
            ],
        )
    ],
    unlike=_relative_count,
    otherwise="Wanted the mean of |x| of each output, divided by that of the first.",
)
