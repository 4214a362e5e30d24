"""Which rows and columns of the image every position of a layer sees, from the wiring."""

import copy

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .bare_network import check_bare, named_parts

Span = tuple[int, int]  # first and last row or column, both seen
GAIN = 0.3  # of a convolution: below 1, so that no sigmoid saturates on the way


class _Thin(nn.Module):
    """A convolution of the same kernel size and stride: two channels, all weights positive."""

    def __init__(self, like: nn.Conv2d, generator: torch.Generator):
        super().__init__()
        weights = 1 + torch.rand(2, 1, *like.kernel_size, generator=generator)
        self.weights = (GAIN * weights / weights.sum(dim=(2, 3), keepdim=True)).double()
        self.how = {name: getattr(like, name) for name in ("stride", "padding", "dilation")}

    def forward(self, x: Tensor) -> Tensor:
        return F.conv2d(x.mean(dim=1, keepdim=True), self.weights, **self.how)


class _Reached(Exception):
    """The layer that was asked for has run."""

    def __init__(self, output: Tensor):
        super().__init__()
        self.output = output


class ReceptiveSpans:
    """What each row and each column of a layer's output sees of the image.

    Found by gradients in a copy of the network in which all weights are positive, all
    convolutions have two channels, and means stand in place of maxima: nothing can cancel
    and nothing is shut, so a gradient is zero only where no path leads. What the trained
    weights make of these paths may be less.

    Args:
        network: any network of convolutions; it is copied, and stays as it is.
        images: shape (C, H, W) of the images.

    Raises:
        ValueError: a wrapped network.
    """

    def __init__(self, network: nn.Module, images: tuple[int, int, int]):
        check_bare(network)
        self.skeleton = _skeleton(network)
        generator = torch.Generator().manual_seed(0)
        self._image = (2 + torch.rand(1, *images, generator=generator)).double()
        self._found: dict[str, tuple[list[Span], list[Span]]] = {}

    def of(self, layer: str) -> tuple[list[Span], list[Span]]:
        """The rows seen by each output row, and the columns seen by each output column.

        Both ends are included; spans are cut off at the image's border.

        Args:
            layer: path as in ``network.named_modules()``.

        Raises:
            ValueError: an unknown layer.
            RuntimeError: the layer does not run, or sees nothing.
        """
        if layer not in self._found:
            named_parts(self.skeleton, [layer])
            self._found[layer] = self._spans(layer, 2), self._spans(layer, 3)
        return self._found[layer]

    def _spans(self, layer: str, along: int) -> list[Span]:
        """Of each position along dimension 2 (rows) or 3 (columns) of the output."""
        with torch.no_grad():
            count = self._output(layer, self._image).shape[along]
        with torch.enable_grad():
            batch = self._image.expand(count, -1, -1, -1).clone().requires_grad_()
            lines = self._output(layer, batch).sum(dim=(1, 5 - along))  # (count, count)
            (gradient,) = torch.autograd.grad(lines.diagonal().sum(), batch)
        seen = gradient.abs().sum(dim=(1, 5 - along)) > 0  # (count, H or W)
        if not seen.any(dim=1).all():
            raise RuntimeError(f"{layer} has positions that see nothing of the image")
        first = seen.int().argmax(dim=1)
        last = seen.shape[1] - 1 - seen.int().flip(1).argmax(dim=1)
        return list(zip(first.tolist(), last.tolist(), strict=True))

    def _output(self, layer: str, x: Tensor) -> Tensor:
        """What the layer puts out; what follows it does not run."""

        def reached(module, inputs, output):
            raise _Reached(output)

        with self.skeleton.get_submodule(layer).register_forward_hook(reached):
            try:
                self.skeleton(x)
            except _Reached as stop:
                return stop.output
        raise RuntimeError(f"{layer} does not run in the network's forward pass")


def _skeleton(network: nn.Module) -> nn.Module:
    """The same wiring with thin, positive layers."""
    skeleton = copy.deepcopy(network).cpu().double().eval()
    generator = torch.Generator().manual_seed(1)
    for parent in list(skeleton.modules()):
        for name, child in parent.named_children():
            if isinstance(child, nn.Conv2d):
                setattr(parent, name, _Thin(child, generator))
            elif isinstance(child, nn.BatchNorm2d):
                setattr(parent, name, nn.Identity())
            elif isinstance(child, nn.MaxPool2d):
                mean = nn.AvgPool2d(child.kernel_size, child.stride, child.padding)
                setattr(parent, name, mean)
    return skeleton
