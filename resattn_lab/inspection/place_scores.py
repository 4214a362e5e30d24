"""A score for every place of a network's last feature map: what it adds to the answer."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from resattn_lab.data import to_floats
from resattn_lab.recording import record_activations

BLOCK_PIXELS = 8 * 32 * 32  # of the images that the network runs on at once


def place_scores(network: nn.Module, images: Tensor) -> Tensor:
    """What each place adds to the likeliest class's logit, before the mean over all places.

    The network averages its last states over the places and then takes a weighted sum; the
    same sum at each place alone is that place's score.

    Args:
        network: with a batch norm ``norm`` before the global average and a linear
            ``classifier`` after it, as ``networks.build_network`` makes them.
        images: (N, C, H, W), uint8 or floats in [0, 1].

    Shape: -> (N, h, w), float32, on the CPU.

    Raises:
        ValueError: a network that does not end that way.
    """
    if not ends_in_an_average(network):
        raise ValueError(
            f"{type(network).__name__} must end in norm, global average and classifier"
        )
    device = next(network.parameters()).device
    weight = network.classifier.weight.detach().float().cpu()
    scores = []
    for part in images.split(max(1, BLOCK_PIXELS // (images.shape[-2] * images.shape[-1]))):
        part = to_floats(part)
        with torch.inference_mode(), record_activations(network, ["norm"]) as kept:
            logits = network(part.to(device))
        states = F.relu(kept["norm"])  # (n, K, h, w)
        query = weight[logits.argmax(dim=1).cpu()]  # (n, K)
        scores.append((states * query[:, :, None, None]).sum(dim=1))
    return torch.cat(scores)


def ends_in_an_average(network: nn.Module) -> bool:
    """Whether ``place_scores`` can be had."""
    norm, classifier = getattr(network, "norm", None), getattr(network, "classifier", None)
    return (
        isinstance(norm, nn.BatchNorm2d)
        and isinstance(classifier, nn.Linear)
        and norm.num_features == classifier.in_features
    )
