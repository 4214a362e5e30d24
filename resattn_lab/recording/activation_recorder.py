"""What modules put out, kept while a network runs."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from torch import Tensor, nn

from .bare_network import kept, named_parts


@contextmanager
def record_activations(network: nn.Module, names: Iterable[str]) -> Iterator[dict[str, Tensor]]:
    """Yield a dict that fills with the named modules' outputs each time ``network`` runs.

    Keys are the names, in the order in which the modules run. Values are float32 copies on
    the CPU, cut from the graph; a second pass overwrites the first. The hooks go when the
    block ends, however it ends.

    Args:
        names: paths as in ``network.named_modules()``, such as ``"stage1.0.trunk"``.

    Raises:
        ValueError: an unknown name, or a compiled or wrapped network.
    """
    activations: dict[str, Tensor] = {}

    def keep(name: str):
        def hook(module, inputs, output):
            activations[name] = kept(output, name)

        return hook

    parts = named_parts(network, names)
    hooks = [part.register_forward_hook(keep(name)) for name, part in parts.items()]
    try:
        yield activations
    finally:
        for hook in hooks:
            hook.remove()
