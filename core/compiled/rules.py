"""Losses, penalties and optimizers for the kernel, as core.choices and core.training have them."""

import math

from elevenlines.core.choices.losses import LOSSES
from elevenlines.core.choices.optimizers import OPTIMIZERS
from elevenlines.core.compiled.arithmetic import exp, softplus
from elevenlines.core.compiled.decorators import U, compiled, inlined
from elevenlines.core.compiled.passes import FAN_IN, FAN_OUT, TWO, Table, W
from elevenlines.core.types import Array

_LOSSES, _OPTIMIZERS = list(LOSSES), list(OPTIMIZERS)
SQUARED, ABSOLUTE, HUBER = map(_LOSSES.index, ("squared_error", "absolute_error", "huber"))
BINARY, CATEGORICAL = map(_LOSSES.index, ("binary_cross_entropy", "categorical_cross_entropy"))
SGD, MOMENTUM, NESTEROV, RMSPROP, ADAM = map(_OPTIMIZERS.index, ("sgd", "momentum", "nesterov", "rmsprop", "adam"))


@inlined
def derive_loss(
    kind: int, delta: float, work: Array, p: int, y: int, d: int, units: int, rows: int, stride: int
) -> None:
    """Writes the loss's derivative by the predictions (of the cross-entropies: by z) to `d`; 0 beyond the rows."""
    for j in range(units):
        first = j * stride
        for at in range(first, first + rows):
            difference = work[p + at] - work[y + at]
            if kind == ABSOLUTE:
                difference = 1.0 if difference > 0.0 else -1.0 if difference < 0.0 else 0.0 * difference
            elif kind == HUBER:
                difference = min(max(difference, -delta), delta)
            work[d + at] = difference
        for at in range(first + rows, first + stride):
            work[d + at] = 0.0


@compiled
def _categorical(work: Array, z: int, y: int, units: int, stride: int) -> float:
    largest, total, found = -math.inf, 0.0, 0.0
    for j in range(units):
        largest = max(largest, work[z + j * stride])
    for j in range(units):
        total += exp(work[z + j * stride] - largest)
    for j in range(units):
        found -= work[y + j * stride] * (work[z + j * stride] - largest - math.log(total))
    return found


@compiled
def row_loss(kind: int, delta: float, work: Array, z: int, p: int, y: int, units: int, stride: int) -> float:
    """The loss of the row at these places of the blocks, summed over its outputs."""
    if kind == CATEGORICAL:
        return _categorical(work, z, y, units, stride)
    found = 0.0
    for j in range(units):
        at = j * stride
        difference = work[p + at] - work[y + at]
        size = abs(difference)
        if kind == SQUARED:
            found += 0.5 * difference * difference
        elif kind == ABSOLUTE:
            found += size
        elif kind == BINARY:
            x = work[z + at]
            found += softplus(-abs(x)) + x * ((1.0 if x > 0.0 else 0.0) - work[y + at])
        elif size <= delta:
            found += 0.5 * size * size
        else:
            found += delta * (size - 0.5 * delta)
    return found


@compiled
def penalty(layers: Table, w: Array, l1: float, l2: float) -> float:
    """What l1 and l2 add to the loss."""
    absolute, square = 0.0, 0.0
    for number in range(U(len(layers))):
        layer = layers[number]
        for i in range(layer[FAN_IN] * layer[FAN_OUT]):
            weight = w[layer[W] + i]
            absolute += abs(weight)
            square += weight * weight
    return l1 * absolute + 0.5 * l2 * square


@compiled
def add_penalties(layers: Table, w: Array, g: Array, l1: float, l2: float) -> None:
    """Adds their gradient to those of the weights."""
    for number in range(U(len(layers))):
        start, count = layers[number][W], layers[number][FAN_IN] * layers[number][FAN_OUT]
        if l1 > 0.0:
            for i in range(start, start + count):
                g[i] += l1 * (1.0 if w[i] > 0.0 else -1.0 if w[i] < 0.0 else 0.0)
        if l2 > 0.0:
            for i in range(start, start + count):
                g[i] += l2 * w[i]


@compiled
def clip(g: Array, most: float) -> None:
    """Shortens the whole gradient to that norm."""
    square = 0.0
    for i in range(U(len(g))):
        square += g[i] * g[i]
    norm = math.sqrt(square)
    if norm > most:
        for i in range(U(len(g))):
            g[i] *= most / norm


@compiled
def _apply_rarer(
    kind: int,
    state: Array,
    g: Array,
    rate: float,
    momentum: float,
    first: float,
    second: float,
    third: float,
    updates: float,
) -> None:
    count = U(len(g))
    w, slot = state[:count], state[count : TWO * count]
    if kind == MOMENTUM:
        for i in range(count):
            slot[i] = momentum * slot[i] + g[i]
            w[i] -= rate * slot[i]
    elif kind == NESTEROV:
        for i in range(count):
            slot[i] = momentum * slot[i] + g[i]
            w[i] -= rate * (g[i] + momentum * slot[i])
    elif kind == RMSPROP:
        for i in range(count):
            slot[i] = first * slot[i] + (1.0 - first) * g[i] * g[i]
            w[i] -= rate * g[i] / (math.sqrt(slot[i]) + second)
    else:
        square = state[TWO * count :]
        unbiased = math.sqrt(1.0 - second**updates)
        step = rate / (1.0 - first**updates)
        for i in range(count):
            slot[i] = first * slot[i] + (1.0 - first) * g[i]
            square[i] = second * square[i] + (1.0 - second) * g[i] * g[i]
            w[i] -= step * slot[i] / (math.sqrt(square[i]) / unbiased + third)


@inlined
def apply(
    kind: int,
    state: Array,
    g: Array,
    rate: float,
    momentum: float,
    first: float,
    second: float,
    third: float,
    updates: float,
) -> None:
    """One update of the flat state; first, second and third are the optimizer's options in the registry's order."""
    if kind == SGD:
        for i in range(U(len(g))):
            state[i] -= rate * g[i]
    else:
        _apply_rarer(kind, state, g, rate, momentum, first, second, third, updates)
