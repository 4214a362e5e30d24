"""The engine: on which device a training runs, behind the few verbs that the loop needs."""

import torch
from torch import Tensor, nn


class Engine:
    """One process on one device.

    Args:
        device: ``"auto"`` takes a CUDA device when there is one, and the CPU otherwise.

    Raises:
        ValueError: a CUDA device is wanted and torch sees none.
    """

    def __init__(self, device: str = "auto"):
        cuda = torch.cuda.is_available()
        if device == "auto":
            device = "cuda" if cuda else "cpu"
        if device.startswith("cuda") and not cuda:
            raise ValueError(
                f"device {device!r} was asked for, but torch {torch.__version__} sees no "
                "CUDA device; use device='cpu' or install a driver"
            )
        self.device = torch.device(device)

    def prepare(self, network: nn.Module) -> nn.Module:
        """Put the network on the device, channels last: the layout convolutions like best."""
        return network.to(self.device, memory_format=torch.channels_last)

    def backward(self, loss: Tensor) -> None:
        """Compute the gradients of ``loss``."""
        loss.backward()

    def clip(self, network: nn.Module, largest_norm: float | None) -> None:
        """Shrink the whole gradient to ``largest_norm`` where it is longer."""
        if largest_norm is not None:
            nn.utils.clip_grad_norm_(network.parameters(), largest_norm)

    def __str__(self) -> str:
        if self.device.type == "cuda":
            return torch.cuda.get_device_name(self.device)
        return f"CPU, {torch.get_num_threads()} threads"
