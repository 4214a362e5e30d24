"""The exercises in the body of notebook 03, the soft mask branch."""

from ..compared import compared
from ..exercise import Exercise
from ..reading import numbers, tensor
from .steps import find_down_mistake, find_rise_mistake, go_down, rise

STARTS = (45, (23, 12, 6))  # the side of a map, and what three poolings leave of it


def sides() -> tuple[int, int, int]:
    return 23, 12, 6


def find_sides_mistake(answer: tuple) -> str | None:
    start, right = STARTS
    if len(answer) == 4 and answer[0] == start:
        return f"{start} is what goes in. Give the three sides that come out, one a pooling."
    if len(answer) == 6:
        return "One number a pooling is enough: the map is square."
    if len(answer) != 3:
        return f"There are three poolings, so three sides; {len(answer)} came."
    mistakes = {
        (22, 11, 5): "Those are rounded down. With padding 1, a pooling has an output at every "
        "second position from the first on, and that includes the last of an odd side.",
        (23, 23, 23): "Each of these pools the map that goes in. Each level must pool what the "
        "level above put out: this is a fault that public code has.",
        (23, 11, 6): "Nearly: 23 is odd too, and position 22 counts.",
        (15, 5, 2): "Those are thirds. The kernel is 3 wide, but the stride is 2.",
        (43, 41, 39): "Those shrink by the kernel, as without padding and stride.",
        (22.5, 11.25, 5.625): "There is no half position: an odd side is rounded up.",
        (6, 12, 23): "That is the way up. Begin with the first pooling.",
    }
    if answer in mistakes:
        return mistakes[answer]
    if answer != right:
        return "Halve, and round up; then the same with what came out. Twice more."
    return None


def before_pool(first, last):
    return 2 * first - 1, 2 * last + 1


find_walk_mistake = compared(
    before_pool,
    mistakes={
        "The kernel is missing: each output reads one position to either side, too.": (
            lambda a, b: (2 * a, 2 * b)
        ),
        "The stride is missing: output 3 is centred on input 6.": lambda a, b: (a - 1, b + 1),
        "The padding is missing: with it, output 0 is centred on input 0.": (
            lambda a, b: (2 * a, 2 * b + 2)
        ),
        "That widens at the low resolution. The reach of 1 counts at the high one: first "
        "double, then widen.": lambda a, b: (2 * a - 2, 2 * b + 2),
        "That walks forwards. We know the output and look for the input, so it doubles.": (
            lambda a, b: (a // 2, b // 2)
        ),
        "Both ends moved the same way: the first goes down by 1, the last goes up.": (
            lambda a, b: (2 * a - 1, 2 * b - 1)
        ),
        "That is the reach of a 5×5 kernel; this one is 3 wide.": (
            lambda a, b: (2 * a - 2, 2 * b + 3)
        ),
    },
    tried_on=[(3, 3), (7, 8), (10, 15)],
    otherwise=lambda came, right, first, last: (
        f"Outputs {first} to {last} read inputs {right[0]} to {right[1]}."
    ),
)


BODY = (
    Exercise(
        key="03.sides",
        find_mistake=find_sides_mistake,
        praise="Odd sides are no trouble on the way down; they only forbid a plain doubling on "
        "the way up.",
        hints=(
            "An even side is halved. Of an odd side, every second position counts, and both "
            "ends do.",
            "With positions 0, 2, 4, …: how many are there up to 44? Then the same with that "
            "many.",
            "45 becomes 23: positions 0, 2, …, 44. Go on with 23.",
        ),
        reference=sides,
        reads=numbers("There are three poolings, so three sides", 3, 4, 6),
        calls_reference=True,
    ),
    Exercise(
        key="03.down",
        find_mistake=find_down_mistake,
        praise="Each level pools what the level above put out, and each has a unit of its own.",
        hints=(
            "The same two steps in a loop: pool, then this level's unit. What comes out is "
            "kept, and goes into the next round.",
            "What goes into the second pooling: x as it came, or the first level's output?",
            "for unit in units: x = unit(pool(x)), and append x to the list.",
        ),
        reference=go_down,
    ),
    Exercise(
        key="03.rise",
        find_mistake=find_rise_mistake,
        praise="The size comes from the tensor, so it works for every image, odd sides too.",
        hints=(
            "F.interpolate takes a size; above.shape[-2:] is one. Mind align_corners.",
            "Three steps: stretch to a size, add, run the unit. The size must not be written "
            "down.",
            "Stretch low to above.shape[-2:] with mode='bilinear', align_corners=True; then "
            "unit(low + above).",
        ),
        reference=rise,
        reads=tensor,
    ),
    Exercise(
        key="03.walk",
        find_mistake=find_walk_mistake,
        praise="The interval doubles and gains one: this doubling is why a mask sees so far.",
        hints=(
            "Which inputs does output 0 read? And output 3?",
            "Double both ends first: where is the middle of what is read? Then widen by what "
            "the kernel reads beside it.",
            "Output i is centred on input 2·i and reads one more on either side.",
        ),
        reference=before_pool,
        reads=numbers(
            "It must give two numbers: the first and the last position that is read", 2
        ),
    ),
)
