"""The exercise of notebook 07, data, on moving a mask with its image."""

import torch

from ..compared import compared, drawn
from ..exercise import Exercise
from ..reading import tensor

PADDING = 4


def mask_view(true_mask, top, left, mirrored):
    padded = torch.nn.functional.pad(true_mask, (PADDING,) * 4)  # with False
    cut = padded[top : top + 32, left : left + 32]
    return cut.flip(1) if mirrored else cut


find_mask_view_mistake = compared(
    mask_view,
    mistakes={
        "It is never mirrored: where the image is, the mask must be, too.": (
            lambda mask, top, left, mirrored: mask_view(mask, top, left, False)
        ),
        "It is mirrored where mirrored is false.": (
            lambda mask, top, left, mirrored: mask_view(mask, top, left, not mirrored)
        ),
        "It is mirrored where mirrored is false, too.": (
            lambda mask, top, left, mirrored: mask_view(mask, top, left, True)
        ),
        "It is turned upside down: left and right change places, so axis 1.": (
            lambda mask, top, left, mirrored: (
                mask_view(mask, top, left, False).flip(0)
                if mirrored
                else mask_view(mask, top, left, False)
            )
        ),
        "Cut first, then mirror: the other way about, left counts from the wrong side.": (
            lambda mask, top, left, mirrored: mask_view(
                mask.flip(1) if mirrored else mask, top, left, False
            )
        ),
        "Rows and columns are swapped: top belongs to the first axis.": (
            lambda mask, top, left, mirrored: mask_view(mask, left, top, mirrored)
        ),
        "Outside of the image there is no object: pad with False.": (
            lambda mask, top, left, mirrored: ~mask_view(~mask, top, left, mirrored)
        ),
    },
    tried_on=[
        (drawn(32, 32, seed=7, low=0) < 0.4, top, left, mirrored)
        for top, left, mirrored in ((4, 4, False), (0, 7, False), (6, 1, True), (2, 5, True))
    ],
    otherwise=lambda came, wanted, mask, top, left, mirrored: (
        f"With top {top}, left {left}, mirrored {mirrored} it is not the image's crop."
    ),
)


MASK_VIEW = Exercise(
    key="07.mask_view",
    find_mistake=find_mask_view_mistake,
    praise="What is known about locations must move with the image: masks, boxes, points. A "
    "class label alone may stay.",
    hints=(
        "What of one_view depends on the image having three colours, and what on its mean?",
        "Pad with no object, cut the same window, and mirror along the axis of the columns, "
        "which is not axis 2 any more.",
        "cut = padded[top : top + 32, left : left + 32]; when mirrored, turn axis 1 around.",
    ),
    reference=mask_view,
    reads=tensor,
)
