"""The gradients that reach modules, kept while a loss is propagated back."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from torch import Tensor, nn

from .bare_network import copied, watched


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

    def see(name: str, output: Tensor) -> None:
        def arrived(gradient: Tensor) -> None:
            gradients[name] = copied(gradient, name)

        if not output.requires_grad:
            raise RuntimeError(
                f"{name} ran without autograd, so no gradient will reach it; leave "
                "no_grad or inference_mode, or let something require a gradient"
            )
        output.register_hook(arrived)

    with watched(network, names, see):
        yield gradients
