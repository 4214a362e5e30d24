"""The exercise of notebook 07, data, on a noise that is not Eq. 7."""

from ..exercise import Exercise
from ..reading import number


def wrong_share() -> float:
    return 0.5 * 9 / 10  # one draw in ten gives the true class back


def find_share_mistake(answer: float) -> str | None:
    if answer > 1:
        return "As a share of 1, please, not in percent."
    wrong = {
        0.5: "So many labels are drawn anew; but a draw from all ten can hit the true one.",
        0.55: "That is the share of labels that stay right.",
        0.05: "That is the share of labels that are drawn anew and come out right.",
        0.5 / 9: "That is what Eq. 7 gives to each single wrong class.",
        0.9: "Nine draws in ten are wrong, but only half of the labels are drawn anew.",
    }
    for value, message in wrong.items():
        if abs(answer - value) < 1e-3:
            return message
    if abs(answer - 0.45) > 1e-6:
        return "Half are drawn anew; of these, count the classes that are not the true one."
    return None


WRONG_SHARE = Exercise(
    key="07.wrong_share",
    find_mistake=find_share_mistake,
    praise="Such a program reports more noise than it makes. Under Eq. 7 every label that is "
    "not kept is wrong.",
    hints=(
        "Is a label that is drawn anew always wrong?",
        "Take the share of labels that are drawn anew, and of those the share whose draw is "
        "another class than the true one.",
        "Half of the labels, times the share of the ten classes that are wrong.",
    ),
    reference=wrong_share,
    reads=number("The share is one number"),
    calls_reference=True,
)
