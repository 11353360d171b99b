"""A batch is the rows that one update looks at.

The order of the rows at an epoch is a pure function of (seed, epoch): a stable sort of one counter-based 64-bit
mix per row. So any epoch can be entered without replaying a random stream.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from core.spec import RunSpec

Rows = slice | NDArray[np.intp]

_SHUFFLE = 1  # the use of the mix, so that other uses draw other numbers
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


def _mix(value: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The finalizer of SplitMix64 (Steele, Lea and Flood, 2014): every input bit reaches every output bit."""
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))


def random_bits(seed: int, epoch: int, use: int, count: int) -> NDArray[np.uint64]:
    """`count` random 64-bit numbers, shape (count,), that depend on the arguments and nothing else."""
    key = np.zeros(1, dtype=np.uint64)
    for part in (seed, epoch, use):
        key = _mix(key + np.uint64(part) + _GOLDEN)
    return _mix(key + np.arange(1, count + 1, dtype=np.uint64) * _GOLDEN)


def batches(spec: RunSpec, epoch: int) -> Iterator[Rows]:
    """The rows of each update in the pass that begins at that epoch; the last batch may be short."""
    training, rows = spec.training, len(spec.table.inputs)
    size = training.batch_size or rows
    if not training.shuffle:
        yield from (slice(start, start + size) for start in range(0, rows, size))
        return
    order = np.argsort(random_bits(spec.seed, epoch, _SHUFFLE, rows), kind="stable")
    yield from (order[start : start + size] for start in range(0, rows, size))
