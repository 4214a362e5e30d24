"""The reveal: what each guilty suspect did, in which line, and what it costs."""

from collections.abc import Callable, Iterable
from dataclasses import replace

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
from .suspects import SUSPECTS


def after_six(make: Callable) -> str:
    fusion, h = make(8, 1).fusion, torch.ones(1)
    for _ in range(6):
        h = fusion(h, torch.tensor(0.5))
    return f"{h.item():.3f}"


def with_projections(make: Callable) -> str:
    with torch.device("meta"):
        network = ResidualAttentionNetwork(NETWORKS["attention_56"])
    units = [u for u in network.modules() if isinstance(u, ResidualUnit) and not u.projection]
    more = sum(u.conv3.out_channels**2 for u in units) if make(8).projection else 0
    return f"{count_parameters(network) + more:,}"


def work(make: Callable) -> str:
    spec = replace(NETWORKS["attention_56"], strides=make(10).specification.strides)
    return f"{add_up(part_costs(spec, 224))['total'].multiply_accumulates / 1e9:.1f}"


def cost(letter: str) -> str:
    """What a guilty suspect's fault costs, or how it shows; the same at every call."""
    costs = {  # measured beside a right one; of the others, the words of the test that fails
        "C": (after_six, "after six masks of 0.5 a response of 1 is {}, not {}"),
        "N": (with_projections, "Attention-56 has {} parameters, not {}"),
        "Q": (work, "Attention-56 needs {} G multiply-accumulates, not {} G"),
    }
    if letter in costs:
        (measure, words), suspect = costs[letter], SUSPECTS[letter]
        return words.format(measure(suspect), measure(rebuilt({})[suspect.kind]))
    rules = (*SUITE, LATER)
    return next(v.words for v in try_suite(rules, [letter])[letter].values() if v.words)


def files(letters: Iterable[str]) -> str:
    """Four lines for each: who, the wrong line, the right one, and what follows.

    Raises:
        ValueError: no suspect of the line-up, or one that is right.
    """
    found = {letter: SUSPECTS[letter].file() for letter in letters if letter in SUSPECTS}
    for letter in letters:
        if not found.get(letter):
            there = ", ".join(SUSPECTS)
            raise ValueError(f"no file on suspect {letter!r}: right, or not among {there}")
    words = "{}  {}\n     wrong  {}\n     right  {}\n     so     {}"
    return "\n".join(words.format(n, *file, cost(n)) for n, file in found.items())
