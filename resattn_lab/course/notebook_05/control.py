"""The exercise of notebook 05 on choosing the runs that decide a question."""

from ..exercise import Exercise
from ..reading import two_letters


def runs_to_compare() -> str:
    return "BC"  # both halve what arrives; only B has a pattern


MISTAKES = {
    "AB": "A and B have the same masks. They differ in the 1, so in the pattern and in the "
    "amount: A's stream grows, B's does not.",
    "CD": "That changes the amount, and neither has a pattern.",
    "BD": "B and D differ in two things: D has no pattern, and it does not halve.",
    "AD": "A's stream grows from module to module, D's hardly does: the amount differs, too.",
    "AC": "A's stream grows, C's is halved: the amount differs as well as the pattern.",
    "DE": "Neither has a mask at all: the shortcuts are what differs.",
}


def find_control_mistake(chosen: frozenset[str]) -> str | None:
    if chosen == {"B", "C"}:
        return None
    pair = "".join(sorted(chosen))
    return MISTAKES.get(pair, "E has no shortcuts, and all the others have: too much differs.")


CONTROL = Exercise(
    key="05.control",
    find_mistake=find_control_mistake,
    praise="Both halve what arrives in every module, and only B treats values differently. Now "
    "choose where to read them: after how many modules could the two still differ?",
    hints=(
        "Which of the runs have a pattern at all?",
        "Start from the run that the claim is about. Which other run multiplies by the same "
        "amount, on average, and looks at nothing?",
        "One of the two is B. The other has a constant for a mask.",
    ),
    reference=runs_to_compare,
    reads=two_letters,
)
