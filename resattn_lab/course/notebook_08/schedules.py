"""Plans and schedules: two exercises of notebook 08, training."""

import math
from collections.abc import Callable

from ..compared import compared
from ..exercise import Exercise
from ..reading import number, numbers, same


def worked_out() -> tuple[int, int, float]:
    steps = -(-50_000 // 64)  # the last batch is smaller, and is a step, too
    return steps, round(160_000 / steps), 0.1 / 10  # one fall lies before step 70,000


def find_plan_mistake(answer: tuple[float, ...]) -> str | None:
    steps, epochs, rate = answer
    if steps == 781:
        return "781 batches are full; the 16 images that are left make a step, too."
    if steps != int(steps):
        return f"{steps:g} steps: there is no part of a step. What becomes of the last images?"
    if steps != 782:
        return f"{steps:g} steps of 64 are {steps * 64:g} images; an epoch has 50,000."
    if int(epochs) == 204 and epochs != int(epochs):
        return f"{epochs:g} epochs: the answer is asked for as a whole number, rounded."
    if epochs == 204:
        return "204 cuts off most of an epoch; rounded, it is one more."
    if epochs != 205:
        return f"{epochs:g} epochs of 782 steps are {epochs * 782:g} steps, not 160,000."
    if math.isclose(rate, 0.1):
        return "0.1 is the rate at the start: the first fall, at 64,000, is past."
    if math.isclose(rate, 0.001):
        return "0.001 comes after both falls; the second is at 96,000."
    if not math.isclose(rate, 0.01):
        return f"A fall divides 0.1 by ten; no number of falls makes {rate:g} at step 70,000."
    return None


def half_cosine(begin: float, end: float, share: float) -> float:
    """From ``begin`` to ``end``, level at both, as ``share`` goes from 0 to 1."""
    return end + (begin - end) / 2 * (1 + math.cos(math.pi * share))


def one_cycle(step, steps=600, top=0.01, peak=90):
    if step <= peak:
        return half_cosine(top / 25, top, step / peak)
    return half_cosine(top, top / 250_000, (step - peak) / (steps - peak))


def falls(way_down: Callable) -> Callable:
    """The schedule with another way down, of step, steps, top and peak."""

    def rate(step, steps, top, peak):
        if step <= peak:
            return one_cycle(step, steps, top, peak)
        return way_down(step, steps, top, peak)

    return rate


def _end(top: float) -> float:
    return top / 250_000


def at_every_tenth(schedule: Callable) -> Callable:
    """The rates of a run, as shares of the top."""
    return lambda steps, top, peak: [
        schedule(step, steps, top, peak) / top for step in range(0, steps + 1, 10)
    ]


def _way_up(came: list, wanted: list, steps: int, top: float, peak: int) -> str | None:
    if not all(same(came[step // 10], wanted[step // 10], **NEAR) for step in (0, peak)):
        return "The way up was right; it has changed. Only the last line is yours."
    return None


def _halfway(came: list, wanted: list, steps: int, top: float, peak: int) -> str:
    middle = (steps + peak) // 20 * 10
    return (
        f"At step {middle} of {steps}, halfway down, the rate is about half the top; yours is "
        f"{came[middle // 10] * top:.3g} for a top of {top:g}."
    )


NEAR = {"rtol": 0, "atol": 0.002}
WAYS_DOWN = {
    "It never falls: after the peak the rate stays at the top.": lambda s, n, t, p: t,
    "It begins the way down at the bottom: begin and end are swapped.": (
        lambda s, n, t, p: half_cosine(_end(t), t, (s - p) / (n - p))
    ),
    "Its share counts from step 0: the rate jumps at the peak.": (
        lambda s, n, t, p: half_cosine(t, _end(t), s / n)
    ),
    "Its share is measured by all steps: the run is over before the rate is down.": (
        lambda s, n, t, p: half_cosine(t, _end(t), (s - p) / n)
    ),
    "It ends at top / 25, where the way up began; wanted is top / 250,000.": (
        lambda s, n, t, p: half_cosine(t, t / 25, (s - p) / (n - p))
    ),
    "That is a straight line; the way down is half a cosine, too.": (
        lambda s, n, t, p: t + (_end(t) - t) * (s - p) / (n - p)
    ),
}
_find_cycle_mistake = compared(
    at_every_tenth(one_cycle),
    mistakes={
        sentence: at_every_tenth(falls(way_down)) for sentence, way_down in WAYS_DOWN.items()
    },
    tried_on=[(600, 0.01, 90), (1000, 0.3, 250)],
    unlike=_way_up,
    otherwise=_halfway,
    **NEAR,
)


def find_cycle_mistake(function: Callable) -> str | None:
    return _find_cycle_mistake(at_every_tenth(function))


SCHEDULES = (
    Exercise(
        key="08.plan",
        find_mistake=find_plan_mistake,
        praise="The whole plan is counted in steps: with another batch size or other data the "
        "same steps are other epochs.",
        hints=(
            "How many batches of 64 does it take until no image is left, the last one smaller?",
            "16 images are left after 781 batches: are they a step? Then divide; then ask "
            "whether 70,000 is past 64,000 and 96,000.",
            "Round 50,000 / 64 up; divide 160,000 by that and round; then count the falls "
            "before step 70,000.",
        ),
        reference=worked_out,
        reads=numbers("Three numbers are wanted, as a tuple: (steps, epochs, rate)", 3),
        calls_reference=True,
    ),
    Exercise(
        key="08.one_cycle",
        find_mistake=find_cycle_mistake,
        praise="Most of the run goes downhill: large steps to explore, small ones to settle.",
        hints=(
            "half_cosine again: from where, to where, and which share of the way down is done?",
            "At the step of the peak the share is 0, and at the last step it is 1. What is it"
            " in between?",
            "The way down begins at step peak and is steps - peak long.",
        ),
        reference=one_cycle,
        reads=number("One number is wanted, the learning rate"),
    ),
)
