"""The exercise of notebook 11 on donors that need the answer."""

from ..exercise import Exercise
from ..reading import two_letters


def donors_that_need_the_class() -> str:
    return "BE"  # B reads the label; E tries until the answer is the right one, and so reads it


HARMLESS = {
    "A": "A takes whatever comes: it asks about no class at all.",
    "C": "C asks the network what it says, right or wrong, and not the label.",
    "D": "D is one mask for every photograph: it was made before this one came.",
}


def find_oracle_mistake(chosen: frozenset[str]) -> str | None:
    wrong = sorted(chosen - frozenset(donors_that_need_the_class()))
    if len(wrong) == 2:
        return "Both can be carried out without knowing what the photograph shows."
    return HARMLESS[wrong[0]] if wrong else None


ORACLE = Exercise(
    key="11.oracle",
    find_mistake=find_oracle_mistake,
    praise="B reads the label, and E reads it in disguise: it keeps the mask with which the "
    "answer comes out right.",
    hints=(
        "Imagine a photograph that nobody has named yet. Which rules can you still carry out?",
        "Go through the five and ask of each: at which moment does it need to know what the "
        "photograph really shows?",
        "One of the two names the label openly. The other needs it to tell when an answer is "
        "right.",
    ),
    reference=donors_that_need_the_class,
    reads=two_letters,
)
