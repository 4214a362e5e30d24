"""The exercises of notebook 05, its three graded changes excepted."""

from ..exercise import Exercise
from ..reading import number, numbers
from .chains import by_hand, find_by_hand_mistake
from .sizes import find_relative_mistake, find_settles_mistake, relative, settles

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
    ),
    Exercise(
        key="05.settles",
        find_mistake=find_settles_mistake,
        praise="There a module takes away as much as it adds: with 0.5 at 2, with 0.9 only at "
        "10. With 1.5 it takes nothing away, and nothing settles.",
        hints=(
            "What does a module with a factor of 0.5 make of a response of 8, and of one of 1? "
            "Which of them rises, and which falls?",
            "Where it settles, a module gives back the very response that it was given. Write "
            "that down as an equation.",
            "The equation is r = factor · r + 1. Bring both r to one side.",
        ),
        reference=settles,
        reads=number("Wanted one number, the response that stays"),
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
