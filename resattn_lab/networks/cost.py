"""What a network costs: parameters to hold, multiply-accumulates to run."""

import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode


def count_parameters(network: nn.Module) -> int:
    """Trainable numbers: weights, biases, and the scales and shifts of batch norms."""
    return sum(parameter.numel() for parameter in network.parameters())


def multiply_accumulates(network: nn.Module, image_shape: tuple[int, int, int]) -> int:
    """Multiply-accumulates of the convolutions and linear layers for one image.

    This is what the paper's "FLOPs" count (Table 2). Batch norms, poolings,
    interpolations and sums are left out, there and here.

    Args:
        image_shape: (C, H, W) of one image.
    """
    parameter = next(network.parameters())
    image = torch.zeros(1, *image_shape, dtype=parameter.dtype, device=parameter.device)
    training = network.training
    network.eval()
    try:
        with torch.no_grad(), FlopCounterMode(display=False) as counter:
            network(image)
    finally:
        network.train(training)
    return counter.get_total_flops() // 2  # the counter sees a multiply and an add
