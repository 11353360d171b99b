"""The activations of core.choices.activations in compiled code, each with its slope beside it.

They work on blocks: `units` times `stride` numbers of the flat array `work`, from an offset on; the stride is a
multiple of four. What is simple is done to four numbers at once.
"""

import math
from collections.abc import Callable
from types import FunctionType
from typing import Any, NamedTuple

import numpy as np

from elevenlines.core.choices.activations import ACTIVATIONS, LEAK
from elevenlines.core.compiled import vectors
from elevenlines.core.compiled.arithmetic import FOUR, ZERO, exp, load, sigmoid, softplus, store, tanh
from elevenlines.core.compiled.choice import chosen, codes
from elevenlines.core.compiled.decorators import F, compiled, inlined
from elevenlines.core.types import Array

_ROOT_HALF = math.sqrt(0.5)
_NORMAL = 1.0 / math.sqrt(2.0 * math.pi)


class _Activation(NamedTuple):
    """One activation.

    Attributes:
        forward: (work, z, a, units, stride): writes the activations of the block at z to the one at a.
        backward: (work, z, a, d, units, stride): turns errors d loss / d a at d into deltas d loss / d z, in place.
    """

    forward: Callable[..., None]
    backward: Callable[..., None]


def _part(function: F) -> F:
    """What is compiled already, or is the compiler's own, stays what it is."""
    return inlined(function) if isinstance(function, FunctionType) else function


def _by_fours(function: Callable[[Any], Any], slope: Callable[[Any, Any], Any]) -> _Activation:
    """From z -> a and (z, a) -> da/dz of vectors."""
    function, slope = _part(function), _part(slope)

    @inlined
    def forward(work: Array, z: int, a: int, units: int, stride: int) -> None:
        for i in range(ZERO, units * stride, FOUR):
            store(work, a + i, function(load(work, z + i)))

    @inlined
    def backward(work: Array, z: int, a: int, d: int, units: int, stride: int) -> None:
        for i in range(ZERO, units * stride, FOUR):
            store(work, d + i, load(work, d + i) * slope(load(work, z + i), load(work, a + i)))

    return _Activation(forward, backward)


def _one_by_one(function: Callable[[float], float], slope: Callable[[float, float], float]) -> _Activation:
    """From z -> a and (z, a) -> da/dz of numbers: for what needs more than a division."""
    function, slope = _part(function), _part(slope)

    @compiled
    def forward(work: Array, z: int, a: int, units: int, stride: int) -> None:
        for i in range(units * stride):
            work[a + i] = function(work[z + i])

    @compiled
    def backward(work: Array, z: int, a: int, d: int, units: int, stride: int) -> None:
        for i in range(units * stride):
            work[d + i] *= slope(work[z + i], work[a + i])

    return _Activation(forward, backward)


@inlined
def _phi(z: float) -> float:
    return 0.5 * (1.0 + math.erf(z * _ROOT_HALF))


def _silu_slope(z: vectors.Vector, a: vectors.Vector) -> vectors.Vector:
    gate = vectors.sigmoid(z)
    return gate * (1.0 + z * (1.0 - gate))


def _mish_slope(z: float, a: float) -> float:
    gate = tanh(softplus(z))
    return gate + z * (1.0 - gate * gate) * sigmoid(z)


def _gaussian(z: vectors.Vector) -> vectors.Vector:
    above, below = vectors.exponential(z * (0.0 - z))
    return above / below


@inlined
def _linear(work: Array, z: int, a: int, units: int, stride: int) -> None:
    for i in range(ZERO, units * stride, FOUR):
        store(work, a + i, load(work, z + i))


@inlined
def _linear_backward(work: Array, z: int, a: int, d: int, units: int, stride: int) -> None:
    """Its slope is 1."""


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


@compiled
def _softmax_backward(work: Array, z: int, a: int, d: int, units: int, stride: int) -> None:
    for row in range(stride):
        along = 0.0
        for j in range(units):
            along += work[d + j * stride + row] * work[a + j * stride + row]
        for j in range(units):
            at = j * stride + row
            work[d + at] = work[a + at] * (work[d + at] - along)


_TABLE = {
    "sigmoid": _by_fours(vectors.sigmoid, lambda z, a: a * (1.0 - a)),
    "tanh": _by_fours(vectors.tanh, lambda z, a: 1.0 - a * a),
    "relu": _by_fours(vectors.relu, lambda z, a: vectors.where_above(a, 0.0, 1.0, 0.0)),
    "leaky_relu": _by_fours(
        lambda z: vectors.where_above(z, 0.0, z, z * LEAK), lambda z, a: vectors.where_above(z, 0.0, 1.0, LEAK)
    ),
    "elu": _one_by_one(lambda z: z if z > 0.0 else math.expm1(z), lambda z, a: 1.0 if z > 0.0 else a + 1.0),
    "gelu": _one_by_one(lambda z: z * _phi(z), lambda z, a: _phi(z) + z * _NORMAL * exp(-0.5 * z * z)),
    "silu": _by_fours(lambda z: z * vectors.sigmoid(z), _silu_slope),
    "mish": _one_by_one(lambda z: z * tanh(softplus(z)), _mish_slope),
    "softplus": _one_by_one(softplus, lambda z, a: sigmoid(z)),
    "sine": _one_by_one(math.sin, lambda z, a: math.cos(z)),
    "gaussian": _by_fours(_gaussian, lambda z, a: -2.0 * z * a),
    "softsign": _one_by_one(lambda z: z / (1.0 + abs(z)), lambda z, a: 1.0 / ((1.0 + abs(z)) * (1.0 + abs(z)))),
    "linear": _Activation(_linear, _linear_backward),
    "softmax": _Activation(_softmax, _softmax_backward),
}
CODES = codes("activation", ACTIVATIONS, _TABLE)
activate = chosen([one.forward for one in _TABLE.values()])
backward = chosen([one.backward for one in _TABLE.values()])
