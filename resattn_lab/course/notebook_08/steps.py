"""How far a step goes: two exercises of notebook 08, training, that are worked out by hand."""

from ..exercise import Exercise
from ..reading import numbers

CURVATURE = 50
SMALL, LARGE, RATE = 0.001, 10.0, 0.01  # two gradients, and the learning rate


def bowl_rates() -> tuple[float, float]:
    curvature = 50  # one step multiplies w by 1 - rate · curvature
    return 1 / curvature, 2 / curvature


def find_bowl_mistake(answer: tuple[float, float]) -> str | None:
    def close(a: float, b: float) -> bool:
        return abs(a - b) < 1e-6

    once, limit = answer
    if close(once, 0.04) and close(limit, 0.02):
        return "The two are swapped: the rate that arrives in one step comes first."
    if close(once, CURVATURE) or close(once, 1 / CURVATURE**2):
        return "A step takes η·h·w away from w: what must η·h be, so that nothing is left?"
    if close(once, 0.01):
        return "The slope of ½·h·w² is h·w: the 2 of the square and the ½ cancel."
    if not close(once, 1 / CURVATURE):
        return f"With a rate of {once:g}, one step takes w = 1 to {1 - CURVATURE * once:.4g}."
    if close(limit, once):
        return (
            "Just beyond that rate a step crosses the bottom, but it ends closer than it began."
        )
    if not close(limit, 2 / CURVATURE):
        return (
            f"With a rate of {limit:g}, steps take w = 1 to {1 - CURVATURE * limit:.4g}, then "
            f"{(1 - CURVATURE * limit) ** 2:.4g}. At the limit the distance stays the same."
        )
    return None


def first_steps() -> tuple[float, float, float, float]:
    small, large, rate = 0.001, 10, 0.01
    sgd = (rate * small, rate * large)
    adamw = (rate * small / (small**2) ** 0.5, rate * large / (large**2) ** 0.5)
    return *sgd, *adamw


def find_first_step_mistake(answer: tuple[float, ...]) -> str | None:
    def close(a: float, b: float) -> bool:
        return abs(a - b) <= 1e-3 * abs(b)

    *sgd, small, large = map(abs, answer)
    if not all(close(a, RATE * g) for a, g in zip(sgd, (SMALL, LARGE), strict=True)):
        if close(sgd[0], SMALL) or close(sgd[1], LARGE):
            return "Those are the gradients; SGD's step is the rate times the gradient."
        return "SGD's step is η·g, the rate times the gradient. Look at the first two sizes."
    if close(small, sgd[0]) and close(large, sgd[1]):
        return "AdamW divides by √s, and s is g² here: the two steps are no longer SGD's."
    if close(small, 1) and close(large, 1):
        return "m/√s is 1 for both weights; the step is η times that."
    if close(small, RATE / SMALL) and close(large, RATE / LARGE):
        return "That divides by s = g²; AdamW divides by its root."
    if not (close(small, RATE) and close(large, RATE)):
        return "In the first step m is g and √s is |g|. What is left of m/√s?"
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
    calls_reference=True,
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
    calls_reference=True,
)
