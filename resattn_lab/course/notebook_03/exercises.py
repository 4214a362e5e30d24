"""The exercises in the body of notebook 03, the soft mask branch."""

from ..compared import compared
from ..exercise import Exercise
from ..reading import letter, numbers, tensor
from .steps import find_down_mistake, find_rise_mistake, go_down, rise


def claim() -> str:
    return "c"


def find_claim_mistake(answer: str) -> str | None:
    mistakes = {
        "a": "No network was trained without skips. This one learned to use them; another "
        "could have learned to do without.",
        "b": "Nothing was done to the lowest level alone. That a part does not say where does "
        "not mean that it says nothing.",
        "d": "In training every branch had its skips, and no other network was looked at.",
    }
    return mistakes.get(answer)


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
        key="03.down",
        find_mistake=find_down_mistake,
        praise="Each level pools what the level above put out, and each has a unit of its own.",
        hints=(
            "The same two steps in a loop: pool, then this level's unit. What comes out is "
            "kept, and goes into the next round.",
            "What goes into the second pooling: x as it came, or the first level's output?",
            "In the loop, x = unit(pool(x)): the new x is one entry, and the next input.",
        ),
        reference=go_down,
    ),
    Exercise(
        key="03.rise",
        find_mistake=find_rise_mistake,
        praise="The size comes from the tensor, so it works for every image, odd sides too.",
        hints=(
            "Which of the two tensors knows how large the sum has to be?",
            "Three steps: stretch, add, run the unit. nn.functional.interpolate takes a "
            "size, a mode and align_corners.",
            "The size is above.shape[-2:], the mode 'bilinear', and the corners are aligned. "
            "The sum and the unit are left to you.",
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
            "Output i is centred on input 2·i and reads one more on either side. Do this for "
            "the first, and for the last.",
        ),
        reference=before_pool,
        reads=numbers(
            "It must give two numbers: the first and the last position that is read", 2
        ),
    ),
    Exercise(
        key="03.claim",
        find_mistake=find_claim_mistake,
        praise="The mask followed what was moved, and nothing but the place was changed. That "
        "is stronger than the drop, which any missing part might cause.",
        hints=(
            "For each sentence: which experiment would have to be run to know it?",
            "One sentence speaks of this network only, and of what was changed in it.",
            "Two need a network that was trained otherwise, and one needs a change to the "
            "lowest level. Which is left?",
        ),
        reference=claim,
        reads=letter("abcd"),
        calls_reference=True,
    ),
)
