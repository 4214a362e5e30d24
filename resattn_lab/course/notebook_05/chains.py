"""Where a chain of products or levels went wrong: the mistakes behind the body exercises."""

from collections.abc import Callable

from resattn_lab.measures import mean_absolute_response

from ..compared import compared, drawn


def by_hand() -> tuple[float, float, float]:
    return (0.5**4, 1.5**4, 2.0**4)


def find_by_hand_mistake(found: tuple[float, ...]) -> str | None:
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


def products(step: Callable, measure: Callable = mean_absolute_response) -> Callable:
    """Responses of a chain; ``step`` gets the first signal, the one in progress, the mask."""

    def responses(signal, masks):
        h, found = signal, []
        for mask in masks:
            h = step(signal, h, mask)
            found.append(float(measure(h)))
        return found

    return responses


find_products_mistake = compared(
    residual_products,
    mistakes={
        "That is still M·T (Eq. 1).": products(lambda first, h, m: m * h),
        "1 + M·T adds 1 to every response: the brackets are missing.": (
            products(lambda first, h, m: 1 + m * h)
        ),
        "Each mask meets the first signal again: the product has to be handed on.": (
            products(lambda first, h, m: (1 + m) * first)
        ),
        "Without the absolute value, plus and minus cancel.": (
            products(lambda first, h, m: (1 + m) * h, lambda h: h.mean())
        ),
        "(1 − M)·T damps what the mask marks.": products(lambda first, h, m: (1 - m) * h),
    },
    tried_on=[(drawn(3, 5, seed=5), drawn(4, 3, 5, seed=6, low=0))],
    unlike=lambda came, wanted, signal, masks: (
        None
        if len(came) == len(masks)
        else f"There are {len(masks)} masks, so {len(masks)} responses; {len(came)} came."
    ),
    otherwise="After one mask it must be the mean of |(1 + M)·T|, and so on from there.",
)
