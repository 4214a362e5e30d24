"""What each kind of attention gives to images, and what a network does with coarser weights."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from copy import deepcopy
from functools import partial

import torch
import torch.nn.functional as F
from torch import Tensor

from resattn_lab.data import ImageSet
from resattn_lab.measures import centre_prior, pointing_hits, received_weight
from resattn_lab.networks import settle_batch_norms
from resattn_lab.networks.one_attention import OneAttentionNetwork, one_attention
from resattn_lab.recording import record_activations

GATES = {
    "mask": {"mask": "attention.gate"},
    "SE": {"SE": "attention.gate"},
    "CBAM": {
        "CBAM channels": "attention.channel_gate",
        "CBAM locations": "attention.place_gate",
    },
    "self-attention": {"self-attention": "attention.gate"},
}
PART = 100  # images at a time
OWN, ANEW = "its own weights", ", statistics anew"


def weights_of(network: OneAttentionNetwork, images: Tensor) -> dict[str, Tensor]:
    """The weights that a network in eval mode gives to images in [0, 1], (N, 3, H, W).

    By the names in ``GATES``: mask (N, C, h, w), SE and CBAM channels (N, C), CBAM locations
    (N, h, w), self-attention (N, h·w, h·w), with a row for each location that asks.
    """
    gates = GATES[network.kind]
    with torch.inference_mode(), record_activations(network, list(gates.values())) as found:
        network(images)
    weights = {name: found[gate] for name, gate in gates.items()}
    for name in {"CBAM locations", "self-attention"} & set(weights):
        weights[name] = weights[name][:, 0]  # the one map, the one head
    return weights


def untrained(kind: str, scenes: ImageSet, *, seed: int = 0) -> OneAttentionNetwork:
    """A network that has learned nothing, in eval mode; its batch norms have seen ``scenes``.

    Before that their statistics are those of no image, and say nothing of the architecture.
    """
    return settle_batch_norms(one_attention(kind, seed=seed), scenes.floats(), batch=PART)


def best_mask_channel(network: OneAttentionNetwork, scenes: ImageSet) -> int:
    """The channel of the mask that is raised most on the objects of these scenes."""
    mask = weights_of(network, scenes.floats())["mask"]
    truth = F.avg_pool2d(
        scenes.true_masks.float(), scenes.true_masks.shape[-1] // mask.shape[-1]
    )
    inside = (mask * truth[:, None]).sum(dim=(0, 2, 3)) / truth.sum()
    outside = (mask * (1 - truth[:, None])).sum(dim=(0, 2, 3)) / (1 - truth).sum()
    return int((inside - outside).argmax())


def location_map(kind: str, weights: Mapping[str, Tensor]) -> Tensor | None:
    """One weight for each location, (N, h, w): the mask's mean, CBAM's, the weight received."""
    if kind == "mask":
        return weights["mask"].mean(dim=1)
    if kind == "CBAM":
        return weights["CBAM locations"]
    if kind == "self-attention":
        rows = weights["self-attention"]
        side = round(rows.shape[-1] ** 0.5)
        return received_weight(rows[:, None], (side, side))
    return None  # SE and the plain trunk have no map


def pointing(network: OneAttentionNetwork, scenes: ImageSet) -> float | None:
    """How often the map of locations, where there is one, peaks on the object."""
    if network.kind not in ("mask", "CBAM", "self-attention"):
        return None
    hits = []
    for rows in torch.arange(len(scenes)).split(PART):
        part = scenes.subset(rows)
        found = location_map(network.kind, weights_of(network, part.floats()))
        hits.append(pointing_hits(found, part.true_masks))
    return torch.cat(hits).float().mean().item()


def centre(scenes: ImageSet) -> float:
    """How often the middle of the picture lies on the object: pointing without looking."""
    size = scenes.true_masks.shape[-2:]
    hill = centre_prior(size, size[0] / 4).expand(len(scenes), *size)
    return pointing_hits(hill, scenes.true_masks).float().mean().item()


Replace = Callable[[Tensor], Tensor]


@contextmanager
def replacing(network: OneAttentionNetwork, replaced: Mapping[str, Replace]) -> Iterator[None]:
    """While it lasts, something else is passed on instead of some gates' weights.

    Args:
        replaced: a gate's name in the network -> what is made of its weights.
    """
    with ExitStack() as hooks:
        for name, change in replaced.items():
            hook = network.get_submodule(name).register_forward_hook(
                lambda module, given, weights, change=change: change(weights)
            )
            hooks.callback(hook.remove)
        yield


def accuracy(network: OneAttentionNetwork, scenes: ImageSet) -> float:
    """The share of scenes that a network in eval mode names right."""
    with torch.inference_mode():
        answers = [
            network(scenes.subset(rows).floats()).argmax(dim=1)
            for rows in torch.arange(len(scenes)).split(PART)
        ]
    return (torch.cat(answers) == scenes.labels).float().mean().item()


def constant(weights: Tensor, *, value: Tensor) -> Tensor:
    """The same for every image."""
    return value.expand_as(weights)


def one_level(weights: Tensor) -> Tensor:
    """CBAM's map (N, 1, h, w), with its mean at every location."""
    return weights.mean(dim=(2, 3), keepdim=True).expand_as(weights)


def one_row(weights: Tensor) -> Tensor:
    """Self-attention's rows (N, heads, P, P), all replaced by their mean: nobody asks."""
    return weights.mean(dim=2, keepdim=True).expand_as(weights)


def all_alike(weights: Tensor) -> Tensor:
    """Every location is asked alike."""
    return torch.full_like(weights, 1 / weights.shape[-1])


def coarser_ways(network: OneAttentionNetwork, scenes: ImageSet) -> dict[str, dict]:
    """Coarser weights for a network, by name; constants are means over ``scenes``."""
    if network.kind == "self-attention":
        gate = "attention.gate"
        return {"one row for all who ask": {gate: one_row}, "all alike": {gate: all_alike}}
    if network.kind not in ("SE", "CBAM"):
        return {}
    name, gate = next(iter(GATES[network.kind].items()))  # of the channels
    value = weights_of(network, scenes.floats())[name].mean(dim=0)
    found = {"channels: the same for all images": {gate: partial(constant, value=value)}}
    if network.kind == "CBAM":
        found["locations: all alike"] = {"attention.place_gate": one_level}
    return found


def with_coarser_weights(
    network: OneAttentionNetwork, scenes: ImageSet, *, earlier: ImageSet
) -> dict[str, float]:
    """Accuracy on ``scenes`` with the network's own weights, and with coarser ones.

    Coarser weights change the numbers that the batch norms behind them get. So each way is
    measured twice: with the statistics of training, and with those set anew on ``earlier``.
    """
    ways = {OWN: {}, **coarser_ways(network, earlier)}
    found = {}
    for name, replaced in ways.items():
        with replacing(network, replaced):
            found[name] = accuracy(network, scenes)
    for name, replaced in ways.items():
        anew = deepcopy(network)
        with replacing(anew, replaced):
            settle_batch_norms(anew, earlier.floats(), batch=PART)
            found[name + ANEW] = accuracy(anew, scenes)
    return found
