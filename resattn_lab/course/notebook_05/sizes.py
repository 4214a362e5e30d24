"""The level at which a response settles, and responses relative to the first."""

from collections.abc import Callable

import torch

from ..compared import compared, drawn


def levels(count: int, factor: float) -> list[float]:
    """The model: responses after 1 … count modules that multiply by ``factor``, then add 1."""
    response, found = 1.0, []
    for _ in range(count):
        response = factor * response + 1
        found.append(response)
    return found


def settles(factor):
    """The response that multiplying by ``factor`` and adding 1 leaves as it is."""
    return 1 / (1 - factor)


find_settles_mistake = compared(
    settles,
    mistakes={
        "That is right for 0.5 only: it has to depend on the factor.": lambda factor: 2.0,
        "That agrees for 0.5 by chance. Of 1/0.9 = 1.11 a module makes 2.": (
            lambda factor: 1 / factor
        ),
        "There the product has settled, before 1 is added; wanted the response after it.": (
            lambda factor: factor / (1 - factor)
        ),
        "That is the response after one module; it goes on from there.": (
            lambda factor: factor + 1
        ),
        "That is what a module takes away of a response of 1.": lambda factor: 1 - factor,
        "The sign is turned around: a response is never below 0 here.": (
            lambda factor: 1 / (factor - 1)
        ),
    },
    tried_on=[(0.5,), (0.9,), (0.25,)],
    rtol=0.01,
    otherwise=lambda came, wanted, factor: (
        f"With a factor of {factor} a module makes {factor * came + 1:.3g} of {came:.3g}: it "
        "has not settled there."
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
