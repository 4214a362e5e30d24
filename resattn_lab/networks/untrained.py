"""Networks that have learned nothing, but whose batch norms know the images."""

import torch
from torch import Tensor, nn

from .residual_attention_network import ResidualAttentionNetwork
from .variants import build_network


def settle_batch_norms(network: nn.Module, images: Tensor, *, batch: int = 50) -> nn.Module:
    """Set the running statistics of all batch norms to those of ``images``; no weight changes.

    Nothing is left of the statistics from before. A network that was only built has 0 and 1,
    which are those of no image, and its masks say nothing about the architecture; with the
    usual momentum of 0.1 a tenth of a start would be replaced by each batch.

    Args:
        images: what the network takes, (N, ...).
        batch: how many go through at once. The statistics are a plain average over batches.

    Returns:
        The network itself, in evaluation mode.
    """
    norms = [part for part in network.modules() if isinstance(part, nn.BatchNorm2d)]
    usual = [norm.momentum for norm in norms]
    for norm in norms:
        norm.reset_running_stats()
        norm.momentum = None  # a plain average
    network.train()
    with torch.no_grad():
        for part in images.split(batch):
            network(part)
    for norm, momentum in zip(norms, usual, strict=True):
        norm.momentum = momentum
    return network.eval()


def untrained_twin(
    network: ResidualAttentionNetwork, *, seed: int = 0, initialisation: str = "he"
) -> ResidualAttentionNetwork:
    """The same layers with new random weights, in evaluation mode.

    Its batch norms have seen nothing: ``settle_batch_norms`` shows them images.

    Args:
        initialisation: as of ``build_network``; ``"he"`` is the paper's.
    """
    torch.manual_seed(seed)
    options = {"initialisation": initialisation, "pixel_mean": network.pixel_mean}
    return build_network(**network.arguments, **options).eval()
