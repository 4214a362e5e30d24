"""The exercises in the body of notebook 03, the soft mask branch."""

from ..compared import compared
from ..exercise import Exercise
from ..reading import letter, numbers, tensor
from .steps import find_down_mistake, find_rise_mistake, go_down, rise


def claim() -> str:
    return "c"


CLAIMS = {
    "a": "No network was trained without skips. This one learned to use them; another could "
    "have learned to do without.",
    "b": "Nothing was done to the lowest level alone. That a part does not say where does not "
    "mean that it says nothing.",
    "d": "In training every branch had its skips, and no other network was looked at.",
}


def walk_back(first, last):
    first, last = first - 1, last + 1  # the unit on the way up
    first, last = first - 1, last + 1  # the unit on the way down
    return 2 * first - 1, 2 * last + 1  # the pooling


find_walk_mistake = compared(
    walk_back,
    mistakes={
        "Either a unit is missing, or the pooling came first. Walking back, both units come "
        "before the pooling, and so what they add is doubled.": (
            lambda a, b: (2 * a - 3, 2 * b + 3)
        ),
        "That is the pooling alone; two units lie between it and up1.": (
            lambda a, b: (2 * a - 1, 2 * b + 1)
        ),
        "The pooling's own kernel is missing: each output reads one input to either side, "
        "too.": lambda a, b: (2 * a - 4, 2 * b + 4),
        "The pooling's stride is missing: its output 3 is centred on input 6.": (
            lambda a, b: (a - 3, b + 3)
        ),
        "The padding is missing: with it, the pooling's output 0 is centred on input 0.": (
            lambda a, b: (2 * a - 4, 2 * b + 6)
        ),
        "That walks forwards. We know the output and look for the input, so it doubles.": (
            lambda a, b: ((a - 2) // 2, (b + 2) // 2)
        ),
        "Both ends moved the same way: the first goes down, the last goes up.": (
            lambda a, b: (2 * a - 5, 2 * b - 5)
        ),
    },
    tried_on=[(7, 7), (7, 8), (10, 15)],
    otherwise=lambda came, right, first, last: (
        f"From positions {first} to {last} of up1 the walk leads to inputs {right[0]} to "
        f"{right[1]}. Take one step at a time: unit, unit, pooling."
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
            "Three steps, as on the way up of the diagram: stretch, add, unit. A size of two "
            "numbers is what `interpolate` wants.",
            "The size is above.shape[-2:], and align_corners=True. The mode stands in the text "
            "above; the sum and the unit are left to you.",
        ),
        reference=rise,
        reads=tensor,
    ),
    Exercise(
        key="03.walk",
        find_mistake=find_walk_mistake,
        praise="From the two positions between which an output is interpolated, this leads to "
        "13 inputs. The units add two each, and the pooling doubles what they added.",
        hints=(
            "Which inputs does a 3×3 pooling of stride 2 and padding 1 read for its output 0? "
            "And for its output 3?",
            "Three steps, from the end to the start: a unit, a unit, the pooling. What does "
            "each do to the first position, and to the last?",
            "A unit: one less, and one more. The pooling: output i is centred on input 2·i and "
            "reads one more on either side. Do all three, in the order of the walk.",
        ),
        reference=walk_back,
        reads=numbers(
            "It must give two numbers: the first and the last position that is read", 2
        ),
    ),
    Exercise(
        key="03.claim",
        find_mistake=CLAIMS.get,
        praise="The mask followed what was moved, and nothing but the location was changed. "
        "That is stronger than the drop, which any missing part might cause.",
        hints=(
            "For each sentence: which experiment would have to be run to know it?",
            "One sentence speaks of this network only, and of what was changed in it.",
            "Two need a network that was trained otherwise, and one needs a change to the "
            "lowest level. Which is left?",
        ),
        reference=claim,
        reads=letter("abcd"),
    ),
)
