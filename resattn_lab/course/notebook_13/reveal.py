"""The reveal: what each guilty suspect did, in which line, and what it costs."""

from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np
import torch

from resattn_lab.blocks import ResidualUnit
from resattn_lab.networks import (
    NETWORKS,
    ResidualAttentionNetwork,
    add_up,
    count_parameters,
    part_costs,
)

from .rebuilding import rebuilt
from .suite import LATER, SUITE, try_suite
from .suspects import SUSPECTS, File


def after_six(make: Callable) -> str:
    fusion, h = make(8, 1).fusion, torch.ones(1)
    for _ in range(6):
        h = fusion(h, torch.tensor(0.5))
    return f"{h.item():.3f}"


def parameters(make: Callable) -> str:
    with torch.device("meta"):
        return f"{count_parameters(make(256, 3)):,}"


def with_projections(make: Callable) -> str:
    with torch.device("meta"):
        network = ResidualAttentionNetwork(NETWORKS["attention_56"])
    units = [u for u in network.modules() if isinstance(u, ResidualUnit) and not u.projection]
    more = sum(u.conv3.out_channels**2 for u in units) if make(8).projection else 0
    return f"{count_parameters(network) + more:,}"


def work(make: Callable) -> str:
    spec = replace(NETWORKS["attention_56"], strides=make(10).specification.strides)
    return f"{add_up(part_costs(spec, 224))['total'].multiply_accumulates / 1e9:.1f}"


def guesses(choose: Callable) -> str:
    runs = np.random.default_rng(0).binomial(1000, 0.1, size=(200, 2, 300)) / 1000
    return f"{np.mean([test[choose(validation, test)] for validation, test in runs]):.1%}"


def cost(letter: str) -> str:
    """What a guilty suspect's fault costs, or how it shows; the same at every call."""
    parameters_of = (parameters, "a module has {} parameters, not {}")
    costs = {  # measured beside a right one; of the others, the words of the test that fails
        "C": (after_six, "after six masks of 0.5 a response of 1 is {}, not {}"),
        "D": parameters_of,
        "J": parameters_of,
        "N": (with_projections, "Attention-56 has {} parameters, not {}"),
        "Q": (work, "Attention-56 needs {} G multiply-accumulates, not {} G"),
        "R": (guesses, "whoever guesses one in ten reports {}, not {}"),
    }
    if letter in costs:
        (measure, words), suspect = costs[letter], SUSPECTS[letter]
        return words.format(measure(suspect), measure(rebuilt({})[suspect.kind]))
    verdicts = try_suite((*SUITE, LATER), [letter])[letter].values()
    return next(verdict.words for verdict in verdicts if verdict.words)


def file_of(letter: str) -> File:
    """What is held against a suspect.

    Raises:
        ValueError: no such suspect, or one that is right.
    """
    if letter not in SUSPECTS:
        raise ValueError(f"there is no suspect {letter!r}; there are {', '.join(SUSPECTS)}")
    file = SUSPECTS[letter].file()
    if file is None:
        raise ValueError(f"suspect {letter} is right: there is nothing to confess")
    return file


def confess(letter: str) -> None:
    """Print the lines around the suspect's wrong one, which is marked."""
    file = file_of(letter)
    lines = file.source.rstrip().splitlines()
    marked = next(n for n, line in enumerate(lines) if file.wrong in line)
    for number in range(max(marked - 3, 0), min(marked + 3, len(lines))):
        print("►" if number == marked else " ", lines[number])


def files(letters: Iterable[str]) -> str:
    """Four lines for each: who, the wrong line, the right one, and the cost."""
    words = "{}  {}\n     wrong  {}\n     right  {}\n     cost   {}"
    found = {letter: file_of(letter) for letter in letters}
    rows = ((n, file.fault, file.wrong, file.right, cost(n)) for n, file in found.items())
    return "\n".join(words.format(*row) for row in rows)
