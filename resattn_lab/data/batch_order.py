"""Which images make which batch: decided by seed, epoch and number, for every process."""

from collections.abc import Iterator

import torch
from torch import Tensor
from torch.utils.data import Sampler


def generator_for(seed: int, epoch: int, step: int) -> torch.Generator:
    """The generator of one batch of one epoch; ``step`` 0 belongs to the epoch's order."""
    key = (seed * 1_000_003 + epoch) * 1_000_003 + step
    return torch.Generator().manual_seed(key % 2**63)


class BatchOrder(Sampler[list[int]]):
    """Cuts ``count`` rows into batches, the same ones again for the same seed and epoch.

    As a ``DataLoader``'s ``batch_sampler`` it yields the rows of this process for the
    epoch and from the batch that ``start_at`` named last; then for the epochs after it.

    Args:
        shuffle: a new order every epoch; the stored order when false.
        process, processes: this process takes rows ``process::processes`` of every batch,
            so that all of them together see just what a single process would.

    Raises:
        ValueError: no rows, a batch size below 1, or, with ``shuffle``, a last batch that
            does not have one image for each process.
    """

    def __init__(
        self,
        count: int,
        batch_size: int,
        *,
        shuffle: bool = False,
        seed: int = 0,
        process: int = 0,
        processes: int = 1,
        source: str = "the data",
    ):
        if batch_size < 1 or count < 1:
            raise ValueError(
                f"{source}: batches need images and a batch size of at least 1, "
                f"got {count} images and {batch_size}"
            )
        smallest = count % batch_size or batch_size
        if shuffle and smallest < processes:
            raise ValueError(
                f"{source}: the smallest batch has {smallest} of {count} images, too few for "
                f"{processes} processes; choose another batch size or fewer processes"
            )
        self.count, self.batch_size = count, batch_size
        self.shuffle, self.seed = shuffle, seed
        self.process, self.processes = process, processes
        self.start_at(0)

    def __len__(self) -> int:
        return -(-self.count // self.batch_size)

    def start_at(self, epoch: int, step: int = 0) -> None:
        """Say which epoch, and from which batch on, the next iteration yields."""
        self.position = epoch, step

    def batches(self, epoch: int, start: int = 0) -> Iterator[tuple[int, Tensor]]:
        """Yield (number, rows of all processes) for every batch from ``start`` on."""
        order = torch.arange(self.count)
        if self.shuffle:
            order = torch.randperm(self.count, generator=generator_for(self.seed, epoch, 0))
        yield from list(enumerate(order.split(self.batch_size)))[start:]

    def own(self, rows: Tensor) -> Tensor:
        """This process's share of a batch."""
        return rows[self.process :: self.processes]

    def __iter__(self) -> Iterator[list[int]]:
        epoch, step = self.position
        self.start_at(epoch + 1)
        for _, rows in self.batches(epoch, step):
            yield self.own(rows).tolist()


class EpochRows(BatchOrder):
    """A ``BatchOrder`` that says the epoch with every row.

    A worker of a ``DataLoader`` keeps its own copy of the images and its own random numbers,
    and knows of no epoch: what it draws for an image can depend on seed, epoch and row, and
    on nothing else, if both come with the order.
    """

    def __iter__(self) -> Iterator[list[tuple[int, int]]]:
        epoch, _ = self.position
        for rows in super().__iter__():
            yield [(epoch, row) for row in rows]
