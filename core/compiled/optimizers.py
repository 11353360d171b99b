"""What is done with a gradient: penalties, clipping, and the optimizers of core.choices.optimizers in compiled code."""

import math
from collections.abc import Callable
from typing import NamedTuple

from elevenlines.core.choices.optimizers import OPTIMIZERS
from elevenlines.core.compiled.arithmetic import ONE, TWO, ZERO
from elevenlines.core.compiled.choice import chosen, codes
from elevenlines.core.compiled.decorators import U, compiled, inlined
from elevenlines.core.compiled.passes import FAN_IN, FAN_OUT, Table, W
from elevenlines.core.types import Array


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


class _Optimizer(NamedTuple):
    """One optimizer.

    Attributes:
        update: (state, g, options, rate, momentum, updates): makes one update. The flat state holds the parameters and
            then the slots, each as long as g.
        options: the names of its options, in the registry's order.
    """

    update: Callable[..., None]
    options: tuple[str, ...] = ()


@inlined
def _sgd(state: Array, g: Array, options: Array, rate: float, momentum: float, updates: float) -> None:
    for i in range(U(len(g))):
        state[i] -= rate * g[i]


@compiled
def _momentum(state: Array, g: Array, options: Array, rate: float, momentum: float, updates: float) -> None:
    count = U(len(g))
    w, slot = state[:count], state[count:]
    for i in range(count):
        slot[i] = momentum * slot[i] + g[i]
        w[i] -= rate * slot[i]


@compiled
def _nesterov(state: Array, g: Array, options: Array, rate: float, momentum: float, updates: float) -> None:
    count = U(len(g))
    w, slot = state[:count], state[count:]
    for i in range(count):
        slot[i] = momentum * slot[i] + g[i]
        w[i] -= rate * (g[i] + momentum * slot[i])


@compiled
def _rmsprop(state: Array, g: Array, options: Array, rate: float, momentum: float, updates: float) -> None:
    count, smoothing, epsilon = U(len(g)), options[ZERO], options[ONE]
    w, slot = state[:count], state[count:]
    for i in range(count):
        slot[i] = smoothing * slot[i] + (1.0 - smoothing) * g[i] * g[i]
        w[i] -= rate * g[i] / (math.sqrt(slot[i]) + epsilon)


@inlined
def _adam_step(state: Array, g: Array, options: Array, rate: float, updates: float) -> None:
    count, beta1, beta2, epsilon = U(len(g)), options[ZERO], options[ONE], options[TWO]
    w, slot, square = state[:count], state[count : TWO * count], state[TWO * count :]
    unbiased = math.sqrt(1.0 - beta2**updates)
    step = rate / (1.0 - beta1**updates)
    for i in range(count):
        slot[i] = beta1 * slot[i] + (1.0 - beta1) * g[i]
        square[i] = beta2 * square[i] + (1.0 - beta2) * g[i] * g[i]
        w[i] -= step * slot[i] / (math.sqrt(square[i]) / unbiased + epsilon)


@compiled
def _adam(state: Array, g: Array, options: Array, rate: float, momentum: float, updates: float) -> None:
    _adam_step(state, g, options, rate, updates)


@compiled
def _adamw(state: Array, g: Array, options: Array, rate: float, momentum: float, updates: float) -> None:
    decay = rate * options[U(3)]
    for i in range(U(len(g))):
        state[i] -= decay * state[i]
    _adam_step(state, g, options, rate, updates)


_ADAM = ("beta1", "beta2", "epsilon")
_TABLE = {
    "sgd": _Optimizer(_sgd),
    "momentum": _Optimizer(_momentum),
    "nesterov": _Optimizer(_nesterov),
    "rmsprop": _Optimizer(_rmsprop, ("smoothing", "epsilon")),
    "adam": _Optimizer(_adam, _ADAM),
    "adamw": _Optimizer(_adamw, (*_ADAM, "weight_decay")),
}
CODES = codes("optimizer", OPTIMIZERS, _TABLE)
for _name, _one in _TABLE.items():
    if _one.options != tuple(OPTIMIZERS[_name].options):
        raise NotImplementedError(f"the compiled code of the optimizer {_name} knows other options than the registry")
apply = chosen([one.update for one in _TABLE.values()])
