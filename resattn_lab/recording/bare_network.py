"""Hooks work on the bare network only; this says so before they fail in silence."""

import difflib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager

from torch import Tensor, nn
from torch.nn.parallel import DataParallel, DistributedDataParallel


def check_bare(network: nn.Module) -> None:
    """Refuse a network that is compiled, even in parts, or wrapped: hooks may never fire.

    Raises:
        ValueError: what to record on instead.
    """
    for name, module in network.named_modules():
        what = "this network" if module is network else f"{name} in this network"
        if hasattr(module, "_orig_mod"):
            raise ValueError(
                f"{what} is compiled, and hooks added now would never fire; record on the "
                "network that was given to torch.compile"
            )
        if module._compiled_call_impl is not None:
            raise ValueError(
                f"{what} was compiled in place (compile()), and hooks added now would never "
                "fire; record on a network with the same weights that was not compiled"
            )
    if isinstance(network, (DataParallel, DistributedDataParallel)):
        raise ValueError(
            f"this network is wrapped in {type(network).__name__}; record on its .module"
        )


def named_parts(network: nn.Module, names: Iterable[str]) -> dict[str, nn.Module]:
    """The modules of ``network`` with these names, in the order given.

    Raises:
        ValueError: a wrapped network, or a name that it has not; with the nearest names.
    """
    check_bare(network)
    names = [names] if isinstance(names, str) else list(names)
    modules = dict(network.named_modules())
    for name in names:
        if name not in modules:
            near = difflib.get_close_matches(name, modules, n=3, cutoff=0.4)
            hint = f"; did you mean {', '.join(near)}?" if near else ""
            raise ValueError(f"{type(network).__name__} has no module {name!r}{hint}")
    return {name: modules[name] for name in names}


@contextmanager
def watched(
    network: nn.Module, names: Iterable[str], see: Callable[[str, Tensor], None]
) -> Iterator[None]:
    """Call ``see(name, output)`` whenever a named module has run.

    The hooks go when the block ends, however it ends.

    Raises:
        ValueError: as ``named_parts``.
    """

    def hook_for(name: str):
        def hook(module, inputs, output):
            see(name, output)

        return hook

    with ExitStack() as hooks:
        for name, part in named_parts(network, names).items():
            hooks.enter_context(part.register_forward_hook(hook_for(name)))
        yield


def copied(output: Tensor, name: str) -> Tensor:
    """A float32 copy on the CPU, cut from the graph: nothing can rewrite it afterwards.

    Raises:
        TypeError: the module put out something other than one tensor.
    """
    if not isinstance(output, Tensor):
        raise TypeError(
            f"{name} put out a {type(output).__name__}; only modules that put out one "
            "tensor can be recorded"
        )
    return output.detach().float().cpu().clone()
