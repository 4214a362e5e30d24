"""What changed masks and changed pixels do to a network's predictions."""

from collections.abc import Iterable

import torch
import torch.nn.functional as F
from map_agreement import rounded
from torch import Tensor

from resattn_lab.data import ImageSet
from resattn_lab.interventions import WAYS, mask_replacement
from resattn_lab.measures import (
    area_under,
    deletion_curves,
    insertion_curves,
    mean_interval,
)
from resattn_lab.recording import attention_modules


def probabilities(network: torch.nn.Module, images: Tensor) -> Tensor:
    with torch.inference_mode():
        return torch.cat([network(part).softmax(dim=1) for part in images.split(100)])


def effect(before: Tensor, after: Tensor, labels: Tensor) -> dict:
    """What a change did: accuracy, changed predictions, lost probability."""
    first, then = before.argmax(dim=1), after.argmax(dim=1)
    lost = (before - after).gather(1, first[:, None])[:, 0]
    return {
        "accuracy": rounded(mean_interval(then == labels)),
        "changed": rounded(mean_interval(then != first)),
        "lost_probability": rounded(mean_interval(lost)),
    }


def replaced(
    network: torch.nn.Module, images: ImageSet, ways: Iterable[str] = tuple(WAYS)
) -> dict:
    """Another mask in each module's place, and in all, in each of the ways."""
    pixels, labels = images.floats(), images.labels
    before = probabilities(network, pixels)
    kept: dict = {"images": len(images), "untouched": effect(before, before, labels)}
    for way in ways:
        for where in (*attention_modules(network), "all"):
            wanted = way if where == "all" else {where: way}
            with mask_replacement(network, wanted):
                after = probabilities(network, pixels)
            kept.setdefault(way, {})[where] = effect(before, after, labels)
    return kept


def blurred(images: Tensor) -> Tensor:
    """What is left of images on a grid of 4×4, stretched again: insertion starts here."""
    small = F.adaptive_avg_pool2d(images, 4)
    return F.interpolate(small, images.shape[-2:], mode="bilinear")


def walks(
    network: torch.nn.Module, images: Tensor, maps: dict[str, Tensor], fill, steps: int = 16
) -> dict:
    """Deletion and insertion along each map: mean curves, areas with intervals."""
    predicted = probabilities(network, images).argmax(dim=1, keepdim=True)

    def of_predicted(changed: Tensor) -> Tensor:
        return probabilities(network, changed).gather(1, predicted)[:, 0]

    kept: dict = {}
    for name, found in maps.items():
        ways = {
            "deletion": deletion_curves(of_predicted, images, found, fill=fill, steps=steps),
            "insertion": insertion_curves(
                of_predicted, images, found, start=blurred(images), steps=steps
            ),
        }
        kept[name] = {
            way: {
                "curve": rounded(curves.mean(dim=0)),
                "area": rounded(mean_interval(area_under(curves))),
            }
            for way, curves in ways.items()
        }
    return kept
