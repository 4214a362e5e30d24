"""The engine: device, precision and processes, behind the few verbs that the loop needs."""

import os
import re
from collections import Counter
from contextlib import AbstractContextManager
from pathlib import Path

import torch
import torch.distributed as distributed
from torch import Tensor, nn
from torch.nn.parallel import DistributedDataParallel

from .launch import place_in_group

CPU_FACTS = Path("/proc/cpuinfo")  # Linux; elsewhere nothing is known, and float32 is taken


class Engine:
    """This process's part in a training: alone, or one of those that ``torchrun`` started.

    The loop has one text for a laptop, a GPU and several processes; what differs is here.
    Over processes, torch's own ``DistributedDataParallel`` averages the gradients, and
    batch norms see the whole batch: the network that comes out is the one that a single
    process would have trained.

    Args:
        device: see ``choose_device``.
        precision: ``"float32"``, ``"bfloat16"``, or ``"auto"``: bfloat16 on a CPU that
            computes in it, float32 elsewhere; see ``autocast``. The attribute ``precision``
            says which of the two it is.
        channels_last: the memory layout that ``prepare`` gives the network.
        compile: whether ``prepare`` compiles the network's repeated blocks.

    Raises:
        ValueError: as ``choose_device``; or variables of torchrun that contradict each other.
    """

    def __init__(
        self,
        device: str = "auto",
        *,
        precision: str = "float32",
        channels_last: bool = True,
        compile: bool = False,
    ):
        self.device = choose_device(device)
        self.rank, self.processes = place_in_group()
        if self.device == torch.device("cuda") and self.processes > 1:
            self.device = choose_device(f"cuda:{os.environ['LOCAL_RANK']}")
        if precision == "auto":
            fast = self.device.type == "cpu" and cpu_computes_in_bfloat16()
            precision = "bfloat16" if fast else "float32"
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


def choose_device(name: str = "auto") -> torch.device:
    """The device of this name.

    Args:
        name: ``"cpu"``, ``"cuda"``, ``"cuda:1"``; or ``"auto"``, a CUDA device when there is
            one, and the CPU otherwise.

    Raises:
        ValueError: a CUDA device is wanted and torch sees none of that number; or another
            kind of device.
    """
    cuda = torch.cuda.is_available()
    if name == "auto":
        name = "cuda" if cuda else "cpu"
    if not re.fullmatch(r"cpu|cuda(:\d+)?", name):
        raise ValueError(
            f"device must be auto, cpu or cuda, got {name!r}; other devices lack what is "
            "needed here (float64 sums on MPS, for one)"
        )
    if name.startswith("cuda") and not cuda:
        raise ValueError(
            f"device {name!r} was asked for, but torch {torch.__version__} sees no CUDA "
            "device; use device='cpu' or install a driver"
        )
    if ":" in name and int(name.split(":")[1]) >= torch.cuda.device_count():
        raise ValueError(
            f"device {name!r} was asked for, but torch sees {torch.cuda.device_count()} CUDA "
            "devices, counted from cuda:0"
        )
    return torch.device(name)


def cpu_computes_in_bfloat16() -> bool:
    """Whether the CPU has instructions for it, AMX or AVX512-BF16; false where unknown."""
    try:
        facts = CPU_FACTS.read_text()
    except OSError:
        return False
    return not {"amx_bf16", "avx512_bf16"}.isdisjoint(facts.split())


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


class SumOverProcesses(torch.autograd.Function):
    """The sum over all processes; its gradient is the sum of their gradients."""

    @staticmethod
    def forward(context, value: Tensor) -> Tensor:
        total = value.clone()
        distributed.all_reduce(total)
        return total

    @staticmethod
    def backward(context, gradient: Tensor) -> Tensor:
        total = gradient.clone()
        distributed.all_reduce(total)
        return total


class SynchronisedBatchNorm2d(nn.BatchNorm2d):
    """Normalises by the mean and variance of the whole batch, wherever its parts lie.

    torch's own ``SyncBatchNorm`` refuses tensors on the CPU; this one serves every device.
    Weights and statistics have the names of ``nn.BatchNorm2d``; in eval mode it is one.
    Sums, counts and statistics are float32 whatever comes in, as they are in torch's own.

    Shape: (n, C, H, W) -> (n, C, H, W), with another n in every process.
    """

    def forward(self, x: Tensor) -> Tensor:
        if not self.training:
            return super().forward(x)
        precision, x = x.dtype, x.float()
        count = x.new_tensor(x.numel() / x.shape[1])
        distributed.all_reduce(count)
        mean = SumOverProcesses.apply(x.sum(dim=(0, 2, 3))) / count  # (C,)
        centred = x - mean[:, None, None]
        variance = SumOverProcesses.apply(centred.square().sum(dim=(0, 2, 3))) / count
        with torch.no_grad():
            self.num_batches_tracked += 1
            self.running_mean.lerp_(mean, self.momentum)
            self.running_var.lerp_(variance * count / (count - 1), self.momentum)
        scale = self.weight * (variance + self.eps).rsqrt()
        return (centred * scale[:, None, None] + self.bias[:, None, None]).to(precision)


def synchronise_batch_norms(network: nn.Module) -> None:
    """Turn every ``nn.BatchNorm2d`` of ``network`` into one that sees all processes."""
    for module in network.modules():
        if type(module) is nn.BatchNorm2d:
            module.__class__ = SynchronisedBatchNorm2d


def restore_batch_norms(network: nn.Module) -> None:
    """Undo ``synchronise_batch_norms``."""
    for module in network.modules():
        if type(module) is SynchronisedBatchNorm2d:
            module.__class__ = nn.BatchNorm2d
