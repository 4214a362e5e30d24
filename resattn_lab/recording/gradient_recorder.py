"""The gradients that reach modules, kept while a loss is propagated back."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from torch import Tensor, nn

from .bare_network import kept, named_parts


@contextmanager
def record_gradients(network: nn.Module, names: Iterable[str]) -> Iterator[dict[str, Tensor]]:
    """Yield a dict that fills with gradients at the named modules' outputs.

    Run the network and call ``backward`` inside the block. Keys are the names, in the order
    in which the gradients arrive: last module first. Values are float32 copies on the CPU,
    shaped like the outputs; a second backward pass overwrites the first.

    Args:
        names: paths as in ``network.named_modules()``.

    Raises:
        ValueError: an unknown name, or a compiled or wrapped network.
        RuntimeError: a module ran without autograd, so that no gradient can ever come.
    """
    gradients: dict[str, Tensor] = {}

    def keep(name: str):
        def arrived(gradient: Tensor):
            gradients[name] = kept(gradient, name)

        def hook(module, inputs, output):
            if not output.requires_grad:
                raise RuntimeError(
                    f"{name} ran without autograd, so no gradient will reach it; leave "
                    "no_grad or inference_mode, or let something require a gradient"
                )
            output.register_hook(arrived)

        return hook

    parts = named_parts(network, names)
    hooks = [part.register_forward_hook(keep(name)) for name, part in parts.items()]
    try:
        yield gradients
    finally:
        for hook in hooks:
            hook.remove()
