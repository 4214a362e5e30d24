"""How strongly a network's own modules answer, one after the other, with both fusions."""

import copy
from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn

from resattn_lab.data import to_floats
from resattn_lab.measures import mean_absolute_response
from resattn_lab.recording import attention_modules, record_activations

FUSIONS = {"ARL": True, "NAL": False}
OUTPUT, PRODUCT = "output of the module", "weighed trunk"
TRAINED, OWN = "as in training", "of these images"


@contextmanager
def fused(network: nn.Module, attention_residual: bool) -> Iterator[None]:
    """Inside, every Attention Module puts out (1 + M)·T, or M·T when false (Eqs. 3 and 1)."""
    fusions = [module.fusion for module in attention_modules(network).values()]
    before = [fusion.attention_residual for fusion in fusions]
    try:
        for fusion in fusions:
            fusion.attention_residual = attention_residual
        yield
    finally:
        for fusion, value in zip(fusions, before, strict=True):
            fusion.attention_residual = value


def response_curves(network: nn.Module, images: Tensor) -> dict:
    """Curves for a ``ResponsePanel``: mean absolute responses along the network's modules.

    The weights stay as they are; for one of the two fusions the network was not trained.
    Values are relative to what enters the first module. With batch norm's statistics "of
    these images" a copy of the network takes mean and variance from them, in train mode.

    Args:
        images: (N, C, H, W), uint8 or floats in [0, 1]; two at least, for a variance.

    Raises:
        ValueError: no Attention Module, or a response that is zero.
    """
    modules = list(attention_modules(network))
    if not modules:
        raise ValueError(f"{type(network).__name__} has no Attention Module to follow")
    images = to_floats(images)
    images = images.to(next(network.parameters()).device)
    curves: dict = {OUTPUT: {"as trained": {}}, PRODUCT: {"as trained": {}}}
    runs = {TRAINED: network}
    if len(images) > 1:
        runs[OWN] = copy.deepcopy(network).train()
    for norm, run in runs.items():
        for quantity in curves:
            curves[quantity]["as trained"][norm] = {}
        for name, attention_residual in FUSIONS.items():
            lines = _lines(run, modules, images, attention_residual)
            for quantity, line in zip((OUTPUT, PRODUCT), lines, strict=True):
                curves[quantity]["as trained"][norm][name] = line
    return curves


def _lines(
    network: nn.Module, modules: list[str], images: Tensor, attention_residual: bool
) -> tuple[list[float], list[float]]:
    """Responses of the modules and of their products, over what enters the first module."""
    entered = []

    def keep(module, inputs):
        entered.append(mean_absolute_response(inputs[0]))

    hook = network.get_submodule(modules[0]).register_forward_pre_hook(keep)
    names = [*modules, *(f"{name}.fusion" for name in modules)]
    try:
        with (
            torch.no_grad(),
            fused(network, attention_residual),
            record_activations(network, names) as kept,
        ):
            network(images)
    finally:
        hook.remove()
    start = entered[0] or 1.0
    outputs, products = (
        [mean_absolute_response(kept[f"{name}{part}"]) / start for name in modules]
        for part in ("", ".fusion")
    )
    return outputs, products
