"""The exercises of notebook 00, start here."""

import torch

from resattn_lab.networks import build_network, count_parameters

from ..compared import compared, drawn
from ..exercise import Exercise
from ..reading import letter, number, tensor


def quarter_width():
    """A convolution's weights are inputs times outputs: 1/4 · 1/4 of them are left."""
    return 0.25


def find_width_mistake(width: float) -> str | None:
    if not 0 < width <= 1:
        return "The width multiplies the paper's channels: between 0 and 1 makes it smaller."
    if width == quarter_width():
        return None
    if width == 1 / 16:
        return "With a sixteenth of the channels a convolution has 1/16 · 1/16 of its weights."
    try:
        full, count = (
            count_parameters(build_network("cifar_attention_56", width=each))
            for each in (1, width)
        )
    except ValueError:
        return (
            f"No network has the width {width:g}: channels come in whole numbers, and in "
            "multiples of 4 inside the units. Try a fraction such as 1/2 or 3/8."
        )
    return f"That network has {count:,} parameters, 1/{full / count:.1f} of all, not 1/16."


def attend(trunk: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    return (1 + mask) * trunk


find_attend_mistake = compared(
    attend,
    mistakes={
        "That is M·T, naive attention learning (Eq. 1): a mask of 0 erases the trunk.": (
            lambda trunk, mask: mask * trunk
        ),
        "The brackets are missing: 1 + M·T adds 1 to every response.": (
            lambda trunk, mask: 1 + mask * trunk
        ),
        "That adds mask and trunk: the mask should weigh, not shift.": (
            lambda trunk, mask: mask + trunk
        ),
        "The two are swapped: the trunk is what is weighed.": lambda t, m: (1 + t) * m,
        "That is (1 − M)·T: it damps what the mask marks.": lambda t, m: (1 - m) * t,
    },
    tried_on=[(drawn(2, 3, 4, 4), drawn(2, 3, 4, 4, seed=1, low=0))],
    otherwise="With M = 0 it must give T, and with M = 1 it must give 2·T.",
)


def telling():
    return "b"


ELSEWHERE = {
    "a": "That looks at one channel. The sentence is about the mean over all of them.",
    "c": "That would make the 2 % more certain. Nobody doubts it; what does it mean?",
    "d": "That says where the highest value lies instead, and nothing about the values on the "
    "object.",
    "e": "That tells whether training has made the mean so. The sentence is about how high it "
    "is on the object.",
}


EXERCISES = (
    Exercise(
        key="00.width",
        find_mistake=find_width_mistake,
        praise="A quarter of the width leaves 67,758 parameters, 1/15.2 of all: the count goes "
        "with the square of the width. Batch norms shrink less, hence not 1/16 exactly.",
        hints=(
            "What happens to the weights of one convolution when both its inputs and its "
            "outputs are halved?",
            "With width w a convolution has w times the inputs and w times the outputs.",
            "So it has w · w of its weights, and w · w is to be 1/16.",
        ),
        reference=quarter_width,
        reads=number("The width is one number"),
    ),
    Exercise(
        key="00.attend",
        find_mistake=find_attend_mistake,
        praise="A closed mask, M = 0, leaves the trunk as it is; an open one doubles it.",
        hints=(
            "Divide H by T in each of the three lines. How does the quotient go with M?",
            "In the first line H / T is 1.555. Compare it with M; then the other two lines.",
            "H / T differs from M by the same number in all three lines.",
        ),
        reference=attend,
        reads=tensor,
    ),
    Exercise(
        key="00.avoid",
        find_mistake=ELSEWHERE.get,
        praise="A peak is one value of hundreds. Whether a mask is low somewhere, its values "
        "there say. The next cell measures them.",
        hints=(
            "What exactly does the sentence claim, and of which values of the mask?",
            "The hits tell where a single value lies. Which measurement looks at all values?",
            "“Low on the object”: lower than what? Two sets of values have to be compared.",
        ),
        reference=telling,
        reads=letter("abcde"),
    ),
)
