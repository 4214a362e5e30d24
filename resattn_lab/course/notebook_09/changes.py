"""The three graded changes of notebook 09, looking at masks."""

import math
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

from resattn_lab import data
from resattn_lab.networks import ResidualAttentionNetwork, build_network, settle_batch_norms

from ..compared import compared, drawn
from ..exercise import Exercise
from ..reading import number, tensor

SIDE, PASSES = 64, 1100  # of the image, and how many can be afforded


def smallest_step():
    cells = int((1100 - 1) ** 0.5)  # along a side: 33; one pass is for the whole image
    return -(-64 // cells)  # 64 / 33, rounded up


def find_step_mistake(step: float) -> str | None:
    if step != int(step):
        return f"A step is a whole number of pixels; {step:g} came."
    if not 1 <= step <= SIDE:
        return f"A step has 1 to {SIDE} pixels; {step:g} came."
    cells = math.ceil(SIDE / step)
    passes = cells**2 + 1
    if step == smallest_step():
        return None
    if step in (32, 33):
        return "That is how many cells fit along a side; the step is a cell's width in pixels."
    if passes > PASSES:
        return f"{cells} × {cells} locations and the whole image are {passes} passes: too many."
    return f"That takes {passes} passes, so a smaller step can be afforded."


def hide_object(images, true_masks):
    hidden = images.clone()
    for image, true_mask in zip(hidden, true_masks, strict=True):
        image[:, true_mask] = image[:, ~true_mask].mean(dim=1, keepdim=True)
    return hidden


def painted(colour: Callable, *, background: bool = False) -> Callable:
    """Paints each object, or all but it, with ``colour`` of its pixels and of the others."""

    def paint(images: Tensor, true_masks: Tensor) -> Tensor:
        hidden = images.clone()
        for image, where in zip(hidden, true_masks ^ background, strict=True):
            image[:, where] = colour(image[:, where], image[:, ~where])
        return hidden

    return paint


def mean(pixels: Tensor) -> Tensor:
    return pixels.mean(dim=1, keepdim=True)


def in_one_colour(images: Tensor, true_masks: Tensor) -> Tensor:
    """Every object in the mean colour of all images' backgrounds together."""
    colour = mean(images.movedim(1, 0)[:, ~true_masks])
    return torch.where(true_masks[:, None], colour[:, None], images)


find_hide_mistake = compared(
    hide_object,
    mistakes={
        "It paints with the mean of the whole image; the object itself must not count.": (
            painted(lambda own, rest: mean(torch.cat([own, rest], dim=1)))
        ),
        "It paints in grey: each colour channel has a mean of its own.": (
            painted(lambda own, rest: rest.mean())
        ),
        "It paints with the object's own colour: that hides nothing.": (
            painted(lambda own, rest: mean(own))
        ),
        "It paints the background and leaves the object.": (
            painted(lambda own, rest: mean(rest), background=True)
        ),
        "It takes one colour for all images; each image has its own background.": in_one_colour,
        "Its objects are black: 0 is a colour, too, and not the background's.": (
            painted(lambda own, rest: 0.0)
        ),
        "It changes nothing.": lambda images, true_masks: images,
    },
    tried_on=[
        (drawn(3, 3, 5, 6, seed=9, low=0), drawn(3, 5, 6, seed=10, low=0) > 0.7),
        (drawn(2, 3, 4, 4, seed=11, low=0), drawn(2, 4, 4, seed=12, low=0) > 0.5),
    ],
    otherwise="On the object, each colour channel of an image must be its mean off the object; "
    "elsewhere nothing changes.",
)


def settle(network: nn.Module, images: Tensor) -> nn.Module:
    """What the lesson's cell of this name does with uint8 images."""
    return settle_batch_norms(network, images / 255)


def build_spatial():
    network = build_network("cifar_attention_56", width=1 / 4, attention="spatial")
    return settle(network, data.planted_scenes(40, seed=0).images)


def find_spatial_mistake(network: Any) -> str | None:
    if not isinstance(network, ResidualAttentionNetwork):
        return f"The network itself is wanted; a {type(network).__name__} came."
    made = network.arguments
    if made["name"] != "cifar_attention_56":
        return f"The network is cifar_attention_56; this is {made['name']}."
    kind = made.get("attention", "mixed")
    if kind == "channel":
        return "That gate is Eq. 5, channel attention; Eq. 6 is attention='spatial'."
    if kind != "spatial":
        return "Its gates are still those of mixed attention, Eq. 4: attention=..."
    if made["width"] != 1 / 4:
        return f"Its width is {made['width']:g}; wanted a quarter."
    norms = [part for part in network.modules() if isinstance(part, nn.BatchNorm2d)]
    if not all(part.num_batches_tracked > 0 for part in norms):
        return "It is built, but not settled: its batch norms have seen no image."
    if network.training:
        return "It is in training mode: its masks would depend on the batch. Call eval()."
    return None


CHANGES = (
    Exercise(
        key="09.step",
        find_mistake=find_step_mistake,
        praise="That is 1,025 passes. Every halving of the step takes four times as many.",
        hints=(
            "How many passes does a map with n × n locations take?",
            "n · n + 1 passes must not be more than 1,100. How large may n be at most, and how "
            "wide is then one of n cells?",
            "n is at most 33, since 33 · 33 + 1 = 1,090. A step of 64 / 33 is not whole.",
        ),
        reference=smallest_step,
        reads=number("A whole number of pixels is wanted"),
    ),
    Exercise(
        key="09.hide",
        find_mistake=find_hide_mistake,
        praise="In our scenes an object's edge is soft, so a thin seam is left: a careful "
        "measurement paints one more pixel all around.",
        hints=(
            "Which pixels give the colour, and which get it?",
            "One image at a time: the true mask picks the object's pixels, and its opposite, "
            "~true_mask, all others.",
            "image[:, ~true_mask] has shape (3, pixels): its mean over dim=1, with "
            "keepdim=True, is the colour. Work on images.clone().",
        ),
        reference=hide_object,
        reads=tensor,
    ),
    Exercise(
        key="09.spatial",
        find_mistake=find_spatial_mistake,
        praise="Look at variance_shares of its masks: whole channels go up and down no more, "
        "for Eq. 6 gives every channel of every image the same mean score.",
        hints=(
            "Which argument of build_network names the kind of attention, and what has to "
            "happen before an untrained network's masks mean anything?",
            "Two steps: build with another gate and a quarter of the width, then let the "
            "batch norms see images.",
            'settle(build_network("cifar_attention_56", width=..., attention=...), images) '
            "leaves it in evaluation mode.",
        ),
        reference=build_spatial,
    ),
)
