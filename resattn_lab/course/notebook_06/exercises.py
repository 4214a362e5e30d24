"""The exercises in the body of notebook 06, the networks."""

from collections.abc import Callable

from resattn_lab.blocks import AttentionModule
from resattn_lab.networks import count_parameters

from ..compared import compared
from ..exercise import Exercise
from ..reading import letters, number, numbers
from .by_hand import (
    faults_that_fit,
    find_fault_mistake,
    find_layers_mistake,
    find_notice_mistake,
    find_shape_mistake,
    layers,
    stage2_by_hand,
    which_counts_notice,
)


def module_parameters(channels, encoder_depth, p, t, r):
    units = 2 * p + t  # before and after, and the trunk
    units += 2 * r * encoder_depth + encoder_depth - 1  # down and up, and the skips
    width = channels // 4
    unit = 17 * width**2 + 12 * width
    score = 2 * channels**2 + 2 * (2 * channels)  # two 1x1 convolutions, two batch norms
    return units * unit + score


def counted(
    units: Callable = lambda d, p, t, r: 2 * p + t + 2 * r * d + d - 1,
    score: Callable = lambda c: 2 * c**2 + 4 * c,
) -> Callable:
    """A module's parameters from its count of units and from what its score has."""
    unit = 17 / 16  # of the channels' square, and three times the channels
    return lambda c, *sizes: round(units(*sizes) * (unit * c**2 + 3 * c)) + score(c)


find_module_mistake = compared(
    lambda channels, d, p, t, r: count_parameters(
        AttentionModule(channels, encoder_depth=d, p=p, t=t, r=r)
    ),
    mistakes={
        "The skip units are missing: every level but the lowest has one.": (
            counted(lambda d, p, t, r: 2 * p + t + 2 * r * d)
        ),
        "The lowest level has no skip: a depth of d has d − 1 of them.": (
            counted(lambda d, p, t, r: 2 * p + t + 2 * r * d + d)
        ),
        "p units come before the split and p more after the fusion.": (
            counted(lambda d, p, t, r: p + t + 2 * r * d + d - 1)
        ),
        "A level has r units on the way down and r on the way up.": (
            counted(lambda d, p, t, r: 2 * p + t + r * d + d - 1)
        ),
        "Every level has units of its own: they count encoder_depth times.": (
            counted(lambda d, p, t, r: 2 * p + t + 2 * r + d - 1)
        ),
        "The mask branch is missing altogether.": (
            counted(lambda d, p, t, r: 2 * p + t, lambda c: 0)
        ),
        "What follows the last interpolation is missing: 1×1 convolutions and their batch "
        "norms.": counted(score=lambda c: 0),
        "The two batch norms before the 1×1 convolutions are missing.": (
            counted(score=lambda c: 2 * c**2)
        ),
        "There are two 1×1 convolutions before the sigmoid, each with a batch norm.": (
            counted(score=lambda c: c**2 + 2 * c)
        ),
    },
    tried_on=[(16, 1, 1, 2, 1), (32, 3, 1, 2, 1), (16, 2, 2, 3, 2), (32, 3, 2, 4, 3)],
    otherwise=lambda came, wanted, channels, d, p, t, r: (
        f"With {channels} channels, depth {d} and (p, t, r) = ({p}, {t}, {r}) it "
        f"gives {came:,}; the built module has {wanted:,}."
    ),
    rtol=0,
)


BODY = (
    Exercise(
        key="06.layers",
        find_mistake=find_layers_mistake,
        praise="With (1, 2) it is the paper's 36m + 20, and with m = 6 and (2, 4) it is 452.",
        hints=(
            "Which layers are there once, whatever m is? And what does one module add?",
            "Count the units on the way past one mask, in p and t. Each has three "
            "convolutions, and there are m modules in each of three stages.",
            "The modules make 9·m·(2p + t). Add what is there without them: two units in each "
            "stage, the first convolution, the classifier.",
        ),
        reference=layers,
        reads=number("It must return a number of layers"),
    ),
    Exercise(
        key="06.shapes",
        find_mistake=find_shape_mistake,
        praise="40 → 20 → 10. With depths 3, 2, 1 the masks of all three stages end at the "
        "same size: 10×10 here, 7×7 for 224×224.",
        hints=(
            "How often has the image been halved before stage 2 puts something out?",
            "Three times: by the first convolution, by the pooling, by the unit that opens "
            "stage 2. Its masks then pool as often as their encoder depth says.",
            "320 → 160 → 80 → 40 for the stage. Its channels do not depend on the image, and "
            "its masks have an encoder depth of 2.",
        ),
        reference=stage2_by_hand,
        reads=numbers(
            "Four numbers are wanted: channels, height, width, and the side of the map", 4
        ),
    ),
    Exercise(
        key="06.notices",
        find_mistake=find_notice_mistake,
        praise="Without strides the 31,810,728 parameters stay and 6.3 G become 48.9 G; shared "
        "weights are the reverse; a projection everywhere adds 56 % of the parameters, and "
        "work. The ReLU changes neither: only the mask's smallest value, 0.5, gives it away.",
        hints=(
            "Ask of each fault: are there more or fewer weights? Are they used at more or "
            "fewer locations, or more often?",
            "Work is weights times locations, added up over every use. A weight that is used "
            "twice is stored once.",
            "A stride changes locations alone, sharing changes weights alone. That leaves a "
            "ReLU, which has nothing to count, and an added convolution.",
        ),
        reference=which_counts_notice,
    ),
    Exercise(
        key="06.fault",
        find_mistake=find_fault_mistake,
        praise="The parameters alone would fit b as well; its work does not. But a and d take "
        "the same unit away from two sides of the product: no count tells them apart.",
        hints=(
            "How many parameters are missing, and what share of the work? Which parts of a "
            "network are that large?",
            "The parameters of one residual unit: 70,400 in stage 1, 280,064 in stage 2, "
            "1,117,184 in stage 3. Its work is parameters of its convolutions times locations.",
            "1,467,648 parameters are missing: one unit in each of the three stages. Which "
            "options take just that away, and at how many locations did the unit work?",
        ),
        reference=faults_that_fit,
        reads=letters('One or more letters from a to e are wanted, such as "ce"'),
    ),
    Exercise(
        key="06.module_parameters",
        find_mistake=find_module_mistake,
        praise="It gives exactly what the built modules have.",
        hints=(
            "How many residual units has the module in all, and what is left that is no unit?",
            "Outside of the mask there are 2p + t units, in it r going down and r going up at "
            "each level, and a skip at each level but the lowest. Multiply by 17w² + 12w.",
            "Add the gate: two 1×1 convolutions from C to C channels, and for each a batch "
            "norm with 2·C parameters.",
        ),
        reference=module_parameters,
        reads=number("It must return a number"),
    ),
)
