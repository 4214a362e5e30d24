"""Exercises of notebook 16 that ask for judgement: who notices, and what a record supports."""

from ..exercise import Exercise, wrong_letters
from ..reading import two_letters


def cannot_tell():
    return "BD"


NOTICE = {
    "A": "A: the mask's poolings and 3×3 convolutions read neighbours, and after the shuffle "
    "every location has other neighbours.",
    "C": "C: its channels' weights stay the same, but its locations are scored by a 7×7 "
    "convolution, which reads neighbours.",
    "E": "E: positions are added before queries and keys are made, so a state that comes to "
    "another location asks something else there.",
}


def supported():
    return "AD"


NOT_SUPPORTED = {
    "B": "B: look at the two triangles of self-attention, on the right: they nearly touch.",
    "C": "C: compare seed by seed with the row of the trunk alone. Every kind has a seed in "
    "which it is behind.",
    "E": "E: look at the hollow symbols on the right, and at the line for chance.",
}


JUDGED = (
    Exercise(
        key="16.shuffle",
        find_mistake=wrong_letters(NOTICE),
        praise="A mean over all locations stays the same when they change places, and so does "
        "a product of two states, wherever they stand.",
        hints=(
            "For each block, ask: does a location's weight depend on what stands beside it, or "
            "on its row and column?",
            "Convolutions and poolings read neighbours. A mean over all locations does not, "
            "nor does a product of two states.",
            "SE has only a mean over all locations. Who else has neither a neighbour nor a "
            "position in its formula?",
        ),
        reference=cannot_tell,
        reads=two_letters,
    ),
    Exercise(
        key="16.claims",
        find_mistake=wrong_letters(NOT_SUPPORTED),
        praise="Both hold for each of the three seeds. That is little, but B, C and E fail "
        "even that, and sound just as likely.",
        hints=(
            "A statement about every seed falls with one seed. Which symbols does each of the "
            "five speak of?",
            "For A, B and E look at the right picture, at full and hollow symbols and at the "
            "two lines. For C and D compare circles with circles, squares with squares, "
            "triangles with triangles on the left.",
            "B falls with a triangle, E with most of the hollow symbols. Now compare each kind "
            "with the trunk alone, seed by seed.",
        ),
        reference=supported,
        reads=two_letters,
    ),
)
