"""The exercises of notebook 00, start here."""

from typing import Any

import torch

from resattn_lab import networks
from resattn_lab.networks import ResidualAttentionNetwork, build_network, count_parameters
from resattn_lab.recording import attention_modules

from ..compared import compared, drawn
from ..exercise import Exercise
from ..reading import number, tensor


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


def naive_network():
    return networks.build_network(
        "cifar_attention_56", classes=7, in_channels=1, width=0.5, attention_residual=False
    )


def find_network_mistake(network: Any) -> str | None:
    if not isinstance(network, ResidualAttentionNetwork):
        return f"build_network makes the network; a {type(network).__name__} came."
    made = network.arguments
    if made["name"] != "cifar_attention_56":
        return f"The network is cifar_attention_56, not {made['name']}."
    if made["classes"] != 7:
        return f"It tells {made['classes']} classes apart; wanted 7. Pass classes= by name."
    if made["in_channels"] != 1:
        return f"It takes images of {made['in_channels']} channels; grey images have 1."
    if made["width"] != 0.5:
        return f"Its width is {made['width']}; wanted 0.5."
    if any(m.fusion.attention_residual for m in attention_modules(network).values()):
        return "Its modules still put out (1 + M)·T; Eq. 1 is attention_residual=False."
    return None


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
        calls_reference=True,
    ),
    Exercise(
        key="00.attend",
        find_mistake=find_attend_mistake,
        praise="A closed mask, M = 0, leaves the trunk as it is; an open one doubles it.",
        hints=(
            "Divide H by T in each of the three lines. How does the quotient go with M?",
            "The quotient is 1.555, 1.940 and 1.472 where M is 0.555, 0.940 and 0.472.",
            "The quotient is M plus something that is the same in all three lines.",
        ),
        reference=attend,
        reads=tensor,
    ),
    Exercise(
        key="00.network",
        find_mistake=find_network_mistake,
        praise="One argument turns attention residual learning off in every module: the "
        "paper's Table 3 is that one word.",
        hints=(
            "build_network takes classes, in_channels, width, and options of the module.",
            "Four things differ from the default: classes, channels of the images, width, and"
            " what the modules put out.",
            "attention_residual=False gives H = M·T in every Attention Module.",
        ),
        reference=naive_network,
        calls_reference=True,
    ),
)
