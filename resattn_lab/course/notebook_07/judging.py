"""The exercises of notebook 07, data, on judgement: how sure, how wrong, what leaks."""

from ..compared import named
from ..exercise import Exercise, wrong_letters
from ..reading import number, same, two_letters


def enough() -> float:
    share, wanted = 0.9, 0.01
    return share * (1 - share) / wanted**2


NUMBERS_OF_IMAGES = {
    "That is for a network that is right in half of the images; p is 0.9 here.": 2500,
    "The root is over n as well: its square is what you divide by.": 30,
    "The standard error is 1 point, that is 0.01, and it is squared.": 9,
    "The standard error is 0.01, and it is squared.": 90,
    "That gives 0.1 points: 1 point is 0.01.": 90_000,
    "That makes two standard errors one point; one is asked for.": 3600,
}


def find_enough_mistake(answer: float) -> str | None:
    if same(answer, enough(), rtol=0.01):
        return None
    if said := named(answer, NUMBERS_OF_IMAGES, rtol=0, atol=0.5):
        return said
    if answer <= 0:
        return "A number of images is above 0."
    error = 100 * (0.09 / answer) ** 0.5
    return f"With so many images the standard error is {error:,.2f} points, not 1."


# Accuracies of ResNet-164 and Attention-92: 100 % less the errors of Tables 5 and 6.
ON_CIFAR = {"no noise:": (0.9454, 0.9501), "70 % noise:": (0.8279, 0.8425)}


def apart(images: int, first: float, second: float) -> float:
    """The standard error of a difference of scores on separate images, so many for each."""
    return (first * (1 - first) / images + second * (1 - second) / images) ** 0.5


def sure_differences() -> str:
    return "BD"  # 1.46 points against 0.52, and 9 points against 3.3


NOT_SURE = {
    "A": "A: each score has a standard error of 5 points, so their difference has 7, and 9 "
    "points are less than twice that.",
    "C": "C: the standard errors are 0.23 and 0.22 points, so that of the difference is 0.31, "
    "and 0.47 points are less than twice that.",
    "E": "E: on 52 of 400 images one network alone is right: √52 / 400 is 1.8 points, as large "
    "as the difference.",
}


def steps_that_leak() -> str:
    return "AC"


NO_LEAK = {
    "B": "B: the order of the training images says nothing about the others.",
    "D": "D: here the training images say something about validation, as the whole network "
    "does. A leak goes the other way.",
    "E": "E: nothing is learned or chosen from that curve. Taking the best epoch from it would "
    "leak.",
}


ENOUGH = Exercise(
    key="07.enough",
    find_mistake=find_enough_mistake,
    praise="And half of a point would take four times as many: the error goes with the root.",
    hints=(
        "Which of the three letters of the formula are given, and which is asked for?",
        "p = 0.9 and SE = 0.01, as 1 point is one in a hundred: only n is unknown.",
        "Square both sides of SE = √(p(1 − p)/n), and solve for n.",
    ),
    reference=enough,
    reads=number("The answer is one number of images"),
)

COMPARISON = Exercise(
    key="07.comparison",
    find_mistake=wrong_letters(NOT_SURE),
    praise="So the paper's lead with 70 % wrong labels is more than chance of the images; that "
    "with right ones may be chance. (The true errors are smaller, as both saw the same images: "
    "B stays, C is open. Neither says anything of seeds.) A and D report the same two scores; "
    "in D both saw the same images, and disagree on few.",
    hints=(
        "Which reports are on separate images, and which on the same? They have different "
        "formulas.",
        "Separate: the root of the sum of both squared standard errors. The same images: the "
        "root of the number on which one network alone is right, over n. Then compare twice "
        "that with the difference.",
        "The standard errors of the differences are about 7, 0.52, 0.31, 3.3 and 1.8 points.",
    ),
    reference=sure_differences,
    reads=two_letters,
)

LEAK = Exercise(
    key="07.leak",
    find_mistake=wrong_letters(NO_LEAK),
    praise="The first is small and shrinks with the number of images; the second is large and "
    "stays, however many there are.",
    hints=(
        "In which steps does something about the validation images reach the network or a "
        "choice that is made for it?",
        "Ask of each step: would the trained network be another one if the validation images "
        "were different?",
        "Shuffling, centring by the training part and looking without choosing change nothing "
        "in the network that is reported.",
    ),
    reference=steps_that_leak,
    reads=two_letters,
)


def wrong_share() -> float:
    return 0.5 * 9 / 10  # one draw in ten gives the true class back


SHARES = {
    "So many labels are drawn anew; but a draw from all ten can hit the true one.": 0.5,
    "That is the share of labels that stay right.": 0.55,
    "That is the share of labels that are drawn anew and come out right.": 0.05,
    "That is what Eq. 7 gives to each single wrong class.": 0.5 / 9,
    "Nine draws in ten are wrong, but only half of the labels are drawn anew.": 0.9,
}


def find_share_mistake(answer: float) -> str | None:
    if answer > 1:
        return "As a share of 1, please, not in percent."
    if same(answer, wrong_share()):
        return None
    return named(answer, SHARES, rtol=0, atol=1e-3) or (
        "Half are drawn anew; of these, count the classes that are not the true one."
    )


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
)
