"""A run that begins where something changes, and takes what comes before from another."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn

from resattn_lab.recording.bare_network import check_bare


class RecordedPass:
    """One run of a network on a few images, in the order in which its parts ended.

    Source: not in the paper. A change in one Attention Module leaves all that was computed
    before it as it was; so ``resumed`` lets the network run again and computes from the
    first changed part on.

    Args:
        network: in the mode it shall run in (eval); bare, neither compiled nor wrapped.
        images: (n, C, H, W), floats in [0, 1], on the network's device.
        depth: of the names whose outputs are kept; 3 reaches "stage1.0.trunk".

    Attributes:
        logits: (n, K), what the run gave.
        outputs: of every part, by its name; also of those that a resumed run passes over.

    Raises:
        ValueError: a compiled or wrapped network.
    """

    def __init__(self, network: nn.Module, images: Tensor, *, depth: int = 3):
        check_bare(network)
        self.network, self.outputs, self._twice = network, {}, set()
        parts = {n: part for n, part in network.named_modules() if n and n.count(".") < depth}
        hooks = [part.register_forward_hook(self._keep(name)) for name, part in parts.items()]
        try:
            with torch.inference_mode():
                self.logits = network(images)
        finally:
            for hook in hooks:
                hook.remove()

    def _keep(self, name: str):
        def hook(module, inputs, output):
            if name in self.outputs:
                self._twice.add(name)  # which of its outputs is wanted cannot be told
            self.outputs[name] = output

        return hook

    @contextmanager
    def resumed(self, changed: Iterable[str]) -> Iterator[None]:
        """Inside, the network takes from this run what ended before the first of ``changed``.

        Run it on the same images. A recorder sees nothing of what lies inside of a part that
        is not run again, such as a whole stage; ``outputs`` has it.

        Args:
            changed: names of parts, such as "stage2.0.fusion".

        Raises:
            ValueError: a part that did not run.
        """
        wanted, order = list(changed), list(self.outputs)
        missing = [name for name in wanted if name not in order]
        if missing:
            raise ValueError(f"{', '.join(missing)} did not run; there are {', '.join(order)}")
        first = min(order.index(name) for name in wanted)
        before = [name for name in order[:first] if name not in self._twice]
        done = {name: self.network.get_submodule(name) for name in before}
        try:
            for name, part in done.items():
                part.forward = _giving(self.outputs[name])
            yield
        finally:
            for part in done.values():
                vars(part).pop("forward", None)


def _giving(output: Tensor):
    return lambda *inputs: output
