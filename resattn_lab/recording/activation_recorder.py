"""What modules put out, kept while a network runs."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from torch import Tensor, nn

from .bare_network import copied, watched


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

    def see(name: str, output: Tensor) -> None:
        activations[name] = copied(output, name)

    with watched(network, names, see):
        yield activations
