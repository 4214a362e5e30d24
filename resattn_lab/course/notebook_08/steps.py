"""How far a step goes: two exercises of notebook 08, training, that are worked out by hand."""

from ..compared import named
from ..exercise import Exercise
from ..reading import numbers, same


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
    if not same(came[2:], right[2:], **exact):
        return named(came[2:], OF_ADAMW, **exact) or (
            "In the first step m is g and √s is |g|. What is left of m/√s?"
        )
    return None


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
