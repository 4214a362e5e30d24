"""Where a chain of products or levels went wrong: the mistakes behind the body exercises."""

from typing import Any

import torch

from resattn_lab.measures import mean_absolute_response

from .answers import close, numbers


def by_hand() -> tuple[float, float, float]:
    return (0.5**4, 1.5**4, 2.0**4)


def find_by_hand_mistake(answer: Any) -> str | None:
    found = numbers(answer)
    if found is None or len(found) != 3:
        return "Wanted three numbers in a tuple: M·T, (1 + M)·T, and the bound of (1 + M)·T."
    naive, residual, bound = found
    if naive > residual:
        return "The order is M·T first: the smaller one."
    if abs(naive - 0.5**4) > 1e-3:
        if naive == 2:
            return "0.5 + 0.5 + 0.5 + 0.5 adds the masks up; each module multiplies."
        return "M·T: half is left after one module, a quarter after two; go on to four."
    if abs(residual - 1.5**4) > 0.01:
        if residual == 6:
            return "4 times 1.5 adds the factors up; each module multiplies what came."
        return "(1 + M)·T: with M = 0.5 the factor of one module is 1.5; take it four times."
    if abs(bound - 16) > 1e-6:
        if bound == 8:
            return "The bound of one module is 2, and four of them multiply: not 4 times 2."
        return "The bound: M stays below 1, so one module multiplies by less than 2."
    return None


def residual_products(signal, masks):
    """Mean absolute response after each (1 + M)·T (Eq. 3)."""
    responses = []
    for mask in masks:
        signal = (1 + mask) * signal  # 4 gate
        responses.append(mean_absolute_response(signal))
    return responses


def find_products_mistake(function: Any) -> str | None:
    generator = torch.Generator().manual_seed(5)
    signal = torch.randn(3, 5, generator=generator)
    masks = torch.rand(4, 3, 5, generator=generator)
    kept = signal.clone()
    found = function(signal, masks)
    if not torch.equal(signal, kept):
        return "It writes into the signal that it was given: the next caller has lost it."
    if isinstance(found, (int, float)) or numbers(found) is None:
        return "Wanted a list: one response after each mask, not the last alone."
    found = numbers(found)
    if len(found) != len(masks):
        return f"There are {len(masks)} masks, so {len(masks)} responses; {len(found)} came."

    def chain(step, measure=mean_absolute_response, compound=True):
        h, said = signal, []
        for mask in masks:
            new = step(h, mask)
            said.append(float(measure(new)))
            h = new if compound else h
        return said

    wrong = {
        "That is still M·T (Eq. 1).": chain(lambda h, m: m * h),
        "1 + M·T adds 1 to every response: the brackets are missing.": chain(
            lambda h, m: 1 + m * h
        ),
        "Each mask meets the first signal again: the product has to be handed on.": chain(
            lambda h, m: (1 + m) * h, compound=False
        ),
        "Without the absolute value, plus and minus cancel.": chain(
            lambda h, m: (1 + m) * h, lambda h: h.mean()
        ),
        "(1 − M)·T damps what the mask marks.": chain(lambda h, m: (1 - m) * h),
    }
    for message, values in wrong.items():
        if close(found, values):
            return message
    if not close(found, residual_products(signal, masks)):
        return "After one mask it must be the mean of |(1 + M)·T|, and so on from there."
    return None
