"""The exercise of notebook 08, training, on what the curves of three trainings allow to say."""

from ..exercise import Exercise, wrong_letters
from ..reading import two_letters


def supported() -> str:
    return "BD"


NOT_SUPPORTED = {
    "A": "A: look at the picture of stage 1 after step 300. Two of the three networks gain a "
    "lot.",
    "C": "C: one curve rises before another. That alone does not make it the cause; one would "
    "have to interfere with the masks and look what becomes of the names.",
    "E": "E: three of three is little. A coin, too, shows heads three times in a row once in "
    "eight tries.",
}


ORDER = Exercise(
    key="08.order",
    find_mistake=wrong_letters(NOT_SUPPORTED),
    praise="Both can be read off the picture, for every network, beside a map that knows "
    "nothing. The others are stories that it does not rule out, or does.",
    hints=(
        "For each statement: is it about what was seen in these three networks, or about more?",
        "A, B and D are about the picture: compare the three lines with each other and with "
        "the dashed one. C and E say more than any picture of three trainings can.",
        "Where do the three lines of stage 1 go after step 300? Then two statements are left.",
    ),
    reference=supported,
    reads=two_letters,
)
