"""What every change of a mask shares: which modules it is for, and how they come to it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import TypeVar

from torch import Tensor, nn

from resattn_lab.recording import attention_modules
from resattn_lab.recording.bare_network import check_bare

Change = TypeVar("Change")


def for_modules(network: nn.Module, change: Change | Mapping[str, Change]) -> dict[str, Change]:
    """One change for every Attention Module, or one for each that is named.

    Raises:
        ValueError: no Attention Module, an unknown name, or a compiled or wrapped network.
    """
    check_bare(network)
    modules = attention_modules(network)
    if not modules:
        raise ValueError(f"{type(network).__name__} has no Attention Module to change")
    wanted = change if isinstance(change, Mapping) else dict.fromkeys(modules, change)
    unknown = [name for name in wanted if name not in modules]
    if unknown:
        raise ValueError(
            f"there is no Attention Module {', '.join(map(repr, unknown))}; "
            f"{type(network).__name__} has {', '.join(modules)}"
        )
    return dict(wanted)


@contextmanager
def weighing_with(
    network: nn.Module, changed: Mapping[str, Callable[[Tensor], Tensor]]
) -> Iterator[None]:
    """Let the fusions of the named modules get ``changed[name](M)`` in the place of M.

    The mask branch still puts out M, and its recorders still see M. The hooks go when the
    block ends, however it ends.
    """
    modules = attention_modules(network)
    with ExitStack() as hooks:
        for name, change in changed.items():
            fusion = modules[name].fusion
            hooks.enter_context(fusion.register_forward_pre_hook(_hook(change)))
        yield


def _hook(change: Callable[[Tensor], Tensor]):
    def hook(fusion, inputs):
        trunk, mask = inputs
        return trunk, change(mask)

    return hook
