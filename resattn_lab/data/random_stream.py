"""Random numbers that are the same bits on every machine and in every NumPy."""

import math

import numpy as np
from numpy.typing import NDArray


class RandomStream:
    """Uniform numbers made from the raw output of PCG64.

    NumPy promises that a bit generator's raw stream never changes; it promises no such
    thing for ``Generator.random`` or ``Generator.normal``, and the latter uses the
    machine's logarithm.

    Args:
        key: non-negative integers that name the stream, such as a seed and a block number.
    """

    def __init__(self, *key: int):
        self._bits = np.random.PCG64(np.random.SeedSequence(key))

    def uniform(self, *shape: int) -> NDArray[np.float32]:
        """Numbers in [0, 1) with 24 random bits each."""
        raw = self._bits.random_raw(math.prod(shape))
        raw >>= np.uint64(40)
        return (raw.astype(np.float32) * np.float32(2**-24)).reshape(shape)

    def bytes(self, *shape: int) -> NDArray[np.uint8]:
        """Integers in [0, 256)."""
        count = math.prod(shape)
        raw = self._bits.random_raw(-(-count // 8)).astype("<u8")
        return raw.view(np.uint8)[:count].reshape(shape)
