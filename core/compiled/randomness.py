"""The counter-based random numbers of core.network.batches, one at a time."""

import numpy as np
from numpy.typing import NDArray

from elevenlines.core.compiled.decorators import U, allocating, inlined

_GOLDEN = U(0x9E3779B97F4A7C15)
_FIRST, _SECOND = U(0xBF58476D1CE4E5B9), U(0x94D049BB133111EB)
_30, _27, _31, _11, _1 = U(30), U(27), U(31), U(11), U(1)


@inlined
def mix(value: int) -> int:
    """The finalizer of SplitMix64."""
    value = (value ^ (value >> _30)) * _FIRST
    value = (value ^ (value >> _27)) * _SECOND
    return value ^ (value >> _31)


@inlined
def key_of(seed: int, epoch: int, use: int) -> int:
    """What the numbers of one use in one epoch have in common."""
    key = mix(U(0) + seed + _GOLDEN)
    key = mix(key + epoch + _GOLDEN)
    return mix(key + use + _GOLDEN)


@inlined
def bits(key: int, index: int) -> int:
    """The random 64-bit number of that index."""
    return mix(key + (index + _1) * _GOLDEN)


@inlined
def share(key: int, index: int) -> float:
    """The same as a number from 0 to 1."""
    return (bits(key, index) >> _11) * 2.0**-53


@allocating
def shuffle(key: int, order: NDArray[np.uint64]) -> None:
    """Fills `order` with the order of the rows: the stable order of their random numbers."""
    rows = U(len(order))
    drawn = np.empty(len(order), np.uint64)
    for row in range(rows):
        drawn[row] = bits(key, row)
    sorted_rows = np.argsort(drawn, kind="mergesort")
    for row in range(rows):
        order[row] = U(sorted_rows[row])
