"""The states at the end of the network, as it sees the whole picture or a part of it."""

from collections.abc import Sequence
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from resattn_lab.attention import (
    attention_weights,
    chosen_state,
    context_vector,
    sample_place,
)
from resattn_lab.data import Scenes

from ..activations import activations_of


class Costs(NamedTuple):
    """One value a temperature: shares of scenes classified correctly, share of the weight."""

    soft: list[float]
    hard: list[float]
    on_object: list[float]


def last_states(network: nn.Module, images: Tensor) -> tuple[Tensor, Tensor]:
    """What the network's average pooling reads, and what the network says.

    Shape: uint8 (N, 3, H, W) -> states (N, K, C) and logits (N, classes).
    """
    found = activations_of(network, images, ["norm", "classifier"])
    return F.relu(found["norm"]).flatten(2).mT, found["classifier"]


def accuracy(network: nn.Module, vectors: Tensor, labels: Tensor) -> float:
    """In which share of scenes the network's classifier reads the class off (N, C) vectors."""
    with torch.no_grad():
        return (network.classifier(vectors).argmax(dim=1) == labels).float().mean().item()


def touched_locations(scenes: Scenes, grid: tuple[int, int]) -> Tensor:
    """1 where a cell of the grid holds a pixel of the object, else 0: (N, K)."""
    return F.adaptive_max_pool2d(scenes.true_masks.float()[:, None], grid).flatten(1)


def costs_of_choosing(
    network: nn.Module,
    states: Tensor,
    scores: Tensor,
    scenes: Scenes,
    *,
    temperatures: Sequence[float],
    seed: int,
) -> Costs:
    """Classify the average, and the state of one drawn location, at each temperature."""
    side = int(scores.shape[1] ** 0.5)
    on_object, found = touched_locations(scenes, (side, side)), []
    generator = torch.Generator().manual_seed(seed)
    for temperature in temperatures:
        weights = attention_weights(scores, temperature=temperature)
        drawn = chosen_state(states, sample_place(weights, generator=generator))
        averaged = context_vector(states, weights)
        shares = [accuracy(network, vectors, scenes.labels) for vectors in (averaged, drawn)]
        found.append((*shares, (weights * on_object).sum(dim=1).mean().item()))
    return Costs(*map(list, zip(*found, strict=True)))


def right_on_and_off(right: Tensor, touched: Tensor) -> tuple[float, float]:
    """The share of right answers at locations that the object touches, and at all others.

    Shape: both (N, K).
    """
    on = touched.bool()
    return right[on].float().mean().item(), right[~on].float().mean().item()


def state_names(
    network: nn.Module, images: Tensor, locations: Tensor, *labels: Tensor
) -> list[float]:
    """How often the state at one location of each image names the class, for each labels."""
    states, _ = last_states(network, images)
    return [accuracy(network, chosen_state(states, locations), truth) for truth in labels]


def of_another_class(labels: Tensor) -> Tensor:
    """For each scene the number of the next one, in a circle, that has another class: (N,)."""
    count = len(labels)
    steps = torch.arange(1, count)
    circle = (torch.arange(count)[:, None] + steps) % count  # (N, N - 1): who comes after whom
    first = (labels[circle] != labels[:, None]).int().argmax(dim=1)
    return circle[torch.arange(count), first]


def pasted(images: Tensor, onto: Tensor, locations: Tensor, side: int) -> Tensor:
    """The square of ``images`` around one location each, in place of that part of ``onto``.

    Args:
        images, onto: uint8 (N, 3, H, W).
        locations: (N,), counted row by row on a grid of 8×8.
        side: of the square, even, in pixels.
    """
    _, _, height, width = images.shape

    def within(cells: Tensor, size: int) -> Tensor:
        middle = (cells * size // 8 + size // 16)[:, None]
        pixels = torch.arange(size)
        return (pixels >= middle - side // 2) & (pixels < middle + side // 2)

    down, across = within(locations // 8, height), within(locations % 8, width)
    return torch.where((down[:, :, None] & across[:, None, :])[:, None], images, onto)
