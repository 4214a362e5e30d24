"""Trunk and mask of every Attention Module as functions of the image."""

from collections.abc import Callable

import torch
from torch import Tensor, nn

from resattn_lab.recording import attention_modules

Branch = Callable[[Tensor], Tensor]


class _Reached(Exception):
    """Carries a part's output out of the network's forward pass."""

    def __init__(self, output: Tensor):
        super().__init__("the part has run, and nothing after it need run")
        self.output = output


def network_branches(network: nn.Module) -> tuple[dict[str, list[Branch]], list[str]]:
    """What trunk and mask of each Attention Module make of the images, and its name.

    The mask is taken before its gate, where a sigmoid near 0 or 1 hides nothing yet; masks
    that compute no scores, such as constant ones, are left out.

    Returns:
        ``{"trunk": [...], "mask": [...]}``, functions (N, C, H, W) -> (N, K, h, w) that
        autograd sees through, in the order of the modules; and the modules' names.

    Raises:
        ValueError: no Attention Module.
    """
    modules = attention_modules(network)
    if not modules:
        raise ValueError(f"{type(network).__name__} has no Attention Module to look into")
    branches = {"trunk": [up_to(network, module.trunk) for module in modules.values()]}
    scores = [getattr(module.mask, "score", None) for module in modules.values()]
    if all(isinstance(score, nn.Module) for score in scores):
        branches["mask"] = [up_to(network, score) for score in scores]
    return branches, list(modules)


def up_to(network: nn.Module, part: nn.Module) -> Branch:
    """``network`` as a function that ends with ``part`` and puts out what that puts out."""

    def stop(module, inputs, output):
        raise _Reached(output)

    def function(images: Tensor) -> Tensor:
        device = next(network.parameters()).device
        hook = part.register_forward_hook(stop)
        try:
            network(images.to(device))
        except _Reached as reached:
            return reached.output
        finally:
            hook.remove()
        raise ValueError(f"{type(network).__name__} ran without its {type(part).__name__}")

    return function


def output_size(function: Branch, image: Tensor) -> tuple[int, int]:
    """Rows and columns that ``function`` puts out for one image (C, H, W)."""
    with torch.inference_mode():
        return tuple(function(image[None]).shape[-2:])
