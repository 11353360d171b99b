"""Forward and backward through the layers of a batch, as core.network.network has them, over flat arrays.

A block holds a layer's numbers unit by unit, and of each unit row by row: (units, stride), where the stride is the
batch's rows rounded up to a multiple of four. Four rows are worked on at once, as a vector. Rows beyond the batch are
computed with the rest; their deltas are 0, so nothing comes of it.
"""

import math

import numpy as np
from numpy.typing import NDArray

from elevenlines.core.compiled.activations import activate, backward
from elevenlines.core.compiled.arithmetic import FOUR, ONE, THREE, TWO, ZERO, load, splat, store
from elevenlines.core.compiled.decorators import U, compiled, inlined
from elevenlines.core.compiled.randomness import share
from elevenlines.core.compiled.vectors import limited, total
from elevenlines.core.network.layers import EPSILON, STATISTICS_RATE
from elevenlines.core.types import Array

# The columns of the table of layers: sizes, choices, and offsets into the parameters (W, B, NORM) or into `work`.
FAN_IN, FAN_OUT, KIND, HAS_BIAS, HAS_NORM, HAS_DROPOUT, W, B, NORM, IN, Z, A, OUT, D, X, MASK, SCALE = map(U, range(17))
COLUMNS = 17
Table = NDArray[np.uint64]
Rows = NDArray[np.uint64]


@inlined
def _sum_inputs(layer: Table, w: Array, work: Array, stride: int) -> None:
    """Z = inputs · weights + biases."""
    fan_in, fan_out = layer[FAN_IN], layer[FAN_OUT]
    weights, biases, inputs, z, has_bias = layer[W], layer[B], layer[IN], layer[Z], layer[HAS_BIAS]
    for j in range(fan_out):
        start = w[biases + j] if has_bias else 0.0
        for row in range(ZERO, stride, FOUR):
            sums, x, weight = splat(start), inputs + row, weights + j
            for _ in range(fan_in):
                sums += load(work, x) * w[weight]
                x += stride
                weight += fan_out
            store(work, z + j * stride + row, sums)


@compiled
def _normalise(layer: Table, w: Array, work: Array, rows: int, stride: int) -> None:
    """Batch normalisation in training mode, and the running statistics."""
    units, gamma = layer[FAN_OUT], layer[NORM]
    beta, mean_at, variance_at = gamma + units, gamma + TWO * units, gamma + THREE * units
    count = float(rows)
    for j in range(units):
        z, x = layer[Z] + j * stride, layer[X] + j * stride
        mean, variance = 0.0, 0.0
        for row in range(rows):
            mean += work[z + row]
        mean /= count
        for row in range(rows):
            centred = work[z + row] - mean
            variance += centred * centred
        variance /= count
        scale = 1.0 / math.sqrt(variance + EPSILON)
        work[layer[SCALE] + j] = scale
        for row in range(rows):
            value = (work[z + row] - mean) * scale
            work[x + row] = value
            work[z + row] = w[gamma + j] * value + w[beta + j]
        w[mean_at + j] += STATISTICS_RATE * (mean - w[mean_at + j])
        w[variance_at + j] += STATISTICS_RATE * (variance * (count / (count - 1.0)) - w[variance_at + j])


@compiled
def _normalise_running(layer: Table, w: Array, work: Array, stride: int) -> None:
    """Batch normalisation in prediction mode."""
    units, gamma = layer[FAN_OUT], layer[NORM]
    for j in range(units):
        scale = w[gamma + j] / math.sqrt(w[gamma + THREE * units + j] + EPSILON)
        shift = w[gamma + units + j] - w[gamma + TWO * units + j] * scale
        z = layer[Z] + j * stride
        for row in range(stride):
            work[z + row] = work[z + row] * scale + shift


@compiled
def _drop(layer: Table, dropped: float, key: int, work: Array, chosen: Rows, rows: int, stride: int) -> None:
    """Dropout: the masks of these rows, and the values that pass them."""
    units, kept = layer[FAN_OUT], 1.0 / (1.0 - dropped)
    for j in range(units):
        a, out, mask = layer[A] + j * stride, layer[OUT] + j * stride, layer[MASK] + j * stride
        for row in range(rows):
            factor = kept if share(key, chosen[row] * units + j) >= dropped else 0.0
            work[mask + row] = factor
            work[out + row] = work[a + row] * factor


@inlined
def forward(
    layers: Table, dropout: Array, keys: Rows, w: Array, work: Array, chosen: Rows, rows: int, stride: int
) -> None:
    """A pass in training mode over the rows whose inputs lie in the first layer's block."""
    for number in range(U(len(layers))):
        layer = layers[number]
        _sum_inputs(layer, w, work, stride)
        if layer[HAS_NORM]:
            _normalise(layer, w, work, rows, stride)
        activate(layer[KIND], (work, layer[Z], layer[A], layer[FAN_OUT], stride))
        if layer[HAS_DROPOUT]:
            _drop(layer, dropout[number], keys[number], work, chosen, rows, stride)


@compiled
def predict(layers: Table, w: Array, work: Array, stride: int) -> None:
    """A pass in prediction mode: what a layer with dropout gives on is all of it."""
    for number in range(U(len(layers))):
        layer = layers[number]
        _sum_inputs(layer, w, work, stride)
        if layer[HAS_NORM]:
            _normalise_running(layer, w, work, stride)
        activate(layer[KIND], (work, layer[Z], layer[A], layer[FAN_OUT], stride))
        if layer[HAS_DROPOUT]:
            for i in range(stride * layer[FAN_OUT]):
                work[layer[OUT] + i] = work[layer[A] + i]


@compiled
def _before_norm(layer: Table, w: Array, g: Array, work: Array, rows: int, stride: int) -> None:
    """Takes a layer's deltas back through its batch normalisation, in place; writes the gradients of gamma and beta."""
    units, gamma = layer[FAN_OUT], layer[NORM]
    count = float(rows)
    for j in range(units):
        d, x = layer[D] + j * stride, layer[X] + j * stride
        total, along = 0.0, 0.0
        for row in range(rows):
            total += work[d + row]
            along += work[d + row] * work[x + row]
        g[gamma + j], g[gamma + units + j] = along, total
        factor = w[gamma + j] * work[layer[SCALE] + j]
        for row in range(rows):
            work[d + row] = factor * (work[d + row] - total / count - work[x + row] * (along / count))


@inlined
def _flow_back(layer: Table, w: Array, work: Array, below: int, stride: int) -> None:
    """The errors of the units below: a layer's deltas, each by the weight that it came through."""
    fan_in, fan_out, weights, d = layer[FAN_IN], layer[FAN_OUT], layer[W], layer[D]
    for i in range(fan_in):
        for row in range(ZERO, stride, FOUR):
            errors, y, weight = splat(0.0), d + row, weights + i * fan_out
            for _ in range(fan_out):
                errors += load(work, y) * w[weight]
                y += stride
                weight += ONE
            store(work, below + i * stride + row, errors)


@inlined
def deltas(layers: Table, w: Array, g: Array, work: Array, rows: int, stride: int, trim: float, from_sums: int) -> None:
    """From the loss's derivatives in the last layer's D block to the deltas of every layer, the last first.

    Args:
        layers, w, g, work, rows, stride: as in `forward`; g gets the gradients of gamma and beta.
        trim: infinity for none.
        from_sums: 1 where the derivatives are by z already.
    """
    number = U(len(layers))
    while number > ZERO:
        number -= ONE
        layer = layers[number]
        d, count = layer[D], stride * layer[FAN_OUT]
        if layer[HAS_DROPOUT]:
            for i in range(count):
                work[d + i] *= work[layer[MASK] + i]
        if not (from_sums > ZERO and number == U(len(layers)) - ONE):
            backward(layer[KIND], (work, layer[Z], layer[A], d, layer[FAN_OUT], stride))
        if trim < np.inf:
            for i in range(ZERO, count, FOUR):
                store(work, d + i, limited(load(work, d + i), -trim, trim))
        if layer[HAS_NORM]:
            _before_norm(layer, w, g, work, rows, stride)
        if number > ZERO:
            _flow_back(layer, w, work, layers[number - ONE][D], stride)


@inlined
def gradients(layers: Table, g: Array, work: Array, stride: int) -> None:
    """The gradients of weights and biases: sums over the rows."""
    for number in range(U(len(layers))):
        layer = layers[number]
        fan_in, fan_out, d, inputs, at = layer[FAN_IN], layer[FAN_OUT], layer[D], layer[IN], layer[W]
        for i in range(fan_in):
            for j in range(fan_out):
                sums, x, y = splat(0.0), inputs + i * stride, d + j * stride
                for row in range(ZERO, stride, FOUR):
                    sums += load(work, x + row) * load(work, y + row)
                g[at] = total(sums)
                at += ONE
        if layer[HAS_BIAS]:
            for j in range(fan_out):
                sums, y = splat(0.0), d + j * stride
                for row in range(ZERO, stride, FOUR):
                    sums += load(work, y + row)
                g[layer[B] + j] = total(sums)
