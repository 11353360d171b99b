"""The losses of core.choices.losses in compiled code, each with its derivative beside it.

They work on blocks as the activations do: `units` times `stride` numbers of the flat array `work`, from an offset on.
"""

import math
from collections.abc import Callable
from typing import NamedTuple

from elevenlines.core.choices.losses import LN_2, LOSSES
from elevenlines.core.compiled.arithmetic import exp, softplus, tanh
from elevenlines.core.compiled.choice import chosen, codes
from elevenlines.core.compiled.decorators import compiled, inlined
from elevenlines.core.types import Array


class _Loss(NamedTuple):
    """One loss.

    Attributes:
        value: (delta, work, z, p, y, units, stride) -> the loss of the row at these places of the blocks of sums,
            predictions and targets, summed over its outputs; delta is Huber's.
        derive: (delta, work, p, y, d, units, rows, stride): writes the derivative by the predictions, or of a loss that
            needs an output activation by its sums, to the block at d; 0 beyond the rows.
    """

    value: Callable[..., float]
    derive: Callable[..., None]


def _summed(value: Callable[[float, float, float, float], float]) -> Callable[..., float]:
    """From (z, p, y, delta) -> the loss of one output."""
    value = inlined(value)

    @compiled
    def row(delta: float, work: Array, z: int, p: int, y: int, units: int, stride: int) -> float:
        found = 0.0
        for j in range(units):
            at = j * stride
            found += value(work[z + at], work[p + at], work[y + at], delta)
        return found

    return row


def _each(derivative: Callable[[float, float], float]) -> Callable[..., None]:
    """From (p - y, delta) -> the derivative of one output."""
    derivative = inlined(derivative)

    @inlined
    def derive(delta: float, work: Array, p: int, y: int, d: int, units: int, rows: int, stride: int) -> None:
        for j in range(units):
            first = j * stride
            for at in range(first, first + rows):
                work[d + at] = derivative(work[p + at] - work[y + at], delta)
            for at in range(first + rows, first + stride):
                work[d + at] = 0.0

    return derive


def _half_square(z: float, p: float, y: float, delta: float) -> float:
    return 0.5 * (p - y) * (p - y)


def _huber(z: float, p: float, y: float, delta: float) -> float:
    size = abs(p - y)
    return 0.5 * size * size if size <= delta else delta * (size - 0.5 * delta)


def _log_cosh(z: float, p: float, y: float, delta: float) -> float:
    size = abs(p - y)
    return size + math.log1p(exp(-2.0 * size)) - LN_2


def _binary(z: float, p: float, y: float, delta: float) -> float:
    return softplus(-abs(z)) + z * ((1.0 if z > 0.0 else 0.0) - y)


@compiled
def _categorical(delta: float, work: Array, z: int, p: int, y: int, units: int, stride: int) -> float:
    largest, total, found = -math.inf, 0.0, 0.0
    for j in range(units):
        largest = max(largest, work[z + j * stride])
    for j in range(units):
        total += exp(work[z + j * stride] - largest)
    for j in range(units):
        found -= work[y + j * stride] * (work[z + j * stride] - largest - math.log(total))
    return found


def _sign(d: float, delta: float) -> float:
    return 1.0 if d > 0.0 else -1.0 if d < 0.0 else 0.0 * d


_difference = _each(lambda d, delta: d)
_TABLE = {
    "squared_error": _Loss(_summed(_half_square), _difference),
    "absolute_error": _Loss(_summed(lambda z, p, y, delta: abs(p - y)), _each(_sign)),
    "huber": _Loss(_summed(_huber), _each(lambda d, delta: min(max(d, -delta), delta))),
    "log_cosh": _Loss(_summed(_log_cosh), _each(lambda d, delta: tanh(d))),
    "binary_cross_entropy": _Loss(_summed(_binary), _difference),
    "categorical_cross_entropy": _Loss(_categorical, _difference),
}
CODES = codes("loss", LOSSES, _TABLE)
value = chosen([one.value for one in _TABLE.values()])
derive = chosen([one.derive for one in _TABLE.values()])
