"""The exercises in the body of notebook 05."""

from ..exercise import Exercise
from ..reading import numbers
from .chains import (
    by_hand,
    find_by_hand_mistake,
    find_products_mistake,
    residual_products,
)
from .sizes import find_levels_mistake, find_relative_mistake, levels, relative

BODY = (
    Exercise(
        key="05.by_hand",
        find_mistake=find_by_hand_mistake,
        praise="The two are already 81 times apart: 1.5 over 0.5 is 3, once for each module.",
        hints=(
            "One module multiplies by M, or by 1 + M, or by less than 2. Four modules do it "
            "four times.",
            "What is 0.5 · 0.5? Twice more. Then the same with 1.5, and with the most that 1 "
            "+ M can be.",
            "0.5 · 0.5 · 0.5 · 0.5 is 0.5**4; the other two go the same way.",
        ),
        reference=by_hand,
        reads=numbers(
            "Wanted three numbers in a tuple: M·T, (1 + M)·T, and the bound of (1 + M)·T", 3
        ),
        calls_reference=True,
    ),
    Exercise(
        key="05.products",
        find_mistake=find_products_mistake,
        praise="One term, 1 +, decides whether the chain fades or grows.",
        hints=(
            "The loop is that of naive_products; only the line marked 4 gate differs.",
            "What is handed to the next round is the new signal, and its factor is never "
            "below 1.",
            "signal = (1 + mask) * signal, with the brackets.",
        ),
        reference=residual_products,
        reads=numbers("Wanted a list: one response after each mask, not the last alone"),
    ),
    Exercise(
        key="05.levels",
        find_mistake=find_levels_mistake,
        praise="With 0.5 it settles at 2: there, halving takes away as much as the units add. "
        "With 1.5 nothing settles.",
        hints=(
            "Keep one number, the response; each module makes factor · response + 1 of it.",
            "By hand for a factor of 0.5: 1 becomes 1.5, then 1.75. Which number do you "
            "append each time?",
            "Begin with response = 1.0; in the loop first weigh and add, then append.",
        ),
        reference=levels,
        reads=numbers("Wanted a list: the response after every module, not the last alone"),
    ),
    Exercise(
        key="05.relative",
        find_mistake=find_relative_mistake,
        praise="This is the quantity of Fig. 4. Multiply all stages by the same number, and it "
        "does not change; multiply one, and it does.",
        hints=(
            "Two steps: the mean of the absolute values of each output, then the division.",
            "The signs must go before the mean is taken; and the first output is divided as "
            "well, by itself.",
            "output.abs().mean() for each; divide all of them by the first of these.",
        ),
        reference=relative,
        reads=numbers("Wanted a list of numbers, one for each output"),
    ),
)
