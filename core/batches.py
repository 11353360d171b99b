"""A batch is the rows that one update looks at; a mask says which hidden units it leaves out.

Both are pure functions of the seed and the epoch: a counter-based 64-bit mix for each row or unit. So any epoch can be
entered without replaying a random stream, and a row's mask does not depend on the batch it comes in.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from core.spec import Layer, RunSpec
from core.types import Array

Rows = NDArray[np.intp]

SHUFFLE = 1  # the uses of the mix, so that each draws numbers of its own
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


def batches(spec: RunSpec, epoch: int) -> Iterator[Rows]:
    """The rows of each update in the pass that begins at that epoch; the last batch may be short."""
    training, rows = spec.training, len(spec.table.inputs)
    size = training.batch_size or rows
    order = np.arange(rows)
    if training.shuffle:
        order = np.argsort(random_bits(spec.seed, epoch, SHUFFLE, order.astype(np.uint64)), kind="stable")
    return (order[start : start + size] for start in range(0, rows, size))


def masks(seed: int, layers: Sequence[Layer], epoch: int, rows: Rows) -> list[Array | None]:
    """Which units stay for these rows in the pass that begins at that epoch: see network.Pass.masks.

    Dropout is inverted: what stays is scaled up, so that prediction needs no scaling (Srivastava et al., 2014).
    """
    found: list[Array | None] = []
    for number, layer in enumerate(layers):
        if not layer.dropout:
            found.append(None)
            continue
        index = (rows[:, None] * layer.size + np.arange(layer.size)).astype(np.uint64)
        share = (random_bits(seed, epoch, DROPOUT + number, index) >> np.uint64(11)) * 2.0**-53
        found.append((share >= layer.dropout) / (1.0 - layer.dropout))
    return found
