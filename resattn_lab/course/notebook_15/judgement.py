"""The exercises of notebook 15 on paper: which baselines are allowed, and what a draw adds."""

from ..compared import mistake_in
from ..exercise import Exercise
from ..reading import letters, number


def baselines() -> str:
    return "abd"


NOT_ALLOWED = {
    "C": "c depends on the draw: with it L − b is 0 whatever is drawn, and nothing is learned.",
    "E": "e depends on the draw: it halves every estimate, and with them their mean.",
}
ALLOWED = {
    "A": "a is missing: a constant is the same whatever is drawn, even a bad one.",
    "B": "b is missing: what is drawn in other scenes has no part in this scene's draw.",
    "D": "d is missing: a mean over all locations is the same whichever is drawn. It costs as "
    "much as the exact gradient, but it is allowed.",
}


def find_baselines_mistake(chosen: frozenset[str]) -> str | None:
    """The first baseline that may not be used, or else the first that may."""
    wrong = [said for letter, said in NOT_ALLOWED.items() if letter in chosen]
    missing = [said for letter, said in ALLOWED.items() if letter not in chosen]
    return next(iter(wrong + missing), None)


def gap():
    """J = ¼·4² = 4; the average is 1, and its loss 1."""
    return 3


GAPS = {
    "That is J, the expected loss of a draw. How large is the loss of the average?": 4,
    "That is the loss of the average, 1. How much larger is J?": 1,
    "They would be alike for a loss that is linear. This one is squared: an average of squares "
    "is not the square of an average.": 0,
    "The size is right, the sign is not: a draw has the larger loss.": -3,
    "Both weights count: the squared distances to the average are 1 and 9.": 12,
    "The two squared distances, 1 and 9, are weighed by 3/4 and 1/4.": 10,
    "That is the loss at the second location. How often is it drawn?": 16,
    "That adds the two losses. The one is a part of the other: how much is left?": 5,
}


def find_gap_mistake(answer: float) -> str | None:
    other = (
        "Not that number. Work out two: the mean of the two losses, and the loss of the mean."
    )
    return mistake_in(answer, gap(), GAPS, other)


ON_PAPER = (
    Exercise(
        key="15.baselines",
        find_mistake=find_baselines_mistake,
        praise="Anything may be taken off that does not know what was drawn in this scene.",
        hints=(
            "Imagine another location had been drawn in this scene. Which of the five would "
            "then be another number?",
            "What changes with the draw may not be used, however good it looks.",
            "The loss of the drawn location changes with the draw, and so does any part of it.",
        ),
        reference=baselines,
        reads=letters('Letters from a to e in one word, such as "ce"'),
    ),
    Exercise(
        key="15.gap",
        find_mistake=find_gap_mistake,
        praise="And 3 is just the spread of the two states about their average: "
        "3/4 · 1² + 1/4 · 3².",
        hints=(
            "Two numbers: what a draw costs on average, and what the average costs.",
            "A draw costs 0² or 4². The average of the two states is 3/4 · 0 + 1/4 · 4.",
            "The first is 1/4 · 16, the second 1². Take the difference.",
        ),
        reference=gap,
        reads=number("The difference is one number"),
    ),
)
