"""The mix: random numbers as a pure function of what they are for, so that any of them can be had without the others.

A counter-based 64-bit mix of a seed, an epoch, a use and an index. No stream has to be replayed to enter a run at
some epoch, and no draw depends on how many were made before it.
"""

import numpy as np
from numpy.typing import NDArray

# The uses, so that each draws numbers of its own.
SHUFFLE = 1
SPLIT = 2
MADE = 8  # data sets: what is called `epoch` counts the draws of a point
DROPOUT = 16  # and those above it, one for each layer
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


def _mix(value: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The finalizer of SplitMix64 (Steele, Lea and Flood, 2014): every input bit reaches every output bit."""
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))


def random_bits(seed: int, epoch: int, use: int, index: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """A random 64-bit number for each index, in its shape, that depends on the arguments and nothing else."""
    key = np.zeros(1, dtype=np.uint64)
    for part in (seed, epoch, use):
        key = _mix(key + np.uint64(part) + _GOLDEN)
    return _mix(key + (index + np.uint64(1)) * _GOLDEN)


def random_order(seed: int, epoch: int, use: int, count: int) -> NDArray[np.intp]:
    """The numbers below `count` in a random order."""
    return np.argsort(random_bits(seed, epoch, use, np.arange(count, dtype=np.uint64)), kind="stable")
