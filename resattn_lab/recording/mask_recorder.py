"""The soft masks of a network, kept while it runs."""

from collections.abc import Iterator
from contextlib import contextmanager

from torch import Tensor, nn

from resattn_lab.blocks import (
    AttentionModule,
    ConstantMask,
    LocalMaskBranch,
    SoftMaskBranch,
)

from .activation_recorder import record_activations


def attention_modules(network: nn.Module) -> dict[str, AttentionModule]:
    """The network's Attention Modules by name, such as ``"stage1.0"``, in order."""
    return {
        name: module
        for name, module in network.named_modules()
        if isinstance(module, AttentionModule)
    }


@contextmanager
def record_masks(network: nn.Module) -> Iterator[dict[str, Tensor]]:
    """Yield a dict that fills with soft masks each time ``network`` runs.

    Keys are the mask branches' names, such as ``"stage1.0.mask"``, in the order in which
    the masks are computed. Values are float32 (N, C, h, w) copies on the CPU, cut from the
    graph; a second pass overwrites the first. The hooks go when the block ends, however it
    ends.

    Raises:
        ValueError: ``network`` has no mask branch, or is compiled or wrapped.
    """
    of_modules = {id(module.mask) for module in attention_modules(network).values()}
    branches = [
        name
        for name, part in network.named_modules()
        if isinstance(part, (SoftMaskBranch, LocalMaskBranch))
        or (id(part) in of_modules and not isinstance(part, ConstantMask))
    ]
    with record_activations(network, branches) as masks:
        if not branches:
            raise ValueError(f"{type(network).__name__} has no mask branch to record")
        yield masks
