"""Exercises of notebook 16 that ask for judgement: who notices, and what a record supports."""

from ..exercise import Exercise
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


def find_shuffle_mistake(chosen: frozenset[str]) -> str | None:
    return next((words for letter, words in NOTICE.items() if letter in chosen), None)


def supported():
    return "AE"


NOT_SUPPORTED = {
    "B": "B: look at the seeds one by one. In at least one of them the untrained network's "
    "dot lies to the right of its trained twin's.",
    "C": "C: follow one seed down the rows. The seeds of one kind lie further apart than the "
    "kinds do.",
    "D": "D: the picture before this one shows CBAM's accuracy with its locations all alike.",
}


def find_claims_mistake(chosen: frozenset[str]) -> str | None:
    return next((words for letter, words in NOT_SUPPORTED.items() if letter in chosen), None)


JUDGED = (
    Exercise(
        key="16.shuffle",
        find_mistake=find_shuffle_mistake,
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
        calls_reference=True,
    ),
    Exercise(
        key="16.claims",
        find_mistake=find_claims_mistake,
        praise="Both hold for every seed, against the untrained twin and the centre. The other "
        "three sound just as likely.",
        hints=(
            "Which of the five are about all seeds, and which about a mean? Look at single "
            "symbols.",
            "For A, B and E compare each full symbol with the hollow one it is joined to. For "
            "C compare kinds within one seed. For D go back one picture.",
            "One of A, B and E falls because of one seed. C falls because the same seed is "
            "best in every row.",
        ),
        reference=supported,
        reads=two_letters,
        calls_reference=True,
    ),
)
