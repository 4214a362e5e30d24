"""Grad-CAM, as the library captum computes it."""

from importlib.util import find_spec

import torch
from torch import Tensor, nn

from resattn_lab.recording.bare_network import named_parts


def captum_is_installed() -> bool:
    """Whether ``grad_cam`` can run on this machine."""
    return find_spec("captum") is not None


def grad_cam(network: nn.Module, layer: str, images: Tensor, classes: Tensor) -> Tensor:
    """Which places of a layer speak for a class: its channels, weighed by their gradients.

    The gradient of the class's logit, averaged over the places, weighs each channel; the
    channels are added up, and what is negative is cut off.

    Source: Selvaraju et al. 2017 (Grad-CAM), Eqs. 1 and 2; captum's ``LayerGradCam``.

    Args:
        network: in eval mode, not compiled.
        layer: a name as in ``network.named_modules()``, such as ``"stage3"``.
        classes: int64 (N,), one class an image.

    Shape: (N, C, H, W) -> (N, h, w), not negative; h and w are the layer's.

    Raises:
        ImportError: captum is not installed; the message says how to get it.
        ValueError: an unknown layer, or a compiled or wrapped network.
    """
    part = named_parts(network, [layer])[layer]
    if not captum_is_installed():
        raise ImportError(
            "Grad-CAM is computed by captum, which is not installed; "
            "python -m pip install captum"
        )
    from captum.attr import LayerGradCam  # takes a second to import, and few need it

    with torch.enable_grad():
        found = LayerGradCam(network, part).attribute(
            images, target=classes, relu_attributions=True
        )
    return found[:, 0].detach()
