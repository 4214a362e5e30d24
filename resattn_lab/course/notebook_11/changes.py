"""The three graded changes at the end of notebook 11."""

from collections.abc import Callable
from typing import Any

import torch
from torch import nn

from resattn_lab.data import planted_scenes
from resattn_lab.measures import (
    choose_threshold,
    colour_distance,
    iou_by_threshold,
    unit_range,
)
from resattn_lab.networks import build_network
from resattn_lab.recording import attention_modules

from ..compared import compared, drawn
from ..exercise import Exercise
from ..reading import number, tensor
from .answers import close

SCENES, SEED = 100, 9


def best_threshold():
    scenes = planted_scenes(100, seed=9)
    maps = unit_range(colour_distance(scenes.images / 255))
    return choose_threshold(maps, scenes.true_masks).threshold


def find_threshold_mistake(came: float) -> str | None:
    if 1 < came <= 50:
        return "That counts fiftieths, as the panel's slider does: divide by 50."
    if not 0 <= came <= 1:
        return "The maps go from 0 to 1, and so do thresholds."
    scenes = planted_scenes(SCENES, seed=SEED)
    maps = unit_range(colour_distance(scenes.images / 255))
    levels = torch.arange(51) / 50
    found = iou_by_threshold(maps, scenes.true_masks, levels)[0]
    best = float(levels[int(found.argmax())])
    if close(came, best, 1e-6):
        return None
    if close(came, float(found.max()), 0.01):
        return "That is the overlap itself. Wanted: the threshold at which it is reached."
    if not close(came * 50, round(came * 50), 1e-4):
        return "The threshold is to be one of 0, 0.02, 0.04, … 1."
    if close(came, 0.2, 1e-6):
        return (
            "A fifth of the highest value is what the CAM literature often takes. Try others."
        )
    mean_level = float(iou_by_threshold(maps, scenes.true_masks, torch.tensor([came]))[0])
    side = "higher" if came < best else "lower"
    return f"There the mean overlap is {mean_level:.3f}; a {side} threshold does better."


def rim_distance(images):
    rim = torch.ones(images.shape[-2:], dtype=torch.bool)
    rim[1:-1, 1:-1] = False
    colour = images[..., rim].mean(dim=-1)
    return (images - colour[..., None, None]).square().sum(dim=1).sqrt()


def away_from(colour: Callable) -> Callable:
    """Each pixel's Euclidean distance from ``colour(images)``, (N, C) or (1, C)."""
    return lambda images: (images - colour(images)[..., None, None]).square().sum(dim=1).sqrt()


def of_rim(images: torch.Tensor, width: int = 1) -> torch.Tensor:
    """Mean colour of the outermost pixels: (N, C, H, W) -> (N, C)."""
    rim = torch.ones(images.shape[-2:], dtype=torch.bool)
    rim[width:-width, width:-width] = False
    return images[..., rim].mean(dim=-1)


def of_sides(images: torch.Tensor) -> torch.Tensor:
    """Mean colour of the four sides, laid end to end."""
    sides = images[..., 0, :], images[..., -1, :], images[..., :, 0], images[..., :, -1]
    return torch.cat(sides, dim=-1).mean(dim=-1)


def difference(images: torch.Tensor) -> torch.Tensor:
    return images - of_rim(images)[..., None, None]


find_rim_mistake = compared(
    rim_distance,
    mistakes={
        "That is the distance from the mean of the whole image, as before.": colour_distance,
        "The root is missing: these are squared distances.": (
            lambda images: rim_distance(images) ** 2
        ),
        "That adds up |differences|; wanted the Euclidean distance.": (
            lambda images: difference(images).abs().sum(dim=1)
        ),
        "Without a square or a root, differences of opposite sign cancel.": (
            lambda images: difference(images).sum(dim=1)
        ),
        "The rim is one pixel wide; yours has two.": (
            away_from(lambda images: of_rim(images, width=2))
        ),
        "Those are the four corners; the rim has all pixels of the border.": (
            away_from(lambda images: images[..., [0, 0, -1, -1], [0, -1, 0, -1]].mean(dim=-1))
        ),
        "The four corner pixels lie on two sides: count them once.": away_from(of_sides),
        "That is the inside's mean colour, without the rim; wanted the rim's.": (
            away_from(lambda images: images[..., 1:-1, 1:-1].mean(dim=(-2, -1)))
        ),
        "Each image has a rim colour of its own; yours is one for the batch.": (
            away_from(lambda images: of_rim(images).mean(dim=0, keepdim=True))
        ),
    },
    tried_on=[(drawn(3, 3, 6, 7, seed=4, low=0),)],
    unlike=lambda came, wanted, images: (
        None
        if came.shape == wanted.shape
        else "(3, 3, 6, 7) must become (3, 6, 7), one distance a pixel; "
        f"{tuple(came.shape)} came."
    ),
    otherwise="Wanted each pixel's distance from the mean colour of the image's outermost "
    "pixels.",
)


def spatial_network():
    torch.manual_seed(0)
    return build_network("cifar_attention_56", width=0.25, attention="spatial").eval()


def find_network_mistake(network: Any) -> str | None:
    if not isinstance(network, nn.Module):
        return f"Wanted the network; a {type(network).__name__} came."
    modules = attention_modules(network)
    if len(modules) != 3:
        return f"An Attention-56 has three Attention Modules; yours has {len(modules)}."
    wanted = spatial_network()
    given, right = (getattr(net, "arguments", {}) for net in (network, wanted))
    kind = given.get("attention", "mixed")
    if kind == "mixed":
        return 'Its attention is mixed (Eq. 4), as by default; ask for attention="spatial".'
    if kind == "channel":
        return "That is channel attention (Eq. 5): it normalises over channels, not places."
    if not all(module.fusion.attention_residual for module in modules.values()):
        return "Its modules put out M·T; leave attention_residual as it is."
    if given.get("mask", "encoder_decoder") != "encoder_decoder":
        return "Its mask branch is local; leave mask as it is."
    if given.get("width") != right.get("width"):
        return f"Its width is {given.get('width', 1)}; wanted 0.25."
    if network.training:
        return "It is in training mode; masks are looked at in evaluation mode."
    return None


CHANGES = (
    Exercise(
        key="11.number",
        find_mistake=find_threshold_mistake,
        praise="More than twice the customary 0.2. A threshold belongs to a map and to data, "
        "and it has to be chosen on other images than those it is reported on.",
        hints=(
            "Draw the scenes, make the maps with unit_range(colour_distance(...)), and ask "
            "choose_threshold.",
            "The 51 thresholds are tried for you by choose_threshold; it needs the maps, from"
            " 0 to 1, and the true masks.",
            "choose_threshold(maps, scenes.true_masks).threshold, with images / 255.",
        ),
        reference=best_threshold,
        reads=number("Wanted one number, a threshold"),
        calls_reference=True,
    ),
    Exercise(
        key="11.rim",
        find_mistake=find_rim_mistake,
        praise="Objects seldom touch the border, so the rim knows the background better than "
        "the whole image does.",
        hints=(
            "A boolean mask that is true on the border picks the rim: images[..., rim].",
            "Only the colour that is compared with has changed: the mean over the border's "
            "pixels instead of over all.",
            "colour = images[..., rim].mean(dim=-1)[..., None, None]; then as in "
            "colour_distance.",
        ),
        reference=rim_distance,
        reads=tensor,
    ),
    Exercise(
        key="11.network",
        find_mistake=find_network_mistake,
        praise="Eq. 6 normalises every channel over its places before the sigmoid: each "
        "channel is then open at some places and shut at others, trained or not.",
        hints=(
            'build_network("cifar_attention_56", ...) takes width and attention.',
            "Three things: the width, the gate by its name, and evaluation mode at the end.",
            'build_network("cifar_attention_56", width=0.25, attention="spatial").eval()',
        ),
        reference=spatial_network,
        calls_reference=True,
    ),
)
