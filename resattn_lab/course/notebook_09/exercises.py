"""The exercises of notebook 09: what is left of a start, a control, shares, the mask's part."""

from collections.abc import Callable

from torch import Tensor

from ..compared import compared, drawn, named
from ..exercise import Exercise, wrong_letters
from ..reading import letter, number, numbers, same, tensor


def left_after_ten():
    return 0.9**10  # each batch leaves 0.9 of what was there


LEFT = {
    "That is the part that the ten batches have brought; asked is what was there.": 1 - 0.9**10,
    "That is after nine batches: the first one takes its tenth, too.": 0.9**9,
    "After one batch nine tenths of the start are left, not one tenth.": 0.1,
    "That is after one batch; there were ten.": 0.9,
    "Ten times a tenth is not all: each batch replaces a tenth of what is there by then, not a "
    "tenth of the start.": 0,
}


def find_left_mistake(answer: float) -> str | None:
    if abs(answer - 0.9**10) < 0.002:
        return None
    if 0 < answer < 0.001:
        return "0.1 is the weight of the new batch; what was there before keeps the rest."
    if 33 < answer < 37:
        return "As a share, please: a number between 0 and 1, not per cent."
    if not 0 <= answer <= 1:
        return f"A share lies between 0 and 1; {answer:g} came."
    return named(answer, LEFT, rtol=0, atol=0.002) or (
        "How much does one batch leave of what was there? Ten batches do that ten times."
    )


def control():
    return "b"  # only the statistics change; what the masks depend on does not


CONTROLS = {
    "a": "Other scenes tell whether the result is luck. Both explanations predict that it "
    "stays.",
    "c": "Both explanations expect something between one module and three: it cannot "
    "tell them apart.",
    "d": "Without any masks both explanations expect a fall, and the amounts are gone as well.",
    "e": "With labels the weights learn something new, so it may recover under both.",
}


def shares_worked_out() -> tuple[float, float, float]:
    # all values: mean 0.5, variance 0.05
    images, channels = 0.01, 0.04  # variances of 0.4, 0.6 and of 0.3, 0.7
    return images / 0.05, channels / 0.05, 0.0  # nothing is left for both together


SHARES = {
    "Image and channel are swapped: the channels' means lie further apart.": (0.8, 0.2, 0),
    "Those are the variances; as shares they are divided by the whole, 0.05.": (0.01, 0.04, 0),
    "Those are shares of standard deviations; variances add up, deviations do not.": (
        (1 / 3, 2 / 3, 0)
    ),
    "Those are per cent; the shares add up to 1.": (20, 80, 0),
}


def find_shares_mistake(answer: tuple[float, ...]) -> str | None:
    within = {"rtol": 0, "atol": 0.005}
    if same(answer, (0.2, 0.8, 0), **within):
        return None
    if said := named(answer, SHARES, **within):
        return said
    if abs(sum(answer) - 1) > 0.01:
        return f"The shares add up to {sum(answer):g}; together they are all of the variance."
    if answer[2] > 0.005:
        return (
            "Nothing is left for both together: in either image the second channel is higher "
            "by the same 0.4."
        )
    return "Take the variance of the two images' means, 0.4 and 0.6, and divide it by 0.05."


def mask_share(trunk, mask):
    part = (mask * trunk).abs().sum(dim=1)
    return part / ((1 + mask) * trunk).abs().sum(dim=1)


def part_and_whole(way: Callable) -> Callable:
    """What ``way`` makes of M·T and (1 + M)·T."""
    return lambda trunk, mask: way(mask * trunk, (1 + mask) * trunk)


def _of_shape(came: Tensor, wanted: Tensor, trunk: Tensor, mask: Tensor) -> str | None:
    if came.shape == trunk.shape:
        return "That is one number a channel; add up over the channels before you divide."
    if came.shape not in (wanted.shape, wanted[:, None].shape):
        return f"The share is (N, h, w), here (2, 3, 4); yours is {tuple(came.shape)}."
    return None


find_mask_share_mistake = compared(
    mask_share,
    mistakes={
        "It adds up before it takes absolute values: channels of opposite sign cancel.": (
            part_and_whole(lambda part, whole: part.sum(dim=1) / whole.sum(dim=1))
        ),
        "As before, the signs cancel first: abs() belongs inside the sum.": (
            part_and_whole(lambda part, whole: (part.sum(dim=1) / whole.sum(dim=1)).abs())
        ),
        "That is M·T beside T; the whole is what leaves, (1 + M)·T.": (
            lambda trunk, mask: (mask * trunk).abs().sum(dim=1) / trunk.abs().sum(dim=1)
        ),
        "A mean of each channel's own share is the mean of M / (1 + M): the trunk has no say "
        "in it, and silent channels count as much as loud ones.": (
            lambda trunk, mask: (mask / (1 + mask)).mean(dim=1)
        ),
        "It divides by the whole image's sum; each location has its own whole.": part_and_whole(
            lambda part, whole: (
                part.abs().sum(dim=1) / whole.abs().sum(dim=(1, 2, 3))[:, None, None]
            )
        ),
        "That is the trunk's own part; the mask's is the rest.": (
            lambda trunk, mask: trunk.abs().sum(dim=1) / ((1 + mask) * trunk).abs().sum(dim=1)
        ),
        "That is how much the mask adds, not its share: divide by what leaves.": (
            lambda trunk, mask: (mask * trunk).abs().sum(dim=1)
        ),
    },
    tried_on=[(drawn(2, 5, 3, 4, seed=9), drawn(2, 5, 3, 4, seed=10, low=0))],
    unlike=_of_shape,
    also_right=lambda trunk, mask: mask_share(trunk, mask)[:, None],
    otherwise="Two sums of absolute values over the channels, of M·T and of (1 + M)·T.",
)


BODY = (
    Exercise(
        key="09.left",
        find_mistake=find_left_mistake,
        praise="So more than a third of each running mean is still the 0, and of each running "
        "variance still the 1, that they began with.",
        hints=(
            "What share of the old value is still there after one batch? And after two?",
            "Every batch leaves the same share of what it finds, so the shares multiply.",
            "One batch leaves 0.9, two leave 0.9 · 0.9, three leave 0.9 · 0.9 · 0.9.",
        ),
        reference=left_after_ten,
        reads=number("One number is wanted, a share"),
    ),
    Exercise(
        key="09.control",
        find_mistake=wrong_letters(CONTROLS),
        praise="The masks stay fixed, so no module can stand in for another; only the numbers "
        "that a fixed mask has shifted are put right.",
        hints=(
            "For each experiment ask: what does the first explanation predict, and what the "
            "second? Where they predict the same, the experiment is of no use.",
            "If the numbers have only been shifted, then putting them right must help, with "
            "no mask changed and nothing learned. Which experiment does that and no more?",
            "Which part of a network holds what it expects of the numbers' mean and spread, "
            "and can be set without a label?",
        ),
        reference=control,
        reads=letter("abcde"),
    ),
    Exercise(
        key="09.shares",
        find_mistake=find_shares_mistake,
        praise="Most of this mask's variance tells channels apart, in every image alike: it is "
        "a bias.",
        hints=(
            "What is left of the four values when you average over the channels? And over the "
            "images?",
            "Three variances: of all four values, of the two images' means, and of the two "
            "channels' means. A share is one of the latter over the first.",
            "The images' means are 0.4 and 0.6, with a variance of 0.01; all four values have "
            "0.05.",
        ),
        reference=shares_worked_out,
        reads=numbers("Three numbers are wanted", 3),
    ),
    Exercise(
        key="09.mask_share",
        find_mistake=find_mask_share_mistake,
        praise="This map weighs the mask by the trunk it meets: a wide-open channel with "
        "nothing to say does not count.",
        hints=(
            "What is the whole here, and why must signs not cancel?",
            "Absolute values first, sums over channels second, one division last. What leaves"
            " the module is the whole.",
            "(mask * trunk).abs().sum(dim=1) is the part; the whole has 1 + mask in it.",
        ),
        reference=mask_share,
        reads=tensor,
    ),
)
