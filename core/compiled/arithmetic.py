"""What the kernel does to blocks of numbers: activations and their slopes, four numbers at once where that can be.

A block is `count` numbers of the flat array `work`, from an offset on; the count is a multiple of four. All indices are
unsigned, since numba asks of each signed one whether it is negative: that alone would cost half the speed. Beware: with
a plain literal they make a float.
"""

import math

import numpy as np

from elevenlines.core.choices.activations import ACTIVATIONS, LEAK
from elevenlines.core.compiled import vectors
from elevenlines.core.compiled.decorators import U, compiled, inlined
from elevenlines.core.types import Array

ZERO, FOUR = U(0), U(4)
load, store, splat = vectors.of_width(4)  # of four rows: a register of AVX2
_alone = vectors.of_width(1)[2]  # a number by itself, for what is not worth a vector

_NAMES = list(ACTIVATIONS)
SIGMOID, TANH, RELU, LEAKY_RELU, ELU = map(_NAMES.index, ("sigmoid", "tanh", "relu", "leaky_relu", "elu"))
GELU, SILU, MISH, SOFTPLUS = map(_NAMES.index, ("gelu", "silu", "mish", "softplus"))
SINE, GAUSSIAN, LINEAR, SOFTMAX = map(_NAMES.index, ("sine", "gaussian", "linear", "softmax"))

_ROOT_HALF = math.sqrt(0.5)
_NORMAL = 1.0 / math.sqrt(2.0 * math.pi)


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


@inlined
def _phi(z: float) -> float:
    return 0.5 * (1.0 + math.erf(z * _ROOT_HALF))


@compiled
def _activate_rarer(kind: int, work: Array, z: int, a: int, count: int) -> None:
    """The activations that need more than a division."""
    for i in range(count):
        x = work[z + i]
        if kind == GELU:
            y = x * _phi(x)
        elif kind == MISH:
            y = x * tanh(softplus(x))
        elif kind == SOFTPLUS:
            y = softplus(x)
        elif kind == SINE:
            y = math.sin(x)
        elif kind == ELU:
            y = x if x > 0.0 else math.expm1(x)
        else:
            y = x
        work[a + i] = y


@compiled
def _softmax(work: Array, z: int, a: int, units: int, stride: int) -> None:
    for row in range(stride):
        largest, total = -np.inf, 0.0
        for j in range(units):
            largest = max(largest, work[z + j * stride + row])
        for j in range(units):
            power = exp(work[z + j * stride + row] - largest)
            work[a + j * stride + row] = power
            total += power
        for j in range(units):
            work[a + j * stride + row] /= total


@inlined
def activate(kind: int, work: Array, z: int, a: int, units: int, stride: int) -> None:
    """Writes the activation of the block at `z`, (units, stride), to the one at `a`."""
    count = units * stride
    if kind == SIGMOID:
        for i in range(ZERO, count, FOUR):
            store(work, a + i, vectors.sigmoid(load(work, z + i)))
    elif kind == TANH:
        for i in range(ZERO, count, FOUR):
            store(work, a + i, vectors.tanh(load(work, z + i)))
    elif kind == RELU:
        for i in range(ZERO, count, FOUR):
            store(work, a + i, vectors.relu(load(work, z + i)))
    elif kind == LEAKY_RELU:
        for i in range(ZERO, count, FOUR):
            x = load(work, z + i)
            store(work, a + i, vectors.where_above(x, 0.0, x, x * LEAK))
    elif kind == SILU:
        for i in range(ZERO, count, FOUR):
            x = load(work, z + i)
            store(work, a + i, x * vectors.sigmoid(x))
    elif kind == GAUSSIAN:
        for i in range(ZERO, count, FOUR):
            x = load(work, z + i)
            above, below = vectors.exponential(x * (0.0 - x))
            store(work, a + i, above / below)
    elif kind == SOFTMAX:
        _softmax(work, z, a, units, stride)
    else:
        _activate_rarer(kind, work, z, a, count)


@compiled
def _slope_rarer(kind: int, z: float, a: float) -> float:
    if kind == RELU:
        return 1.0 if a > 0.0 else 0.0
    if kind == LEAKY_RELU:
        return 1.0 if z > 0.0 else LEAK
    if kind == ELU:
        return 1.0 if z > 0.0 else a + 1.0
    if kind == GELU:
        return _phi(z) + z * _NORMAL * exp(-0.5 * z * z)
    if kind == SILU:
        gate = sigmoid(z)
        return gate * (1.0 + z * (1.0 - gate))
    if kind == MISH:
        gate = tanh(softplus(z))
        return gate + z * (1.0 - gate * gate) * sigmoid(z)
    if kind == SOFTPLUS:
        return sigmoid(z)
    if kind == SINE:
        return math.cos(z)
    if kind == GAUSSIAN:
        return -2.0 * z * a
    return 1.0


@compiled
def _softmax_backward(work: Array, a: int, d: int, units: int, stride: int) -> None:
    for row in range(stride):
        along = 0.0
        for j in range(units):
            along += work[d + j * stride + row] * work[a + j * stride + row]
        for j in range(units):
            at = j * stride + row
            work[d + at] = work[a + at] * (work[d + at] - along)


@inlined
def backward(kind: int, work: Array, z: int, a: int, d: int, units: int, stride: int) -> None:
    """Turns the errors d loss / d a at `d` into deltas d loss / d z, in place."""
    count = units * stride
    if kind == SIGMOID:
        for i in range(ZERO, count, FOUR):
            y = load(work, a + i)
            store(work, d + i, load(work, d + i) * (y * (1.0 - y)))
    elif kind == TANH:
        for i in range(ZERO, count, FOUR):
            y = load(work, a + i)
            store(work, d + i, load(work, d + i) * (1.0 - y * y))
    elif kind == SOFTMAX:
        _softmax_backward(work, a, d, units, stride)
    elif kind != LINEAR:
        for i in range(count):
            work[d + i] *= _slope_rarer(kind, work[z + i], work[a + i])
