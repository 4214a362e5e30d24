"""Four products by hand, and what goes wrong with them."""


def by_hand() -> tuple[float, float, float]:
    return (0.5**4, 1.5**4, 2.0**4)


def find_by_hand_mistake(found: tuple[float, ...]) -> str | None:
    naive, residual, bound = found
    if naive > residual:
        return "The order is M·T first: the smaller one."
    if abs(naive - 0.5**4) > 0.003:  # 0.06 is the right one, rounded
        if naive == 2:
            return "0.5 + 0.5 + 0.5 + 0.5 adds the masks up; each module multiplies."
        return "M·T: half is left after one module, a quarter after two; go on to four."
    if abs(residual - 1.5**4) > 0.07:  # so are 5 and 5.1
        if residual == 6:
            return "4 times 1.5 adds the factors up; each module multiplies what came."
        return "(1 + M)·T: with M = 0.5 the factor of one module is 1.5; take it four times."
    if abs(bound - 16) > 1e-6:
        if bound == 8:
            return "The bound of one module is 2, and four of them multiply: not 4 times 2."
        return "The bound: M stays below 1, so one module multiplies by less than 2."
    return None
