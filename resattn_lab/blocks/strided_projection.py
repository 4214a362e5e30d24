"""A 1×1 convolution with a stride, in a form whose backward pass does not crash."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class StridedProjection(nn.Conv2d):
    """``nn.Conv2d(in_channels, out_channels, 1, stride, bias=False)``, and safe to train.

    Source: oneDNN 3.12 (in torch 2.14) writes beyond its memory in the float32 backward pass
    of a 1×1 convolution with stride 2 over a channels-last tensor of 4 or 8 channels and 56
    pixels or more a side, on CPUs with AVX-512: a segmentation fault, or "double free or
    corruption". 16 channels, bfloat16 and ``ONEDNN_MAX_CPU_ISA=AVX2`` are not hit. So where a
    gradient may be asked for on a CPU, the places that the stride leaves out are left out
    first, by a pooling over one place, and the convolution has stride 1: the same numbers
    but for rounding, in the same time (``benchmarks/strided_projection.py``).

    Shape: (N, in_channels, H, W) -> (N, out_channels, H/stride, W/stride), rounded up.
    """

    def __init__(self, in_channels: int, out_channels: int, stride: int):
        super().__init__(in_channels, out_channels, 1, stride, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        learns = torch.is_grad_enabled() and (x.requires_grad or self.weight.requires_grad)
        if self.stride == (1, 1) or not (learns and x.is_cpu):
            return super().forward(x)
        return F.conv2d(F.avg_pool2d(x, 1, self.stride), self.weight, self.bias)
