"""A copy of a trained network that only looks: fewer operations, no gradients."""

from collections.abc import Iterator
from copy import deepcopy

import torch
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from resattn_lab.blocks import ResidualUnit


def prepare_for_inference(network: nn.Module) -> nn.Module:
    """Copy ``network`` in eval mode, channels last, with every batch norm folded that can be.

    A batch norm that directly follows a convolution is a scale and a shift of what the
    convolution puts out, and becomes part of its weights: exact but for rounding. The batch
    norms that follow a sum, a pooling or an interpolation stay. Every folded one leaves an
    identity in its place, so all modules keep their names, and recorders work as before.

    The weights need no gradient, so none of the graph is kept. Train the original.

    Returns:
        The copy; its outputs differ from the original's in eval mode by rounding only.
    """
    prepared = deepcopy(network).eval().requires_grad_(False)
    for convolution, owner, name in _normalised_convolutions(prepared):
        fused = fuse_conv_bn_eval(convolution, getattr(owner, name))
        convolution.weight, convolution.bias = fused.weight, fused.bias
        setattr(owner, name, nn.Identity())
    return prepared.requires_grad_(False).to(memory_format=torch.channels_last)


def _normalised_convolutions(
    network: nn.Module,
) -> Iterator[tuple[nn.Conv2d, nn.Module, str]]:
    """Each convolution that a batch norm directly follows, and where that batch norm is."""
    for module in list(network.modules()):
        if type(module).forward is ResidualUnit.forward:  # not what a learner derived from it
            yield module.conv1, module, "norm2"
            yield module.conv2, module, "norm3"
        elif isinstance(module, nn.Sequential):
            steps = list(_steps(module))
            for (owner, name), (next_owner, next_name) in zip(steps, steps[1:], strict=False):
                first, second = getattr(owner, name), getattr(next_owner, next_name)
                if isinstance(first, nn.Conv2d) and isinstance(second, nn.BatchNorm2d):
                    yield first, next_owner, next_name


def _steps(sequence: nn.Sequential) -> Iterator[tuple[nn.Module, str]]:
    """What runs one after the other, through sequences within the sequence."""
    for name, child in sequence.named_children():
        if isinstance(child, nn.Sequential):
            yield from _steps(child)
        else:
            yield sequence, name
