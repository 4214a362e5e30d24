"""The engine: device, precision and processes, behind the few verbs that the loop needs."""

import os
from collections import Counter
from contextlib import AbstractContextManager

import torch
import torch.distributed as distributed
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel

from .synchronised_norm import restore_batch_norms, synchronise_batch_norms


class Engine:
    """This process's part in a training: alone, or one of those that ``torchrun`` started.

    The loop has one text for a laptop, a GPU and several processes; what differs is here.
    Over processes, torch's own ``DistributedDataParallel`` averages the gradients, and
    batch norms see the whole batch: the network that comes out is the one that a single
    process would have trained.

    Args:
        device: ``"auto"`` takes a CUDA device when there is one, and the CPU otherwise.
        precision: ``"float32"`` or ``"bfloat16"``; see ``autocast``.
        channels_last: the memory layout that ``prepare`` gives the network.
        compile: whether ``prepare`` compiles the network's repeated blocks.

    Raises:
        ValueError: a CUDA device is wanted and torch sees none.
    """

    def __init__(
        self,
        device: str = "auto",
        *,
        precision: str = "float32",
        channels_last: bool = True,
        compile: bool = False,
    ):
        cuda = torch.cuda.is_available()
        if device == "auto":
            device = "cuda" if cuda else "cpu"
        if device.startswith("cuda") and not cuda:
            raise ValueError(
                f"device {device!r} was asked for, but torch {torch.__version__} sees no "
                "CUDA device; use device='cpu' or install a driver"
            )
        self.rank = int(os.environ.get("RANK", 0))
        self.processes = int(os.environ.get("WORLD_SIZE", 1))
        if device == "cuda" and self.processes > 1:
            device = f"cuda:{os.environ['LOCAL_RANK']}"
        self.device = torch.device(device)
        self.precision, self.channels_last, self.compile = precision, channels_last, compile
        self._started_group = False
        if self.device.type == "cuda":
            torch.backends.cudnn.benchmark = True  # the shapes of a training stay the same

    def __enter__(self) -> "Engine":
        if self.processes > 1 and not distributed.is_initialized():
            backend = "nccl" if self.device.type == "cuda" else "gloo"
            distributed.init_process_group(backend)
            self._started_group = True
        return self

    def __exit__(self, kind, error, trace) -> None:
        # After an error the other processes wait for this one: torchrun ends them, and a
        # farewell here would wait for them in turn.
        if self._started_group and error is None:
            distributed.destroy_process_group()
            self._started_group = False

    @property
    def leads(self) -> bool:
        """Whether this is the one process that prints and writes."""
        return self.rank == 0

    def prepare(self, network: nn.Module) -> nn.Module:
        """Put ``network`` on the device and return what to train: it, or its wrapper."""
        layout = torch.channels_last if self.channels_last else torch.contiguous_format
        network.to(self.device, memory_format=layout)
        trained = network
        if self.compile:
            compile_repeated_blocks(network)
        if self.processes > 1:
            synchronise_batch_norms(network)
            trained = DistributedDataParallel(
                network,
                device_ids=[self.device.index] if self.device.type == "cuda" else None,
            )
        return trained

    def release(self, network: nn.Module) -> None:
        """Undo what ``prepare`` did to the bare network, so that recorders see all of it."""
        restore_batch_norms(network)
        for module in network.modules():
            module._compiled_call_impl = None

    def autocast(self) -> AbstractContextManager:
        """The forward pass in bfloat16, where the precision says so."""
        return torch.autocast(
            self.device.type, torch.bfloat16, enabled=self.precision == "bfloat16"
        )

    def backward(self, loss: Tensor, images: int = 1) -> None:
        """Compute the gradients of the mean loss over the images of all processes.

        Args:
            loss: the mean over this process's share of the batch.
            images: how many that are; shares may differ by one.
        """
        if self.processes > 1:
            everyone = self.gather(torch.tensor(float(images), device=self.device))
            loss = loss * (images * self.processes / everyone)  # DDP takes the plain mean
        loss.backward()

    def clip(self, network: nn.Module, largest_norm: float | None) -> None:
        """Shrink the whole gradient to ``largest_norm`` where it is longer."""
        if largest_norm is not None:
            nn.utils.clip_grad_norm_(network.parameters(), largest_norm)

    def gather(self, value: Tensor) -> Tensor:
        """The sum of ``value`` over all processes, in every process."""
        if self.processes == 1:
            return value
        total = value.clone()
        distributed.all_reduce(total)
        return total

    def __str__(self) -> str:
        if self.device.type == "cuda":
            name = torch.cuda.get_device_name(self.device)
        else:
            threads = torch.get_num_threads()
            name = f"CPU, {threads} thread{'s' * (threads > 1)}"
        return name if self.processes == 1 else f"{self.processes} × ({name})"


def compile_repeated_blocks(network: nn.Module) -> None:
    """Compile, one by one, the blocks of the kind that ``network`` repeats most often.

    Compiling them takes a fraction of the time that the whole network takes, for nearly the
    same gain: most of them share their shapes. A network without blocks of its own kind is
    compiled as a whole.
    """
    own = [m for m in network.modules() if not type(m).__module__.startswith("torch.")]
    kinds = Counter(type(module) for module in own if module is not network)
    from torch._dynamo import config  # imported where it is used: it takes seconds

    config.recompile_limit = max(config.recompile_limit, 64)  # one for each shape
    if not kinds:
        network.compile()
        return
    (kind, _) = kinds.most_common(1)[0]
    for module in own:
        if type(module) is kind:
            module.compile()
