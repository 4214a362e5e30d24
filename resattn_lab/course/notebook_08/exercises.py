"""The exercises in the body of notebook 08, training."""

from ..compared import compared, mistake_in
from ..exercise import Exercise, wrong_letters
from ..reading import number, numbers, same, two_letters


def bowl_rates() -> tuple[float, float]:
    curvature = 50  # one step multiplies w by 1 - rate · curvature
    return 1 / curvature, 2 / curvature


ONCE = 1 / 50  # arrives in one step; twice that is the limit
OF_ONE_STEP = {
    50: "A step takes η·h·w away from w: what must η·h be, so that nothing is left?",
    1 / 50**2: "A step takes η·h·w away from w: what must η·h be, so that nothing is left?",
    0.01: "The slope of ½·h·w² is h·w: the 2 of the square and the ½ cancel.",
}


def find_bowl_mistake(answer: tuple[float, float]) -> str | None:
    once, limit = answer
    if same(answer, (2 * ONCE, ONCE)):
        return "The two are swapped: the rate that arrives in one step comes first."
    if not same(once, ONCE):
        other = f"With a rate of {once:g}, one step takes w = 1 to {1 - once / ONCE:.4g}."
        return next((said for rate, said in OF_ONE_STEP.items() if same(once, rate)), other)
    if same(limit, once):
        return (
            "Just beyond that rate a step crosses the bottom, but it ends closer than it began."
        )
    if same(limit, 2 * ONCE):
        return None
    left = 1 - limit / ONCE  # of w, after a step
    return (
        f"With a rate of {limit:g}, steps take w = 1 to {left:.4g}, then {left**2:.4g}. "
        "At the limit the distance stays the same."
    )


def first_steps() -> tuple[float, float, float, float]:
    small, large, rate = 0.001, 10, 0.01
    sgd = (rate * small, rate * large)
    adamw = (rate * small / (small**2) ** 0.5, rate * large / (large**2) ** 0.5)
    return *sgd, *adamw


OF_ADAMW = {
    "AdamW divides by √s, and s is g² here: the two steps are no longer SGD's.": (1e-5, 0.1),
    "m/√s is 1 for both weights; the step is η times that.": (1, 1),
    "That divides by s = g²; AdamW divides by its root.": (10, 0.001),
}


def find_first_step_mistake(answer: tuple[float, ...]) -> str | None:
    exact = {"rtol": 1e-3, "atol": 0}
    came, right = tuple(map(abs, answer)), first_steps()
    if not same(came[:2], right[:2], **exact):
        if same(came[:2], (0.001, 10)):
            return "Those are the gradients; SGD's step is the rate times the gradient."
        return "SGD's step is η·g, the rate times the gradient. Look at the first two sizes."
    other = "In the first step m is g and √s is |g|. What is left of m/√s?"
    return mistake_in(came[2:], right[2:], OF_ADAMW, other, **exact)


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


def report(validation, test):
    best = max(range(len(validation)), key=lambda epoch: validation[epoch])
    return test[best]


def best(values: list[float]) -> int:
    return max(range(len(values)), key=lambda epoch: values[epoch])


find_report_mistake = compared(
    report,
    mistakes={
        "That is the best test accuracy: the epoch was chosen on the test set.": (
            lambda validation, test: max(test)
        ),
        "That is the last epoch; it did not validate best.": lambda validation, test: test[-1],
        "Two epochs validate equally well; take the earlier one.": (
            lambda validation, test: test[len(test) - 1 - best(validation[::-1])]
        ),
        "That is the best validation accuracy; reported is the test accuracy there.": (
            lambda validation, test: max(validation)
        ),
        "That is an epoch's number; wanted is its test accuracy.": (
            lambda validation, test: best(validation)
        ),
        "That is the mean over the epochs: most of them were not chosen.": (
            lambda validation, test: sum(test) / len(test)
        ),
    },
    tried_on=[
        ([0.31, 0.52, 0.64, 0.71, 0.69, 0.71, 0.66], [0.3, 0.55, 0.61, 0.67, 0.74, 0.72, 0.7]),
        ([0.2, 0.1], [0.3, 0.9]),
    ],
    otherwise="Find the epoch with the highest validation accuracy, then look up its test one.",
)


BOWL = Exercise(
    key="08.bowl",
    find_mistake=find_bowl_mistake,
    praise="A step multiplies the distance from the bottom by 1 − ηh: by 0 at η = 1/h, and by "
    "−1 at η = 2/h. Beyond 2/h every step leads further away.",
    hints=(
        "Where is w after one step, if it was 1 before?",
        "w − η·h·w = (1 − ηh)·w: every step multiplies w by the same number. Which number "
        "brings it to the bottom, and which one leaves its size as it is?",
        "1 − 50·η = 0 for the first; 1 − 50·η = −1 for the second.",
    ),
    reference=bowl_rates,
    reads=numbers("Two learning rates are wanted, as a tuple: (one step, limit)", 2),
)

FIRST_STEP = Exercise(
    key="08.first_step",
    find_mistake=find_first_step_mistake,
    praise="SGD moves one weight ten thousand times as far as the other, AdamW both by 0.01. "
    "This is why a rate that suits the one is wrong for the other.",
    hints=(
        "What are m and s in the very first step, for each of the two weights?",
        "m is the gradient, s its square. Put them into η·m/√s, with its size only.",
        "g/√(g²) is 1 for every positive g, however small or large.",
    ),
    reference=first_steps,
    reads=numbers("Four sizes are wanted: SGD small, SGD large, AdamW small, AdamW large", 4),
)


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


REPORT = Exercise(
    key="08.report",
    find_mistake=find_report_mistake,
    praise="The validation images choose, the test images are asked once: what they say is "
    "then no one's wish.",
    hints=(
        "Which of the two lists may have a say in the choice of the epoch?",
        "Two steps: which epoch, by validation alone; then its entry in test. Of two epochs "
        "that validate equally well the first counts.",
        "max(range(len(validation)), key=...) gives the first epoch that is best.",
    ),
    reference=report,
    reads=number("One number is wanted: a test accuracy"),
)
