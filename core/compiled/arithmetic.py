"""What the kernel computes with: vectors of four numbers, and some functions of a single one.

All indices are unsigned, since numba asks of each signed one whether it is negative: that alone would cost half the
speed. Beware: with a plain literal they make a float.
"""

import math

from elevenlines.core.compiled import vectors
from elevenlines.core.compiled.decorators import U, inlined

ZERO, ONE, TWO, THREE, FOUR = map(U, range(5))
load, store, splat = vectors.of_width(4)  # of four rows: a register of AVX2
_alone = vectors.of_width(1)[2]  # a number by itself, for what is not worth a vector


@inlined
def exp(x: float) -> float:
    """E^x, see vectors.exponential."""
    above, below = vectors.exponential(_alone(x))
    return vectors.total(above / below)


@inlined
def sigmoid(z: float) -> float:
    """1 / (1 + e^-z)."""
    return vectors.total(vectors.sigmoid(_alone(z)))


@inlined
def tanh(z: float) -> float:
    """(e^2z - 1) / (e^2z + 1)."""
    return vectors.total(vectors.tanh(_alone(z)))


@inlined
def softplus(z: float) -> float:
    """ln(1 + e^z)."""
    return max(z, 0.0) + math.log1p(exp(-abs(z)))
