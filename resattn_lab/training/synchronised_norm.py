"""Batch norm over the images of all processes, on every device."""

import torch
import torch.distributed as distributed
from torch import Tensor, nn


class SumOverProcesses(torch.autograd.Function):
    """The sum over all processes; its gradient is the sum of their gradients."""

    @staticmethod
    def forward(context, value: Tensor) -> Tensor:
        total = value.clone()
        distributed.all_reduce(total)
        return total

    @staticmethod
    def backward(context, gradient: Tensor) -> Tensor:
        total = gradient.clone()
        distributed.all_reduce(total)
        return total


class SynchronisedBatchNorm2d(nn.BatchNorm2d):
    """Normalises by the mean and variance of the whole batch, wherever its parts lie.

    torch's own ``SyncBatchNorm`` refuses tensors on the CPU; this one serves every device.
    Weights and statistics have the names of ``nn.BatchNorm2d``; in eval mode it is one.
    Sums, counts and statistics are float32 whatever comes in, as they are in torch's own.

    Shape: (n, C, H, W) -> (n, C, H, W), with another n in every process.
    """

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return super().forward(x)
        precision, x = x.dtype, x.float()
        count = x.new_tensor(x.numel() / x.shape[1])
        distributed.all_reduce(count)
        mean = SumOverProcesses.apply(x.sum(dim=(0, 2, 3))) / count  # (C,)
        centred = x - mean[:, None, None]
        variance = SumOverProcesses.apply(centred.square().sum(dim=(0, 2, 3))) / count
        with torch.no_grad():
            self.num_batches_tracked += 1
            self.running_mean.lerp_(mean, self.momentum)
            self.running_var.lerp_(variance * count / (count - 1), self.momentum)
        scale = self.weight * (variance + self.eps).rsqrt()
        return (centred * scale[:, None, None] + self.bias[:, None, None]).to(precision)


def synchronise_batch_norms(network: nn.Module) -> None:
    """Turn every ``nn.BatchNorm2d`` of ``network`` into one that sees all processes."""
    for module in network.modules():
        if type(module) is nn.BatchNorm2d:
            module.__class__ = SynchronisedBatchNorm2d


def restore_batch_norms(network: nn.Module) -> None:
    """Undo ``synchronise_batch_norms``."""
    for module in network.modules():
        if type(module) is SynchronisedBatchNorm2d:
            module.__class__ = nn.BatchNorm2d
