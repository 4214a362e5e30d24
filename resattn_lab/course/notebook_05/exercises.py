"""The exercises of notebook 05, its three graded changes excepted."""

from ..exercise import Exercise
from ..reading import numbers
from .chains import by_hand, find_by_hand_mistake
from .sizes import find_levels_mistake, find_relative_mistake, levels, relative

BODY = (
    Exercise(
        key="05.by_hand",
        find_mistake=find_by_hand_mistake,
        praise="The two are already 81 times apart: 1.5 over 0.5 is 3, once for each module.",
        hints=(
            "By what does one module multiply, in each of the three cases?",
            "Do factors of modules in a row add up, or do they multiply? And how large can M "
            "be, at most?",
            "After two modules: 0.25, 2.25, and less than 4. Two more do the same again.",
        ),
        reference=by_hand,
        reads=numbers(
            "Wanted three numbers in a tuple: M·T, (1 + M)·T, and the bound of (1 + M)·T", 3
        ),
        calls_reference=True,
    ),
    Exercise(
        key="05.levels",
        find_mistake=find_levels_mistake,
        praise="With 0.5 it settles at 2: there, halving takes away as much as is added. With "
        "1.5 nothing settles, and what is added soon makes no difference.",
        hints=(
            "What does one module make of a response of 3, with a factor of 0.5?",
            "Keep one number, the response. Each round of a loop makes the next one of it, "
            "and the list gets every one but the 1 that comes in.",
            "With a factor of 0.5 the list begins 1.5, 1.75. Inside the loop: first weigh and "
            "add, then append.",
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
            "What is the mean absolute response of one output? And which of them is the "
            "measure of the others?",
            "Two steps: one number for each output, and then a division. The signs must go "
            "before the mean is taken.",
            "Keep the first of the numbers, and divide all of them by it, itself included. "
            "tensor.item() makes a plain number.",
        ),
        reference=relative,
        reads=numbers("Wanted a list of numbers, one for each output"),
    ),
)
